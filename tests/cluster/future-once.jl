# procs: 2
# A Future is given its value once; who tries again is told where it lies. One that was never waited for has no value yet.
attempt(f) = try; println(f()); catch e; println(typeof(e), ": ", [l for l in split(sprint(showerror, e), "\n") if !occursin(" at ", l)]); end
f = remotecall(() -> 1, 2)
attempt(() -> put!(f, 3))
attempt(() -> fetch(f))
attempt(() -> put!(f, 3))
g = Future(3)
attempt(() -> isready(g))
attempt(() -> fetch(put!(g, 3)))
attempt(() -> put!(g, 4))
attempt(() -> remotecall_fetch(put!, 2, g, 5))
h = Future()
attempt(() -> fetch(put!(h, 3)))
attempt(() -> put!(h, 4))
attempt(() -> remotecall_fetch(x -> put!(x, 5), 2, h))
println(ProcessExitedException())
