# a bank simulation and text processing as users write
using Printf, Random, Statistics, LinearAlgebra
abstract type Account end
mutable struct Checking <: Account
    owner::String
    balance::Float64
    history::Vector{Tuple{Symbol,Float64}}
    Checking(owner; balance=0.0) = new(owner, balance, Tuple{Symbol,Float64}[])
end
mutable struct Savings <: Account
    owner::String
    balance::Float64
    rate::Float64
end
struct InsufficientFunds <: Exception
    need::Float64
    have::Float64
end
Base.showerror(io::IO, e::InsufficientFunds) = @printf(io, "need %.2f but have %.2f", e.need, e.have)
deposit!(a::Account, x::Real) = (a.balance += x; a)
function withdraw!(a::Account, x::Real)
    x > a.balance && throw(InsufficientFunds(x, a.balance))
    a.balance -= x
    return a
end
function withdraw!(a::Checking, x::Real)
    invoke(withdraw!, Tuple{Account,Real}, a, x)
    push!(a.history, (:w, x))
    a
end
interest(a::Savings) = a.balance * a.rate
interest(::Account) = 0.0
accts = Account[Checking("ann", balance=100), Savings("bob", 200, 0.05)]
deposit!.(accts, [50, 25])
for a in accts
    try
        withdraw!(a, 175)
        println(a.owner, " ok ", a.balance)
    catch e
        e isa InsufficientFunds || rethrow()
        println(a.owner, ": ", sprint(showerror, e))
    end
end
withdraw!(accts[1], 10)
println(accts[1].history, " ", sum(interest, accts))
@printf("%-10s|%8.3f|%05d|%x|%e\n", "name", pi, 42, 255, 12345.678)
text = """
the quick brown fox
jumps over the lazy dog the end
"""
freq = Dict{String,Int}()
for w in split(text)
    freq[w] = get(freq, w, 0) + 1
end
for (w, c) in sort(collect(freq), by = p -> (-p[2], p[1]))[1:3]
    println(rpad(w, 8, '.'), c)
end
println(join(map(uppercasefirst, split("hello big world")), " "))
mat = [1.0 2; 3 4]
println(inv(mat) * mat ≈ I, " ", det(mat), " ", tr(mat), " ", mat \ [1, 2])
println(mat', " ", mat * mat, " ", mat .* mat)
display(mat)
display([1, 2, 3])
display("s")
display(Dict(:a => 1))
println(mean([1,2,3,4]), " ", std([1,2,3,4]), " ", median([5,3,1]))
struct Matrix2{T} <: AbstractMatrix{T}
    a::T; b::T; c::T; d::T
end
Base.size(::Matrix2) = (2, 2)
Base.getindex(m::Matrix2, i::Int, j::Int) = (i, j) == (1, 1) ? m.a : (i, j) == (1, 2) ? m.b : (i, j) == (2, 1) ? m.c : m.d
m2 = Matrix2(1, 2, 3, 4)
println(m2, " ", sum(m2), " ", m2 * [1, 1], " ", m2[2, :], " ", collect(m2'))
display(m2)
# queue/stack, matrices, closures
q = [1]
while !isempty(q) && length(q) < 6
    x = popfirst!(q)
    append!(q, [x + 1, x * 2])
end
println(q)
function bfs(graph, start)
    seen = Set([start]); order = Int[]; queue = [start]
    while !isempty(queue)
        n = popfirst!(queue)
        push!(order, n)
        for nb in graph[n]
            nb in seen && continue
            push!(seen, nb); push!(queue, nb)
        end
    end
    order
end
println(bfs(Dict(1 => [2, 3], 2 => [4], 3 => [4], 4 => Int[]), 1))
# string building
io = IOBuffer()
for i in 1:3
    print(io, i, i < 3 ? "," : "\n")
end
print(String(take!(io)))
println(replace("a1b22", r"\d+" => s -> "<$(s)>"), match(r"(\w)(\d)", "x7").captures, occursin("lo", "hello"))
println([s for s in eachmatch(r"\d", "a1b2")] |> length, findfirst("l", "hello"), split("a  b"), lpad(5, 3, "0"))
# task
ch = Channel(3)
@async for i in 1:3
    put!(ch, i^2)
end
println([take!(ch) for _ in 1:3])
t = @task 1 + 1
schedule(t); println(fetch(t))
results = zeros(3)
@sync for i in 1:3
    @async results[i] = i * 2
end
println(results)
c = Channel{Int}() do ch
    for i in 1:3; put!(ch, i); end
end
println(collect(c))
