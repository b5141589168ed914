# x^2 asks for literal_pow, a name means Base's only once it was used, keywords that are missing are told first
println(Vector{<:Real}, " ", Dict{<:Any,<:Integer})
println(Vector{<:Real})
struct Multiplied; v::Int; end
Base.:^(a::Multiplied, n::Integer) = Multiplied(a.v^n)
println(Multiplied(3)^2, " ", Multiplied(2)^3, " ", Multiplied(2)^4)
square(x) = x^2
cube(x) = x^3
println(square.([1, 2]), " ", cube.([1.5, 2]), " ", square(3//2), " ", square([1 2; 3 4]), " ", square(Int8(12)), " ", cube(2im))
Base.literal_pow(::typeof(^), a::Multiplied, ::Val{2}) = "literal"
println(Multiplied(3)^2, " ", Multiplied(3)^3)

function count_up()
    global count = 7
    count + 1
end
println(count_up(), " ", count)
bump() = (global first; first += 1)
first = 10
println(bump(), " ", first)
uses_late() = last + 1
last = 3
println(uses_late())
println(cos(0.0))
try
    eval(:(cos = 3))
catch e
    println(sprint(showerror, e))
end
try
    eval(:(cos(x::String) = 3))
catch e
    println(sprint(showerror, e))
end
println(Base.eval(:(kept_in_base = 1)), " ", isdefined(Base, :kept_in_base), " ", isdefined(Main, :kept_in_base))

f(x; y, z = 2) = x + y + z
for kw in ((w = 1,), (y = 1, w = 1), (y = 1,))
    try
        println(f(1; kw...))
    catch e
        println(split(sprint(showerror, e), '\n')[1])
    end
end
swapped() = (a = 1; b = 2; (a, b) = (b, a); (a, b))
println(swapped())
