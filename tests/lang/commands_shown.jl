# Commands: how they are written, joined, and refused.
println(pipeline(`a`, `b`, `c d`))
println(pipeline(`a`, stdout = "f"))
println(pipeline(`a`, stdin = "i", stdout = "o"))
println(pipeline(`a`, "f"), " ", pipeline("f", `a`))
println(pipeline(`a`, stderr = "f", append = true), " ", pipeline(`a`, stdout = devnull))
println(`a` & `b`, " ", pipeline(`a` & `b`, `c`))
println(read(`echo one` & `true`, String))
println(setenv(`a`, "A" => "b"), " ", setenv(`a`, dir = "/"))
for s in ("`echo ~`", "`echo {a}`", "`a | b`", "`echo 'a`", "`echo \"*\"`")
    println(try string(include_string(Main, s)) catch e; sprint(showerror, e.error) end)
end
println(r"a"i * r"b", " ", r"a"i * r"b"i, " ", r"a"i * "b", " ", r"x" * 'y')
