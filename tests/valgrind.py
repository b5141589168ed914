#!/usr/bin/env python3
"""Scripts of the tests under valgrind's memcheck: what they print is what it must be, and no process of theirs reads or
writes what it must not, or decides by what was never written. usage: valgrind.py CLU TESTS [NAME...]
"""
import glob
import os
import re
import subprocess
import sys
import tempfile

CLU, TESTS = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
NAMES = sys.argv[3:] or [
    "lang/memory",
    "lang/tasks",
    "lang/exceptions",
    "lang/strings",
    "lang/regex",
    "lang/sorting_numbers",
    "lang/printf",
    "lang/views_in_memory",
    "lang/finalizers",
    "lang/structured-matrices",
    "cluster/references",
    "cluster/passing-arrays",
]
# The heap is small: valgrind notes each page of it. Its threads take turns, so BLAS is to have one.
ENV = dict(os.environ, CLU_HEAP_LIMIT="256", OPENBLAS_NUM_THREADS="1")


def run(name, logs):
    path = os.path.join(TESTS, name + ".jl")
    with open(path) as f:
        procs = re.match(r"# procs: (\d+)", f.readline())
    argv = ["valgrind", "-q", "--log-file=%s/%%p" % logs, "--suppressions=%s/valgrind.supp" % TESTS, "--num-callers=20", "--main-stacksize=%d" % (128 << 20)]
    argv += [CLU] + (["-p", procs.group(1)] if procs else []) + [os.path.basename(path)]
    p = subprocess.run(argv, cwd=os.path.dirname(path), env=ENV, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=1200)
    with open(os.path.join(TESTS, name + ".out")) as f:
        expected = f.read()
    told = ""
    for log in glob.glob(logs + "/*"):
        with open(log, errors="replace") as f:
            told += f.read()
    if p.stdout != expected:
        told += "status %d, printed something else:\n%s\n%s" % (p.returncode, p.stdout[-2000:], p.stderr[-2000:])
    return told


failed = 0
for name in NAMES:
    with tempfile.TemporaryDirectory() as logs:
        told = run(name, logs)
    print("%s %s" % ("not ok" if told else "ok", name), flush=True)
    if told:
        failed += 1
        print(told[:5000], flush=True)
sys.exit(failed > 0)
