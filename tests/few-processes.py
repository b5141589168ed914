#!/usr/bin/env python3
"""Where there may be no more processes for now, a worker starts when one has ended; where none ends, it is said why not.

Needs to be root: a user of its own has no other processes. usage: few-processes.py CLU
"""
import os
import resource
import shutil
import subprocess
import sys
import tempfile

if os.getuid() != 0:
    print("needs a user of its own: only root can be another one")
    sys.exit(77)
USER = 100000 + os.getpid()


def limited(limit):
    def become():
        resource.setrlimit(resource.RLIMIT_NPROC, (limit, limit))
        os.setgid(USER)
        os.setuid(USER)
    return become


def children(pid):
    try:
        with open("/proc/%d/task/%d/children" % (pid, pid)) as f:
            return [int(p) for p in f.read().split()]
    except FileNotFoundError:
        return []


def start(folder, limit):
    return subprocess.Popen([os.path.join(folder, "clu"), "-p", "2", "-e", "println(workers())"], cwd=folder, text=True,
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=limited(limit))


with tempfile.TemporaryDirectory(prefix="clu-few-") as folder:
    os.chmod(folder, 0o777)
    shutil.copy(os.path.abspath(sys.argv[1]), os.path.join(folder, "clu"))
    other = subprocess.Popen(["cat"], stdin=subprocess.PIPE, preexec_fn=limited(4))
    p = start(folder, 4)  # itself, its fork server, one worker
    while p.poll() is None and not any(children(server) for server in children(p.pid)):
        pass
    other.stdin.close()
    other.wait()
    out, err = p.communicate(timeout=60)
    assert (p.returncode, out) == (0, "[2, 3]\n"), (p.returncode, out, err)

    out, err = start(folder, 3).communicate(timeout=60)
    assert "ERROR: worker 3 ended while it started: could not be started: Resource temporarily unavailable" in err, err
    out, err = start(folder, 1).communicate(timeout=60)
    assert "ERROR: no workers can be started: Resource temporarily unavailable" in err, err
print("passed")
