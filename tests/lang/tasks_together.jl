t1 = Task(() -> (println("in t1"); 5))
schedule(t1); yield(); println(t1.result)
function ping(a, b, n) for i in 1:n; x = take!(a); put!(b, x+1); end; end
a, b = Channel{Int}(0), Channel{Int}(0)
@async ping(a, b, 3)
for i in 1:3; put!(a, i); print(take!(b), " "); end; println()
r = Channel{Any}(10)
gates = [Channel{Int}(1) for _ in 1:4]; put!(gates[4], 0)
@sync for i in 1:3; @async begin; take!(gates[i + 1]); put!(r, i); put!(gates[i], 0); end; end
close(r); println(collect(r))
res = Dict{Int,Int}()
@sync for i in 1:4; @async res[i] = i^2; end
println(sort(collect(res)))
try
  @sync begin
    @async begin sleep(0.01); error("late") end
    println("body")
  end
catch e
  println(e isa CompositeException, " ", first(e.exceptions).task.exception)
end
try; @sync begin error("direct") end; catch e; println(e); end
t = @async begin
  try
    sleep(10)
  catch e
    println("interrupted ", e)
    "x"
  end
end
yield()
schedule(t, InterruptException(), error=true)
println(fetch(t))
ts = map(1:3) do i; @async i*2; end
println(map(fetch, ts), " ", all(istaskdone, ts))
println(@elapsed(sleep(0.05)) >= 0.05)
lk = ReentrantLock(); v = Int[]
@sync for i in 1:3; @async lock(lk) do; sleep(0.001); push!(v, i); end; end
println(v)
println(asyncmap(x -> x * 2, [1 2; 3 4]))
println(asyncmap(identity, Int[]), asyncmap(string, (1,2)), asyncmap((a,b)->a+b, 1:3, 4:6; ntasks=1))
println(asyncmap(x->2x, 1:4; ntasks=2) )
c = Channel{Int}(3); put!(c,1); put!(c,2); close(c); for x in c; println(x); end; println(isopen(c), isempty(c), isready(c))
c = Channel{Char}(1); try put!(c, "ab") catch e; println(typeof(e)) end
c = Channel{Float64}(1); put!(c, 1); println(take!(c))
println(istaskfailed(@async 1), Channel{Int}(1) == Channel{Int}(1))
w = Channel(2); t = @async for i in 1:4; put!(w, i); println("put $i"); end
sleep(0.01); println(take!(w)); sleep(0.01); println(take!(w)); sleep(0.01)
f = () -> begin; x = 1; @sync begin; @async x = 2; end; x; end; println(f())
println(typeof(@async 1), repr(typeof(current_task())))
task = Task(() -> sum(1:10)); println(istaskdone(task)); schedule(task); wait(task); println(istaskdone(task), task.result)
x = 3; y = @async $x + 1; x = 10; println(fetch(y))
let v = [1]; @sync begin @async push!(v, 2); @async push!(v, 3) end; println(v) end
