# procs: 3
# Processes are named by a number, or by a vector, range, tuple, set, generator or pool.
@everywhere using ClusterUtils
attempt(f) = try; f(); catch e; println(typeof(e), ": ", split(sprint(showerror, e), "\n")[1]); end
several = (Int32(3), [4, 2], 2:3, (4, 3), Set([3, 2]), keys(Dict(4 => [4], 2 => [2, 3])), (p for p in workers() if p > 2),
           WorkerPool([3, 2]), Int16[2, 4], (Int32(2), 3), (), Set{Int}(), default_worker_pool(), view([2, 3, 4], 2:3))
for pids in several
    refs = sow(pids, :x, :(10myid()))
    println(refs isa Future ? refs.where : [r.where for r in refs], " ", sort(collect(reap(pids, :x))), " ",
            sort(collect(keys(reaprefs(pids, :x)))))
    attempt(() -> println(stitch(pids, :x), " ", describepids(pids), ClusterUtils.checksame(:(1 + 1), pids)))
end
sow(Set([2, 3]), :m, Dict(k => 0 for k in 2:3))
println(reap((2, 3), :(m isa MessageDict)) == Dict(2 => true, 3 => true))
sow((2, 3), :(m[myid()]), :(myid() * 7))
swapmsgs((2, 3), :m)
println(reap(2, :(m[3])), reap(3, :(m[2])), collectmsgs(:m, (2, 3)) == collectmsgs(:m, Set(2:3)))
swapmsgs(WorkerPool([2, 3]), :m)
sow(4, :m, :(Dict{Int,Any}(2 => 0, 3 => 0)))
collectmsgsatpid(Int32(4), :m, (3,))
println(reap(4, :m)[4][3])
println(@reap (2, 4) myid() + 1)
@sow (2, 4) y = myid() + 2
println(reap(Set([2, 4]), :y))
for pids in ("ab", 2.0, [2.5], (:a,), nothing, (2, 99), Set([0]), 2 => 3, Dict(2 => 3), ([2, 3], 4))
    attempt(() -> reap(pids, :x))
end
