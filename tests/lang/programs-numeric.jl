# programs as users write
using Printf, Statistics, Random, LinearAlgebra
function newton(f, df, x0; tol=1e-10, maxiter=50)
    x = x0
    for i in 1:maxiter
        dx = f(x)/df(x)
        x -= dx
        abs(dx) < tol && return x, i
    end
    error("no convergence")
end
r, n = newton(x->x^2-2, x->2x, 1.0)
@printf("root %.10f after %d iterations\n", r, n)
function simpson(f,a,b,n)
    h=(b-a)/n
    s=f(a)+f(b)
    for i in 1:n-1
        s += f(a+i*h)*(isodd(i) ? 4 : 2)
    end
    s*h/3
end
println(round(simpson(sin,0,pi,100),digits=8))
primes(n) = [p for p in 2:n if all(p % d != 0 for d in 2:isqrt(p))]
println(primes(50))
collatz(n) = n == 1 ? [1] : [n; collatz(iseven(n) ? n÷2 : 3n+1)]
println(collatz(6))
fibs = BigInt[1,1]; for i in 3:100 push!(fibs, fibs[end]+fibs[end-1]) end; println(fibs[100])
mat = [i+j for i in 1:3, j in 1:3]; println(mat, " ", tr(mat), " ", det(float(mat)) ≈ 0)
hist = zeros(Int,5); Random.seed!(1); for x in rand(1000) hist[min(5,floor(Int,5x)+1)] += 1 end; println(sum(hist))
@printf("%-10s|%8s|\n", "name", "value"); for (k,v) in [("pi",pi),("e",ℯ),("x",1//3)] @printf("%-10s|%8.4f|\n", k, v) end
for i in 1:3 @printf("%3d %6.2f %e %s\n", i, i^2/3, 10.0^i, "x"^i) end
println(@sprintf("%05.1f %+d %x %o %c %5s%%", 3.14159, 5, 255, 8, 'z', "ab"))
temps = [20.5, 22.1, 19.8, 25.3]; println("mean ", round(mean(temps),digits=2), " std ", round(std(temps),digits=3), " max ", maximum(temps), " at ", argmax(temps))
z = 0.3 + 0.5im; count = 0; while abs(z) < 2 && count < 50; global z = z^2 + (0.3+0.5im); global count += 1; end; println(count, " ", round(z,digits=4))
println([gcd(a,b) for a in 10:12, b in 4:6]); println(sum(1/n^2 for n in 1:1000)); println(prod(1.0:10)); println(cumsum(1 ./ (1:4)))
println(round.(range(0,1,length=4),digits=3), " ", collect(range(0,stop=1,length=3))); println(string(123,base=2), " ", parse(Int,"1111",base=2), " ", digits(2^10), " ", bitstring(UInt8(10)))
println(join([string(n, base=16, pad=2) for n in [1,10,255]], ":")); println(rpad(3.5,8,'.'), lpad(42,6), "|"); println(1e-3, " ", 1e7, " ", 123456789.0, " ", 0.1f0, " ", 100.0, " ", 1/3)
function egypt(r::Rational) out=Rational{Int}[]; while r > 0; d = cld(denominator(r),numerator(r)); push!(out,1//d); r -= 1//d; end; out; end
println(egypt(4//13), " ", sum(egypt(4//13)))
struct Poly; c::Vector{Float64}; end
(p::Poly)(x) = evalpoly(x, p.c); Base.:+(a::Poly,b::Poly) = Poly(a.c .+ b.c); Base.show(io::IO,p::Poly) = print(io, join(["$(c)x^$(i-1)" for (i,c) in enumerate(p.c)]," + "))
p = Poly([1,2,3]); println(p, " ", p(2), " ", p+p)
struct Mod{N} <: Integer; v::Int; Mod{N}(x) where N = new(mod(x,N)); end
Base.:+(a::Mod{N},b::Mod{N}) where N = Mod{N}(a.v+b.v); Base.:*(a::Mod{N},b::Mod{N}) where N = Mod{N}(a.v*b.v); Base.show(io::IO,m::Mod{N}) where N = print(io,m.v," mod ",N); Base.promote_rule(::Type{Mod{N}},::Type{Int}) where N = Mod{N}; Base.convert(::Type{Mod{N}},x::Int) where N = Mod{N}(x); Base.zero(::Type{Mod{N}}) where N = Mod{N}(0); Base.one(::Type{Mod{N}}) where N=Mod{N}(1); Base.one(x::Mod{N}) where N=Mod{N}(1)
println(Mod{7}(5)+Mod{7}(4), " ", Mod{7}(3)*5, " ", Mod{7}(3)^4, " ", sum([Mod{7}(i) for i in 1:5]))
struct Meters <: Real; v::Float64; end
Base.:+(a::Meters,b::Meters)=Meters(a.v+b.v); Base.isless(a::Meters,b::Meters)=isless(a.v,b.v); Base.:<(a::Meters,b::Meters)=a.v<b.v
println(Meters(1)+Meters(2), " ", maximum([Meters(1),Meters(3)]), " ", sort([Meters(2),Meters(1)]))
try; Meters(1)*Meters(2); catch e; println(sprint(showerror,e)); end
try; Meters(1)+1; catch e; println(sprint(showerror,e)); end
struct Dual <: Number; a::Float64; b::Float64; end
Base.:+(x::Dual,y::Dual)=Dual(x.a+y.a,x.b+y.b); Base.:*(x::Dual,y::Dual)=Dual(x.a*y.a,x.a*y.b+x.b*y.a); Base.convert(::Type{Dual},x::Real)=Dual(x,0); Base.promote_rule(::Type{Dual},::Type{<:Real})=Dual; Dual(x::Real)=Dual(x,0)
f(x)=3x*x+2x+1; println(f(Dual(2,1))); println(Dual(1,2)^3); println(sum([Dual(1,1),Dual(2,2)])); println(Dual(1,2)==Dual(1,2), " ", 2*Dual(1,1)+1)
