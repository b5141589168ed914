# procs: 2
# Answers of arrays of middling size: whole, of each kind, and the receiver's own.
using ClusterUtils
for bytes in [8, 65528, 65536, 65544, 262144, 524280, 524288, 2^20, 2^21, 2^22]
    n = bytes ÷ 8
    sow([2, 3], :x, :(collect(1.0:$n) .* myid()))
    for round in 1:3
        r = reap([2, 3], :(x .+ $round))
        ok = all(r[p] == collect(1.0:n) .* p .+ round for p in [2, 3])
        r[2][1] = -1 # neither the worker's nor what comes next
        s = reap(2, :x)[2]
        s[end] = -1
        t = reap(2, :x)[2]
        ok &= t[end] == 2n && t[1] == (n == 1 ? 2n : 2)
        ok || println("wrong at ", bytes, " bytes, round ", round)
    end
end
@everywhere struct Point
    x::Int32
    y::Float32
end
p = reap(3, :([Point(i, i / 2) for i in 1:20000, j in 1:2]))[3]
println(size(p), " ", p[20000, 2], " ", p[1, 1])
b = remotecall_fetch(() -> isodd.(1:300000), 2)
println(typeof(b), " ", count(b))
v = remotecall_fetch(() -> view(collect(1:40000), 2:2:40000), 3)
println(length(v), " ", v[end])
t = remotecall_fetch(() -> (zeros(Int, 10000), fill(7, 20000), "x"), 2)
println(sum(t[1]), " ", sum(t[2]), " ", t[3])
c = RemoteChannel(() -> Channel{Any}(2), 3)
put!(c, fill(2.5, 30000))
a = take!(c)
println(length(a), " ", a[30000])
# each end of a chain of workers
println(remotecall_fetch(() -> sum(remotecall_fetch(() -> fill(1, 50000), 3)), 2))
println("done")
