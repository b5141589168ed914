#!/usr/bin/env python3
"""Bad input gives a clear error that says where, exit status 1, and no crash. usage: bad-input.py CLU"""
import os
import subprocess
import sys
import tempfile

CLU = os.path.abspath(sys.argv[1])
USING = "using ClusterUtils\n"
GOOD = "println(sort(collect(values(reap(workers(), :(1 + 1))))))"  # the workers must answer afterwards

# name, program (bytes), workers, what standard error must hold, what standard output must hold
CASES = [
    ("rubbish", bytes((i * 7919 + 128) % 256 for i in range(5000)), 0, "rubbish.jl:1", ""),
    ("cut-string", b'println(1)\nx = "abc', 0, "cut-string.jl:2", "1\n"),
    ("long-line", b"x = " + b"1 + " * 2500000 + b"1\n", 0, "long-line.jl:1", ""),
    ("nesting", b"(" * 100000 + b"1" + b")" * 100000, 0, "nested too deeply", ""),
    ("zero-byte", b"x = 1\0 + 2\nprintln(x)", 0, "zero-byte.jl:1", ""),
    ("recursion", b"f(x) = 1 + f(x + 1)\nf(1)", 0, "StackOverflowError", ""),
    ("no-process", USING.encode() + b"reap(99, :(1 + 1))", 2, "99", ""),
    ("missing-file", b'include("nowhere.jl")', 0, "nowhere.jl", ""),
]
# programs that catch the error themselves and show that the others go on
SURVIVORS = [
    ("undefined-on-one", 'sow([2, 4], :q, 1)\ntry reap(workers(), :q) catch e; println(occursin("On worker 3", sprint(showerror, e)), '
     'occursin("q not defined", sprint(showerror, e))) end', 3, "truetrue\nAny[2, 2, 2]\n"),
    ("cannot-be-sent", 'f = open("/dev/null")\ntry sow(2, :f, f) catch e; println(occursin("cannot be sent", sprint(showerror, e))) end', 2,
     "true\nAny[2, 2]\n"),
    ("killed", 'try reap(2, :(run(`sh -c "kill -9 $(getpid())"`))) catch e; println(occursin("killed by signal 9", sprint(showerror, e))) end', 2,
     "true\nAny[2]\n"),
]
# the same with a heap of 60 MB: what had no room to grow is as it was, and grows when there is room
FULL = [
    ("full-heap", """
kept = Any[]
function fill!()
    try
        while true; push!(kept, length(kept)); end
    catch e
        e
    end
end
println([fill!() for _ in 1:4] == fill(OutOfMemoryError(), 4))
n = length(kept)
resize!(kept, 1000)
println(n > 1000, all(k -> kept[k] == k - 1, 1:1000), length(push!(kept, 0)))
""", 0, "true\ntruetrue1001\n"),
    ("full-worker", """
@everywhere kept = Any[]
fill() = while true; push!(Main.kept, 1); end
for k in 1:3, call in (remotecall_fetch, (f, p) -> fetch(remotecall(f, p)))
    try call(fill, 2) catch e; println(typeof(e)); end
    println(remotecall_fetch(myid, 2))
end
@everywhere empty!(kept)
""".replace("fill()", "@everywhere fill()"), 2, "RemoteException\n2\n" * 6 + "Any[2, 2]\n"),
]


def run(folder, name, program, workers, **settings):
    path = os.path.join(folder, name + ".jl")
    with open(path, "wb") as f:
        f.write(program)
    argv = [CLU] + (["-p", str(workers)] if workers else []) + [name + ".jl"]
    p = subprocess.run(argv, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=120,
                       env=dict(os.environ, **settings))
    return p.returncode, p.stdout.decode("utf-8", "replace"), p.stderr.decode("utf-8", "replace")


failed = 0
with tempfile.TemporaryDirectory(prefix="clu-bad-") as folder:
    for name, program, workers, err, out in CASES:
        status, stdout, stderr = run(folder, name, program, workers)
        if status != 1 or err not in stderr or stdout != out or "ERROR: " not in stderr:
            failed += 1
            print("not ok %s: status %d\n%s%s" % (name, status, stdout[:500], stderr[:500]))
    for name, program, workers, out in SURVIVORS + FULL:
        settings = {"CLU_HEAP_LIMIT": "60"} if name.startswith("full") else {}
        good = GOOD if workers else ""
        status, stdout, stderr = run(folder, name, (USING + program + "\n" + good).encode(), workers, **settings)
        if status != 0 or stdout != out:
            failed += 1
            print("not ok %s: status %d\n%s%s" % (name, status, stdout[:500], stderr[:500]))
print("%d passed, %d failed" % (len(CASES) + len(SURVIVORS) + len(FULL) - failed, failed))
sys.exit(1 if failed else 0)
