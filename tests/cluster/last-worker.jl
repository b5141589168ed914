# procs: 2
# The last worker of a pool ends: nobody goes on waiting for one.
pids = [remotecall_fetch(getpid, p) for p in workers()]
t = @async try
    pmap(x -> sleep(100), 1:10)
catch e
    typeof(e)
end
started = RemoteChannel(() -> Channel{Bool}(2))
u = @async try
    pmap(x -> (put!(started, true); sleep(100)), WorkerPool([2, 3]), 1:10)
catch e
    typeof(e)
end
take!(started)
take!(started)
w = @async remotecall_fetch(myid, default_worker_pool()) # no worker is free
foreach(p -> ccall(:kill, Cint, (Cint, Cint), p, 9), pids)
println(fetch(t), " ", fetch(u), " ", fetch(w), " ", workers())
println(pmap(x -> x + 1, 1:3), " ", addprocs(1), " ", pmap(x -> myid(), 1:2))
pool = WorkerPool([4])
v = [@async(try remotecall_fetch(() -> sleep(100), pool) catch e; typeof(e) end) for _ in 1:3]
yield()
rmprocs(4)
println([fetch(x) for x in v])
