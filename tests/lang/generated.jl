# @generated functions: the body sees types, each expression is made once
@generated function power(x)
    x <: Integer ? :(x ^ 2) : :(x)
end
println(power(4), power("s"))
@generated function total(x::NTuple{N,Any}) where N
    ex = :(0)
    for i in 1:N
        ex = :($ex + x[$i])
    end
    ex
end
println(total((1, 2, 3)), total(()))
@generated function shown(xs...; k = 1)
    println("generating ", xs)
    s = string(xs)
    :(($s, k))
end
println(shown(1, "a"))
println(shown(1, "b"))
println(shown(1.0; k = 3))
@generated f2(a::T, b::S) where {T<:Real,S} = T <: Integer ? :(string("int ", a, " ", $(string(S)))) : :("other")
println(f2(1, 'c'), f2(1.5, 2))
@generated function named(x::T) where {T}
    Expr(:tuple, (:($(QuoteNode(n)) => getfield(x, $(QuoteNode(n)))) for n in fieldnames(T))...)
end
struct Point; x; y; end
println(named(Point(1, 2)))
function optional(x)
    if @generated
        :(x + 1)
    else
        x + 1
    end
end
println(optional(2))
