# procs: 3
# each process has random numbers of its own; a generator that is sent gives there what it would give here
using Random, Distributed, Serialization
@everywhere using Random
r = MersenneTwister(3)
rand(r), rand(r, Int)
println(remotecall_fetch(r -> rand(r, 3), 2, r) == rand(copy(r), 3), " ",
    remotecall_fetch(r -> (rand(r), rand(r, Int), randn(r)), 3, r) == (q = copy(r); (rand(q), rand(q, Int), randn(q))))
io = IOBuffer()
serialize(io, r)
seekstart(io)
q = deserialize(io)
println(q == r, " ", rand(q) == rand(r), " ", deepcopy(r) == r)
println(length(unique([remotecall_fetch(() -> rand(UInt128), p) for p in procs()])), " ",
    length(unique([remotecall_fetch(() -> rand(MersenneTwister(), UInt64), p) for p in procs()])))
@everywhere Random.seed!(1)
println(unique([remotecall_fetch(() -> rand(), p) for p in procs()]))
println([@fetchfrom(p, (Random.seed!(myid()); (rand(), randn(), rand(1:100)))) for p in workers()])
# what is done with workers takes none, but a shared array takes some
Random.seed!(7)
remotecall_fetch(() -> 1, 2), pmap(identity, 1:9), fetch(@spawnat 3 1), RemoteChannel(() -> Channel{Int}(1))
println(rand(Int), " ", rand(1:100), " ", rand())
@everywhere using SharedArrays
Random.seed!(7)
s = SharedArray{Float64}(3)
println(rand(Int), " ", rand(1:100), " ", rand())
Random.seed!(7)
s = SharedVector{Int}(2, init = x -> fill!(x, 1)), SharedMatrix([1 2; 3 4])
println(rand(Int), " ", rand(1:100), " ", rand())
