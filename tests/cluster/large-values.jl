# procs: 4
# large values are lent between processes: whoever writes afterwards, here or there, nobody else sees it
using ClusterUtils
@everywhere using ClusterUtils
ws = workers()
four = length(ws)
n = 1_000_000 # 8 MB: huge pages inside, ordinary ones at the end

same(name, a) = all(v -> v == a, values(reap(ws, name)))

# from here to all, changed between, at page borders, the same sown twice
a = collect(1.0:n)
sow(ws, :x, a)
println(same(:x, a))
kept = copy(a)
for i in (1, 512, 513, 262_144, 262_145, n) a[i] = -a[i] end
println(same(:x, kept), " ", !same(:x, a))
sow(ws, :y, a); sow(ws, :y2, a)
println(same(:y, a), " ", same(:y2, a), " ", same(:x, kept))
sow(ws, :(x[1]), :(Float64(myid())))
println([reap(p, :(x[1]))[p] for p in ws], " ", a[1], " ", kept[1])
for k in 1:5
    a[k] = 100k
    sow(ws, :z, a)
    a[k] = 0
    println(reap(ws[1], :(z[$k]))[ws[1]], " ", a[k])
end

# each writes its own
sow(ws, :x, a)
reap(ws, :(x .*= myid(); nothing))
println([reap(p, :(x[10] == 10 * myid() && x[end] == -$n * myid()))[p] for p in ws], " ", a[10], " ", a[end])

# a reaped variable: both write; a reaped temporary; zeros nobody touched
reap(ws, :(v = fill(1, $n); nothing))
r = reap(ws, :v)
for p in ws r[p][1] = 7; r[p][end] = 8 end
println([reap(p, :(v[1] + v[end]))[p] for p in ws])
reap(ws, :(v[2] = myid(); nothing))
println([r[p][2] for p in ws], " ", sum(r[ws[1]]))
t = reap(ws, :(fill(myid(), $n)))
println([sum(t[p]) == n * p for p in ws])
z = reap(ws, :(zeros($n)))
z[ws[1]][n] = 1
println([sum(z[p]) for p in ws])
println(@fetchfrom ws[1] sum(z[ws[2]]) + sum(z[ws[1]]))

# views, reshapes, resizes, pushes, appends
m = reshape(a, 1000, :)
sow(ws, :m, m)
m[1, 2] = 5
println(a[1001], " ", reap(ws[1], :(m[1, 2], size(m)))[ws[1]])
w = view(a, 2000:3000)
sow(ws, :w, copy(w))
w .= 0
println(reap(ws[1], :(w[1], length(w)))[ws[1]], " ", a[2000])
b = collect(1:n)
sow(ws, :b, b)
push!(b, 1); append!(b, 1:10); pushfirst!(b, 3); b[5] = 50
reap(ws, :(push!(b, myid()); b[5] = 5000 + myid(); resize!(b, $n ÷ 2); b[end] = myid(); nothing))
println(b[5], " ", length(b), " ", [reap(p, :(b[5], b[end], length(b)))[p] for p in ws])
sow(ws, :b, b)
println(same(:b, b))
popfirst!(b); popfirst!(b)
sow(ws, :b, b)
println(same(:b, b), " ", b[1:3])
empty!(b); sow(ws, :b, b)
println(same(:b, Int[]))

# element types and shapes
struct Point; x::Float64; n::Int32; end
@everywhere struct Point; x::Float64; n::Int32; end
for v in (rand(Float32, 300_000), rand(Int8, 1_000_001), rand(Bool, 500_000), [Complex(i, -i) for i in 1:200_000],
          [Point(i, i) for i in 1:100_000], reshape(collect(1:2_000_000), 100, 200, 100), fill('x', 100_000), trues(300_000))
    sow(ws, :v, v)
    back = reap(ws[end], :v)[ws[end]]
    println(typeof(back), " ", size(back), " ", back == v, " ", typeof(v) == typeof(back))
    sow(ws, :(v[1]), v[2])
    println(v[1] == back[1], " ", back == v)
end

# from worker to worker, and back again; collections between
sow(ws[1], :q, :(collect(1:$n)))
println(remotecall_fetch(p -> (global got = @fetchfrom p q; got[1] = 99; sum(got)), ws[2], ws[1]), " ", @fetchfrom ws[1] q[1])
for k in 1:10
    sow(ws, :x, fill(k, n))
    GC.gc()
    @everywhere GC.gc()
    all(p -> reap(p, :(x[1] == $k && x[end] == $k))[p], ws) || println("wrong in round ", k)
end
println(sum(stitch(ws, :(fill(myid(), 300_001)))), " ", length(stitch(ws, :(fill(myid(), 300_001)))))
s = stitch(ws, :(fill(myid(), 500, 100)), hcat)
println(size(s), " ", s[1, 1:100:end])
