# The value of a method's definition: the function if its name is plain, else nothing.
struct C1 end
show1 = (Base.show(io::IO, c::C1) = print(io, "c1")); println(show1)
println(eval(:(function Base.length(c::C1) 1 end)))
plus = (Base.:+(a::C1, b) = 1); println(plus)
import Base: size
s = (size(a::C1) = 1); println(s === size)
module M; f() = 1; end
m = (M.f(x) = 1); println(m)
macro mm() :(Base.first(a::C1) = 1) end
println(@mm)
println(eval(:(function (c::C1)(x) 1 end)))
w = (M.f(x, y, z::T) where T = 1); println(w)
f(x, y = 2) = 1
v = (f(x::Int, y = 2) = 3); println(v === f)
println(C1(), first(C1()), length(C1()), C1()(1), f(1))
