# procs: 2
# Tasks that have ended are values: errors tell of them where they come from. Addresses are of one process.
using Distributed, Serialization
caught(f) = try f() catch e; e end
e = caught(() -> remotecall_fetch(() -> fetch(@async error("x")), 2))
println(typeof(e), " ", typeof(e.captured.ex), " ", e.captured.ex.task.exception, " ", istaskfailed(e.captured.ex.task), " ",
        e.captured.ex.task.state)
println(join(split(sprint(showerror, e), "\n")[1:3], "|"))
e = caught(() -> remotecall_fetch(2) do
    @sync for k in 1:3
        @async k == 2 || error("number $k")
    end
end)
println(typeof(e.captured.ex), " ", [x.task.exception for x in e.captured.ex])
e = caught(() -> remotecall_fetch(() -> pmap(x -> error("item $x"), 1:1), 2))
println(typeof(e.captured.ex), " ", e.captured.ex.captured.ex)
e = caught() do
    @sync @distributed for k in 1:2
        fetch(@async throw(KeyError(k)))
    end
end
println([x.task.exception isa CompositeException for x in e])
t = remotecall_fetch(() -> (t = @async 5; wait(t); t), 2)
println(t.result, " ", istaskdone(t), " ", fetch(t))
u = remotecall_fetch(() -> @task(30 + 4), 2)
println(istaskstarted(u), " ", fetch(schedule(u)))
println(remotecall_fetch(() -> pointer([1]), 2) == C_NULL, " ", remotecall_fetch(p -> p == C_NULL, 2, Ptr{Int}(5)))
roundtrip(x) = (io = IOBuffer(); serialize(io, x); seekstart(io); deserialize(io))
both = roundtrip([t, t])
println(both[1] === both[2], " ", both[1].result)
failed = @async throw(DomainError(-1, "no"))
println(typeof(caught(() -> fetch(roundtrip(caught(() -> fetch(failed)).task)))), " ", caught(() -> roundtrip(current_task())))
f = remotecall(() -> @sync(@async error("kept")), 2)
println(caught(() -> fetch(f)).captured.ex.exceptions[1].task.exception)
