"""Adds up what the tests of one or more builds reported and prints one line: N passed, N failed.

A test program's own count is used where it prints one (cmocka's, or "N passed, N failed"); else it counts as one.
usage: tally.py BUILD...
"""
import json
import re
import sys

passed = failed = 0
for build in sys.argv[1:]:
    try:
        log = open(build + "/meson-logs/testlog.json")
    except OSError:
        print("no test log in", build)
        failed += 1
        continue
    for line in log:
        t = json.loads(line)
        text = (t.get("stdout") or "") + (t.get("stderr") or "")
        own = re.findall(r"(\d+) passed, (\d+) failed", text)
        good = re.findall(r"\[  PASSED  \] (\d+) test", text)
        bad = re.findall(r"\[  FAILED  \] (\d+) test", text)
        p = sum(int(a) for a, _ in own) + sum(int(a) for a in good)
        f = sum(int(b) for _, b in own) + sum(int(b) for b in bad)
        if t["result"] not in ("OK", "SKIP") and not f:
            f = 1
        if not p and not f:
            p = 1
        passed += p
        failed += f
print("%d passed, %d failed" % (passed, failed))
sys.exit(1 if failed or not passed else 0)
