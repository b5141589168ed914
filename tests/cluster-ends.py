#!/usr/bin/env python3
"""However the master ends, its workers end; Ctrl-C interrupts the work and the workers live on. usage: cluster-ends.py CLU"""
import ctypes
import os
import signal
import subprocess
import sys
import tempfile
import time

CLU = os.path.abspath(sys.argv[1])
BUSY = """
println(join([remotecall_fetch(getpid, p) for p in workers()], " ")); flush(stdout)
@spawnat 2 (println("busy"); flush(stdout); while true; end)
@spawnat 3 sleep(100)
sleep(100)
"""
CTRL_C = """
try
    remotecall_fetch(() -> (println("busy"); flush(stdout); while true; end), 2)
catch e
    println(typeof(e)); flush(stdout)
end
println(remotecall_fetch(myid, 2)); flush(stdout)
try
    @sync for p in workers()
        @async remotecall_fetch(() -> (println("sleeps"); flush(stdout); sleep(60)), p)
    end
catch e
    println(typeof(e)); flush(stdout)
end
println([remotecall_fetch(myid, p) for p in workers()])
"""


def start(text, procs):
    f = tempfile.NamedTemporaryFile("w", suffix=".jl", delete=False)
    f.write(text)
    f.close()
    return subprocess.Popen([CLU, "-p", str(procs), f.name], stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
                            text=True), f.name


def running(pid):
    try:
        with open("/proc/%d/stat" % pid) as f:
            return f.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def master_dies(sig):
    p, path = start(BUSY, 3)
    pids = [int(x) for x in p.stdout.readline().split()]
    assert len(pids) == 3, pids
    assert p.stdout.readline() == "      From worker 2:\tbusy\n"
    p.send_signal(sig)
    p.wait(10)
    for _ in range(200):
        if not any(running(x) for x in pids):
            break
        time.sleep(0.01)
    left = [x for x in pids if running(x)]
    os.unlink(path)
    assert not left, "workers left behind: %s" % left


def ctrl_c():
    p, path = start(CTRL_C, 2)
    assert p.stdout.readline() == "      From worker 2:\tbusy\n"
    p.send_signal(signal.SIGINT)
    assert p.stdout.readline() == "InterruptException\n"
    assert p.stdout.readline() == "2\n"
    assert sorted(p.stdout.readline() for _ in range(2)) == ["      From worker %d:\tsleeps\n" % w for w in (2, 3)]
    p.send_signal(signal.SIGINT)
    first = p.stdout.readline()
    assert "Exception" in first, first
    assert p.stdout.readline() == "[2, 3]\n"
    assert p.wait(10) == 0
    os.unlink(path)


def told(text, said):
    """What ends a worker is said on standard error, and the program goes on."""
    p, path = start(text, 2)
    out, err = p.communicate(timeout=30)
    os.unlink(path)
    assert p.returncode == 0 and err == said, (p.returncode, out, err)
    return out


def worker_without_output():
    out = told("""
try
    remotecall_fetch(() -> (ccall(:close, Cint, (Cint,), 1); ccall(:close, Cint, (Cint,), 2); println("lost")), 2)
catch e
    println(typeof(e))
end
println(workers())
""", "clu: cannot write standard output: Bad file descriptor\nWorker 2 terminated: exited with status 1.\n")
    assert out == "ProcessExitedException\n[3]\n", out


def worker_without_link():
    """It lives and computes, but nobody will ever hear of it."""
    out = told("""
pid = remotecall_fetch(getpid, 2)
try
    remotecall_fetch(() -> (foreach(fd -> ccall(:close, Cint, (Cint,), fd), 3:30); while true; end), 2)
catch e
    println(typeof(e))
end
println(workers(), isdir("/proc/$pid"))
""", "Worker 2 terminated: ended by the master, to which it closed its connection.\n")
    assert out == "ProcessExitedException\n[3]false\n", out


def sent_to_the_dead():
    """The master has not heard of the end when it sends: the error tells the cause nevertheless."""
    out = told("""
pid = remotecall_fetch(getpid, 2)
ccall(:kill, Cint, (Cint, Cint), pid, 9)
while ccall(:kill, Cint, (Cint, Cint), pid, 0) == 0; end
try
    remotecall_fetch(myid, 2)
catch e
    println(sprint(showerror, e))
end
println(workers())
""", "Worker 2 terminated: killed by signal 9 (Killed).\n")
    assert out == "ProcessExitedException(2): worker 2 was killed by signal 9 (Killed)\n[3]\n", out


def nothing_left():
    """When the master has ended, so have its workers, and nobody else has to take note of their ends."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER: orphans become this process's children
    subprocess.run([CLU, "-p", "3", "-e", "@spawnat 2 sleep(100)"], check=True)
    try:
        left = os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return
    raise AssertionError("left: %s" % (left,))


for test, args in ((master_dies, (signal.SIGKILL,)), (master_dies, (signal.SIGTERM,)), (ctrl_c, ()), (worker_without_output, ()),
                   (worker_without_link, ()), (sent_to_the_dead, ()), (nothing_left, ())):
    test(*args)
    print("ok %s %s" % (test.__name__, " ".join(map(str, args))))
