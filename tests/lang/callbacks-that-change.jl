# What is called for each element changes the collection that is gone through: a result or an error, never memory that is not its own.
fs = Any[
 ("map",(f,x)->map(f,x)), ("filter",(f,x)->filter(v->(f(v);true),x)), ("filter!",(f,x)->filter!(v->(f(v);true),x)), ("foreach",(f,x)->foreach(f,x)),
 ("any",(f,x)->any(v->(f(v);false),x)), ("all",(f,x)->all(v->(f(v);true),x)), ("count",(f,x)->count(v->(f(v);true),x)), ("sum",(f,x)->sum(f,x)), ("prod",(f,x)->prod(f,x)),
 ("maximum",(f,x)->maximum(f,x)), ("minimum",(f,x)->minimum(f,x)), ("extrema",(f,x)->extrema(f,x)), ("reduce",(f,x)->reduce((a,b)->(f(b);a),x)), ("foldl",(f,x)->foldl((a,b)->(f(b);a),x)), ("foldr",(f,x)->foldr((a,b)->(f(a);b),x)),
 ("mapreduce",(f,x)->mapreduce(f,(a,b)->(f(b);a),x)), ("accumulate",(f,x)->accumulate((a,b)->(f(b);a),x)), ("accumulate!",(f,x)->accumulate!((a,b)->(f(b);a),similar(x),x)), ("map!",(f,x)->map!(f,x,x)), ("map2",(f,x)->map((a,b)->f(a),x,x)),
 ("broadcast",(f,x)->f.(x)), ("broadcast2",(f,x)->((a,b)->f(a)).(x,x)), ("broadcast!",(f,x)->(x.=f.(x))), ("findfirst",(f,x)->findfirst(v->(f(v);false),x)), ("findlast",(f,x)->findlast(v->(f(v);false),x)), ("findall",(f,x)->findall(v->(f(v);true),x)), ("findnext",(f,x)->findnext(v->(f(v);false),x,2)), ("findprev",(f,x)->findprev(v->(f(v);false),x,length(x))),
 ("unique",(f,x)->unique(f,x)), ("unique!",(f,x)->unique!(f,x)), ("allunique",(f,x)->allunique(v->f(v),x)), ("partialsort",(f,x)->partialsort(x,3,by=f)), ("partialsort!",(f,x)->partialsort!(x,3,by=f)), ("sort",(f,x)->sort(x,by=f)), ("sort!",(f,x)->sort!(x,by=f)), ("sort!lt",(f,x)->sort!(x,lt=(a,b)->(f(a);a<b))),("sortperm",(f,x)->sortperm(x,by=f)), ("issorted",(f,x)->issorted(x,by=f)), ("searchsorted",(f,x)->searchsorted(x,5,by=f)),("searchsortedlast",(f,x)->searchsortedlast(x,5,lt=(a,b)->(f(a);a<b))),
 ("deleteat",(f,x)->deleteat!(x,(f(i) for i in 1:3))), ("append",(f,x)->append!(x,(f(i) for i in 1:3))), ("splice",(f,x)->splice!(x,2:3,(f(i) for i in 1:3))), ("mapslices",(f,x)->mapslices(v->(f(v[1]);v),x,dims=1)), ("ntuple",(f,x)->ntuple(i->f(x[i]),4)), ("comp",(f,x)->[f(v) for v in x]), ("comp2",(f,x)->[f(v) for v in x if f(v)!=0]), ("comp3",(f,x)->[f(v)+w for v in x, w in x]), ("gen",(f,x)->collect(f(v) for v in x)), ("zip",(f,x)->[f(a) for (a,b) in zip(x,x)]), ("enum",(f,x)->[f(a) for (i,a) in enumerate(x)]), ("dict",(f,x)->Dict(f(v)=>v for v in x)),("set",(f,x)->Set(f(v) for v in x)),
 ("replace",(f,x)->replace(f,x)), ("replace!",(f,x)->replace!(f,x)), ("argmax",(f,x)->argmax(f.(x))), ("setdiff",(f,x)->setdiff(x,(f(v) for v in x))), ("sumdims",(f,x)->mapreduce(f,+,x,dims=1)), ("mapfoldl",(f,x)->mapfoldl(f,+,x)), ("mapfoldr",(f,x)->mapfoldr(f,+,x)), ("asyncmap",(f,x)->asyncmap(f,x)), ("copyto",(f,x)->copyto!(x,(f(v) for v in 1:3))), ("hcat",(f,x)->hcat((f(v) for v in x)...)), ("view",(f,x)->map(f,view(x,1:length(x)))), ("viewb",(f,x)->f.(view(x,2:length(x)))), ("rev",(f,x)->map(f,reverse(x))), ("viewsort",(f,x)->sort!(view(x,1:9),by=f)), ("iter",(f,x)->(for v in x; f(v); end)), ("ip",(f,x)->(for (i,v) in pairs(x); f(v); end)), ("eachindex",(f,x)->(for i in eachindex(x); f(x[i]); end)), ("fill",(f,x)->fill!(x,f(1))), ("circ",(f,x)->circshift(x,f(1))),("part",(f,x)->[f(p[1]) for p in Iterators.partition(x,2)]),("takew",(f,x)->collect(Iterators.filter(v->f(v)>0,x))), ("flat",(f,x)->collect(Iterators.flatten((x,(f(v) for v in x))))), ("join",(f,x)->join((f(v) for v in x),",")), ("mapv",(f,x)->map(v->f(v),view(x,:))), ("reshape",(f,x)->f.(reshape(view(x,1:8),2,4))), ("setindex",(f,x)->(x[1:3]=[f(v) for v in 1:3])), ("getindex",(f,x)->x[[f(v) for v in 1:3]]), ("findmax",(f,x)->findmax(map(f,x))), ("cumsum",(f,x)->cumsum(f(v) for v in x)), ("filterd",(f,x)->filter(p->(f(p[1]);true),Dict(v=>v for v in x))), ("sprint",(f,x)->sprint(io->(f(1);show(io,x)))),
]
for T in (Int, Float64, Any, String, Bool, Char, UInt8), n in (9, 100), how in 1:5, (name, g) in fs
  x = T == String ? [string(i) for i in 1:n] : T == Bool ? [isodd(i) for i in 1:n] : T == Char ? ['a'+i%20 for i in 1:n] : T[i for i in 1:n]
  k = Ref(0)
  f = v -> begin
    k[] += 1
    k[] > 3000 && error("much")
    if how == 1; isempty(x) || pop!(x)
    elseif how == 2; k[] == 3 && empty!(x)
    elseif how == 3; k[] == 4 && (resize!(x, 2); GC.gc())
    elseif how == 4; k[] < 300 && push!(x, x[1])
    else k[] == 2 && (isempty(x) || popfirst!(x); sizehint!(x, 1)) end
    v
  end
  try g(f, x) catch e; e isa InterruptException && rethrow() end
end
println(length(fs), " ways")
x = collect(1:9)
println(sum(v -> (pop!(x); v), x), " ", x)
x = Any[string(i) for i in 1:9]
println(mapreduce(v -> (pop!(x); v), *, x), " ", length(x))
x = Any[i for i in 1:9]
println(try reduce((a, b) -> (length(x) > 3 && pop!(x); a + b), x) catch e; typeof(e) end)
