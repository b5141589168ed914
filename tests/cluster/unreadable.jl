# procs: 2
# What one process has and another one does not know: results, errors, contents of channels, arguments.
using Distributed
attempt(f) = try
    println(f())
catch e
    println(typeof(e), " of ", e.pid, ": ", join(split(sprint(showerror, e), "\n")[1:2], " | "))
end
remotecall_fetch(() -> (Core.eval(Main, :(struct OnlyThere; x; end)); Core.eval(Main, :(onlyf(x) = x)); nothing), 2)
first_line(e) = split(sprint(showerror, e), "\n")[1]
attempt(() -> remotecall_fetch(() -> Core.eval(Main, :(throw(OnlyThere(5)))), 2))
for thunk in (() -> Core.eval(Main, :(OnlyThere(5))), () -> Core.eval(Main, :onlyf))
    f = remotecall(thunk, 2)
    println(wait(f) === f, isready(f))
    c = RemoteChannel(() -> Channel(3), 2)
    remotecall_wait(c -> put!(c, thunk()), 2, c)
    for g in (() -> remotecall_fetch(thunk, 2), () -> fetch(f), () -> take!(c), () -> pmap(x -> thunk(), WorkerPool([2]), 1:2))
        try
            println(g())
        catch e
            println(typeof(e), " of ", e.pid, ": ", first_line(e))
        end
    end
end
struct Mine; x; end
c = RemoteChannel(() -> Channel(3), 2)
f = Future(2)
for g in (() -> put!(c, Mine(3)), () -> put!(f, Mine(3)), () -> remotecall_wait(identity, 2, Mine(3)), () -> remotecall_fetch(() -> Mine, 2))
    attempt(g)
end
println([remotecall_fetch(myid, p) for p in workers()])
