#!/usr/bin/env python3
"""What was evaluated at a prompt and is no longer referred to is gone: a thousand rounds of lines leave as many bytes in
the heap, here and on the workers, as some hundred rounds. usage: flat.py CLU [ROUNDS]
"""
import subprocess
import sys

ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
# What may be left: tables that hold what is under way grow to some ten kilobytes, each once, and a stack may still show
# some; and for each round a little. A function that is kept takes 3000 bytes, and a round makes a dozen.
ONCE = 100_000
LEFT = 120
LINES = [
    "{i} + 1;",
    'x = "text {i}";',
    "map(y -> y + {i}, [1, 2]);",
    "[j + {i} for j in 1:3];",
    "sum(j * {i} for j in 1:3 if j > 1);",
    "let a = {i}; g(b; c = a) = a + b + c; g(1) end;",
    "f(x) = x + {i};",
    "foreach([1]) do z; h = () -> z + {i}; h() end;",
    'try error("no {i}") catch e; sprint(showerror, e) end;',
    "try [1][{i}] catch; undefined_name end;",
    "P({i}, [M(1, {i})]); string(B({i}, 1.5)); (a = {i}, b = :y).a;",
    'replace("abc{i}", r"b." => "x");',
    "@eval w = {i};",
    "Symbol(:s, {i}); :(a{i} + b);",
    "convert(Union{{Int,Nothing}}, {i});",
    "Dict(\"k\" => w -> w + {i});",
    "wait(@async {i});",
    "remotecall_fetch(+, 2, {i}, 1);",
    "remotecall_fetch(v -> v + {i}, 2, 1);",
    "reap(2, :(1 + {i}));",
    "sow(2:3, :q, {i});",
    "fetch(remotecall(() -> [{i}], 2));",
    'try remotecall_fetch(() -> error("r{i}"), 3) catch e; sprint(showerror, e) end;',
    "let c = RemoteChannel(() -> Channel(1), 3); put!(c, {i}); take!(c); end;",
    "try remotecall_fetch(+, 2, RemoteChannel(), current_task()) catch end;",
    "g = [{i}]; remotecall_fetch(() -> g, 2);",
    "pmap(z -> z + {i}, 1:2);",
]
SETUP = """
using Distributed, ClusterUtils
@everywhere struct P; a::Int; b::Any; end
@everywhere mutable struct M; a::Int; b::Any; end
@everywhere struct B; a::Int; b::Float64; end
"""
MEASURE = """
for _ in 1:3 GC.gc(); foreach(k -> remotecall_fetch(GC.gc, k), 2:3) end;
println("live ", Base.gc_live_bytes(), " ", remotecall_fetch(Base.gc_live_bytes, 2), " ", remotecall_fetch(Base.gc_live_bytes, 3))
"""


def main():
    rounds = ["\n".join(LINES).format(i=i) for i in range(100_000, 100_000 + ROUNDS)]
    for i in range(0, ROUNDS, 50):
        rounds[i] += "\nGC.gc(); foreach(k -> remotecall_fetch(GC.gc, k), 2:3);"  # so that tables of what is gone do not grow
    first = ROUNDS // 5
    program = SETUP + MEASURE + "\n".join(rounds[:first]) + MEASURE
    program += "\n".join(rounds[first:]) + MEASURE
    p = subprocess.run([sys.argv[1], "-i", "-p", "2"], input=program, capture_output=True, text=True, timeout=110 + ROUNDS / 50)
    live = [[int(n) for n in line.split()[1:]] for line in p.stdout.splitlines() if line.startswith("live ")][1:]
    if p.returncode or len(live) != 2:
        sys.exit("status %d\n%s%s" % (p.returncode, p.stdout, p.stderr))
    grown = [after - before for before, after in zip(*live)]
    allowed = ONCE + LEFT * (ROUNDS - first)
    if max(grown) > allowed:
        sys.exit("%d rounds left %d bytes on the master, %d and %d on the workers" % (ROUNDS - first, *grown))
    print("%d rounds left %d, %d and %d bytes" % (ROUNDS - first, *grown))


main()
