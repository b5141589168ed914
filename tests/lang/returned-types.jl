# What is returned is converted to the declared type where the function is left: after finally, outside of try.
f(x)::(print("T "); Int) = x > 1 ? 1.0 : (return 2.0)
println(f(1), f(2))
function g(x)::typeof(x)
  for i in 1:3
    i == 2 && return i
  end
  1
end
println(g(1.5))
function h(x)::Union{Int,Nothing}
  let Int = String
    return x
  end
end
println(h(1.0), h(nothing))
k(x)::Int = begin
  try
     x == 1 && return "a"
     x == 2 && error("b")
     2.0
  catch e
     println("caught ", e isa MethodError)
     return 3.5
  end
end
for x in 1:3
  try println(k(x)) catch e; println("out ", typeof(e)) end
end
function m(x)::Int
  for i in 1:3
    try
      i == 2 && return x
    catch e
      println("c", i)
    finally
      println("f", i)
      if x === nothing
         return 7.0
      end
    end
  end
  "z"
end
for x in (1.0, 2.5, nothing)
  try println(m(x)) catch e; println("out ", typeof(e)) end
end
function n1(x)::Int
  try
    error("a")
  catch
    try
      return x
    catch
      println("inner")
    end
  end
end
for x in (1.0, 2.5)
  try println(n1(x)) catch e; println("out ", typeof(e), length(Base.catch_stack())) end
end
r = map([1,2]) do x
  x::Int
end
println(r)
y = (function (x)::Float64; try; return x; catch; 0.0; end; end)
println(y(1.0))
function r1()::Int
  try
    return "a"
  catch e
    println("caught ", typeof(e))
    return 5
  end
end
try println(r1()) catch e; println("outside ", typeof(e)) end
function r2()::Int
  try
    return 2.5
  catch e
    println("caught ", typeof(e))
    return 2.0
  finally
    println("fin")
  end
end
try println(r2()) catch e; println("outside ", typeof(e)) end
function r3()::Int
  try
    "a"
  catch e
    println("caught ", typeof(e))
    7.0
  end
end
try println(r3()) catch e; println("outside ", typeof(e)) end
function r4(x)::Int
  try
    return x
  finally
    println("fin")
  end
end
try println(r4(2.5)) catch e; println("outside ", typeof(e)) end
try println(r4(2.0)) catch e; println("outside ", typeof(e)) end
function r5(x)::Int
  try
    try
    return x
    finally
      println("inner fin")
    end
   catch e
    println("c ", e); 3.0
  end
end
try println(r5(2.5)) catch e; println("outside ", typeof(e)) end
# Exceptions of functions that a new exception has left stay below it until the handler ends.
function n3(x)
  try
    error("a")
  catch
    try Int(x) finally println(length(Base.catch_stack())) end
  end
end
function n4(x)
  try n3(x) catch; try error("q") catch; error("z") end end
end
for i in 1:2
  try n4(2.5) catch; println([typeof(x[1]) for x in Base.catch_stack()]) end
end
function n5(x)
  try error("a") catch; try Int(x) catch; rethrow() end end
end
try n5(2.5) catch; println(length(Base.catch_stack())) end
println(length(Base.catch_stack()))
