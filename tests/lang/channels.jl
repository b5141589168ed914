ch = Channel{Int}(0)
for i in 1:3
  @async begin
     for j in 1:2; put!(ch, 10i + j); yield(); end
  end
end
println([take!(ch) for _ in 1:6])
c1 = Channel{Int}(1); c2 = Channel{Int}(1)
t = @async begin
  x = take!(c1)
  put!(c2, x + 1)
end
bind(c2, t)
put!(c1, 41)
println(take!(c2)); wait(t); yield(); println(isopen(c2))
r = Channel{String}(4)
foreach(["a", "b"]) do s
  @async put!(r, s * s)
end
println(sort([take!(r), take!(r)]))
println(typeof(take!) , " ", isempty(r), " ", length(r.data))
cond = Threads.Condition()
ready = Ref(false)
t = @async begin
  lock(cond)
  try
    while !ready[]; wait(cond); end
    println("ready")
  finally
    unlock(cond)
  end
end
yield()
lock(cond) do; ready[] = true; notify(cond); end
wait(t)
function worker(id, jobs, out)
  for j in jobs
    put!(out, (id, j, j^2))
  end
end
jobs = Channel{Int}(10); out = Channel{Any}(10)
foreach(j -> put!(jobs, j), 1:6); close(jobs)
@sync for id in 1:2; @async worker(id, jobs, out); end
close(out)
println(sort([x[2:3] for x in out]))
t = @task error("never seen")
println(istaskstarted(t))
schedule(t); try wait(t) catch e println(e isa TaskFailedException, istaskfailed(t)) end
println(t.exception)
a = @async begin; try; wait(Condition()); catch e; println("caught ", typeof(e)); rethrow(); end; end
yield(); schedule(a, ErrorException("stop"); error = true)
try fetch(a) catch e println(e.task.exception.msg) end
function timeout_demo()
  res = Channel{Any}(1)
  t = @async begin sleep(0.5); put!(res, :slow) end
  Timer(_ -> isready(res) || put!(res, :timeout), 0.05)
  take!(res)
end
println(timeout_demo())
l = ReentrantLock()
log = []
@sync for i in 1:3
  @async begin
    lock(l)
    try
      push!(log, "in$i"); yield(); push!(log, "out$i")
    finally
      unlock(l)
    end
  end
end
println(log)
println(fetch.([@async(x^2) for x in 1:3]))
s = @sync begin @async 1; 5 end
println(s)
println(Base.n_avail(Channel{Int}(3)), " ", Channel{Int}(3).sz_max)
@sync begin
  for i in 1:2
    @async for k in 1:2
      print(i, k, " "); yield()
    end
  end
end
println()
