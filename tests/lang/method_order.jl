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
