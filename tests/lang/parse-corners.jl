# Expressions that Julia's parser takes or refuses.
for s in ("! (x)", "! (x==y)", "!(x)", "- (x)", "+ (x,y)", "! (x,y)", "~ (x)", "¬ (x)", "√ (x)", "+ (x)", ":+ (x)", "& (x)", "<: (x)", "- (x, y)", "! x", "- x", "[! (a)]", "[a ! (b)]", "0o" * "0"^41, "0o"*"0"^42, "0o"*"0"^43, "0x"*"0"^32,"0x"*"0"^33, "0b"*"0"^128, "0b"*"0"^129, "0o7"*"7"^41, "0o3"*"7"^42)
  r = try; repr(Meta.parse(s)); catch e; sprint(showerror, e); end
  println(rpad(s[1:min(end,20)],24), length(s), " ", r)
end
for s in ("function (x=0) end", "function (x) end", "function (x::Int) end", "function (x=0,) end", "function (x::Int=0) end", "function (x=0; y=1) end", "function (;y=1) end", "function (x...) end", "function (x=0)(y) end", "function (x::T) where T end", "function (x::T=1) where T end")
 println(s, "  ", repr(try Meta.parse(s).args[1] catch e; e; end))
end
f = function (x=0) x end
println(f(), f(2))
g = function () 3 end
println(g())
h = function (a, b::Int=2; c=3) a+b+c end
println(h(1))
w = function (x::T, y::T) where T
  T
end
println(w(1,2))
z = function(args...) length(args) end
println(z(1,2,3))
function (x::Int)(y) x*y end
println(3(4))
v = [1,2]
println("$(v...) $(["$i." for i in v]...)x $((1,2)...)")
println(Base.Indices{2})
