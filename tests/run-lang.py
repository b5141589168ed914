#!/usr/bin/env python3
"""Runs each DIR/NAME.jl with clu and compares its output with NAME.out (and NAME.err, the first line of stderr).

A first line "# procs: N" runs it with -p N; "# fails" expects exit status 1. usage: run-lang.py CLU DIR [NAME...]
Prints TAP-like lines for failures and a count at the end.
"""
import concurrent.futures
import os
import re
import subprocess
import sys
import tempfile


def run(clu, path):
    with open(path, encoding="utf-8", errors="replace") as f:
        head = f.readline()
    procs = re.search(r"procs:\s*(\d+)", head) if head.startswith("#") else None
    fails = head.startswith("#") and "fails" in head
    argv = [clu] + (["-p", procs.group(1)] if procs else []) + [path]
    with tempfile.TemporaryDirectory(prefix="clu-lang-") as work:
        try:
            p = subprocess.run(argv, cwd=work, stdin=subprocess.DEVNULL, capture_output=True, timeout=200)
        except subprocess.TimeoutExpired:
            return "timeout"
    if not os.path.exists(path[:-3] + ".out"):
        return "has no .out file"
    want = open(path[:-3] + ".out", "rb").read()
    if p.stdout != want:
        return "stdout differs:\n--- expected\n%s--- printed\n%s--- stderr\n%s" % (
            want.decode("utf-8", "replace"), p.stdout.decode("utf-8", "replace"), p.stderr.decode("utf-8", "replace")[:2000])
    if p.returncode != (1 if fails else 0):
        return "exit status %d\n%s" % (p.returncode, p.stderr.decode("utf-8", "replace")[:2000])
    err = path[:-3] + ".err"
    if os.path.exists(err):
        first = open(err, "rb").read().split(b"\n")[0]
        if p.stderr.split(b"\n")[0] != first:
            return "stderr begins %r, expected %r" % (p.stderr.split(b"\n")[0], first)
    return None


def main():
    clu, folder, only = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), sys.argv[3:]
    names = sorted(n for n in os.listdir(folder) if n.endswith(".jl") and (not only or n[:-3] in only))
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for name, why in zip(names, pool.map(lambda n: run(clu, os.path.join(folder, n)), names)):
            if why:
                failed += 1
                print("not ok %s: %s" % (name, why))
    print("%d passed, %d failed" % (len(names) - failed, failed))
    sys.exit(1 if failed or not names else 0)


main()
