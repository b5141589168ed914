# procs: 2
begun = RemoteChannel(() -> Channel(2))
go = RemoteChannel(() -> Channel(1))
f = @spawnat 3 (try; put!(begun, 1); while true; end; catch e; string(typeof(e)); end)
g = @spawnat 2 (put!(begun, 1); take!(go); "not touched")
take!(begun), take!(begun)
interrupt(3)
println(fetch(f))
put!(go, 1)
println(fetch(g))
println([remotecall_fetch(myid, p) for p in workers()])
h = @spawnat 2 (put!(begun, 1); sleep(30))
take!(begun)
interrupt(2)
try
    fetch(h)
catch e
    println(typeof(e.captured.ex))
end
interrupt()
println(remotecall_fetch(() -> "idle workers ignore it", 2))
