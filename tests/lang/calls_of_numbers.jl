t(f)=try r=f(); println(repr(r), " ", typeof(r)) catch e println(first(split(sprint(showerror,e),"\nClosest"))) end
for f in (nextpow, prevpow), (a,x) in ((2,1),(2,17),(3,27),(5,125),(2,0x03),(2f0,1),(0x03,big(3)),(3,big(10)^30),(2,big(2)^100+1),(1.5,10),(2,2.5),(1,3),(2,0), (10,1000), (10,999))
  t(()->f(a,x))
end
for (x,y) in ((1,1//2),(-2,2.5),(-2,1//2),(7,3),(-7,3),(7,-3),(0x07,0x03),(7.5,2),(-7.5,2))
  t(()->fld1(x,y)); t(()->fldmod1(x,y)); t(()->mod1(x,y))
end
for x in (true, 0x03, -5, 2.5, big(3), 1//2), y in (true, 0x01, -2, -2.5, -1//2)
  t(()->(copysign(x,y), flipsign(x,y), widemul(x,y), x/y))
end
for x in (1,-2,0x03,2.5,-2.5,1//2,7//2,true,big(3),NaN,Inf,2.5f0,1+im) t(()->modf(x)) end
t(()->*(missing)); t(()->*(:s)); t(()->*("a")); t(()->*(1)); t(()->*('a')); t(()->*(r"a"));t(()->*(nothing));t(()->+(nothing));t(()->+("a"));t(()->xor(missing));t(()->min(1)); t(()->*([1])); t(()->*(missing,1))
t(()->cld(1,missing)); t(()->[1,2]÷2); t(()->div([1,2],2)); t(()->ceil(missing)); t(()->ceil(missing,1)); t(()->round(missing,RoundUp)); t(()->round(missing, digits=2)); t(()->round(Int,missing)); t(()->round(Union{Int,Missing},missing))
t(()->lcm(1,0x03)); t(()->gcd(-2)); t(()->lcm(-2)); t(()->gcd(-2,0)); t(()->log(1,2f0)); t(()->log(0x03,2f0)); t(()->log(1+2im,2f0)); t(()->log(2,8)); t(()->log(big(2),8))
for (a,b) in ((NaN,1//2),(1//2,NaN),(1,NaN),(NaN,1),(2.5,2.5f0),(-0.0,0),(0,-0.0),(0.0,-0.0f0),(big(1),NaN)) t(()->(isless(a,b), cmp(a,b))) end
t(()->cumsum(0x03)); t(()->cumsum('a')); t(()->cumsum(true)); t(()->accumulate(+,3)); t(()->accumulate(+,3, init=2)); t(()->cumsum!([1,2],[1,2,3])); t(()->cumprod!([1,2,3],[1,2,3]))
t(()->sum!([1,2],[1 2;3 4],init=false)); t(()->maximum!([9,2],[1 2;3 4],init=false)); t(()->any!([1,2,3],[1,2,4]))
for f in (map,), x in (1, nothing, "a") t(()->f(x, Int[])) end
t(()->Int[].//2); t(()->Int[].//2.5); t(()->complex(Int[])); t(()->Int[].*(1+2im)); t(()->big(3).*Int[]); t(()->map(x->x//2,Int[])); t(()->map(x->x*"a",Int[])); t(()->map(x->x+big(1),Int[])); t(()->map(f->f(1), Function[])); t(()->map(+, Int[], Float64[])); t(()->[x*2im for x in Int[]])
t(()->Float64[] .^ 2); t(()->Rational{Int}[] .+ 1); t(()->Complex{Float64}[] .* 2); t(()->map(abs,Complex{Int}[])); t(()->map(sqrt,Int[])); t(()->BigInt[] .+ 1); t(()->BigFloat[] ./ 2); t(()->string.(Int[])); t(()->map(x->(x,x//1),Int[])); t(()->map(x->nothing, Int[]));t(()->map(first, Tuple{Int,Int}[]));t(()->map(length, String[]));t(()->map(x->x.re, Complex{Int}[]))
