println(map(x->x+1, Int[]), map(x->x/2, Int[]), [x^2 for x in Float64[]], map(x->x>1,Int[]), [string(x) for x in Int[]])
f(x)= x>0 ? x+1 : 2x
println(map(f,Int[]), f.(Int[]), sqrt.(Int[]), Int[].+1.0, map(x->(x,1),Int[]), [(i,2.0) for i in Int[]], [i for i in 1:0], filter(iseven,Int[]))
println(map(+,Int[],Float64[]), [x for x in [] if true], [length(s) for s in String[]], map(uppercase,String[]))
