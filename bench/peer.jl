# The rows of cluster.jl in a Julia, with loops over its Distributed as one writes them there.
using Distributed, Statistics
starts = Float64[]
for _ in 1:2
    t = time_ns()
    addprocs(24)
    push!(starts, (time_ns() - t) / 1e9)
    length(starts) < 2 && rmprocs(workers())
end
all24, four = workers(), workers()[1:4]

function gather(pids, ex)
    results = Dict{Int,Any}()
    @sync for p in pids
        @async results[p] = remotecall_fetch(Core.eval, p, Main, ex)
    end
    results
end
function assign(pids, name, value)
    @sync for p in pids
        @async remotecall_wait(Core.eval, p, Main, Expr(:(=), name, value))
    end
end
hear(entries) = (foreach(k -> k == myid() || (Main.m[k] = entries[k]), keys(entries)); nothing)
@everywhere hear(entries) = (foreach(k -> k == myid() || (Main.m[k] = entries[k]), keys(entries)); nothing)
function swap(pids)
    entries = gather(pids, :(m[$(:(myid()))]))
    @sync for p in pids
        @async remotecall_wait(hear, p, entries)
    end
end

function report(name, times)
    sort!(times)
    n = length(times)
    println(name, " ", times[n ÷ 2 + 1], " ", times[n ÷ 10 + 1], " ", times[n - n ÷ 10], " ", n)
end
function measure(name, f, n)
    f()
    report(name, [(t = time_ns(); f(); (time_ns() - t) / 1e9) for _ in 1:n])
end

report("addprocs_24", starts)
measure("reap_one", () -> gather(2 in all24 ? [2] : all24[1:1], :(1 + 1)), 200)
measure("reap_24", () -> gather(all24, :(1 + 1)), 50)
assign(all24, :m, Dict{Int,Any}(k => 0 for k in all24))
measure("swapmsgs_24", () -> swap(all24), 20)
assign(all24, :m, Dict{Int,Any}(k => zeros(1000) for k in all24))
measure("swapmsgs_24_1000", () -> swap(all24), 20)
a = rand(10_000_000)
measure("stitch_4x20MB", () -> reduce(vcat, values(gather(four, :(rand(2_500_000))))), 20)
measure("reap_80MB_temporary", () -> gather(four, :(zeros(10_000_000))), 3)
# a tenth of them, since all take minutes; ten times as many take at least ten times as long
let start = time_ns()
    foreach(fetch, [remotecall(identity, four[i % 4 + 1], i) for i in 1:10_000])
    report("remotecalls_100000", [10 * (time_ns() - start) / 1e9])
end
measure("fused_1e7", () -> sum(sin.(a).^2 .+ cos.(a).^2), 5)
