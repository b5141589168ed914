# What Julia 1.5 refuses, and how it says so.
using Random
tell(f) = try println(repr(f())) catch e; println(typeof(e), ": ", split(sprint(showerror, e), '\n')[1]) end
struct S end
tell(() -> [x for x in S()])
tell(() -> map(identity, S()))
tell(() -> collect(S()))
tell(() -> sum(x for x in :a))
tell(() -> [(x, y) for x in S(), y in 1:2])
tell(() -> Set(S()))
tell(() -> collect(Iterators.countfrom(1)))
tell(() -> collect(Iterators.cycle([1])))
tell(() -> S() .+ 1)
tell(() -> axes(S()))
tell(() -> 1:"a")
tell(() -> (x -> x)(1, 2))
tell(() -> gcd(1.5, 2))
tell(() -> push!(1:3, 4))
tell(() -> (x -> x)(; 3 => 4))
tell(() -> first([1, 2, 3], 2))
tell(() -> last([1, 2, 3], 2))
tell(() -> size("a"))
tell(() -> sum([1], init = 2))
tell(() -> maximum([1], init = 0))
tell(() -> randperm(-1))
tell(() -> Meta.parse("try x"))
tell(() -> hex2bytes!(zeros(UInt8, 2), "0a"))
io = IOBuffer(maxsize = 4)
println(write(io, "abcdef"), String(take!(io)), write(io, 0x1234, 'ä'), position(io))

# An own vector that can be resized can be pushed to.
struct Own{T} <: AbstractVector{T}
    v::Vector{T}
end
Base.size(o::Own) = size(o.v)
Base.getindex(o::Own, i::Int) = o.v[i]
Base.setindex!(o::Own, x, i::Int) = o.v[i] = x
Base.resize!(o::Own, n) = (resize!(o.v, n); o)
println(push!(Own([1, 2]), 3), append!(Own([1]), [4, 5]))

# Names that two used modules export mean neither.
module A; export both, one; both() = 1; one() = 1; end
module B; export both; both() = 2; end
using .A, .B
tell(() -> both())
println(B.both(), A.one())
module D; export @dm; helper(x) = x * 2; macro dm(e) :(helper($(esc(e))) + 1) end; end
using .D
println(@macroexpand @dm 4)
