#!/usr/bin/env python3
"""What a cluster costs, each beside the limit of this machine taken in the same run.

bench/cluster.py CLU LIMITS [--json OUT] [--doc docs/performance.md] [--growth] [--julia JULIA]
The limits are measured before and after; the lower one counts. --growth measures more workers and more bytes, too, and
draws plots (gnuplot) beside the document. --doc writes the tables between the marks in the document."""
import argparse
import json
import os
import platform
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROWS = [  # what, its name, limit, ratio to reach
    ("`reap(2, :(1+1))`", "reap_one", "pingpong", 1.5),
    ("`reap(workers(), :(1+1))`, 24 workers", "reap_24", "fanout24", 1.5),
    ("`swapmsgs`, 24 workers, a number each", "swapmsgs_24", "fanout24", 2.5),
    ("the same, and a `reap` of what was heard", "swapmsgs_reap_24", "fanout24", "-"),
    ("`swapmsgs`, 24 workers, 1000 doubles each", "swapmsgs_24_1000", "fanout24", 5),
    ("the same, and a `reap` of what was heard", "swapmsgs_reap_24_1000", "fanout24", "-"),
    ("`sow` of 80 MB to 24, the first", "sow_80MB_first", "copy80_fresh", 1.2),
    ("`sow` of 80 MB to 24, new arrays", "sow_80MB_new", "copy80_touched", 1.5),
    ("`sow` of 80 MB to 24, the same again", "sow_80MB_again", "fanout24", 3),
    ("`reap` of a temporary of 80 MB, 4 workers", "reap_80MB_temporary", "fanout4", 5),
    ("`reap` of a written temporary of 80 MB, 4 workers", "reap_80MB_written", "fanout4", 5),
    ("`reap` of a variable of 80 MB, 4 workers", "reap_80MB_variable", "fanout4", 5),
    ("`stitch` of 4 x 20 MB", "stitch_4x20MB", "copy80_touched", 1.3),
    ("`addprocs(24)` until all answered", "addprocs_24", "fork24", 10),
    ("`save` of 80 MB", "save_80MB", "write80_fsync", 1.2),
    ("`load` of 80 MB", "load_80MB", "read80", 1.2),
    ("100,000 `remotecall`s to 4 workers, fetched", "remotecalls_100000", None, None),
    ("`sum(sin.(x).^2 .+ cos.(x).^2)`, 10^7", "fused_1e7", None, None)]


def figures(command, timeout=900, folder=None):
    """name -> [median, low, high, n] from lines of that form."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False, cwd=folder)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    out = {}
    for line in done.stdout.splitlines():
        name, *numbers = line.split()
        out[name] = [float(x) for x in numbers]
    return out


def lower(a, b):
    return {k: min(a[k], b[k]) for k in a}


def seconds(x):
    for unit, size in (("s", 1), ("ms", 1e-3), ("µs", 1e-6)):
        if x >= size:
            break
    x /= size
    return f"{x:.0f} {unit}" if x >= 100 else f"{x:.1f} {unit}" if x >= 10 else f"{x:.2f} {unit}"


def spread(f):
    return f"{seconds(f[0])} ({seconds(f[1])} to {seconds(f[2])})" if f[3] > 1 else seconds(f[0])


def table(data):
    julia = data.get("julia")
    lines = ["| what | clu: median (10 % to 90 %) | limit | ratio | reach |" + (" Julia |" if julia else ""),
             "| --- | --- | --- | --- | --- |" + (" --- |" if julia else "")]
    for what, name, limit, reach in ROWS:
        ours = data["clu"].get(name)
        if not ours:
            continue
        base = data["limits"].get(limit) if limit else None
        row = f"| {what} | {spread(ours)} | "
        row += f"{limit} {spread(base)} | {ours[0] / base[0]:.2f} | {reach} |" if base else "- | - | - |"
        if julia:
            row += f" {spread(julia[name])} |" if name in julia else " - |"
        lines.append(row)
    return "\n".join(lines)


def growth_tables(growth):
    lines = ["| workers | `reap` of 1+1 | fan-out and back | `swapmsgs` of a number | `addprocs` | one idle worker (Pss) |",
             "| --- | --- | --- | --- | --- | --- |"]
    for n, g in growth["workers"].items():
        lines.append(f"| {n} | {seconds(g['reap'][0])} | {seconds(g['limit'][0])} | {seconds(g['swap'][0])} | "
                     f"{seconds(g['addprocs'][0])} | {g['pss'][0] / 1024:.2f} MB |")
    lines += ["", "| bytes | `sow` to 4 | `reap` from 4 |", "| --- | --- | --- |"]
    for n, g in growth["bytes"].items():
        lines.append(f"| {int(n):,} | {seconds(g['sow'][0])} | {seconds(g['reap'][0])} |")
    return "\n".join(lines)


def measure_growth(clu, limits):
    script = os.path.join(HERE, "growth.jl")
    counts, data = (1, 4, 24, 100, 1000), {"workers": {}, "bytes": {}}
    for n in counts:
        data["workers"][n] = figures([clu, script, "workers", str(n)])
        name = "pingpong" if n == 1 else f"fanout{n}"
        data["workers"][n]["limit"] = figures([limits] if n == 1 else [limits, str(n)])[name]
    for line, numbers in figures([clu, script, "bytes"]).items():
        what, n = line.split("_")
        data["bytes"].setdefault(int(n), {})[what] = numbers
    return data


def plot(growth, folder):
    """One SVG each of the costs by workers and by bytes."""
    by_workers = "\n".join(f"{n} {g['reap'][0] * 1e3} {g['limit'][0] * 1e3} {g['swap'][0] * 1e3} {g['addprocs'][0] * 1e3}"
                           for n, g in growth["workers"].items())
    by_bytes = "\n".join(f"{n} {g['sow'][0] * 1e3} {g['reap'][0] * 1e3}" for n, g in growth["bytes"].items())
    head = "set terminal svg size 640,400 background '#ffffff'\nset logscale xy\nset grid\nset key left top\nset ylabel 'ms'\n"
    program = (f"{head}set xlabel 'workers'\nset output '{folder}/performance-workers.svg'\n$w << EOD\n{by_workers}\nEOD\n"
               "plot $w u 1:2 w lp t 'reap of 1+1', $w u 1:3 w lp t 'fan-out and back', $w u 1:4 w lp t 'swapmsgs', "
               f"$w u 1:5 w lp t 'addprocs'\nset xlabel 'bytes'\nset output '{folder}/performance-bytes.svg'\n"
               f"$b << EOD\n{by_bytes}\nEOD\nplot $b u 1:2 w lp t 'sow to 4', $b u 1:3 w lp t 'reap from 4'\n")
    subprocess.run(["gnuplot"], input=program, text=True, check=True)


def write_between(path, mark, text):
    with open(path, encoding="utf-8") as f:
        document = f.read()
    begin, end = f"<!-- {mark} -->\n", f"\n<!-- end of {mark} -->"
    changed = re.sub(re.escape(begin) + ".*?" + re.escape(end), lambda _: begin + text + end, document, flags=re.S)
    with open(path, "w", encoding="utf-8") as f:
        f.write(changed)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("clu")
    p.add_argument("limits")
    p.add_argument("--json")
    p.add_argument("--doc")
    p.add_argument("--growth", action="store_true")
    p.add_argument("--julia")
    a = p.parse_args()
    clu, limits = os.path.abspath(a.clu), os.path.abspath(a.limits)
    before = figures([limits])
    load = os.getloadavg()[0]
    ours = figures([clu, "-p", "24", os.path.join(HERE, "cluster.jl")])
    data = {"limits": lower(before, figures([limits])), "clu": ours, "load": load, "cores": os.cpu_count(),
            "machine": platform.platform()}
    if a.julia:
        data["julia"] = figures([a.julia, "peer.jl"], 1800, HERE)
    text = table(data)
    print(text)
    if a.growth:
        data["growth"] = measure_growth(clu, limits)
        print("\n" + growth_tables(data["growth"]))
    if a.json:
        with open(a.json, "w", encoding="utf-8") as f:
            json.dump(data, f, indent=1)
    if a.doc:
        where = f"{data['cores']} cores, {data['machine']}; load before the run {load:.1f}."
        write_between(a.doc, "costs", f"{where}\n\n{text}")
        if a.growth:
            write_between(a.doc, "growth", growth_tables(data["growth"]))
            plot(data["growth"], os.path.dirname(os.path.abspath(a.doc)))


main()
