# Arguments, keywords before the semicolon and the function itself are evaluated in the order in which they stand.
p(x) = (print(x, " "); x)
ff(a...; kw...) = (a, kw.data)
println(ff(p(1), k=p(2), p(3)))
println(ff(p(1), k=p(2), p(3); j=p(4)))
println(ff(k=p(2), p(3), m=p(5), p(6)...; j=p(4)))
println(ff(p(1); k=p(2)))
println(ff((p((1,2)))..., k=p(2), p(3)))
println((p(ff))(p(1), k=p(2), p(3)))
println(ff(p(1), k=p(2); p((z=1,))...))
println(ff(k=p(2); p((z=1,))..., u=p(3)))
nt = (a=p(1), b=p(2))
A = [1,2,3]; sort!(p(A), rev=p(true)); println(A)
struct KW; a; b; KW(x; b=2) = new(x,b); end
println(KW(b=p(3), p(4)))
function gk(x, y; a=p("da"), b=p("db")) ; (x,y,a,b) end
println(gk(p(1), b=p(2), p(3)))
# in dotted calls the keywords come last
d(a...; kw...) = 1
named(s) = (print("[", s, "]"); d)
v = [0, 0]
named("f").(p(1), k=p(2)); println()
named("f").(p(1), p(3), k=p(2), p(4); j=p(5)); println()
named("f").(named("h").(p(1), z=p(9)), p(7), k=p(2)); println()
named("f").(named("h").(p(1)), k=named("w").(p(2))); println()
v .= named("f").(p(1), k=p(2)); println()
p(v) .= named("f").(p(1), k=p(2)) .+ p(5); println(v)
d.(p((1, 2))..., k=p(2)); println()
d.(p((1, 2))..., p(7); k=p(2)); println()
v .+= d.(p(1), k=p(2)) .+ p(3) .* d.(k=p(4)); println(v)
@. v = d(p(1), k=p(3)); println()
println(d.(p([1, 2]); ), d.(p([1, 2]), k = 1), round.([1.26, 2.34], digits = p(1)) .+ p(1))
