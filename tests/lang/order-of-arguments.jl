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
