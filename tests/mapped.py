#!/usr/bin/env python3
"""mapped.py CLU [PROGRAMS [SEED]]: what functions give that are mapped over arrays of numbers and structs, zips and enumerations
as kernels, against the same functions called with one element at a time.

Each program has random functions and arrays; an array of Any is mapped by calls, whatever its elements are."""
import random
import subprocess
import sys

TYPES = ["Float64", "Float32", "Int64", "Int32", "UInt8", "Bool", "ComplexF64"]
FIELDS = {"x": "Float64", "k": "Int64", "s": "Float32", "u": "UInt8", "b": "Bool", "z": "ComplexF64"}
LENGTHS = [1, 2, 5, 40, 70, 1000, 5000]


def number(r):
    return r.choice(["1", "2", "3", "-1", "0.5", "2.0", "1.5f0", "true", "0", "7", "0x03"])


def expression(r, leaves, depth):
    if depth == 0 or r.random() < 0.15:
        return r.choice(leaves) if r.random() < 0.8 else number(r)
    kind = r.random()
    one = lambda: expression(r, leaves, depth - 1)
    if kind < 0.55:
        return "(%s %s %s)" % (one(), r.choice(["+", "-", "*", "+", "*", "/"]), one())
    if kind < 0.70:
        return "%s(%s)" % (r.choice(["abs", "abs2", "-", "float", "real", "zero", "one", "identity"]), one())
    if kind < 0.80:
        return "(real(%s) %s real(%s) ? %s : %s)" % (one(), r.choice(["<", ">", "<=", "==", "!="]), one(), one(), one())
    if kind < 0.88:
        return "(%s)^%d" % (one(), r.choice([2, 3]))
    if kind < 0.94:
        return "%s(real(%s), real(%s))" % (r.choice(["min", "max"]), one(), one())
    return "(real(%s) %s real(%s))" % (one(), r.choice(["<", ">", ">="]), one())


def array(r, of, n):
    values = {"Float64": "sin(i * %d) * 3" % r.randint(1, 9), "Float32": "Float32(cos(i * %d))" % r.randint(1, 9),
              "Int64": "(i * %d) %% 17 - 5" % r.randint(1, 99), "Int32": "Int32((i * %d) %% 11 - 4)" % r.randint(1, 99),
              "UInt8": "UInt8(i % 200)", "Bool": "isodd(i * %d ÷ 3)" % r.randint(1, 9),
              "ComplexF64": "complex(sin(i), cos(i * %d))" % r.randint(1, 9)}
    if of == "Sample":
        return "[Sample(%s) for i in 1:%d]" % (", ".join(values[t] for t in FIELDS.values()), n)
    return "%s[%s for i in 1:%d]" % (of, values[of], n)


def program(seed):
    r = random.Random(seed)
    lines = ["struct Sample", *("    %s::%s" % f for f in FIELDS.items()), "end", "const shift = 3", "bad = 0",
             "same(a, b) = a === b || (a isa Number && typeof(a) === typeof(b) && a != a && b != b)",
             "function check(what, got, wanted)",
             "    ok = got isa AbstractArray ? length(got) == length(wanted) && all(same(x, y) for (x, y) in zip(got, wanted)) : same(got, wanted)",
             "    ok || (global bad += 1; println(what, \": \", typeof(got), \" \", typeof(wanted)))",
             "end",
             "by_calls(f, xs) = (r = Any[]; for x in xs; push!(r, try f(x) catch e; typeof(e) end); end; r)",
             "whole(g, n) = try g() catch e; fill(typeof(e), n) end"]
    for k in range(12):
        n, shape = r.choice(LENGTHS), r.choice(["plain", "records", "zip", "enumerate", "zip3", "many"])
        captured = r.choice(["shift", "c"])
        lines.append("let c = %s" % number(r))
        if shape in ("plain", "records"):
            of = "Sample" if shape == "records" else r.choice(TYPES)
            leaves = ["p." + f for f in FIELDS] if shape == "records" else ["p"]
            lines += ["f = p -> %s" % expression(r, leaves + [captured], r.randint(1, 4)), "v = %s" % array(r, of, n), "xs = Any[v...]"]
            forms = ["map(f, v)", "[f(p) for p in v]", "[(p -> f(p))(q) for q in v]"]
        elif shape == "many":
            a, b = r.choice(TYPES), r.choice(TYPES)
            lines += ["g = (p, q) -> %s" % expression(r, ["p", "q", captured], r.randint(1, 4)), "f = t -> g(t...)",
                      "v = %s; w = %s" % (array(r, a, n), array(r, b, n)), "xs = Any[zip(v, w)...]"]
            forms = ["map(g, v, w)", "[g(p, q) for (p, q) in zip(v, w)]"]
        else:
            count = 3 if shape == "zip3" else 2
            kinds = [r.choice(TYPES + ["Sample"]) for _ in range(count)]
            names = ["p", "q", "w"][:count]
            if shape == "enumerate":
                kinds[0] = "Int64"
            leaves = [x for name, t in zip(names, kinds) for x in ([name] if t != "Sample" else [name + "." + f for f in FIELDS])]
            pattern = "(%s)" % ", ".join(names)
            body = expression(r, leaves + [captured], r.randint(1, 4))
            lines.append("f = (%s,) -> %s" % (pattern, body))
            arrays = [array(r, t, n) for t in kinds]
            source = "enumerate(a2)" if shape == "enumerate" else "zip(%s)" % ", ".join("a%d" % (i + 1) for i in range(count))
            lines += ["a%d = %s" % (i + 1, a) for i, a in enumerate(arrays)]
            lines += ["xs = Any[x for x in %s]" % source]
            forms = ["[%s for %s in %s]" % (body, pattern, source), "map(f, collect(%s))" % source, "collect(f(t) for t in %s)" % source]
        lines.append("wanted = by_calls(f, xs)")
        lines.append("if !any(x -> x isa Type, wanted)")
        for form in forms:
            lines.append("for _ in 1:3; check(%r, whole(() -> %s, %d), wanted); end" % (form.replace('"', ""), form, n))
        lines += ["end", "end"]
    lines.append('println(bad == 0 ? "same" : "$bad differ")')
    return "\n".join(lines).replace("check('", 'check("').replace("', whole", '", whole')


def main():
    clu, programs = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 20
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    failed = 0
    for seed in range(first, first + programs):
        text = program(seed)
        done = subprocess.run([clu, "-"], input=text, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300)
        if done.stdout.strip() != "same":
            failed += 1
            print("not ok program %d: %s" % (seed, done.stdout[-1500:]))
    print("%d passed, %d failed" % (programs - failed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
