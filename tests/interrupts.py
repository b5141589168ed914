#!/usr/bin/env python3
"""Ctrl-C in the midst of each operation ends it with an InterruptException; workers, references and files live on.
usage: interrupts.py CLU"""
import os
import signal
import subprocess
import sys
import tempfile

CLU = os.path.abspath(sys.argv[1])
BEGIN = """
@everywhere using ClusterUtils, SharedArrays
@everywhere work() = (println("in"); flush(stdout); while true; end)
@everywhere rest() = (println("in"); flush(stdout); sleep(1000))
here(f) = (println("in"); flush(stdout); f())
kinds(e) = e isa CompositeException ? union(map(kinds, e.exceptions)...) : e isa TaskFailedException ? kinds(e.task.exception) :
           e isa RemoteException ? kinds(e.captured.ex) : [typeof(e)]
function attempt(f)
    try
        println("no error: ", f())
    catch e
        println(join(kinds(e), " "))
    end
    println("workers ", [remotecall_fetch(myid, p) for p in procs()])
    flush(stdout)
end
sow(workers(), :m, Dict(k => k for k in workers()))
c = RemoteChannel(() -> Channel{Int}(1), 2)
full = RemoteChannel(() -> Channel{Int}(1), 2)
put!(full, 1)
x = zeros(UInt8, 4 * 10^8)
S = SharedArray{Int}(4)
"""
OPERATIONS = """
remotecall_fetch(work, 2)
remotecall_fetch(rest, 2)
remotecall_wait(work, 3)
fetch(@spawnat 2 rest())
here(() -> fetch(@spawnat 2 sleep(1000)))
here(() -> wait(@spawnat 2 sleep(1000)))
reap(workers(), :(work()))
reap(2, :(rest()))
sow(workers(), :y, :(rest()))
reaprefs(workers(), :(work()))
stitch(workers(), :(work()))
reap(workers(), :(rest()); callstyle = (g, p, a...) -> remotecall_fetch(g, p, a...))
@everywhere myid() > 1 && rest()
pmap(x -> work(), 1:10)
pmap(x -> rest(), 1:10; batch_size = 2)
pmap(x -> rest(), 1:10; retry_delays = [1, 1], on_error = e -> 0)
pmap(x -> rest(), CachingPool(workers()), 1:10)
pmap(x -> here(() -> sleep(1000)), 1:2; distributed = false)
pmap(x -> error("again"), 1:1; retry_delays = [1000], retry_check = (s, e) -> (global sleeper = current_task(); here(() -> true)))
pmap(x -> x > 4 ? work() : x, 1:10)
remotecall_fetch(() -> pmap(x -> work(), WorkerPool([3]), 1:3), 2)
remotecall_fetch(() -> remotecall_fetch(() -> remotecall_fetch(rest, 2), 3), 2)
asyncmap(p -> remotecall_fetch(work, p), workers())
remotecall_fetch(() -> asyncmap(p -> remotecall_fetch(work, p), [3]), 2)
reap(workers(), :(reap(5 - myid(), :(rest()))))
here(() -> try global spin = true; @sync @async while spin; yield(); end; finally; global spin = false; end)
begin @distributed (+) for i in 1:10; work(); end; end
begin @sync @distributed for i in 1:10; rest(); end; end
swapmsgs(workers(), :(rest(); m))
collectmsgs(:(rest(); m), workers())
collectmsgsatpid(2, :(rest(); m), workers())
here(() -> take!(c))
here(() -> put!(full, 2))
here(() -> wait(c))
here(() -> fetch(c))
SharedArray{Int}(4; init = s -> rest())
broadcast_shared(Dict(2 => [2, 3]), Int, (remotecall_fetch(rest, 2); [1]), :sh)
describepids(procs(); filterfn = h -> here(() -> sleep(1000)))
here(() -> (q = WorkerPool([2]); take!(q); take!(q)))
here(() -> timedwait(() -> false, 1000.0))
here(() -> wait(Condition()))
here(() -> while true; save("file", x); end)
here(() -> while true; save("file", x, compress = true); end)
(save("whole", x); here(() -> while true; load("whole"); end))
here(() -> while true; rmprocs(addprocs(20)); end)
here(() -> while true; sow(workers(), :big, x); end)
(sums(v, n) = (s = sum(v); for i in 1:n; s = sum(v); end; s); sums([0x01], 1000); here(() -> sums(x, 10^9)))
""".strip().split("\n")


END = 'println(istaskdone(sleeper), " ", readdir(), " ", length(load("whole")), " ", reap(2, :(m[2])))'


def main():
    failed = 0
    with tempfile.TemporaryDirectory() as d:
        with open(os.path.join(d, "script.jl"), "w") as f:
            f.write(BEGIN + "".join("attempt(() -> %s)\n" % op for op in OPERATIONS) + END)
        p = subprocess.Popen([CLU, "-p", "2", "script.jl"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, cwd=d, text=True)
        for op in OPERATIONS:
            seen, told = [], False
            for line in p.stdout:
                if not line.strip().endswith("in"):
                    seen.append(line.strip())
                elif not told:
                    told = True
                    p.send_signal(signal.SIGINT)
                if line.startswith("workers"):
                    break
            ok = len(seen) == 2 and seen[0] == "InterruptException" and seen[1].startswith("workers [1, 2, 3")
            print("ok" if ok else "not ok", op, "" if ok else seen, flush=True)
            failed += not ok
            if not seen:
                break
        last = p.stdout.read()
        if p.wait() or not last.startswith("true") or ".part" in last or "400000000 Dict{Int64,Any}(2 => 2)" not in last:
            failed += 1
            print("not ok at the end:", last)
    sys.exit(1 if failed else 0)


main()
