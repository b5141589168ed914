# The first workers take random numbers, later ones do not.
using Random, Distributed
for i in 1:3
    Random.seed!(7)
    addprocs(1)
    println(rand(Int), " ", rand(1:100), " ", rand())
end
