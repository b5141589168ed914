P(xs) = for x in xs; println(x); end
# user types as arrays and iterators
struct Sq <: AbstractVector{Int}; n::Int; end
Base.size(s::Sq) = (s.n,)
Base.getindex(s::Sq, i::Int) = i^2
s = Sq(4)
P(Any[s, sum(s), s[2:3], s[end], length(s), collect(s), map(x->x+1,s), s .+ 1, [x for x in s], maximum(s), s[[1,3]], s[s .> 2]])
display(s); println()
P(Any[s == [1,4,9,16], 4 in s, reverse(s), findfirst(==(9), s), sort(s,rev=true), view(s,2:3), s', hcat(s,s), vcat(s,[1]), first(s), last(s), eltype(s), typeof(similar(s))])
struct G <: AbstractMatrix{Float64}; end
Base.size(::G) = (2,3)
Base.getindex(::G, i::Int, j::Int) = i + j/10
P(Any[G(), G()[2], G()[:,1], G()*[1,2,3], sum(G(),dims=1), G()[end,end], transpose(G()), size(G()')])
mutable struct RW <: AbstractVector{Float64}; d::Vector{Float64}; end
Base.size(r::RW) = size(r.d)
Base.getindex(r::RW, i::Int) = r.d[i]
Base.setindex!(r::RW, v, i::Int) = (r.d[i] = v)
Base.IndexStyle(::Type{RW}) = IndexLinear()
r = RW([1,2,3]); r[2] = 10; r .= r .* 2; println(r, r.d); r[1:2] = [7,8]; println(r); fill!(r, 0); println(r); sort!(RW([3,1,2])) |> println
struct Countdown; n::Int; end
Base.iterate(c::Countdown, s=c.n) = s == 0 ? nothing : (s, s-1)
Base.length(c::Countdown) = c.n
P(Any[collect(Countdown(3)), sum(Countdown(3)), [x^2 for x in Countdown(3)], map(x->2x, Countdown(3)), maximum(Countdown(4)), collect(enumerate(Countdown(2))), 2 in Countdown(3), collect(zip(Countdown(2),"ab"))])
Base.eltype(::Type{Countdown}) = Int
P(Any[collect(Countdown(3)), typeof(collect(Countdown(0))), reduce(*, Countdown(4)), foldl(-,Countdown(3)), first(Countdown(5)), collect(Iterators.take(Countdown(5),2)), Set(Countdown(2))==Set([1,2]), [Countdown(2)...], tuple(Countdown(2)...)])
struct Poly; c::Vector{Int}; end
(p::Poly)(x) = sum(c*x^(i-1) for (i,c) in enumerate(p.c))
P(Any[Poly([1,2,3])(2), Poly([1,2]).([1,2,3]), map(Poly([0,1]), [5,6])])
struct P2; x; y; end
Base.broadcastable(p::P2) = Ref(p)
f(p::P2, k) = p.x + p.y*k
P(Any[f.(P2(1,2), [1,2,3]), f.([P2(1,2),P2(3,4)], 1)])
Base.:+(a::P2,b::P2)=P2(a.x+b.x,a.y+b.y); Base.zero(::Type{P2})=P2(0,0); Base.isless(a::P2,b::P2)=a.x<b.x
P(Any[sum([P2(1,2),P2(3,4)]), maximum([P2(1,2),P2(3,4)]), sort([P2(3,4),P2(1,2)]), [P2(1,2)] .+ [P2(1,1)], sum(P2[])])
A = rand(3,3); B = copy(A); B[1] = -1; println(A === A, A == B, A !== B, size(A[:, [true,false,true]]), A[1:2, 1] == view(A, 1:2, 1))
x = Vector{Any}(nothing, 2); x[1] = [1,2]; println(x, isassigned(x,1), [nothing, 1], Union{Int,Missing}[1,missing], collect(skipmissing([1,missing,3])), coalesce.([1,missing],0), count(ismissing,[1,missing]), any(ismissing,[1,missing]))
P(Any[sum([[1,2],[3,4]]), reduce(vcat,[[1],[2,3]]), hcat([[1,2],[3,4]]...), [[1,2] [3,4]], vcat(1,[2,3],4:5), [1:3;], [1:2; 5], [1 2; 3 4][:, end:-1:1], [(1,2) (3,4)], ["a" "b"; "c" "d"][2,1]])
m = Matrix{String}(undef,1,2); m[1]="x"; println(isassigned(m,2), size(m)); try println(m[2]) catch e println(e) end
P(Any[zeros(2)', ones(Int,2,2)*2, fill(1.5,2,2)^2, [1 2;3 4].^2, 2 .^ [1 2;3 4], .-[1,2], -[1,2], +[1,2], [1,2]/2, 2\[2,4], [1,2]*2.0, [1,2]./[3,4], [4,6].÷[3,4], [5,7].%3, mod.([-1,5],3)])
for (i, row) in enumerate(eachrow([1 2;3 4])) println(i, row, sum(row)) end
println(eachslice(ones(2,2,2),dims=3) |> collect |> length, mapslices(x->x./sum(x),[1.0 3;2 2],dims=2), accumulate(+,[1,2,3];init=10), cumsum(1:4), cumprod([1.0,2,3]), diff([1,4,9]), sum(1:10), prod(1:5), extrema([3,1,2]), reverse([1 2;3 4],dims=1))
