# procs: 3
# References in messages that cannot be read, or that nobody reads any more, are released.
using Distributed
struct Mine; x; end
held(p) = remotecall_fetch(() -> Distributed._reference_count(), p)
attempt(f) = try f(); "no error" catch e; typeof(e) end
# What a process had last it may still seem to hold, by words left on a stack, until it does something else.
elsewhere(q) = (remotecall_fetch(sum, q, rand(10:300)); attempt(() -> remotecall_fetch(error, q, "something else")))
function settled(p, n)
    for _ in 1:100
        foreach(elsewhere, procs())
        foreach(q -> remotecall_fetch(GC.gc, q), procs())
        held(p) <= n && return true
        sleep(0.01)
    end
    held(p)
end
function send(g)
    f = remotecall(() -> zeros(1000), 4)
    wait(f)
    g(f)
end
println(settled(4, 1))
base = held(4)
forms = [
    f -> remotecall_fetch(identity, 2, (f, Mine(1))),
    f -> remotecall_fetch(identity, 2, (Mine(1), f, f)),
    f -> remotecall_fetch(identity, 2, Dict(:a => [f], :b => Mine(f))),
    f -> remotecall_fetch(identity, 2, Any[f, Dict("k" => (Mine(f), [1.5, 2]))]),
    f -> remotecall_wait(Mine, 2, f),
    f -> fetch(remotecall(identity, 2, Mine(f))),
    f -> put!(RemoteChannel(() -> Channel(1), 2), (f, Mine(1), f)),
    f -> remotecall_fetch(f -> Core.eval(Main, :((struct There; x; end); There))(f), 2, f),
    f -> remotecall_fetch(f -> throw(Core.eval(Main, :((struct There2; x; end); There2))(f)), 2, f),
]
# What a process has thrown last it may still hold.
forget(p) = attempt(() -> remotecall_fetch(error, p, "another one"))
for g in forms
    println(attempt(() -> send(g)), " ", forget(2), " ", settled(4, base))
end
# An answer that comes when nobody waits any more.
function unread(f)
    t = @async remotecall_fetch(f -> (sleep(0.1); f), 3, f)
    yield()
    schedule(t, ErrorException("no more"); error = true)
    wait(t)
end
println(attempt(() -> send(unread)), " ", settled(4, base))
g = remotecall(() -> [1, 2], 4)
println(attempt(() -> remotecall_fetch(identity, 2, (g, Mine(g)))), " ", fetch(g), " ", remotecall_fetch(g -> fetch(g)[2], 2, g))
