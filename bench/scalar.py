#!/usr/bin/env python3
"""Times the scalar programs of this folder with clu and with Lua 5.4: bench/scalar.py [CLU] [LUA].

Prints for each the median CPU time of nine runs of both, taken in turns, and the median of the ratios of neighbours
with their spread (below 1: clu is faster). CPU time, since a busy machine makes wall time a lottery."""
import os
import statistics
import subprocess
import sys

RUNS = 9
here = os.path.dirname(os.path.abspath(__file__))
clu = sys.argv[1] if len(sys.argv) > 1 else "build/clu"
lua = sys.argv[2] if len(sys.argv) > 2 else "lua5.4"


def cpu_seconds(command):
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(command)} ended with status {status}")
    return usage.ru_utime + usage.ru_stime


print(f"{'program':10} {'clu s':>8} {'lua s':>8} {'ratio':>6} {'lowest':>7} {'highest':>7}")
for name in sorted(f[:-4] for f in os.listdir(here) if f.endswith(".lua")):
    pairs = [(cpu_seconds([clu, os.path.join(here, name + ".jl")]), cpu_seconds([lua, os.path.join(here, name + ".lua")]))
             for _ in range(RUNS)]
    ratios = [ours / theirs for ours, theirs in pairs]
    print(f"{name:10} {statistics.median(p[0] for p in pairs):8.3f} {statistics.median(p[1] for p in pairs):8.3f} "
          f"{statistics.median(ratios):6.2f} {min(ratios):7.2f} {max(ratios):7.2f}")
