# procs: 3
using Distributed
attempt(f) = try
    f()
catch e
    println(typeof(e), ": ", split(sprint(showerror, e), "\n")[1])
end
println(pmap(+, [1 2; 3 4], [10 20; 30 40]))
println(pmap(x -> x + 1, [1 2; 3 4]; batch_size = 3))
println(pmap(x -> x, (a = 1, b = 2)), pmap(x -> x, 5), pmap(x -> 2x, (1, 2.5)), pmap(+, (1, 2), (3, 4)))
println(pmap(identity, Iterators.product(1:2, 1:2)), size(pmap(x -> x, reshape(1:8, 2, 2, 2))))
println(typeof(pmap(x -> x, BitArray([1, 0]))), pmap(uppercase, "abc"), pmap(string, "ab", 1:2))
println(pmap(+, 1:3, 1:2), pmap(x -> x, zip(1:2, 3:4)), pmap(x -> x, Iterators.take(1:10, 3)), pmap(identity, 1:0))
attempt(() -> pmap(x -> x, Dict(1 => 2)))
attempt(() -> pmap(x -> x, 1:3; batch_size = 0))
attempt(() -> pmap(x -> x, 1:3; batch_size = 2.5))
println(asyncmap(x -> 2x, [1 2; 3 4]), asyncmap(x -> x, (1, 2)), asyncmap(x -> x, (a = 1,)), asyncmap(x -> x, 7))

# errors and second tries
println(pmap(x -> x == 3 ? error("e3") : x, 1:5; distributed = false, on_error = e -> typeof(e)))
println(pmap(x -> x == 3 ? error("e3") : x, 1:5; on_error = e -> typeof(e)))
attempt(() -> pmap(x -> x == 3 ? error("e3") : x, 1:5; distributed = false))
@everywhere tries = Dict{Int,Int}()
@everywhere function flaky(x)
    tries[x] = get(tries, x, 0) + 1
    tries[x] < 3 && error("not yet $x")
    x
end
println(pmap(flaky, WorkerPool([2]), 1:3; retry_delays = [0.01, 0.01, 0.01]))
attempt(() -> pmap(x -> error("always"), 1:2; retry_delays = zeros(2)))
attempt(() -> pmap(x -> error("always"), 1:2; retry_delays = zeros(2), distributed = false))
println(pmap(x -> error("always"), 1:2; retry_delays = zeros(2), on_error = e -> "given up"))
println(pmap(x -> x == 2 ? throw(DomainError(x)) : x, 1:3; retry_delays = ExponentialBackOff(n = 2, first_delay = 0.01),
             retry_check = (s, e) -> !(e isa DomainError), on_error = e -> typeof(e)))
println(sort(unique(pmap(x -> (sleep(0.05); myid()), WorkerPool([2, 4]), 1:6))))
println(timedwait(() -> true, 1.0), timedwait(() -> false, 0.2; pollint = 0.05))
attempt(() -> timedwait(() -> true, 1.0; pollint = 0.0))
pool = default_worker_pool()
println(pool isa WorkerPool, sort(workers(pool)), length(pool), pool === default_worker_pool())
w = take!(pool)
println(w in workers(), isready(pool))
put!(pool, w)
# failed batches: what remains is tried again item by item
attempt(() -> put!(pool, take!(pool)) in workers())
two = WorkerPool([2])
for n in 1:2
    attempt(() -> pmap(x -> x == 2 ? throw(ArgumentError("two")) : x, two, 1:3; batch_size = 3, retry_delays = zeros(n)))
end
attempt(() -> pmap(x -> x > 1 ? throw(ArgumentError("$x")) : x, two, 1:3; batch_size = 3, retry_delays = [0.0],
                   retry_check = (s, e) -> (s, e.msg != "3")))
