# Adds three vectors of five squared uniform random numbers, each made on a worker of its own.
#   clu -p 4 examples/mapreduce.jl
@everywhere using ClusterUtils

pids = workers()[1:min(3, nworkers())]
total = reduce(+, values(reap(pids, :(rand(5).^2))))
println("sum of ", length(pids), " vectors of squared random numbers:")
display(total)
println()
