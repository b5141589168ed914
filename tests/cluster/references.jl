# procs: 2
# a value goes when nobody holds a reference to it any more
held(p) = remotecall_fetch(() -> Distributed._reference_count(), p)
function hold(n)
    fs = [remotecall(() -> zeros(10), 2) for _ in 1:n]
    foreach(wait, fs)
    held(2)
end
println(hold(100))
f = remotecall(() -> [1, 2, 3], 2)
g = remotecall_fetch(x -> x, 3, f)  # the reference went through worker 3
println(g == f, " ", fetch(g), " ", fetch(f))
function settle(p, n)
    for _ in 1:50
        GC.gc()
        sleep(0.01)
        held(p) <= n && return true
    end
    false
end
println(settle(2, 20))
