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


def few_descriptors():
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def main():
    r = subprocess.run([sys.argv[1], "-p", "2", "-e", PROGRAM], capture_output=True, text=True, timeout=100,
                       preexec_fn=few_descriptors)
    want = "true\ntrue\ntrue\nDict{Int64,Any}(2 => 2)\n"
    if r.returncode != 0 or r.stdout != want:
        print(f"exit {r.returncode}\n{r.stdout}{r.stderr}")
        sys.exit(1)


main()
