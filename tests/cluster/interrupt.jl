# procs: 2
f = @spawnat 3 (try; while true; end; catch e; string(typeof(e)); end)
g = @spawnat 2 (sleep(0.5); "not touched")
sleep(0.1)
interrupt(3)
println(fetch(f))
println(fetch(g))
println([remotecall_fetch(myid, p) for p in workers()])
h = @spawnat 2 sleep(30)
sleep(0.1)
interrupt(2)
try
    fetch(h)
catch e
    println(typeof(e.captured.ex))
end
interrupt()
println(remotecall_fetch(() -> "idle workers ignore it", 2))
