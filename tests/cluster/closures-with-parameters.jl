# Closures keep on other processes, and in files, what their methods are dispatched on: static parameters around them.
using Distributed, Serialization
addprocs(1)
f(x::T) where T = remotecall_fetch(y -> (y isa T, T, y, x), 2, 1)
println(f(1), f("a"))
function g(x::T) where T
    k(y::T) = (:same, T)
    k(y) = (:other, T, x)
    k(y::S, z::T; q::R = 3) where {S,R} = (S, T, R, q)
    k
end
println(remotecall_fetch(g(1), 2, 1), remotecall_fetch(g(1), 2, "s"), remotecall_fetch(g("a"), 2, "s"))
println(remotecall_fetch(g(1), 2, "s", 5), remotecall_fetch((h, a...) -> h(a...; q = 'c'), 2, g(1), "s", 5))
h = remotecall_fetch(identity, 2, g(2.0))
println(h(1.0), h(1), [k(3) for k in remotecall_fetch(identity, 2, [g(1), g(3)])])
counter() = (n = 0; () -> (n += 1))
c = counter()
c()
println(remotecall_fetch(c, 2), c())
kwf(; p::T = 1, r::Vector{T} = [p]) where T = remotecall_fetch(() -> (T, p, r), 2)
println(kwf(), kwf(p = 'a'))
function nested(v::Vector{T}) where T
    function inner(y)
        z(w::T) = ("T", w)
        z(w) = ("no", w)
        z(y), z(nothing)
    end
    pmap(x -> inner(x), v)
end
println(nested([1, 2]), nested(["a"]))
io = IOBuffer()
serialize(io, (g(1), g("x"), c, typeof(g(1))))
a, b, d, s = deserialize(seekstart(io))
println(a(1), a("z"), b("q"), b(1), d(), c(), s === typeof(a))
