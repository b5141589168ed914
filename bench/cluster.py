#!/usr/bin/env python3
"""Runs bench/limits and bench/cluster.jl and prints each cost beside its limit: bench/cluster.py CLU LIMITS [OUT.json]."""
import json
import os
import subprocess
import sys

clu, limits_program = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
here = os.path.dirname(os.path.abspath(__file__))


def figures(command):
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return {l.split()[0]: float(l.split()[1]) for l in out.splitlines()}


limits = figures([limits_program])
ours = figures([clu, "-p", "24", os.path.join(here, "cluster.jl")])
rows = [  # what, limit in the same run, ratio to reach
    ("reap_one", "pingpong", 1.5), ("reap_24", "fanout24", 1.5), ("swapmsgs_24", "fanout24", 2.5),
    ("swapmsgs_24_1000", "fanout24", 5), ("sow_80MB_first", "copy80_fresh", 1.2), ("sow_80MB_new", "copy80_touched", 1.5),
    ("sow_80MB_again", "fanout24", 3), ("reap_80MB_temporary", "fanout4", 5),
    ("reap_80MB_zeros", "fanout4", 5), ("reap_80MB_variable", "fanout4", 5),
    ("shared_80MB", "copy80_fresh", None), ("shared_80MB_fill", "copy80_touched", None), ("stitch_4x20MB", "copy80_touched", 1.3),
    ("addprocs_24", "fork24", 10), ("save_80MB", "write80_fsync", 1.2), ("load_80MB", "read80", 1.2),
    ("remotecalls_100000", None, None), ("fused_1e7", None, None)]
print(f"{'what':22} {'ms':>10} {'limit':>16} {'ms':>10} {'ratio':>7} {'reach':>6}")
for name, limit, reach in rows:
    base = limits.get(limit)
    print(f"{name:22} {ours[name] * 1e3:10.4f} {limit or '':>16} " +
          (f"{base * 1e3:10.4f} {ours[name] / base:7.2f} {reach or '':6}" if base else ""))
if len(sys.argv) > 3:
    with open(sys.argv[3], "w") as f:
        json.dump({"limits": limits, "clu": ours}, f, indent=1)
