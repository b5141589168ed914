# Types of closures are written with their module outside of Main; odd characters and indices are refused as in Julia.
module A
f = x -> x + 1
end
println(typeof(A.f), " ", [A.f], " ", (A.f,))
println(try 'a' + (-200) catch e; sprint(showerror, e) end)
println(try "abc"[[true, false, true]] catch e; sprint(showerror, e) end)
