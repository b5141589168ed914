# procs: 3
f = @spawnat 3 (sleep(30); 1)
g = @spawnat 2 (sleep(0.3); "kept")
pid = remotecall_fetch(getpid, 3)
@async (sleep(0.1); run(`sh -c "kill -9 $pid"`))
try
    fetch(f)
catch e
    println(typeof(e), " ", e.worker_id)
    println(sprint(showerror, e))
end
println(fetch(g), " ", workers())
try
    remotecall_fetch(() -> 1, 3)
catch e
    println(e)
end
try
    remotecall_fetch(() -> exit(5), 2)
catch e
    println(e, " ", e.cause)
end
println(procs())
p = addprocs(2)
println(p, " ", remotecall_fetch(myid, 5), " ", pmap(x -> x^2, 1:5))
# a worker that dies under pmap: its work is done by the others
println(pmap(x -> (x == 3 && myid() == 4 && exit(1); x), 1:6))
