# Elementary functions of BigFloats at several precisions, to the last digit, and rounded to a side.
fs=(exp,exp2,exp10,expm1,log,log2,log10,log1p,sin,cos,tan,atan,sinh,cosh,tanh,asinh,cbrt)
for p in (53, 300), f in fs, x in ("0.1","1e-30","0.7","3.25","12.3456","100.7","-0.3","-50.25")
  setprecision(p) do
   v = BigFloat(x)
   println(p," ",f," ",x," ",try f(v) catch e typeof(e) end)
  end
end
println(setrounding(()->exp(big(1.0)),BigFloat,RoundUp), setrounding(()->exp(big(1.0)),BigFloat,RoundDown))
