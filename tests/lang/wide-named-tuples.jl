# Named tuples whose fields are of wider types than their values.
T = NamedTuple{(:b, :a), Tuple{Int, Union{Int,Nothing}}}
println(isconcretetype(T), " ", isconcretetype(NamedTuple{(:a,),Tuple{Any}}), " ", isconcretetype(NamedTuple{(:a,),Tuple{Vector}}), " ", fieldtypes(T), isbitstype(T))
x = T((1, nothing)); println(x, typeof(x))
y = NamedTuple{(:a,),Tuple{Real}}((1,)); println(y, " ", y === (a=1,), " ", y == (a=1,), " ", typeof(y), " ", y isa NamedTuple{(:a,)}, " ", y isa NamedTuple{(:a,),<:Tuple{Int}}, " ", y isa NamedTuple{(:a,),<:Tuple{Real}})
println(merge(y, (b=2,)), typeof(merge(y, (b=2,))))
println(NamedTuple{(:a,)}(NamedTuple{(:b, :a), Tuple{Int, Union{Int,Nothing}}}((1, 2))))
v = [y, y]; println(typeof(v), v)
println(Dict(y => 1), hash(y) == hash((a=1,)), isequal(y, (a=1,)))
println(pairs(y))
println(NamedTuple{(:a,),Tuple{Any}}(("s",)).a, convert(NamedTuple{(:a,),Tuple{Any}}, (a=1,)))
try; println(NamedTuple{(:a,:b),Tuple{Any}}(("s",))); catch e; println(typeof(e)); end
try; println(NamedTuple{(:a,),Tuple{Vararg{Int}}}((1,))); catch e; println(typeof(e)); end
println(NamedTuple{(:a,),NTuple{1,Real}})
for f in (() -> NamedTuple{1,Tuple{}}, () -> NamedTuple{(:a,:b),Tuple{Int}}, () -> NamedTuple{(:a,:b),Tuple{Int,Vararg{Int}}}, () -> NamedTuple{(:a,),Union{Tuple{Int},Tuple{String}}}, () -> NamedTuple{(:a,:a),Tuple{Int,Int}}, () -> NamedTuple{(:a,1),Tuple{Int,Int}}, () -> NamedTuple{(:a,:b,:a)}((1,2,3)), () -> NamedTuple{:a,Tuple{Int}}, () -> NamedTuple{(),Tuple{}}, () -> NamedTuple{(:a,),Tuple{Vararg{Int}}}, () -> NamedTuple{(:a,),Int}, () -> NamedTuple{(:a,)}, () -> NamedTuple{(:a,1)}, () -> NamedTuple{1}, () -> fieldcount(NamedTuple), () -> fieldcount(NamedTuple{<:Any,<:Tuple{Int,Vararg{Int}}}), () -> fieldcount(NamedTuple{<:Any,<:Tuple{Int,Int}}), () -> fieldcount(NamedTuple{(:a,:b)}), () -> fieldnames(NamedTuple{(:a,:b)}), () -> fieldcount(NamedTuple{(:a,:b),<:Any}), () -> fieldtypes(NamedTuple{(:a,:b)}), ()-> map(+, (x=1,y=2), (y=10,x=20)), () -> NamedTuple{(:a,:b),Tuple{Int,Float64}}(Any[1.0,2]), () -> NamedTuple{(:a,:b)}(Any[1.0,2]), () -> NamedTuple{(:a,:b)}((1,)), () -> typeintersect(NamedTuple{()}, NamedTuple{names,Tuple{Int,Int}} where names), () -> typeintersect(NamedTuple{(:a,)}, NamedTuple{names,Tuple{Int}} where names), () -> typeof(merge((a=1,), NamedTuple{(:b,),Tuple{Any}}((2,)))), () -> Base.structdiff(NamedTuple{(:a,:b),Tuple{Int32,Union{Int32,Nothing}}}((1,Int32(2))), (a=0,)), ()->fieldtype(NamedTuple{(:a,:b)}, :a), ()->fieldtype(NamedTuple, 1))
    try; println(f()); catch e; println(typeof(e), ": ", sprint(showerror, e)); end
end
