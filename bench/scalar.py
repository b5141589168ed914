#!/usr/bin/env python3
"""Times the scalar programs of this folder with clu and with Lua 5.4: bench/scalar.py [CLU] [LUA].

Prints for each the best of three runs of both and their ratio (below 1: clu is faster)."""
import os
import subprocess
import sys
import time

here = os.path.dirname(os.path.abspath(__file__))
clu = sys.argv[1] if len(sys.argv) > 1 else "build/clu"
lua = sys.argv[2] if len(sys.argv) > 2 else "lua5.4"


def best(command):
    times = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return min(times)


print(f"{'program':10} {'clu s':>8} {'lua s':>8} {'ratio':>6}")
for name in sorted(f[:-4] for f in os.listdir(here) if f.endswith(".lua")):
    ours = best([clu, os.path.join(here, name + ".jl")])
    theirs = best([lua, os.path.join(here, name + ".lua")])
    print(f"{name:10} {ours:8.3f} {theirs:8.3f} {ours / theirs:6.2f}")
