# Fields given to new by a splat: as many as there are.
struct S2; a; b; S2(args...) = new(args...); end
for g in (() -> S2(1,2,3), () -> S2(1), () -> S2(1,2), () -> S2()); try; println(g()); catch e; println(typeof(e), " ", sprint(showerror, e)); end; end
