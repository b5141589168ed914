#!/usr/bin/env python3
"""What a program prints into a pipe comes out while it computes, also what a worker prints. usage: output-in-time.py CLU"""
import os
import select
import subprocess
import sys
import tempfile

CLU = os.path.abspath(sys.argv[1])
# Each computes until the file is there, which is made when its first line was read.
PROGRAMS = {
    "program": ('println("first")\nwhile !isfile(ARGS[1]) end\nprintln("second")\n', "first\n", "second\n"),
    "worker": ('using Distributed\naddprocs(1)\nflag = ARGS[1]\n'
               'r = @spawnat 2 (println("first"); while !isfile(flag) end; 5)\nprintln(fetch(r))\n',
               "      From worker 2:\tfirst\n", "5\n"),
}


def run(name, folder):
    text, first, rest = PROGRAMS[name]
    script, flag = os.path.join(folder, name + ".jl"), os.path.join(folder, name + ".flag")
    with open(script, "w") as f:
        f.write(text)
    p = subprocess.Popen([CLU, script, flag], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    try:
        got = b""
        while not got.endswith(b"\n"):
            if not select.select([p.stdout], [], [], 60)[0]:
                return "nothing came out while it computed"
            byte = os.read(p.stdout.fileno(), 1)
            if not byte:
                break
            got += byte
        open(flag, "w").close()
        got += p.communicate(timeout=60)[0]
        return None if got.decode() == first + rest and p.returncode == 0 else "printed %r, status %d" % (got, p.returncode)
    finally:
        p.kill()
        p.wait()


def main():
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in PROGRAMS:
            wrong = run(name, folder)
            bad += wrong is not None
            print("ok" if wrong is None else "not ok", name, wrong or "")
    print("%d passed, %d failed" % (len(PROGRAMS) - bad, bad))
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
