# procs: 4
using ClusterUtils
names(e) = sort([x isa TaskFailedException ? string(typeof(x.task.exception)) : string(typeof(x)) for x in e.exceptions])
show_partial(e) = println(typeof(e), " ", names(e), " ", sort(collect(partial(e)), by = first))

# one throws
e = try reap(workers(), :(myid() == 3 ? error("no") : 10myid())) catch e; e end
show_partial(e)
e = try reap(workers(), :(myid() == 3 ? error("no") : myid()); returntype = Int) catch e; e end
println(typeof(partial(e)), " ", sum(values(partial(e))))
e = try stitch(workers(), :(myid() > 3 ? [1 / 2] : sqrt(-1))) catch e; e end
show_partial(e)
# references to what succeeded
e = try sow(workers(), :x, :(myid() == 4 ? error("no") : myid())) catch e; e end
println(typeof(e), " ", sort(collect(keys(partial(e)))), " ", reap([2, 3, 5], :x) == Dict(2 => 2, 3 => 3, 5 => 5))
e = try reaprefs(workers(), :(myid() == 2 ? error("no") : 2myid())) catch e; e end
println(typeof(e), " ", [p => fetch(partial(e)[p]) for p in sort(collect(keys(partial(e))))])
e = try reap(workers(), :(myid() == 2 ? error("no") : 1); callstyle = (f, p, a...) -> remotecall_fetch(f, p, a...)) catch e; e end
show_partial(e)
e = try @everywhere workers() (myid() == 5 && error("no")) catch e; e end
show_partial(e)
# inside a task
t = @async reap([2, 3], :(myid() == 2 ? error("no") : 7))
e = try fetch(t) catch e; e end
println(typeof(e), " ", partial(e))
# one dies at work; then it is dead already
e = try reap(workers(), :(myid() == 3 ? exit(7) : "kept")) catch e; e end
show_partial(e)
e = try reap([2, 3, 4], :(myid())) catch e; e end
show_partial(e)
e = try sow([2, 3], :y, 1) catch e; e end
println(typeof(e), " ", collect(keys(partial(e))), " ", reap(2, :y))
# one that never was is told before anything is done
e = try reap([2, 99], :(global z = 1)) catch e; e end
println(typeof(e), " ", reap(2, :(isdefined(Main, :z))))
println(partial(ErrorException("other")))
println(reap([2, 4, 5], :(myid())) == Dict(2 => 2, 4 => 4, 5 => 5))
# what is kept goes with the exception
function fail_often(n)
    for i in 1:n
        try reap([2, 4], :(myid() == 2 ? error("no") : 1)) catch end
    end
end
fail_often(200); e = nothing; GC.gc(); GC.gc()
println(length(Distributed._partials) < 100)
