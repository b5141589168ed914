# Keywords that a function does not take are told, not passed over.
for f in Any[() -> split("a", "b", foo = 1), () -> rsplit("a", "b", keepempy = false), () -> replace("a", "b" => "c", cont = 1), () -> parse(Int, "1", bas = 2), () -> string(1, bas = 2), () -> digits(1, base = 10, padding = 2), () -> titlecase("a", foo = 1)]
    println(try f(); "none" catch e; first(split(sprint(showerror, e), "\n")) end)
end
for f in Any[() -> round(1.5, digit = 1), () -> floor(1.5, foo = 1), () -> trunc(1.5, foo = 1), () -> names(Base, foo = 1), () -> readline(IOBuffer("a"), kep = true)]
    println(try f(); "none" catch e; typeof(e) end)
end
println(split("a,,b", ",", keepempty = false), rsplit("a.b.c", ".", limit = 2), replace("aaa", "a" => "b", count = 2), parse(Int, "101", base = 2), string(5, base = 2, pad = 5))
println(digits(5, base = 2, pad = 4), titlecase("aB c", strict = false), round(1.234, digits = 2), round(1234.0, sigdigits = 2), floor(5.75, digits = 1, base = 2), readline(IOBuffer("a\nb"), keep = true))
