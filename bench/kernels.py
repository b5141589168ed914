#!/usr/bin/env python3
"""kernels.py CLU [TEXT]: what arrays cost in clu, and beside Julia when the environment's JULIA names one.

One line a kernel: median milliseconds and, with Julia, the ratio; slowest first at the end. TEXT picks kernels by name."""
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def times(program, name):
    environment = dict(os.environ, KERNELS=name, JULIA_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    out = subprocess.run([program, "kernels.jl"], cwd=HERE, env=environment, stdout=subprocess.PIPE, text=True)
    found = {}
    for line in out.stdout.splitlines():
        parts = line.split("\t")
        if len(parts) == 3:
            found[parts[0]] = float(parts[1]), float(parts[2])
    if out.returncode != 0:
        print(f"{program}: ended with {out.returncode} after {len(found)} kernels", file=sys.stderr)
    return found


def main():
    clu, name = os.path.abspath(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else ""
    ours = times(clu, name)
    julia = os.environ.get("JULIA")
    theirs = times(julia, name) if julia else {}
    print(f"{'kernel':32} {'clu ms':>10}" + (f" {'Julia ms':>10} {'ratio':>7} {'of least':>8}" if theirs else ""))
    slow = []
    for kernel, (median, least) in ours.items():
        line = f"{kernel:32} {median:10.4f}"
        if kernel in theirs:
            ratio = median / max(theirs[kernel][0], 1e-6)
            line += f" {theirs[kernel][0]:10.4f} {ratio:7.2f} {least / max(theirs[kernel][1], 1e-6):8.2f}"
            if ratio > 1.5:
                slow.append((ratio, kernel))
        print(line)
    if theirs:
        print(f"{len(slow)} of {len(ours)} slower than 1.5 times Julia:")
        for ratio, kernel in sorted(slow, reverse=True):
            print(f"  {ratio:8.2f}  {kernel}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
