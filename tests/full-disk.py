#!/usr/bin/env python3
"""A full disk and a full memory are errors: nothing is half written, nobody is killed. usage: full-disk.py CLU

The full disk is a tmpfs of 1 MiB in a mount namespace of its own; where there are none, /dev/full stands for it."""
import os
import resource
import signal
import subprocess
import sys
import tempfile

CLU = os.path.abspath(sys.argv[1])
FULL = """
using ClusterUtils, SharedArrays
function told(f)
    try
        f()
        println("no error")
    catch e
        println(sprint(showerror, e))
    end
end
save("old", [1, 2, 3])
told(() -> save("old", rand(10^6)))
println(load("old"), " ", readdir("."))
told(() -> save("new", rand(10^6)))
told(() -> save("new", rand(10^6), compress = true))
println(readdir("."))
open(io -> truncate(io, 8 * 10^6), "holes", "w")
path = abspath("holes")
told(() -> SharedArray{Float64}(path, (10^6,)))
told(() -> SharedArray{Float64}(abspath("grown"), (10^6,)))
println(reap(workers(), :(1 + 1))[2])
save("old", "room again")
println(load("old"))
"""
WANT = """SystemError: writing file "old": No space left on device
[1, 2, 3] ["old"]
SystemError: writing file "new": No space left on device
SystemError: writing file "new": No space left on device
["old"]
SystemError: reserving room in file "PATH/holes": No space left on device
SystemError: reserving room in file "PATH/grown": No space left on device
2
room again
"""
DEVICE = """
using ClusterUtils, SharedArrays
try
    save("/dev/full", 1)
catch e
    println(sprint(showerror, e))
end
"""
MEMORY = """
using ClusterUtils, SharedArrays
try
    SharedArray{UInt8}(2 * Int(Sys.total_memory()))
catch e
    println(sprint(showerror, e))
end
println(reap(workers(), :(myid()))[3])
"""
SMALL = """
@everywhere using ClusterUtils
for p in (1, 2)
    try remotecall_fetch(() -> save("file", zeros(10^6)), p) catch e; println(match(r"file too large"i, sprint(showerror, e)).match |> lowercase) end
end
println(readdir())
"""


def run(what, command, want, **more):
    r = subprocess.run(command, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL, **more)
    if r.returncode != 0 or r.stdout != want:
        sys.exit(f"not ok: {what}: exit {r.returncode}\n{r.stdout}{r.stderr}")


with tempfile.TemporaryDirectory() as d:
    d = os.path.realpath(d)
    inside = 'mount -t tmpfs -o size=1m none "$1" && cd "$1" && shift && exec "$@"'
    in_namespace = ["unshare", "-rm", "sh", "-c", inside, "sh", d]
    try:
        possible = subprocess.run([*in_namespace, "true"], capture_output=True, check=False).returncode == 0
    except OSError:
        possible = False
    if possible:
        run("full disk", [*in_namespace, CLU, "-p", "2", "-e", FULL], WANT.replace("PATH", d))
    else:
        print("no mount namespaces: only /dev/full")
run("/dev/full", [CLU, "-e", DEVICE], 'SystemError: writing file "/dev/full": No space left on device\n')
run("more than all memory", [CLU, "-p", "2", "-e", MEMORY], "SystemError: making shared memory: Cannot allocate memory\n3\n")


def small_files():
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))


with tempfile.TemporaryDirectory() as d:
    run("a file that may not grow", [CLU, "-p", "2", "-e", SMALL], "file too large\nfile too large\nString[]\n", cwd=d, preexec_fn=small_files)
print("passed")
