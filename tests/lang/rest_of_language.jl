# What was left: floats of any size, 0-dimensional results, lazy reversal, names of types, errors of the parser.
say(x) = (show(IOContext(stdout, :limit => true), MIME("text/plain"), x); println())
foreach(say, (frexp(big"3.5"), frexp(big"-0.1") isa Tuple{BigFloat,Int}, modf(big"-2.25"), modf(big"3.5"), maxintfloat(BigFloat), sind(big"90"), cosd(big"180"),
    tand(big"45") ≈ 1, sind(1 + 2im), cosd(1 + 2im), tand(1 + 2im), deg2rad(180 + 90im)))
foreach(say, (LinRange(1:3), LinRange(range(0, 1, length = 5)), collect('a'), collect(3), cumsum(1), accumulate(+, 2.5), repeat(1:3), repeat([1, 2])))
using LinearAlgebra
foreach(say, (normalize(1:3), setdiff!(Set([1])), intersect!(Set([1])), setdiff!([1, 1]), typejoin(3), Ptr{Int} <: Ref{Int}, supertype(Ptr), length(C_NULL)))
foreach(say, (Ref{S} where S, supertype(Array), supertype(Dict), AbstractArray{T,N} where {T,N}, Dict, Any[Array, Set]))
foreach(say, (Iterators.reverse([1, 2, 3]), Iterators.reverse("abc"), Iterators.reverse(1:3), collect(Iterators.reverse(zip(1:2, 3:4))), join(Iterators.reverse("añ"))))
for text in ("a.1", "a 1.50", "a 1f0", "for i", "for i + 1", "[x for y", "for (i,j) end")
    try
        say(Meta.parse(text))
    catch e
        println(e)
    end
end
try; Channel{Int}(1.5); catch e; println(e); end
println(isempty(Channel{Int}(Inf)))
try; reshape(1:6, :, :); catch e; println(e); end
