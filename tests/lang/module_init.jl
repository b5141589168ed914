# __init__ runs when the outermost module is done, inner modules first; a where-variable without a value; Base.Cartesian
module Outer
module Inner
__init__() = println("inner")
end
__init__() = println("outer")
println("end of Outer")
end
println("after")
try
    Core.eval(Main, :(module Failing; __init__() = error("bad"); end))
catch e
    showerror(stdout, e)
    println()
end
function unbound(xs::T...) where T
    T
end
println(unbound(1))
try
    unbound()
catch e
    println(sprint(showerror, e))
end
using Base.Cartesian
println(@ntuple 3 i -> i^2)
@nexprs 3 i -> x_i = 10i
println(x_1, x_2, x_3, " ", @ncall 3 max x)
A = reshape(1:6, 2, 3)
total = 0
@nloops 2 i A begin
    global total += @nref 2 A i
end
println(total, " ", @nall(3, d -> x_d > 5), " ", @nany(3, d -> x_d > 25))
for (T, v) in ((Float64, "a"), (Int, nothing), (String, 1), (UInt8, "x"))
    try
        convert(T, v)
    catch e
        println(sprint(showerror, e))
    end
end
println(DomainError(-1))
