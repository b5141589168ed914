# Corners in which programs of several kinds met differences.
error_text(f) = try string(f()) catch e; split(sprint(showerror, e), "\nClosest")[1] end
struct Parts{T}
    x::T
    y::Vector{T}
    z::Int
end
println(fieldtypes(Parts), " ", fieldtype(Parts, 1), " ", fieldtype(Parts, :y), " ", fieldtypes(Parts{Int}), " ", Vararg{Int}, " ", Vararg{Int,3})
println(sprint(showerror, DomainError([1, 2], "m")), " ", sprint(showerror, DomainError(zeros(0))), " ", sprint(showerror, DomainError("s", "t")))
println(map(error_text, [() -> first("abc", -1), () -> last("abc", -2), () -> startswith("a", 1), () -> endswith("a", 'b'), () -> startswith("ab", ['a'])]))
println(map(error_text, [() -> NTuple{2,Int}([1, 2, 3]), () -> Tuple{Int,Float64}(1:2), () -> Tuple{Int,String,Int}([1]), () -> NTuple{3,Int}([1, 2]), () -> Tuple{}(()), () -> Tuple{Vararg{Float64}}([1, 2])]))
println([v"1.2-rc.10" > v"1.2-rc.2", v"1.0-alpha" < v"1.0-beta.1" < v"1.0", v"1.0+b2" > v"1.0+b1", v"1.0-1" < v"1.0-a", v"1.2-rc.1".prerelease == ("rc", 1), v"1.0+5".build])
println(Base.IteratorSize(zip(1:2, Iterators.countfrom(1))), Base.IteratorSize(zip(Iterators.countfrom(1), Iterators.repeated(1))), Base.IteratorSize(zip(1:2, [1 2])))
println(split(error_text(() -> @eval @enum Twice one = 1 two = 1), "\n")[1])
using UUIDs, Sockets
println(UInt128(UUID("00000000-0000-0000-0000-0000000000ff")) == 255, " ", IPv4("10.0.0.1"), " ", read(`$(Base.julia_cmd()) -e 'print(6 * 7)'`, String))
println(invmod(big(3), big(11)), " ", invmod(big(3), big(-11)), " ", invmod(big(-3), big(11)), " ", invmod(big(7), big(1)), " ", repr(error_text(() -> invmod(big(2), big(4)))), " ", repr(error_text(() -> invmod(big(2), big(0)))))
