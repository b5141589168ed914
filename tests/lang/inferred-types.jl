# @inferred refuses what is of several types by numbers alone, and takes what types or constants decide.
using Test
told(f) = println(try f() catch e; sprint(showerror, e) end)
h(x) = x > 0 ? 1 : 1.0
m(x) = isodd(x) ? missing : x
k(x; y = 1) = x > y ? 1 : 1.0
good_sum(n) = (s = 0.0; i = 0; while i < n; i += 1; s += 0.5; end; s)
by_type(x) = x isa Int ? 1 : 1.0
pow(x, p) = p > 1 ? x : 1.0
fixed(x) = pow(x, 2)
outer(x) = h(x) 
first_of(v) = isempty(v) ? nothing : v[1]
nested(x) = x > 0 ? (x > 5 ? "a" : :b) : 'c'
both(x) = x > 0 ? x : zero(x)
told(() -> @inferred h(1))
told(() -> @inferred h(-1))
told(() -> @inferred h(1.5))
told(() -> @inferred Float64 h(1))
told(() -> @inferred Int h(1))
told(() -> @inferred m(2))
told(() -> @inferred Missing m(2))
told(() -> @inferred Missing m(3))
told(() -> @inferred good_sum(3))
told(() -> @inferred by_type(3))
told(() -> @inferred by_type(3.0))
told(() -> @inferred fixed(3))
told(() -> @inferred pow(3, 2))
told(() -> @inferred outer(3))
told(() -> @inferred nested(3))
told(() -> @inferred both(3))
told(() -> @inferred 1 + 1)
told(() -> @inferred sin(1))
told(() -> @inferred [1, 2][1])
told(() -> @inferred [1, 2] .+ 1)
told(() -> @inferred map(x -> x + 1, [1, 2]))
told(() -> @inferred sum([1, 2]))
told(() -> @inferred identity("a"))
told(() -> @inferred max(1, 2))
told(() -> @inferred Vector{Int}(undef, 0))
told(() -> @inferred (x -> 2x)(1))
told(() -> @inferred (x -> x > 0 ? x : nothing)(1))
told(() -> @inferred zeros(2))
told(() -> @inferred length("abc"))
told(() -> @inferred string(1, 'a'))
told(() -> @inferred div(7, 2))
told(() -> @inferred error("x"))
told(() -> @inferred convert(Float64, 1))
n = 0
effect() = (global n += 1; n)
@inferred identity(effect())
println(n)
told(() -> @test_throws ErrorException @inferred h(1))
told(() -> @test @inferred(both(2)) == 2)
struct P; a::Int; b::Float64; end
norm2(p::P) = sqrt(p.a^2 + p.b^2)
clampit(x, lo, hi) = x < lo ? lo : x > hi ? hi : x
mysum(v) = (s = zero(eltype(v)); for x in v; s += x; end; s)
fib(n) = n < 2 ? n : fib(n - 1) + fib(n - 2)
mymax(a, b) = a > b ? a : b
lookup(d, k) = haskey(d, k) ? d[k] : 0
function bisect(f, a, b)
  while b - a > 1e-6
    m = (a + b) / 2
    f(m) > 0 ? (b = m) : (a = m)
  end
  (a + b) / 2
end
tern(x) = x === nothing ? 0 : x
opt(x, y = nothing) = y === nothing ? x : x + y
typed(x)::Float64 = x > 0 ? 1 : 1.0
conv(x) = (y::Float64 = x > 0 ? 1 : 2; y)
val(::Val{N}) where {N} = N > 1 ? 1 : 1.0
cst(x) = (N = 3; N > 1 ? x : 1.0)
sel(x) = ifelse(x > 0, x, -x)
absd(x) = (x < 0 && return -x; x)
short(x) = x > 0 && iseven(x)
sz(v) = length(v) > 3 ? v[1] : v[end]
tup(x) = x > 0 ? (1, x) : (0, x)
arr(x) = x > 0 ? [x] : Int[]
st(x) = x > 0 ? "a" : "b"
strs(x) = x > 0 ? "a" : string(x)
sq(x) = x > 0 ? x^2 : x * x
mixfl(x) = x > 0 ? x / 2 : 0.0
guard(x) = x < 0 ? throw(DomainError(x)) : sqrt(x)
guard2(x) = x < 0 ? error("neg") : x
told(() -> @inferred norm2(P(1, 2)))
told(() -> @inferred clampit(1, 2, 3))
told(() -> @inferred clampit(1.0, 2, 3))
told(() -> @inferred mysum([1, 2]))
told(() -> @inferred fib(5))
told(() -> @inferred mymax(1, 2))
told(() -> @inferred mymax(1, 2.0))
told(() -> @inferred lookup(Dict(1 => 2), 1))
told(() -> @inferred bisect(x -> x - 1, 0.0, 3.0))
told(() -> @inferred bisect(x -> x - 1, 0, 3))
told(() -> @inferred tern(nothing))
told(() -> @inferred tern(2.0))
told(() -> @inferred opt(1))
told(() -> @inferred typed(1))
told(() -> @inferred conv(1))
told(() -> @inferred val(Val(2)))
told(() -> @inferred cst(1))
told(() -> @inferred sel(1))
told(() -> @inferred absd(1))
told(() -> @inferred short(1))
told(() -> @inferred sz([1, 2]))
told(() -> @inferred tup(1))
told(() -> @inferred arr(1))
told(() -> @inferred st(1))
told(() -> @inferred strs(1))
told(() -> @inferred sq(1))
told(() -> @inferred mixfl(1))
told(() -> @inferred guard(1))
told(() -> @inferred guard2(1))
told(() -> @inferred guard2(1.0))
