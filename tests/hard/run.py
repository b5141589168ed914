#!/usr/bin/env python3
"""Runs the language's and the cluster's tests with faults (tests/hard/fault.c). usage: run.py CLU-HARD TESTS [short|alloc|heap|collect]...

short:   links and pipes move a few bytes at once; the output must be what it always is.
collect: a collection at each of the first HARD_STRESS allocations of each process, at ever fewer after them, chosen by
         HARD_SEED; the output must be what it always is. HARD_STRESS=1000000: at every allocation, which takes hours.
alloc:   for many N the Nth request for memory fails, once or for ever: the program ends by itself, with its usual
         output, or status 1 or 70 and words about memory. Never a signal, never a hang.
heap:    a program that needs more than the heap may hold gets OutOfMemoryError and can go on.
"""
import concurrent.futures
import os
import re
import subprocess
import sys
import tempfile

CLU, TESTS = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
KINDS = sys.argv[3:] or ["short", "alloc", "heap", "collect"]
LIMIT = int(os.environ.get("HARD_LIMIT", "300"))
STRESS = os.environ.get("HARD_STRESS", "1000") + ":" + os.environ.get("HARD_SEED", "1")
POINTS = int(os.environ.get("HARD_POINTS", "40"))
# where each request for memory is made to fail
ALLOC = ["lang/tasks", "lang/strings", "lang/arrays", "lang/regex", "lang/streams-and-files", "lang/finalizers",
         "cluster/large-arrays", "cluster/closures", "cluster/references", "cluster/many-calls"]
TIMED = {"cluster/interrupt"}  # measures its own time
# A task that could not begin leaves those that wait for it in a deadlock, which is told.
WORDS = re.compile(r"OutOfMemory|out of memory|cannot allocate|no memory|deadlock: every task waits", re.I)


def names(folder):
    return [folder + "/" + n[:-3] for n in sorted(os.listdir(os.path.join(TESTS, folder))) if n.endswith(".jl")]


def run(name, **settings):
    """Status ("hang" if it did not end), output and errors of one test."""
    path = os.path.join(TESTS, name + ".jl")
    with open(path, encoding="utf-8", errors="replace") as f:
        head = f.readline()
    procs = re.search(r"procs:\s*(\d+)", head) if head.startswith("#") else None
    argv = [CLU] + (["-p", procs.group(1)] if procs else []) + [path]
    with tempfile.TemporaryDirectory(prefix="clu-hard-") as work:
        try:
            p = subprocess.run(argv, cwd=work, stdin=subprocess.DEVNULL, capture_output=True, timeout=LIMIT,
                               env=dict(os.environ, **settings))
        except subprocess.TimeoutExpired as e:
            return "hang", e.stdout or b"", (e.stderr or b"").decode("utf-8", "replace")
    return p.returncode, p.stdout, p.stderr.decode("utf-8", "replace")


def wanted(name):
    path = os.path.join(TESTS, name)
    with open(path + ".jl", encoding="utf-8", errors="replace") as f:
        head = f.readline()
    with open(path + ".out", "rb") as f:
        return (1 if head.startswith("#") and "fails" in head else 0), f.read()


def same(name, **settings):
    """None if the test passes with these faults."""
    status, out, err = run(name, **settings)
    want_status, want = wanted(name)
    if status == want_status and out == want:
        return None
    return "status %s, %s\n%s" % (status, "output as always" if out == want else "another output:\n" + out[-800:].decode("utf-8", "replace"),
                                  err[-1500:])


def requests(name):
    """How many requests for memory the test makes."""
    with tempfile.NamedTemporaryFile() as f:
        run(name, CLU_FAULT_COUNT=f.name)
        return int(f.read() or 0)


def survives(name, at):
    status, out, err = run(name, CLU_FAULT_ALLOC=at)
    want_status, want = wanted(name)
    if status == want_status and out == want:
        return None
    if status in (0, 1, 2, 70) and (WORDS.search(err) or WORDS.search(out.decode("utf-8", "replace"))):
        return None
    return "status %s\n%s\n%s" % (status, out[-500:].decode("utf-8", "replace"), err[-1500:])


def points(n):
    """Numbers from 1 to n: each of the first ones, then ever fewer."""
    some = sorted({min(n, max(1, round(n ** (i / POINTS)))) for i in range(POINTS + 1)}) if n else []
    return [str(k) for k in some] + ["%d+" % k for k in some[:: 3]]


HEAP = """
function fill_up(a)
    while true
        push!(a, [length(a)])
    end
end
keep = Any[]
try fill_up(keep) catch e; println(e) end
println(length(keep) > 1000)
keep = nothing
println(sum(length(string(i)) for i in 1:100000))
try zeros(10^13) catch e; println(e) end
try repeat("x", 10^9) |> length |> println catch e; println(e) end
try s = "y"; while true; s = s * s; end catch e; println(e) end
println("here")
"""
HEAP_OUT = "OutOfMemoryError()\ntrue\n488895\nOutOfMemoryError()\nOutOfMemoryError()\nOutOfMemoryError()\nhere\n"


def heap():
    with tempfile.NamedTemporaryFile("w", suffix=".jl") as f:
        f.write(HEAP)
        f.flush()
        try:
            p = subprocess.run([CLU, f.name], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=LIMIT,
                               env=dict(os.environ, CLU_HEAP_LIMIT="200"))
        except subprocess.TimeoutExpired:
            return "hang"
    return None if p.returncode == 0 and p.stdout == HEAP_OUT else "status %d\n%s%s" % (p.returncode, p.stdout, p.stderr[-1500:])


def jobs(pool):
    if "short" in KINDS:
        for n in names("cluster") + ["lang/reading-yields", "lang/streams-and-files"]:
            if n not in TIMED:
                yield "short " + n, pool.submit(same, n, CLU_FAULT_SHORT="1")
    if "collect" in KINDS:
        for n in names("lang") + names("cluster"):
            if n not in TIMED:
                yield "collect " + n, pool.submit(same, n, CLU_GC_STRESS=STRESS)
    if "heap" in KINDS:
        yield "heap", pool.submit(heap)
    if "alloc" in KINDS:
        for n in ALLOC:
            for at in points(requests(n)):
                yield "alloc %s %s" % (at, n), pool.submit(survives, n, at)


def main():
    failed = total = 0
    with concurrent.futures.ThreadPoolExecutor(int(os.environ.get("JOBS", os.cpu_count() or 1))) as pool:
        for what, job in list(jobs(pool)):
            why = job.result()
            total += 1
            if why:
                failed += 1
                print("not ok %s: %s" % (what, why), flush=True)
    print("%d passed, %d failed" % (total - failed, failed))
    sys.exit(1 if failed or not total else 0)


main()
