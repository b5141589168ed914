# Times what a cluster costs: one line "name median low high n" each, seconds; low and high are the tenth and ninetieth
# of a hundred. Run by bench/cluster.py with 24 workers.
@everywhere using ClusterUtils

function measure(name, f, n)
    f()
    times = Float64[]
    for _ in 1:n
        start = time_ns()
        f()
        push!(times, (time_ns() - start) / 1e9)
    end
    report(name, times)
end
function report(name, times)
    sort!(times)
    n = length(times)
    println(name, " ", times[n ÷ 2 + 1], " ", times[n ÷ 10 + 1], " ", times[n - n ÷ 10], " ", n)
end

all24, four = workers(), workers()[1:4]
measure("reap_one", () -> reap(2, :(1 + 1)), 2000)
measure("reap_24", () -> reap(all24, :(1 + 1)), 500)

sow(all24, :m, Dict(k => 0 for k in all24))
measure("swapmsgs_24", () -> swapmsgs(all24, :m), 300)
measure("swapmsgs_reap_24", () -> (swapmsgs(all24, :m); reap(all24, :(m[3]))), 300)
sow(all24, :v, Dict(k => zeros(1000) for k in all24))
measure("swapmsgs_24_1000", () -> swapmsgs(all24, :v), 300)
measure("swapmsgs_reap_24_1000", () -> (swapmsgs(all24, :v); reap(all24, :(v[3][1]))), 300)

a = rand(10_000_000)
start = time_ns()
sow(all24, :x, a)
report("sow_80MB_first", [(time_ns() - start) / 1e9])
measure("sow_80MB_again", () -> sow(all24, :x, a), 20)
fresh = Float64[]
for _ in 1:20
    global b = rand(10_000_000)
    t = time_ns()
    sow(all24, :x, b)
    push!(fresh, (time_ns() - t) / 1e9)
end
report("sow_80MB_new", fresh)
measure("reap_80MB_temporary", () -> reap(four, :(zeros(10_000_000))), 20)
# temporaries of which every page was written, made beforehand, so that only their way is timed
sow(four, :made, :([fill(1.0, 10_000_000) for _ in 1:6]))
measure("reap_80MB_written", () -> reap(four, :(pop!(made))), 5)
sow(four, :held, :(fill(1.0, 10_000_000)))
measure("reap_80MB_variable", () -> reap(four, :held), 20)
sow(four, :held, nothing)
sow(four, :part, :(rand(2_500_000)))
measure("stitch_4x20MB", () -> stitch(four, :part), 20)

file = tempname()
measure("save_80MB", () -> save(file, a), 20)
measure("load_80MB", () -> load(file), 20)
rm(file)

function many_calls()
    refs = [remotecall(identity, four[i % 4 + 1], i) for i in 1:100_000]
    foreach(fetch, refs)
end
measure("remotecalls_100000", many_calls, 20)
measure("fused_1e7", () -> sum(sin.(a).^2 .+ cos.(a).^2), 5)
starts = Float64[]
for _ in 1:20
    t = time_ns()
    more = addprocs(24)
    push!(starts, (time_ns() - t) / 1e9)
    rmprocs(more)
end
report("addprocs_24", starts)
