# procs: 4
# What each tells reaches all others, whatever it is and however large, and nothing else changes.
using ClusterUtils
pids = workers()
sow(pids, :m, Dict(k => 0 for k in pids))
values = [:(myid()), :([myid(), 2myid()]), :("text $(myid())"), :((myid(), :s, 1.5, nothing)), :(fill(myid() / 2, 3000)),
          :(Dict(:a => myid())), :(x -> x + 1), :(Any[1, "two", [3.0]]), :(1:myid()), :(rand(40_000)), :(big(myid())^30),
          :(remotecall(identity, 1, myid()))]
for v in values
    sow(pids, :(m[myid()]), v)
    swapmsgs(pids, :m)
    got = reap(pids, :(sort(collect(keys(m))) => Any[m[k] isa Function ? m[k](1) : m[k] isa Future ? fetch(m[k]) : m[k] for k in $pids]))
    println(all(isequal(got[p], got[2]) for p in pids), " ", summary(got[2][2][3]))
end
# a message belongs to its receiver: a change there is seen by nobody else, before or after the next swap
sow(pids, :(m[myid()]), :(fill(myid(), 3000)))
swapmsgs(pids, :m)
@fetchfrom 3 (m[2][1] = -1; m[3][2] = -2; nothing)
println(reap(pids, :([m[2][1], m[3][2]])) == Dict(2 => [2, 3], 3 => [-1, -2], 4 => [2, 3], 5 => [2, 3]))
kept = remotecall(() -> m[2], 4)
sow(pids, :(m[myid()]), :(fill(10myid(), 3000)))
swapmsgs(pids, :m)
println(fetch(kept)[1:2], " ", reap(pids, :(m[2][1] + m[5][3000])))
# entries of others that are in nobody's list are asked for, too; who is not in a dictionary hears nothing
sow(2:3, :n, Dict(2 => 1, 3 => 1, 4 => 1))
sow(4, :n, Dict(4 => 40))
swapmsgs(2:3, :n)
println(reap(2:4, :n))
println(collectmsgs(:m, [2, 3])[3][1], " ", keys(collectmsgs(:m, [2, 3])))
sow(5, :m, 3)
println(try swapmsgs(pids, :m) catch e; split(sprint(showerror, e), "\n")[1] end)
sow(5, :m, Dict(5 => 1))
swapmsgs(pids, :m)
println(reap(5, :m), " ", reap(2, :(m[5])))
# many bytes to many processes: each has its own
sow(pids, :text, [string(i) for i in 1:20_000])
println(reap(pids, :(push!(text, "x"); length(text))), " ", reap(pids, :(text[20_000] * text[end])))
