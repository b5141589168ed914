# @threads: its body is a function of its own, run by a task; what else Threads has with one thread.
T(f) = try; r = f(); show(stdout, MIME"text/plain"(), r); println(); catch e; println("ERR ", typeof(e)); println(first(split(sprint(showerror, e), "\nStacktrace")), "|"); end
using Base.Threads
a = zeros(Int, 5); T(() -> @threads(for i in 1:5; a[i] = threadid() * i; end)); T(() -> a)
T(() -> (s = 0; @threads(for i in 1:5; s += i; end); s)); T(() -> (n = Atomic{Int}(0); @threads(for i in 1:10; atomic_add!(n, i); end); n[]))
T(() -> @threads(for i in 1:3; i == 2 && error("th"); end))
T(() -> @threads(for x in [10, 20]; push!(a, x); end)); T(() -> a); T(() -> @threads(:static, for i in 1:2; a[i] = 0; end)); T(() -> a)
for s in ("5", ":dynamic for i in 1:2; end", "for i in 1:2, j in 1:2; end", "", "while false; end", ":static for i in 1:2; end", "1 2 3"); T(() -> eval(Meta.parse("Base.Threads.@threads " * s))); end
try
  @threads for i in 1:3
    global gg = i
  end
catch e; println(e); end; println(gg)
T(() -> (r = Int[]; @threads(for i in 1:0; push!(r, i); end); r)); T(() -> (r = Any[]; @threads(for (i, j) in collect(enumerate("ab")); push!(r, (i, j)); end); r)); T(() -> @threads(for c in "abc"; end)); T(() -> (r = Any[]; @threads(for k in (1, 2); push!(r, k); end); r)); T(function(); x = 1; @threads for i in 1:2; x = i; y = i; end
 (x, @isdefined(y)) end)
T(() -> fetch(Threads.@spawn 1 + 1)); T(() -> (x = 3; fetch(Threads.@spawn $x + 1))); T(() -> fetch(Threads.@spawn error("sp"))); T(() -> nthreads()); T(() -> (l = SpinLock(); lock(l) do; 5; end)); T(() -> (l = ReentrantLock(); @threads(for i in 1:3; lock(l); try; a[1] += 1; finally; unlock(l); end; end); a[1]))
function f(n); out = Vector{Int}(undef, n); @threads(for i in eachindex(out); t = i * i; out[i] = t; end); out; end; T(() -> f(4)); T(() -> (@threads(for i in 1:3; i == 2 && return 7; end)))
T(() -> (@sync(for i in 1:3; Threads.@spawn((a[i] = -i)); end); a[1:3])); T(() -> threadid())
