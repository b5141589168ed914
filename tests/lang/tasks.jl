# tasks, channels, conditions, locks
t = @async error("boom")
try wait(t) catch e; println(typeof(e), " ", e.task === t, " ", e.task.exception, " ", t.state) end
try fetch(t) catch e; println(split(sprint(showerror, e), "\n")[1:2]) end
try @sync begin; @async error("a"); @async throw(ArgumentError("b")); end
catch e; println(typeof(e), " ", length(e.exceptions), " ", typeof.(e.exceptions)); println([x.task.exception for x in e.exceptions]) end
c = Channel{Int}(2)
println(c); println(typeof(c.data)); put!(c, 1); println(c, " ", isready(c), " ", isopen(c))
close(c)
println(take!(c))
try put!(c,1) catch e; println(e) end
try take!(c) catch e; println(e) end
try wait(c) catch e; println(e) end
println(Channel(3), Channel(), Channel{String}(Inf))
t=Task(()->3); println(t.state, " ", istaskstarted(t), " ", istaskdone(t))
schedule(t); println(fetch(t), " ", t.result, " ", t.state, " ", istaskstarted(t))
try schedule(t) catch e; println(e) end
l = ReentrantLock(); try unlock(l) catch e println(e) end
lock(l); lock(l); println(islocked(l), trylock(l)); unlock(l); unlock(l); unlock(l); println(islocked(l))
println(lock(() -> 5, l))
ch = Channel{Int}(Inf) do c; for i in 1:3; put!(c, i); end; end
println(collect(ch), " ", ch.sz_max == typemax(Int))
try close(Timer(1)); t0=Timer(1); close(t0); wait(t0) catch e println(e) end
try Timer(-1) catch e println(e) end
try sleep(-1) catch e println(e) end
println(timedwait(()->true, 1.0))
try fetch(Channel{Int}(0)) catch e println(e) end
println(eltype(Channel{Int}(1)), " ", Channel{Int}(1) isa AbstractChannel, " ", supertype(Channel{Int}))
try wait(current_task()) catch e println(e) end
println(fetch(3), task_local_storage(:x, 3) do; task_local_storage(:x) end)
try task_local_storage(:zz) catch e println(e) end
c=Channel{Int}(1); bind(c, @async error("xx")); try take!(c) catch e println(typeof(e), " ", e.task.exception) end; try put!(c,1) catch e println(typeof(e)) end
e = Base.Event(); t = @async (wait(e); "go"); yield(); notify(e); println(fetch(t)); wait(e)
s = Base.Semaphore(2); Base.acquire(s); Base.acquire(s); t=@async (Base.acquire(s); println("acq")); yield(); Base.release(s); wait(t)
cond = Condition(); t = @async try wait(cond) catch e; "err $(e)" end; yield(); println(notify(cond, ErrorException("z"), error=true)); println(fetch(t))
println(notify(cond))
t = @task begin; yield(); 7; end; schedule(t); println(fetch(t))
a = Threads.Atomic{Int}(0); Threads.@threads for i in 1:10; Threads.atomic_add!(a, i); end; println(a[])
println(fetch(Threads.@spawn 1+1), Threads.nthreads(), Threads.threadid())
function gen(n) Channel() do c; for i in 1:n; put!(c, i^2); end; end; end
println(sum(gen(5)), [x for x in gen(3)], first(gen(10)), " ", maximum(gen(4)))
for (i, x) in enumerate(gen(2)); println(i, x); end

