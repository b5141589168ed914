# procs: 2
# Many calls at once: their results come in any order of asking, and none is lost or left behind.
using Distributed
held(p) = remotecall_fetch(Distributed._reference_count, p)

refs = [remotecall(x -> 2x, 2 + i % 2, i) for i in 1:20_000]
println(sum(fetch, refs) == 20_000 * 20_001)
refs = [remotecall(identity, 2 + i % 2, i) for i in 1:3000]
println(all(fetch(refs[i]) == i for i in 3000:-1:1))
println(fetch(refs[7]), " ", isready(refs[7]))

# Results too large to come along, errors, and results waited for by several tasks.
refs = [remotecall(i -> i % 3 == 0 ? error("no $i") : i % 3 == 1 ? fill(i, 1000) : string(i), 2, i) for i in 1:300]
kinds = map(1:300) do i
    try
        fetch(refs[i])
    catch e
        e.captured.ex.msg
    end
end
println(kinds[3], " ", kinds[4] == fill(4, 1000), " ", kinds[5])
r = remotecall(() -> (sleep(0.05); "late"), 3)
println(fetch.([@async fetch(r) for _ in 1:5]))
r = remotecall(() -> (sleep(0.01); zeros(1000)), 3)
println(length.(fetch.([@async (wait(r); fetch(r)) for _ in 1:3])))

# A mutable result is one object at its owner, however small.
println(remotecall_fetch(x -> (push!(fetch(x), 3); length(fetch(x))), 2, remotecall(() -> [1, 2], 2)))

# Whoever only computes, or asks again and again, does not keep calls from being made.
file = tempname()
remotecall(identity, 2, 1)
remotecall(write, 2, file, "made")
while !isfile(file)
end
rm(file, force = true)
remotecall((f, s) -> write(f, string(length(s))), 2, file, repeat("x", 12_000_000)) # more than a socket takes at once
while !isfile(file) || filesize(file) < 8
end
println(read(file, String))
rm(file)
r = remotecall(() -> (sleep(0.01); 1), 2)
while !isready(r)
end
println(fetch(r))
foreach(i -> remote_do(identity, 2, i), 1:5000)
println(remotecall_fetch(() -> "after", 2))

# A Future that travels and comes back, fetched by others.
r = remotecall(() -> "here", 2)
println(remotecall_fetch(fetch, 3, r), " ", fetch(remotecall_fetch(identity, 3, r)), " ", fetch(r))

# What is no longer referred to is given back.
refs = kinds = r = nothing
for _ in 1:200
    GC.gc()
    held(2) < 10 && held(3) < 10 && break
end
println(held(2) < 10, " ", held(3) < 10)

# A worker ends while 10,000 calls are in flight: those answered before have their values, the others fail, each once.
refs = [remotecall(i -> (i == 5000 ? run(`sh -c "kill -9 $(getpid())"`) : i), 3, i) for i in 1:10_000]
ends = map(refs) do r
    try
        fetch(r) isa Int ? :value : :other
    catch e
        e isa ProcessExitedException ? :gone : :other
    end
end
println(count(isequal(:other), ends), " ", ends[5000])
println(workers(), " ", remotecall_fetch(myid, 2))
