# Orderings as values: Base.Order, and what takes them.
using Base.Order
struct Heap{T,O<:Base.Order.Ordering}
    data::Vector{T}
    order::O
end
Heap{T}(o = Base.Forward) where {T} = Heap{T,typeof(o)}(T[], o)
smallest(h::Heap) = foldl((a, b) -> Base.lt(h.order, b, a) ? b : a, h.data)
h = Heap{Int}(Base.Reverse)
append!(h.data, [3, 9, 4])
println(typeof(h), " ", smallest(h), " ", smallest(Heap([5, 2, 7], By(x -> -x))), " ", smallest(Heap(["bb", "a"], Lt((a, b) -> length(a) < length(b)))))
println(Base.lt(Base.Forward, 1, 2), lt(Reverse, 1, 2), " ", ReverseOrdering(Reverse), " ", ReverseOrdering(By(abs)).order, " ", Forward isa DirectOrdering)
p = Perm(Forward, [30, 10, 20, 10])
println(lt(p, 2, 4), lt(p, 4, 2), lt(p, 1, 3), " ", sort(1:4, order = p), " ", ordtype(p, 1:4), " ", ordtype(Reverse, ["a"]))
println(ord(isless, identity, nothing), " ", ord(isless, identity, true), " ", typeof(ord(isless, abs, false)).name, " ", lt(ord(>, abs, nothing, Reverse), 1, -2))
println(sort([1, -3, 2], order = By(abs, Reverse)), sort([1, -3, 2], order = By(abs), rev = true), sort(["b", "a"], by = uppercase, order = Reverse))
println(sort!([3, 1, 2], QuickSort, Reverse), issorted([3, 2, 1], Reverse), searchsortedfirst([3, 2, 1], 2, Reverse), searchsorted([9, 5, 5, 1], 5, Reverse), searchsortedlast([1, 2, 2, 4], 2, Forward))
try
    sort([1, 2], lt = >, order = By(abs))
catch e
    println(e)
end
