# procs: 4
# What is said without waiting comes before whatever is asked next; an interrupt is not for it; a failure is reported.
using ClusterUtils
pids = workers()
@everywhere heard = Any[]
@everywhere hear(x) = push!(heard, x)
say(pids, x) = Distributed._gather_unhurried(hear, pids, x)
for i in 1:1000
    say(pids, i)
end
println(reap(pids, :(heard == 1:1000)))
@everywhere empty!(heard)
# large ones lie in memory that is used again only when all have read it
for i in 1:20
    say(pids, string(i % 10)^20_000)
end
println(reap(pids, :([h == string(i % 10)^20_000 for (i, h) in enumerate(heard)] == trues(20))))
# the interrupt is for the loop, not for what was said during it
loop = @spawnat 3 (while true end)
say([3], "during the loop")
interrupt(3)
println(try fetch(loop) catch e; typeof(e.captured.ex) end, " ", reap(3, :(heard[end])))
# to this process, too, and at once
say([1, 2], "to both")
println(heard[end], ", ", reap(2, :(heard[end])))
# one that ends hears nothing, and the others do
say(pids, "x"^50_000)
Distributed._kill(5)
say(pids, "y"^50_000)
println(reap([2, 3, 4], :((heard[end - 1][1], heard[end][1], length(heard[end])))))
while 5 in workers()
    sleep(0.001)
end
say([2, 5], "z")
println(reap(2, :(heard[end])), " ", workers())
Distributed._gather_unhurried(error, [2], "too late")
println(reap(2, :(length(heard))))
