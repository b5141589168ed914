# Running reductions have elements of the type that the operation gives for two; one element alone becomes of its kind.
for op in (+, -, *, max, /), T in (Bool, Int8, Float32), n in (0, 1, 2)
  x = T===Char ? ['a','b'][1:n] : T===String ? ["a","b"][1:n] : T===Bool ? [true,false][1:n] : T[3,2][1:n]
  for (nm,f) in (("reduce",reduce),("foldl",foldl),("foldr",foldr),("accumulate",accumulate),("mapreduce",(op,x)->mapreduce(identity,op,x)),("gen",(op,x)->reduce(op,(y for y in x))),("accdims",(op,x)->accumulate(op,reshape(x,1,:),dims=2)),("acc init",(op,x)->accumulate(op,x,init=x[1])),("bits",(op,x)->reduce(op,BitArray(x))),("tuple",(op,x)->reduce(op,Tuple(x))),("accgen",(op,x)->accumulate(op,Tuple(x))))
    r = try v=f(op,x); string(typeof(v)," ",v) catch e; string(typeof(e)) end
    println(nm," ",op," ",x," ",r)
  end
end
for x in (UInt64(7),0xff,Int8(-7),UInt128(9)), y in (Int8(-1),-1,Int128(-1)); println(typeof(mod(x,y)),typeof(rem(x,y)),typeof(div(x,y)),typeof(fld(x,y)),mod(x,y)); end
println(reduce(*, ['a']), accumulate(*, ['a', 'b']), accumulate(-, ['c', 'a']), accumulate(*, Char[]), accumulate((a, b) -> a / b, [8, 2, 2]))
