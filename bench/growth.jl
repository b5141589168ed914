# How costs grow: growth.jl workers N, or growth.jl bytes. Lines as those of cluster.jl.
using Distributed, ClusterUtils

function report(name, times)
    sort!(times)
    n = length(times)
    println(name, " ", times[n ÷ 2 + 1], " ", times[n ÷ 10 + 1], " ", times[n - n ÷ 10], " ", n)
end
function measure(name, f, n)
    f()
    report(name, [(t = time_ns(); f(); (time_ns() - t) / 1e9) for _ in 1:n])
end
function pss(pid)
    for line in eachline("/proc/$pid/smaps_rollup")
        startswith(line, "Pss:") && return parse(Float64, split(line)[2])
    end
    0.0
end

if ARGS[1] == "workers"
    n = parse(Int, ARGS[2])
    start = time_ns()
    addprocs(n)
    report("addprocs", [(time_ns() - start) / 1e9])
    ospids = [Distributed._ospid(p) for p in workers()]
    sleep(2)
    report("pss", [pss(p) for p in ospids[1:min(n, 24)]])
    often = n > 100 ? 20 : 200
    measure("reap", () -> reap(workers(), :(1 + 1)), often)
    sow(workers(), :m, Dict(k => 0 for k in workers()))
    measure("swap", () -> swapmsgs(workers(), :m), often)
else
    addprocs(4)
    for n in (8, 64, 1024, 16_384, 262_144, 4_194_304, 67_108_864, 1_073_741_824)
        a = rand(n ÷ 8)
        often = n > 10^7 ? 20 : 100
        measure("sow_$n", () -> sow(workers(), :x, a), often)
        sow(workers(), :n, n ÷ 8)
        n > 10^9 && sow(workers(), :n, n ÷ 32) # four of them
        measure("reap_$n", () -> reap(workers(), :(zeros(n))), often)
    end
end
