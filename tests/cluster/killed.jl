# procs: 2
# A worker is killed in the midst of each operation: what waited for it is told, the others are as they were.
@everywhere using ClusterUtils, SharedArrays
@everywhere die() = (run(`sh -c "kill -9 $(getpid())"`); sleep(100))
victim = 3
gone(v) = while v in workers(); sleep(0.01); end
function attempt(name, f)
    print(name, ": ")
    try
        println(f(victim))
    catch e
        causes(e) = e isa CompositeException ? vcat(map(causes, e.exceptions)...) : e isa TaskFailedException ? causes(e.task.exception) :
                    e isa RemoteException ? vcat("remote", causes(e.captured.ex)) : Any[e isa ProcessExitedException && e.worker_id == victim ? "the victim" : e]
        println(typeof(e), " ", join(causes(e), " "), isempty(partial(e)) ? "" : string(" others: ", keys(partial(e))))
    end
    gone(victim) # its end has been told
    global victim = addprocs(1)[1]
    @everywhere [victim] using ClusterUtils, SharedArrays
    @everywhere [victim] die() = (run(`sh -c "kill -9 $(getpid())"`); sleep(100))
end
attempt("remotecall_fetch", v -> remotecall_fetch(die, v))
attempt("remotecall_wait", v -> remotecall_wait(die, v))
attempt("remote_do", v -> remote_do(die, v))
attempt("a Future", v -> fetch(@spawnat v die()))
attempt("a Future kept there", v -> (f = remotecall_wait(() -> zeros(1000), v); remote_do(die, v); try wait(remotecall(sleep, v, 100)) catch end; fetch(f)))
attempt("reap", v -> reap([2, v], :(myid() == $v ? die() : "two")))
attempt("sow", v -> sow([2, v], :x, :(myid() == $v ? die() : "two")))
println(reap(2, :x))
attempt("reaprefs", v -> reaprefs([2, v], :(myid() == $v ? die() : nothing)))
attempt("stitch", v -> stitch([2, v], :(myid() == $v ? die() : [1, 2])))
attempt("@everywhere", v -> @everywhere [2, victim] (global y = 5; myid() != 2 && die()))
println(reap(2, :y))
attempt("pmap", v -> pmap(x -> (myid() == v && die(); sleep(0.02); x^2), 1:8) |> length)
attempt("pmap in batches", v -> pmap(x -> (myid() == v && die(); sleep(0.02); x^2), 1:8; batch_size = 2))
attempt("pmap over a pool", v -> pmap(x -> (myid() == v && die(); x), WorkerPool([2, v]), 1:5))
attempt("pmap over a caching pool", v -> pmap(x -> (myid() == v && die(); x), CachingPool([v, 2]), 1:5))
attempt("pmap without another", v -> pmap(x -> die(), WorkerPool([v]), 1:5))
attempt("pmap with on_error", v -> pmap(x -> die(), WorkerPool([v]), 1:2; on_error = e -> 0))
attempt("@distributed with a reducer", v -> begin @distributed (+) for i in 1:10; myid() == v && die(); i; end end)
attempt("@distributed", v -> begin @sync @distributed for i in 1:10; myid() == v && die(); i; end end)
sow(workers(), :m, Dict(k => k for k in workers()))
attempt("swapmsgs", v -> swapmsgs([2, v], :(myid() == $v ? die() : m)))
println(reap(2, :(m[2])))
sow(workers(), :m, Dict(k => k for k in workers()))
attempt("collectmsgs", v -> collectmsgs(:(myid() == $v ? die() : m), [2, v]))
attempt("collectmsgsatpid", v -> collectmsgsatpid(v, :(myid() == $v ? die() : m), [2]))
attempt("a channel there, taken from", v -> (c = RemoteChannel(() -> Channel{Int}(1), v); @async (sleep(0.05); remote_do(die, v)); take!(c)))
attempt("a channel there, put to", v -> (c = RemoteChannel(() -> Channel{Int}(1), v); put!(c, 1); @async (sleep(0.05); remote_do(die, v)); put!(c, 2)))
attempt("a channel there, by another worker", v -> (c = RemoteChannel(() -> Channel{Int}(1), v); @async (sleep(0.05); remote_do(die, v)); remotecall_fetch(take!, 2, c)))
attempt("a channel of the master, served by it", v -> (c = RemoteChannel(() -> Channel{Int}(1)); remote_do((c, v) -> (put!(c, 1); die()), v, c, v); take!(c)))
attempt("a Future that another worker waits for", v -> (f = @spawnat v die(); remotecall_fetch(fetch, 2, f)))
attempt("a call by another worker", v -> remotecall_fetch(v -> remotecall_fetch(die, v), 2, v))
attempt("SharedArray", v -> SharedArray{Int}(4; init = s -> myid() == v && die(), pids = [2, v]))
S = SharedArray{Int}(4; pids = [2, victim])
attempt("a mapped SharedArray", v -> (remotecall_wait(s -> s[3] = 9, v, S); remotecall_fetch(die, v)))
println(S, remotecall_fetch(sum, 2, S))
attempt("broadcast_shared", v -> (remote_do(die, v); gone(v); broadcast_shared(Dict(2 => [2, v]), Int, [1, 2], :sh)))
attempt("describepids", v -> (remote_do(die, v); gone(v); describepids([2, v])))
attempt("rmprocs", v -> (remote_do(die, v); rmprocs(v); "removed"))
println(workers() == [2, victim], " ", remotecall_fetch(myid, 2), " ", pmap(x -> 2x, 1:3))
