#!/usr/bin/env python3
"""Long work shows its progress on a terminal and erases it; not in a pipe, not with progress=false, not after Ctrl-C.

usage: progress.py CLU
"""
import os
import pty
import re
import signal
import subprocess
import sys
import tempfile

CLU = os.path.abspath(sys.argv[1])


def at_terminal(code, procs, interrupt=None):
    """What appears. When the text interrupt has appeared, Ctrl-C is sent."""
    pid, fd = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm", COLUMNS="80", LINES="25")
        os.execv(CLU, [CLU, *(["-p", str(procs)] if procs else []), "-e", code])
    out = b""
    while True:
        try:
            part = os.read(fd, 65536)
        except OSError:
            break
        if not part:
            break
        out += part
        if interrupt and interrupt in out:
            os.kill(pid, signal.SIGINT)
            interrupt = None
    os.waitpid(pid, 0)
    os.close(fd)
    # on a busy machine the start of the workers may show itself, too
    return re.sub(rb"^(\r\x1b\[Kworkers \[[^\r]*)+\r\x1b\[K", b"", out) if procs else out


def check(what, ok, out):
    if not ok:
        sys.exit("not ok: %s: %r" % (what, out))


CLEAN = b"\r\x1b[K"
slow = "println(sum(pmap(x -> (sleep(0.1); x), 1:20%s)))"
out = at_terminal(slow % "", 2)
check("pmap", b"pmap [" in out and b"/s" in out and b" left" in out and out.endswith(CLEAN + b"210\r\n"), out)
out = at_terminal(slow % "; progress = false", 2)
check("pmap without", out == b"210\r\n", out)
out = at_terminal("println(sum(pmap(identity, 1:20)))", 2)
check("quick work", out == b"210\r\n", out)
out = at_terminal("println(sum(pmap(x -> (sleep(0.1); x == 15 && println(\"fifteen\"); x), 1:20)))", 2)
check("what workers print takes the bar's place", CLEAN + b"      From worker" in out and out.endswith(CLEAN + b"210\r\n"), out)
reap = "using ClusterUtils; reap(workers(), :(sleep(myid() * 0.15))%s); println(1)"
out = at_terminal(reap % "", 4)
check("reap", b"calls [" in out and out.endswith(CLEAN + b"1\r\n"), out)
out = at_terminal("using ClusterUtils; reap(workers(), :(sleep(1))); println(1)", 2)
check("reap that gives nothing for long", b"calls [" in out and b"0/2" in out and out.endswith(CLEAN + b"1\r\n"), out)
out = at_terminal("using ClusterUtils; sow(workers(), :x, :(sleep(1))); println(1)", 2)
check("sow", b"calls [" in out and out.endswith(CLEAN + b"1\r\n"), out)
for call in ("sow(workers(), :x, :(sleep(1)); progress = false)", "reaprefs(workers(), :(sleep(1)); progress = false)",
             "stitch(workers(), :(sleep(1); [1]); progress = false)", "pmap(x -> sleep(1), 1:2; progress = false)"):
    out = at_terminal("using ClusterUtils; %s; println(1)" % call, 2)
    check(call, out == b"1\r\n", out)
out = at_terminal(reap % "; progress = false", 4)
check("reap without", out == b"1\r\n", out)


def soon(what, code):
    """Work that takes less than half a second here shows its progress, too, where that appears at once."""
    with tempfile.TemporaryDirectory() as d:
        out = at_terminal("using ClusterUtils, Distributed; cd(\"%s\"); Base._progress_after[] = 0; %s; println(\"done\")" % (d, code), 0)
        check(what, what.encode() + b" [" in out and out.endswith(CLEAN + b"done\r\n"), out)


soon("saving", "save(\"f\", zeros(UInt8, 10^8))")
soon("loading", "save(\"f\", zeros(UInt8, 10^8)); load(\"f\")")
soon("loading", "save(\"f\", zeros(UInt8, 10^8), compress = true); load(\"f\")")
soon("workers", "addprocs(100)")
for ends in ("pmap(x -> (sleep(0.2); x), 1:1000)", "@sync (@async sleep(1000); print(stderr, \"pmap [\"); flush(stderr))",
             "wait(@async (sleep(0.6); print(stderr, \"pmap [\"); flush(stderr); while true end))"):
    out = at_terminal("try %s catch e; println(typeof(e)) end; println(pmap(identity, 1:3))" % ends, 3, b"pmap [")
    check("interrupted", out.endswith(b"InterruptException\r\n[1, 2, 3]\r\n"), out)
p = subprocess.run([CLU, "-p", "2", "-e", slow % ""], stdin=subprocess.DEVNULL, capture_output=True)
check("in a pipe", p.stdout == b"210\n" and p.stderr == b"", p.stdout + p.stderr)
print("passed")
