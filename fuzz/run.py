#!/usr/bin/env python3
"""Runs fuzzers one after another, each for so long. What was found before is kept in BUILD/corpus, the input of a finding
beside it. usage: run.py BUILD SECONDS [NAME...]

What inputs declare (types, named functions, their modules) lives as long as the process, as it does in a session; so each
fuzzer begins a new process after WORLD inputs, and more memory than that can take is a finding."""
import glob
import os
import re
import subprocess
import sys
import time

BUILD, SECONDS = sys.argv[1], float(sys.argv[2])
HERE = os.path.dirname(os.path.abspath(__file__))
NAMES = sys.argv[3:] or sorted(os.path.basename(p)[: -len("_fuzz.c")] for p in glob.glob(HERE + "/*_fuzz.c"))
WORLD = 10000
MEGABYTES = 1024
# Not the entropic schedule: its bookkeeping costs four fifths of the time here.
OPTIONS = ["-max_len=4096", "-timeout=%s" % os.environ.get("FUZZ_TIMEOUT", "60"), "-entropic=0", "-print_final_stats=1", "-rss_limit_mb=%d" % MEGABYTES]
ENV = dict(os.environ, ASAN_OPTIONS="detect_leaks=0:quarantine_size_mb=32", UBSAN_OPTIONS="halt_on_error=1:print_stacktrace=1")


def statistic(text, name):
    found = re.search(r"^stat::%s:\s*(\d+)" % name, text, re.M)
    return int(found.group(1)) if found else 0


def fuzz(name):
    kept = os.path.join(BUILD, "corpus", name + "_fuzz")
    os.makedirs(kept, exist_ok=True)
    folders = [kept, os.path.join(HERE, "corpus", name)]
    if name in ("parser", "eval"):
        folders.append(os.path.join(HERE, "..", "tests", "lang"))
    inputs = most = worlds = 0
    begun = time.time()
    while time.time() - begun < SECONDS:
        runs = WORLD + sum(len(os.listdir(f)) for f in folders)
        limits = ["-runs=%d" % runs, "-max_total_time=%d" % max(1, SECONDS - (time.time() - begun))]
        prefix = ["-artifact_prefix=%s/%s-" % (BUILD, name)]
        p = subprocess.run([os.path.join(BUILD, "fuzz", name + "_fuzz")] + OPTIONS + limits + prefix + folders, env=ENV, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        text = p.stdout.decode("utf-8", "replace")
        inputs += statistic(text, "number_of_executed_units")
        most = max(most, statistic(text, "peak_rss_mb"))
        worlds += 1
        if p.returncode:
            print(text[-8000:])
            break
    print("%s: %d inputs in %.0f s, %d processes of at most %d MB, %s" % (name, inputs, time.time() - begun, worlds, most, "a finding" if p.returncode else "no finding"), flush=True)
    return p.returncode == 0


sys.exit(not all([fuzz(name) for name in NAMES]))
