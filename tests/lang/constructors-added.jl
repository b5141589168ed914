# A method for the name of a type of Base: of a new function, if the module has not named the type yet; else a constructor.
module A
x = Dict(1=>2)
Dict(a::Int) = "made"
y = Dict(5)
end
println(A.y, Dict(1=>2), try Dict(5) catch e; "no" end)
module B
f(d::Dict) = 1
Dict(a::Symbol) = "sym"
end
println(Dict(:a))
g() = Set([1])
Set(a::Symbol) = "set"
println(Set(:a), try Set([1]) catch e; sprint(showerror, e)[1:11] end, typeof(Set))
struct W; a::Int; end
W(s::String) = W(length(s))
println(W("abc"))
Complex(s::String) = 7
println(Complex("a"), " ", Complex)
Int(s::String) = parse(Int, s)
println(Int("12"), Int)
println(Int(3.0))
module Q
import Base: +
=>(a, b) = 1
f(x) = x => 2
end
println(Q.f(1))
println(1 => 2)
module R
Dict(x) = 1
Pair(a,b) = 2
f() = (Dict(2), Pair(1,2))
end
println(R.f(), 1 => 2)
