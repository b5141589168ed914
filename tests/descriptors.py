#!/usr/bin/env python3
"""Few descriptors: large arrays are still sent and kept, as copies where no descriptor is to be had. descriptors.py CLU"""
import resource
import subprocess
import sys

PROGRAM = """
using ClusterUtils
@everywhere using ClusterUtils
n = 400_000
kept = Any[]
@everywhere all_x = Any[]
for k in 1:60
    a = fill(k, n)
    sow(workers(), :x, a)
    push!(kept, a)
    reap(workers(), :(push!(all_x, x); nothing))
end
back = [reap(workers(), :(all_x[$k])) for k in 1:60]
println(all(all(v -> v == kept[k], values(back[k])) for k in 1:60))
println(length(readdir("/proc/self/fd")) < 64)
echoes = [remotecall_fetch(identity, 2, fill(i, 100_000)) for i in 1:100]
println(all(echoes[i][end] == i for i in 1:100))
println(reap(2, :(1 + 1)))
"""

# The master hands on what workers send each other, and has no descriptor left for it.
FULL = """
taken = []
try while true; push!(taken, open("/dev/null")) end catch e; println(e isa SystemError) end
try remotecall_fetch(() -> remotecall_fetch(length, 3, fill(1, 100_000)), 2) catch e; println(occursin("too many open files", sprint(showerror, e))) end
try remotecall_fetch(() -> remotecall_fetch(() -> fill(1, 100_000), 3), 2) catch e; println(occursin("too many open files", sprint(showerror, e))) end
foreach(close, taken)
println(remotecall_fetch(() -> remotecall_fetch(length, 3, fill(1, 100_000)), 2))
"""

EXPECTED = [(PROGRAM, "true\ntrue\ntrue\nDict{Int64,Any}(2 => 2)\n"), (FULL, "true\ntrue\ntrue\n100000\n")]


def few_descriptors():
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def main():
    failed = False
    for program, want in EXPECTED:
        r = subprocess.run([sys.argv[1], "-p", "2", "-e", program], capture_output=True, text=True, timeout=100,
                           preexec_fn=few_descriptors)
        if r.returncode != 0 or r.stdout != want:
            failed = True
            print(f"exit {r.returncode}\n{r.stdout}{r.stderr}")
    sys.exit(failed)


main()
