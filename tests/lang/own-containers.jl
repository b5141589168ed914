e1(f) = try f() catch e; println(typeof(e), " | ", split(sprint(showerror,e),"\n")[1]) end
# custom io / show / iteration interplay
struct Temp; c::Float64; end
Base.show(io::IO, t::Temp) = print(io, round(t.c, digits=1), "°C")
Base.show(io::IO, ::MIME"text/plain", t::Temp) = print(io, "Temperature: ", t)
Base.print(io::IO, t::Temp) = print(io, "T(", t.c, ")")
println(Temp(1.25), " ", string(Temp(2)), " ", repr(Temp(3)), " ", [Temp(1)], " ", (Temp(1),), " ", "$(Temp(4))", Dict(1=>Temp(1)), Temp(1)=>2); display(Temp(1)); println(); display([Temp(1),Temp(2)]); println(); display(Dict(:a=>Temp(1))); println()
join([Temp(1),Temp(2)], ", ") |> println
struct MyVec <: AbstractVector{Int}; n::Int; end
Base.size(v::MyVec) = (v.n,); Base.getindex(v::MyVec, i::Int) = i^2
println(MyVec(3), sum(MyVec(3)), collect(MyVec(3)), MyVec(3)[2:3], length(MyVec(3)), maximum(MyVec(4)), MyVec(2) .+ 1, MyVec(3)[end], reverse(MyVec(3)), 4 in MyVec(3), [x for x in MyVec(2)], map(x->x+1, MyVec(2))); display(MyVec(3)); println()
struct MyDict <: AbstractDict{Symbol,Int}; d::Dict{Symbol,Int}; end
Base.get(m::MyDict,k,d)=get(m.d,k,d); Base.iterate(m::MyDict, s...) = iterate(m.d, s...); Base.length(m::MyDict) = length(m.d)
println(MyDict(Dict(:a=>1)), haskey(MyDict(Dict(:a=>1)),:a), MyDict(Dict(:a=>1))[:a], get(MyDict(Dict(:a=>1)),:b,0), keys(MyDict(Dict(:a=>1)))|>collect); display(MyDict(Dict(:a=>1))); println()
struct Range2; a::Int; b::Int; end
Base.iterate(r::Range2, s=r.a) = s > r.b ? nothing : (s, s+1); Base.length(r::Range2) = r.b-r.a+1; Base.eltype(::Type{Range2}) = Int
println(collect(Range2(1,3)), sum(Range2(1,3)), [x*2 for x in Range2(1,2)], join(Range2(1,3),","), Range2(1,2), maximum(Range2(1,5)), 2 in Range2(1,3), Set(Range2(1,1)), first(Range2(4,5)), enumerate(Range2(7,8))|>collect, Dict(zip(Range2(1,1),"a")), map(string,Range2(1,2)), foldl(-,Range2(1,3)), string.(collect(Range2(1,2))))
struct MyStr <: AbstractString; s::String; end
Base.ncodeunits(m::MyStr)=ncodeunits(m.s); Base.iterate(m::MyStr,i::Int=1)=iterate(m.s,i); Base.codeunit(m::MyStr)=UInt8; Base.codeunit(m::MyStr,i::Integer)=codeunit(m.s,i); Base.isvalid(m::MyStr,i::Integer)=isvalid(m.s,i)
println(MyStr("abc"), length(MyStr("abc")), uppercase(MyStr("abc")), MyStr("abc")=="abc", MyStr("abc")*"d", occursin("b",MyStr("abc")), startswith(MyStr("abc"),"a"), string(MyStr("q")), repr(MyStr("q")), [MyStr("z")], join([MyStr("a"),MyStr("b")],"-"))
mutable struct Acc; x::Int; end
a = Acc(1); a.x += 5; println(a, a.x, a == Acc(6), a === a, isequal(a,a), hash(a)==hash(a), Set([a,a])|>length, Dict(a=>1)[a], copy([a])[1] === a, deepcopy(a).x)
struct Pnt; x::Int; y::Int; end
println(Pnt(1,2)==Pnt(1,2), Pnt(1,2)===Pnt(1,2), hash(Pnt(1,2))==hash(Pnt(1,2)), Set([Pnt(1,2),Pnt(1,2)])|>length, Dict(Pnt(1,2)=>"a")[Pnt(1,2)], unique([Pnt(1,2),Pnt(1,2)]), Pnt(1,2) in [Pnt(1,2)])
Base.:(==)(a::Acc,b::Acc)=a.x==b.x; Base.hash(a::Acc,h::UInt)=hash(a.x,h)
println(Set([Acc(1),Acc(1)])|>length, Dict(Acc(1)=>2)[Acc(1)], unique([Acc(1),Acc(1)])|>length, Acc(1) in [Acc(1)], findfirst(==(Acc(2)),[Acc(1),Acc(2)]))
Base.isless(a::Acc,b::Acc)=a.x<b.x; println(sort([Acc(3),Acc(1)]), maximum([Acc(3),Acc(1)]), Acc(1)<Acc(2), sort([Acc(1),Acc(2)],rev=true), minimum([Acc(2),Acc(1)]))
Base.:+(a::Acc,b::Acc)=Acc(a.x+b.x); println(Acc(1)+Acc(2), sum([Acc(1),Acc(2)]), reduce(+,[Acc(1),Acc(5)]))
Base.getindex(a::Acc,i)=a.x*i; println(a[3]); Base.length(::Acc)=7; println(length(a)); (f::Acc)(y)=f.x+y; println(a(10)); Base.convert(::Type{Acc},x::Int)=Acc(x); v=Acc[1,2]; println(v)
Base.show(io::IO, a::Acc) = get(io,:compact,false) ? print(io,"A") : print(io,"Acc<",a.x,">"); println(a, [a,a], (a,)); display([a a]); println(); println(sprint(show,a,context=:compact=>true))
println(stdout isa IO, typeof(IOBuffer()) <: IO, sprint(io->(print(io,1); println(io,2))), sprint(println,"x")|>repr)
