# procs: 2
# A module that was loaded here is known to what is sent, though it has no name in the Main of the worker.
using Statistics
println(@fetchfrom 2 Statistics.mean([1,2]))
println(fetch(@spawnat 2 isdefined(Main, :Statistics)))
println(try @fetchfrom(2, mean([1,2])) catch e; 0 end)
