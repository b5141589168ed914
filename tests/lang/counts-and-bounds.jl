# Bounds of what deletes from vectors and of long ranges; calls of functions without methods; containers of one value.
t(f) = println(try f() catch e; try sprint(showerror, e) catch; typeof(e) end end)
for r in (2:9, 0:2, 6:7, 5:6, -3:-1, 6:5, 1:5, 1:6, 0:0, 2:2:9, 0:2:2, [1,9], [0], 1:typemax(Int))
  t(() -> deleteat!(collect(1:5), r))
  t(() -> deleteat!(trues(5), r))
end
r = typemin(Int):typemax(Int)
t(() -> r[1]); t(() -> r[0]); t(() -> r[typemax(Int)]); t(() -> last(r)); t(() -> 5 in r); t(() -> r[2:3]); t(() -> (0:typemax(Int))[5]); t(() -> (0:typemax(Int))[2:4])
t(() -> (0x00:0xff)[3]); t(() -> (0x00:0xff)[256]); t(() -> (0x00:0xff)[257]); t(() -> (Int8(-128):Int8(127))[200]); t(() -> (false:true)[2]); t(() -> (1:5)[6]); t(() -> (1:5)[true]); t(() -> (1:5)[big(2)])
println(-0.0 + false, " ", false + -0.0, " ", -0.0 + true - 1, " ", -0f0 + false, " ", Float16(-0.0) + false, " ", complex(-0.0, -0.0) + false)
for f in (typeof, isa, throw, nfields, getfield, setfield!, isdefined, fieldtype, ===, <:, ifelse, typeassert, sizeof, tuple, Core.svec, applicable, invoke)
  for n in 0:5
    try f(ntuple(i->1, n)...) catch e; m = split(sprint(showerror, e), "\n")[1]; occursin("too", m) && println(f, " ", n, " ", m) end
  end
end
struct A1; f::typeof(sin); end
struct A2{F}; f::F; end
println([A1(sin)], [A2(sin)], [A2(1)], [(sin,)], [A2(A2(cos))], [Ref(sin)], [Val(1)], [(sin, 1)], [sin => cos])
g(f) = [() -> f, ]; println(g(sin), g(1))
