# procs: 2
# Many workers start at once, all are members for each other, and nothing of them is left when they are removed.
threads() = length(readdir("/proc/self/task"))
open_files() = length(readdir("/proc/self/fd"))
exists(pid) = isdir("/proc/$pid") && !occursin("State:\tZ", read("/proc/$pid/status", String))
files = Int[]
for n in (100, 30)
    pids = addprocs(n)
    ospids = [remotecall_fetch(getpid, p) for p in pids]
    println(length(pids), " ", nworkers(), " ", length(unique(ospids)), " ", all(exists, ospids))
    println(remotecall_fetch(nprocs, pids[1]), " ", remotecall_fetch(p -> remotecall_fetch(myid, p), pids[1], pids[end]) == pids[end])
    println(length(unique([remotecall_fetch(() -> rand(UInt64), p) for p in pids])))
    rmprocs(pids[1:end-1])
    println(remotecall_fetch(procs, pids[end]) == [1, 2, 3, pids[end]])
    rmprocs(pids[end])
    println(workers(), " ", remotecall_fetch(workers, 2))
    while any(exists, ospids)
        sleep(0.001)
    end
    push!(files, open_files())
end
println(files[2] - files[1], " ", files[1] < 40, " ", threads())
