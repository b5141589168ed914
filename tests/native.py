#!/usr/bin/env python3
"""Loops give the same as machine code and interpreted: tests/native.py CLU [SEED [PROGRAMS]].

Programs of random loops (numbers of several types, arrays, globals, calls, errors, variables that change their types) run
with CLU_NATIVE=0, after one round, and after a few, and must print the same."""
import os
import random
import subprocess
import sys

clu, seed = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
programs = int(sys.argv[3]) if len(sys.argv) > 3 else 12
FUNCTIONS = int(os.environ.get("FUNCTIONS", 25))

PRELUDE = """
mutable struct Cell; n::Int; x::Float64; any; end
struct Point; x::Float64; n::Int; end
struct Small; a::Int8; b::UInt16; c::Bool; d::Float32; e::Char; f::UInt8; end
mutable struct Holder; p::Point; t::Tuple{Int,Float64}; any; end
Base.:+(p::Point, q::Point) = Point(p.x + q.x, p.n + q.n)
Base.:-(p::Point) = Point(-p.x, -p.n)
Base.:*(k::Int, p::Point) = Point(k * p.x, k * p.n)
moved(p, dx) = Point(p.x + dx, p.n)
larger(p, q) = p.n > q.n ? p : q
swapped(a, b) = (b, a)
swapped(t) = ((a, b) = t; (b, a))
kept(s::Small, k) = k % 3 == 0 ? s : Small(s.a, s.b, !s.c, s.d, s.e, s.f)
fetched(v, i) = i > 3 ? v[i - 2] : v[i]
twice(x) = x + x
between(x, lo, hi) = lo <= x && x <= hi
pick(x::Int, y) = x > 3 ? x - y : twice(x) % 7
function clamped(x, n)
  x < 0 && return zero(x)
  y = x > n ? n : x
  y
end
norm2(c::Cell) = c.x * c.x + c.n
at(v, i) = v[i] + v[1]
of_type(x::T) where T = T === Int ? x + 1 : T(2) * x
mixed(i) = i % 7 == 0 ? 1.5 : i
fails(i) = i > 4000 ? error("forty") : i
gp = Point(1.0, 2); gt = (1, 2.0)
gi = 0; gf = 0.5; const GC = 3
function try_it(f, n)
  v = collect(1:8); d = collect(0.5:1.0:7.5); w = [true, false, true, true, false, false, true, false]; A = [i - j for i in 1:8, j in 1:8]
  u = UInt8[i * 31 % 256 for i in 1:8]; h = Int16[7 - 3i for i in 1:8]; s = Float32[i / 4 for i in 1:8]; any = Any[1, 2.0, 3, nothing, true, 4, 5, 6.5]
  ch = collect("abcdefgh"); c = Cell(1, 2.0, nothing); hp = Holder(Point(0.5, 1), (3, 4.0), nothing); global gp = Point(1.0, 2); global gt = (1, 2.0)
  ps = [Point(i / 2, i) for i in 1:8]; ts = [(i, i / 4) for i in 1:8]; cv = [Complex(i / 4, 1 - i / 3) for i in 1:8]; ss = [Small(i, 2i, i > 4, i / 2, 'a' + i, 3i) for i in 1:8]
  dd = Dict(i * i => i / 2 for i in 1:9); delete!(dd, 9); names = Vector{String}(undef, 9); names[1:8] = ["n" ^ i for i in 1:8]; dn = Dict("k" ^ i => i for i in 1:8)
  try
    f(n, v, d, w, A, u, h, s, any, ch, c, dd, names, dn, hp, ps, ts, cv, ss)
  catch err
    print(sprint(showerror, err)[1:min(end, 90)], " | ")
  end
  show_all((v, d, w, A, u, h, s, any, c.n, c.x, c.any, gi, gf, gp, gt, hp.p, hp.t, hp.any, ps, ts, cv, ss, names, sort(collect(dd)), sort(collect(dn))))
  println()
end
show_all(xs) = for x in xs; print(x isa Array && length(x) > 12 ? (typeof(x), length(x), hash(string(x))) : x isa Array{String} ? [isassigned(x, i) ? x[i] : 0 for i in eachindex(x)] : x, " "); end
"""


class Program:
    """One function f(n) with typed variables: i, j, k Int; x, y Float64; b Bool; z of changing type."""

    def __init__(self, rnd):
        self.r, self.depth, self.lines, self.fresh = rnd, 0, [], 0

    def pick(self, *choices):
        return self.r.choice(choices)

    def whole(self, deep=0):
        r = self.r
        if deep > 2 or r.random() < 0.35:
            return self.pick("i", "j", "k", "m", "n", f"({r.randint(-9, 9)})", str(r.choice([2, 3, 7, 10, 64, 1000, 40000])))
        a, b, t = self.whole(deep + 1), self.whole(deep + 1), self.truth(deep + 1)
        return self.pick(
            f"({a} + {b})", f"({a} - {b})", f"({a} * {b})", f"({a} ÷ {self.pick('2', '3', '7', '8', '10', '1', '-1', f'({b} | 1)')})",
            f"({a} % {self.pick('2', '5', '16', '-3', f'({b} | 1)')})", f"mod({a}, {self.pick('3', '8', f'({b} | 1)')})", f"({a} & {b})", f"({a} | {b})",
            f"xor({a}, {b})", f"({a} << {self.pick('1', '5', 'k & 63')})", f"({a} >> {self.pick('2', 'j & 63')})", f"(-({a}))", f"abs({a})",
            f"min({a}, {b})", f"max({a}, {b})", f"({a})^2", f"({a})^3", f"length(v)", "size(A, 1)", "size(A, 2)", f"v[{self.index()}]",
            f"A[{self.index()}, {self.index()}]", f"Int(u[{self.index()}])", f"Int(h[{self.index()}])", "gi", "GC", "c.n", f"twice({a})",
            f"({t} ? {a} : {b})", f"t[{self.pick('1', '2')}]", f"fails({self.pick('i', 'j')})", "length(any)",
            f"pick({a}, {b})", f"p.n", f"ps[{self.index()}].n", f"r[1]", f"ts[{self.index()}][1]", f"Int(l.a)", f"Int(ss[{self.index()}].b)", f"hp.t[1]", f"hp.p.n", "gp.n", f"(({a} & 0x7f) + ({t}))", f"Int(u[{self.index()}] + u[{self.index()}])",
            f"Int((u[{self.index()}] * 0x1d) >> {self.pick('1', '3', '7')})", f"Int(h[{self.index()}] - h[{self.index()}] * h[{self.index()}])",
            f"Int((q << 13) % 0x0fff)", f"Int((q >> {self.pick('7', '60')}) & 0xff)", f"(u[{self.index()}] + {a})", f"(h[{self.index()}] * {a})",
            f"Int(p32 * 0x0019660d + 0x3c6ef35f)", f"clamped({a}, {b})", f"of_type({a})", f"at(v, {self.index()})")

    def index(self):
        if self.r.random() < 0.03:
            return self.pick("i", "j", "k", "9", "0")
        return self.pick("1", "2", "5", f"(mod({self.pick('i', 'j', 'm')}, 8) + 1)", f"(({self.pick('k', 'm', 'i', 'j')} & 7) + 1)",
                         f"mod1({self.pick('k', 'm')}, 8)")

    def floating(self, deep=0):
        r = self.r
        if deep > 2 or r.random() < 0.3:
            return self.pick("x", "y", "0.5", "2.0", "(-1.0e300)", "0.0", "(-0.0)", "1.0e-3", "gf", "c.x")
        a, b, w = self.floating(deep + 1), self.floating(deep + 1), self.whole(deep + 1)
        return self.pick(
            f"({a} + {b})", f"({a} - {b})", f"({a} * {b})", f"({a} / {b})", f"({a} + {w})", f"({w} * {b})", f"({w} / {self.pick('3', w)})", f"(-({a}))",
            f"abs({a})", f"sqrt({self.pick(f'abs({a})', f'({a})^2', 'x')})", f"({a})^2", f"({a})^3", f"d[{self.index()}]", f"Float64({w})", f"twice({a})", f"sin({a})",
            f"({self.truth(deep + 1)} ? {a} : {b})", f"mod({a}, 3.0)", f"s[{self.index()}]", f"floor({a})", f"min({a}, {b})", "norm2(c)", f"(s[{self.index()}] * {a})", f"Float64(s[{self.index()}] * s[{self.index()}] - 1)",
            f"Float64((1 - g) * g * 3.9f0)", f"of_type({a})", f"clamped({a}, 2.5)", "p.x", f"ps[{self.index()}].x", "r[2]", "Float64(r[(k & 1) + 1])", f"Float64(ts[{self.index()}][(j & 1) + 1])", f"ts[{self.index()}][2]", "real(o)", f"imag(cv[{self.index()}])", "abs2(o)", "Float64(l.d)", "hp.t[2]", "gt[2]", f"moved(p, {a}).x",
            f"at(d, {self.index()})")

    def truth(self, deep=0):
        op = self.pick("==", "!=", "<", "<=", ">", ">=")
        if deep > 2:
            return self.pick("b", f"({self.pick('i', 'k')} {op} {self.pick('j', '3')})")
        a, b = self.whole(deep + 1), self.whole(deep + 1)
        p, q = self.floating(deep + 1), self.floating(deep + 1)
        t, u = self.truth(deep + 1), self.truth(deep + 1)
        return self.pick(f"({a} {op} {b})", f"({p} {op} {q})", f"({a} {op} {q})", f"({p} {op} {b})", "b", f"(!{t})",
                         f"({t} && {u})", f"({t} || {u})",
                         f"({a} === {b})", f"({p} === {q})", f"w[{self.index()}]", f"(u[{self.index()}] {op} 0x20)", f"(u[{self.index()}] {op} {a})", f"(s[{self.index()}] {op} {p})", f"(s[{self.index()}] {op} {a})",
                         f"(h[{self.index()}] {op} u[{self.index()}])", f"(q {op} 0x00000000000000ff)", "(b == true)", f"(b < w[{self.index()}])", f"isodd({a})", f"iseven({a})", f"isnan({p})", f"between({a}, {b}, 9)", "(z === nothing)",
                         f"(ch[{self.index()}] {op} 'd')", f"(z isa Int)")

    def point(self, deep=0):
        if deep > 1:
            return self.pick("p", "gp", "hp.p")
        a, b = self.point(deep + 1), self.point(deep + 1)
        return self.pick("p", f"ps[{self.index()}]", f"Point({self.floating(2)}, {self.whole(2)})", f"Point({self.whole(2)}, {self.whole(2)})", f"moved({a}, {self.floating(2)})",
                         f"larger({a}, {b})", f"({a} + {b})", f"(-({a}))", f"({self.whole(2)} * {a})", f"({self.truth(2)} ? {a} : {b})", f"fetched(ps, {self.index()})", "gp", "hp.p")

    def pair(self):
        return self.pick("r", f"ts[{self.index()}]", f"({self.whole(2)}, {self.floating(2)})", f"swapped({self.floating(2)}, {self.whole(2)})", f"swapped(swapped(r))",
                         f"fetched(ts, {self.index()})", "gt", "hp.t", f"({self.truth(2)} ? r : ts[{self.index()}])")

    def complex(self):
        return self.pick("o", f"cv[{self.index()}]", f"o * cv[{self.index()}]", f"o + {self.floating(2)}", f"{self.floating(2)} * o", f"Complex({self.floating(2)}, {self.floating(2)})",
                         f"-o", f"o - cv[{self.index()}]", f"conj(o)", f"o / {self.floating(2)}", f"{self.whole(2)} * o")

    def made(self):
        """Statements that make values of several numbers, or take them apart."""
        return self.pick(f"p = {self.point()}", f"p = {self.point()}", f"ps[{self.index()}] = {self.point()}", f"r = {self.pair()}", f"r = {self.pair()}", f"ts[{self.index()}] = {self.pair()}", f"o = {self.complex()}",
                         f"o = {self.complex()}", f"cv[{self.index()}] = {self.complex()}", f"k, x = {self.pair()}", f"(k, m) = divrem({self.whole(2)}, {self.pick('3', '-2', self.whole(2))})", "m, k = k, m",
                         f"l = {self.pick(f'ss[{self.index()}]', f'kept(l, {self.whole(2)})')}", f"ss[{self.index()}] = {self.pick('l', f'kept(l, k)', f'Small(l.f & 0x0f, l.b, l.c, s[1], l.e, l.f)')}",
                         f"any[{self.index()}] = {self.pick('p', 'r', 'o', 'l')}", f"c.any = {self.pick('p', 'r', 'o')}", f"hp.p = {self.point()}", f"hp.t = {self.pair()}", f"hp.any = {self.point()}",
                         f"global gp = {self.point()}", f"global gt = {self.pair()}", f"k, m = minmax({self.whole(2)}, {self.whole(2)})", f"z = {self.pick('p', 'r', 'o', 'p === gp', 'r === gt', 'o == cv[2]')}",
                         f"push!(ps, {self.point()}); pop!(ps)", f"push!(acc, {self.whole()})", f"push!(facc, {self.floating()})", f"push!(pacc, {self.point()})", f"push!(tacc, {self.pair()})", f"push!(sacc, {self.pick('string(k)', 'names[1]')})",
                         f"push!(uacc, u[{self.index()}])", f"acc = {self.pick('Int[]', 'acc[1:end÷2]', 'push!(acc, k)')}", f"push!(facc, {self.whole(2)})", f"x += get(dd, {self.whole(2)}, {self.floating(2)})", f"m += get(dn, names[1], {self.whole(2)})",
                         f"b = haskey(dd, {self.whole(2)})", f"isempty(acc) || (k = pop!(acc))", f"x += Point({self.whole(2)}, 1).x", f"m += length(string({self.pick('p', 'r', 'l')}))", f"b = {self.pick('p', 'r', 'o')} === {self.pick('p', 'r', 'o', 'z')}")

    def put(self, text):
        self.lines.append("  " * (self.depth + 1) + text)

    def block(self, loops):
        self.depth += 1
        for _ in range(self.r.randint(1, 4)):
            self.statement(loops)
        self.depth -= 1

    def statement(self, loops):
        r = self.r
        kind = r.random()
        if kind < 0.2:
            self.put(self.made())
        elif kind < 0.5:
            self.put(self.pick(
                f"k = {self.whole()}", f"m += {self.whole()}", f"x = {self.floating()}", f"y += {self.floating()}", f"b = {self.truth()}",
                f"v[{self.index()}] = {self.whole()}", f"d[{self.index()}] = {self.pick(self.floating(), self.whole())}",
                f"w[{self.index()}] = {self.truth()}", f"A[{self.index()}, {self.index()}] = {self.whole()}", f"global gi = {self.whole()}",
                f"global gf = {self.floating()}", f"u[{self.index()}] = {self.whole()} & 0x7f", f"s[{self.index()}] = {self.pick('1.5f0', f'g + s[{self.index()}]')}", f"g = {self.pick('g * 3.9f0 * (1 - g)', f's[{self.index()}]', 'g / 3 - 0.5f0')}",
                "q = xor(q, q << 13)", "q = xor(q, q >> 7)", "q = q * 0x000000000000001d + 0x0000000000000003", "p32 = p32 * 0x0019660d + 0x3c6ef35f",
                f"u[{self.index()}] = u[{self.index()}] {self.pick('+', '-', '*')} u[{self.index()}]", f"h[{self.index()}] = h[{self.index()}] {self.pick('+', '-', '*')} h[{self.index()}]",
                f"z = {self.pick('nothing', self.whole(), self.floating(), 'mixed(i)', self.truth())}", f"c.n = {self.whole()}", f"c.x = {self.floating()}",
                f"c.any = {self.pick('z', 'k', 'x')}", f"t = ({self.whole()}, {self.whole()})", f"any[{self.index()}] = {self.pick('z', 'x', 'k', 'b')}",
                f"z = any[{self.index()}]", f"h[{self.index()}] = {self.whole()} % 100", f"push!(any, {self.pick('i', 'x')})",
                f"m = (m % 1000000)", f"x += length(d .+ {self.pick('1', 'x')})", f"let ll = k; for ii in 3:{self.pick('-1', '-2', '1')}:1; m += ii - ll; end; end",
                f"z = {self.truth()} * {self.truth()}", f"z = (h[{self.index()}], u[{self.index()}], s[{self.index()}], b)[{self.pick('1', '2', '3', '4')}] {self.pick('+', '-', '*')} {self.pick('b', 'u[1]', 'h[2]', '3', 'x', 'p32')}",
                f"names[{self.index()}] = names[{self.index()}]", f"m += length(names[{self.index()}])", f"dd[{self.index()}] = {self.floating()}", f"delete!(dd, {self.whole()})", f"names[{self.index()}] = string(k)",
                f"local q{self.depth} = {self.whole()}; k += q{self.depth}", f"k = let ll = {self.whole()}; ll + 1; end"))
        elif kind < 0.68:
            self.put(f"if {self.truth()}")
            self.block(loops)
            if r.random() < 0.5:
                self.put("else")
                self.block(loops)
            self.put("end")
        elif kind < 0.76 and loops < 9:
            self.put(f"{self.pick('i', 'j', 'k', 'm')} % 5 == 3 && {self.pick('break', 'continue', 'continue')}")
        elif kind < 0.78:
            self.put("try")
            self.block(loops)
            self.put("catch e\n m += 1")
            self.put("end")
        elif self.depth < 3:
            self.loop()

    def loop(self):
        var = self.pick("i", "j", "k", "e")
        head = self.pick(
            f"for {var} in 1:{self.pick('5', '9', 'n', 'length(v)')}", f"for {var} in {self.pick('n:-1:1', '1:2:n', '9:-3:-4', 'k:m:k+3m', '1:GC:20')}",
            "for e in d", "for e in v", "for e in w", "for i in 1:4, j in i:6", "for (i, e) in enumerate(v)", "for e in u", "for e in any[1:3]", "for e in (1, 2.5, 3)",
            "for (j, x) in enumerate(d)", "for (i, k) in zip(v, 2:2:n)", "for (k, x, b) in zip(u, d, w)", "for (k, e) in zip(n:-1:1, h)", "for (i, x) in dd", "for j in keys(dd)",
            "for y in values(dd)", "for (lk, j) in dn", "for (i, lk) in enumerate(names)", 'for e in "ab°c"', "for (e, lk) in zip(ch, names)", "for (pp, e) in zip(d, any)", "for p in ps", "for (i, p) in enumerate(ps)", "for (j, x) in ts", "for (r, y) in zip(ts, d)", "for r in ts", "for pr in dd", "for r in enumerate(d)", "for r in zip(v, d)", "for tu in zip(d, w, h)","for o in cv", "for (l, k) in zip(ss, v)",
            "while")
        if head == "while":
            self.fresh += 1
            c = f"c{self.fresh}"
            self.put(f"{c} = 0")
            self.put(f"while {c} < {self.pick('6', '10', 'n')} {self.pick('', '&& ' + self.truth())}")
            self.depth += 1
            self.put(f"{c} += 1")
            self.depth -= 1
        else:
            self.put(head)
        self.block(0)
        self.put("end")

    def text(self, name):
        self.loop()
        self.loop()
        body = "\n".join(self.lines)
        return f"""function {name}(n, v, d, w, A, u, h, s, any, ch, c, dd, names, dn, hp, ps, ts, cv, ss)
  i = 3; j = 2; k = 1; m = 0; x = 0.25; y = 1.0; b = false; z = 1; e = 0; q = 0x1234567890abcdef; p32 = 0x00000001; g = 0.5f0; t = (1, 2); p = Point(0.25, 3); r = (2, 0.5); o = 0.5 + 0.25im; l = ss[2]; acc = Int[]; facc = Float64[]; pacc = Point[]; sacc = String[]; tacc = Tuple{{Int,Float64}}[]; uacc = UInt8[]
{body}
  show_all((i, j, k, m, x, y, b, z, t, q, p32, g, p, r, o, l, acc, facc, pacc, sacc, tacc, uacc))
end
"""


def program(number):
    rnd = random.Random(seed * 100003 + number)
    parts = [PRELUDE]
    for f in range(FUNCTIONS):
        parts.append(Program(rnd).text(f"f{f}"))
        parts.append(f"for n in (3, 7, 8, 0); try_it(f{f}, n); end")
    return "\n".join(parts)


def run(path, rounds):
    env = dict(os.environ, CLU_NATIVE=str(rounds))
    p = subprocess.run([clu, path], env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=300)
    return p.returncode, p.stdout, p.stderr


failed = 0
for number in range(programs):
    path = f"/tmp/clu-native-{os.getpid()}.jl"
    with open(path, "w") as f:
        f.write(program(number))
    try:
        want = run(path, 0)
        if want[0] != 0:
            sys.exit(f"seed {seed} program {number} is none: {want[2].decode()}")
        for rounds in (1, 2, 5):
            got = run(path, rounds)
            if got == want:
                continue
            failed += 1
            print(f"not ok: seed {seed} program {number}, {rounds} rounds: status {got[0]}, interpreted {want[0]}")
            a, b = want[1].split(b"\n"), got[1].split(b"\n")
            at = next((i for i, (p, q) in enumerate(zip(a, b)) if p != q), min(len(a), len(b)))
            print("line", at + 1, "\ninterpreted", *a[at:at + 1], "\nnative     ", *b[at:at + 1], "\n", got[2][-300:])
            if "KEEP" in os.environ:
                os.replace(path, os.environ["KEEP"])
                sys.exit(1)
            break
    finally:
        if os.path.exists(path):
            os.remove(path)
print("1..%d" % programs, "%d passed, %d failed" % (programs - failed, failed))
sys.exit(failed > 0)
