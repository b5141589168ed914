# procs: 3
using Distributed
# A function that counts its calls shows whether it was sent anew.
counter() = let n = Ref(0)
    x -> (n[] += 1; (x, n[]))
end
f = counter()
println(pmap(f, WorkerPool([2]), 1:4))
pool = CachingPool([2])
println(pmap(f, pool, 1:4))
println([remotecall_fetch(f, pool, x) for x in 5:6])
println(fetch(remotecall(f, pool, 7)), " ", fetch(remotecall_wait(f, pool, 8)))
g = counter()
println(pmap(g, pool, 1:2), pmap(f, pool, 9:9))
clear!(pool)
println(pmap(f, pool, 10:11))
println(f(0))

# each worker has its own
pool = CachingPool([2, 3, 4])
h = counter()
for k in 1:2
    println(sum(last, pmap(x -> (sleep(0.2); 1), pool, 1:3)))
end
println(length(pool), " ", nworkers(pool), " ", sort(workers(pool)), " ", isready(pool))
r = pmap(x -> (sleep(0.05); h(x)), 1:3)
println(map(last, r))

# named functions
println(remotecall_fetch(max, pool, 3, 9))
println(pmap((a, b) -> a + b, pool, [1, 2], [10, 20]))
println(pmap(x -> x == 2 ? error("two") : x, pool, 1:3; on_error = e -> -1))
println(pmap(x -> x^2, pool, 1:7; batch_size = 3))
println(pmap(x -> x == 5 ? error("five") : x, pool, 1:7; batch_size = 3, on_error = e -> 0))
remote_do(x -> nothing, pool, 1)
t = remote(pool, x -> x + 1)
println(t(41))
