# The order in which methods are listed, and with it that of the closest candidates.
function listed(definitions...)
    m = Module()
    for (i, d) in enumerate(definitions)
        Core.eval(m, Meta.parse("f($d) = $i"))
    end
    sigs = [string(x.sig) for x in methods(Core.eval(m, :f))]
    println(join(definitions, "; "), "   ", join([s[findfirst(',', s * ",")+1:end-1] for s in sigs], "; "))
end
listed("::Int", "::String", "::Float64")
listed("::Vector", "::Int")
listed("::Any,::Any", "::Any")
listed("::Number,::Number", "::Real")
listed("::Real,::Number", "::Number")
listed("::Int", "::Number", "::String", "::AbstractString")
listed("", "::Int")
listed("::Type{Int}", "::Int", "::Number")
listed("::Any,::Any", "::Number,::Number", "::String,::Int", "::Int,::String")
listed("::Any", "::Any...")
listed("::Integer", "::AbstractFloat", "::String", "::Symbol", "::Any")
g(x::Int) = 1
g(x::String) = 2
g(x::Int, y::Int) = 3
error_text(f) = try f() catch e; sprint(showerror, e) end
println(replace(error_text(() -> g(1.0)), r" at .*" => ""))
println(replace(error_text(() -> g(1, "a")), r" at .*" => ""))
abstract type List{T} end
struct Cons{T} <: List{T}
    head::T
    tail::List{T}
end
Cons(x::T) where {T} = error()
h(x::T, y::Vector{T}) where {T} = 1
h(x::T) where {T} = 2
println(replace(error_text(() -> Cons(1, 2)), r" at .*" => ""))
println(replace(error_text(() -> h(1, 2)), r" at .*" => ""))
# Of methods with different numbers of arguments, what both have decides.
listed("::Any", "::Int,::Any...", "::AbstractString", "::Vector", "::Vector,::Union{Int,Nothing}", "::Type{Int},::Any")
listed("::Any", "::Real,::Any", "::Any,::Any", "::Integer,::Any,::Any")
near(x) = 1
near(x::Int, y...) = 2
near(x::T; k = 1, l = 2) where T<:AbstractString = 3
near(x::Vector{Int}, y = nothing) = 4
near(::Type{Int}, z) = 5
println(replace(error_text(() -> near(1.5, 2)), r" at .*" => ""))
# Those that are called for some types: none behind the first that takes all of them.
for types in ((Int,), (Int, Int), (Any,), (String,), (Vector{Int},), (Real,), (Type{Int}, Int), (Any, Any))
    println(types, " ", length(methods(near, types)), " ", [m.sig for m in methods(near, types)])
end
println(hasmethod(near, Tuple{Int}, (:k,)), hasmethod(near, Tuple{String}, (:k,)), hasmethod(near, Tuple{String}, (:k, :l)), hasmethod(near, Tuple{String}, (:m,)),
        hasmethod(near, Tuple{}, (:k,)), hasmethod(near, Tuple{Int}, ()))
any_keyword(x; a, rest...) = 1
println(hasmethod(any_keyword, Tuple{Int}, (:a, :b)), hasmethod(any_keyword, (Int,)))
struct Adder; n::Int; end
(a::Adder)(x) = x + a.n
(::Adder)(x, y) = x + y
(the::Adder)(x, y, z...; k = 1) = x
println(join([replace(string(m), r" in .*" => "") for m in methods(Adder(1))], "\n"))
using InteractiveUtils
println(length(methodswith(Adder)), " ", methodswith(Adder, near), " ", summary(sin), " ", summary(near))
takes_adder(x::Adder) = 1
println([m.name for m in methodswith(Adder)])
