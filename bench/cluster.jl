# Times what a cluster costs: one line "name seconds" each, the median of many. Run by bench/cluster.py with 24 workers.
@everywhere using ClusterUtils
using Statistics, SharedArrays

function median_time(f, n)
    f()
    times = Float64[]
    for _ in 1:n
        start = time_ns()
        f()
        push!(times, (time_ns() - start) / 1e9)
    end
    return median(times)
end
report(name, seconds) = println(name, " ", seconds)

all24, four = workers(), workers()[1:4]
report("reap_one", median_time(() -> reap(2, :(1 + 1)), 2000))
report("reap_24", median_time(() -> reap(all24, :(1 + 1)), 300))

sow(all24, :m, Dict(k => 0 for k in all24))
report("swapmsgs_24", median_time(() -> swapmsgs(all24, :m), 200))
sow(all24, :v, Dict(k => zeros(1000) for k in all24))
report("swapmsgs_24_1000", median_time(() -> swapmsgs(all24, :v), 50))

a = rand(10_000_000)
start = time_ns()
sow(all24, :x, a)
report("sow_80MB_first", (time_ns() - start) / 1e9)
report("sow_80MB_again", median_time(() -> sow(all24, :x, a), 20))
report("sow_80MB_new", median_time(() -> sow(all24, :x, rand(10_000_000)), 20) - median_time(() -> rand(10_000_000), 20))
report("reap_80MB_zeros", median_time(() -> reap(four, :(zeros(10_000_000))), 20))
# temporaries of which every page was written: made beforehand, so that only their way is timed
sow(four, :made, :([fill(1.0, 10_000_000) for _ in 1:6]))
report("reap_80MB_temporary", median_time(() -> reap(four, :(pop!(made))), 5))
sow(four, :held, :(fill(1.0, 10_000_000)))
report("reap_80MB_variable", median_time(() -> reap(four, :held), 20))
sow(four, :part, :(rand(2_500_000)))
report("stitch_4x20MB", median_time(() -> stitch(four, :part), 20))

file = tempname()
report("save_80MB", median_time(() -> save(file, a), 9))
report("load_80MB", median_time(() -> load(file), 9))
rm(file)
report("shared_80MB", median_time(() -> SharedArray{Float64}(10_000_000), 9))
shared = SharedArray{Float64}(10_000_000)
report("shared_80MB_fill", median_time(() -> fill!(shared, 1.0), 9))

start = time_ns()
refs = [remotecall(identity, four[i % 4 + 1], i) for i in 1:100_000]
foreach(fetch, refs)
report("remotecalls_100000", (time_ns() - start) / 1e9)
report("fused_1e7", median_time(() -> sum(sin.(a).^2 .+ cos.(a).^2), 3))
start = time_ns()
more = addprocs(24)
report("addprocs_24", (time_ns() - start) / 1e9)
rmprocs(more)
