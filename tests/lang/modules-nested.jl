# errors at uncaught level inside functions & modules
module A
  export foo
  foo() = 1
  module B
    export bar
    bar() = 2
  end
  using .B
  baz() = bar()
end
using .A
println(foo(), A.baz(), A.B.bar())
import .A.B
println(B.bar())
using .A.B: bar
println(bar())
module C
  x = 1
  getx() = x
  setx!(v) = (global x = v)
  const y = Ref(0)
  inc() = (y[] += 1)
end
C.setx!(5); C.inc(); C.inc()
println(C.getx(), C.x, C.y[])
module D
  import Base: length, show
  struct L end
  length(::L) = 42
  show(io::IO, ::L) = print(io, "L!")
end
println(length(D.L()), D.L())
println(names(A), parentmodule(A.B), nameof(A), fullname(A.B))
module E
  macro m(x) :(helper($(esc(x)))) end
  helper(x) = "helped $x"
end
println(E.@m 5)
using .E: @m
println(@m(6))
module F
  using ..E
  using ..E: helper
  g() = helper(1)
end
println(F.g())
eval(:(module G; v = 3; end))
println(G.v)
println(isdefined(Main, :G), Main.G === G)
@eval module H
    w() = $(1 + 1)
end
println(H.w())
for m in (A, C)
    println(m, " ", m isa Module)
end
const fns = [sin, cos]
println(fns[1](0.0))
baremodule I
    using Base
    f(x) = x + 1
end
println(I.f(1))
println(Base.Math.sin(0.0), " ", Core.Int)
using Statistics, LinearAlgebra
println(mean([1,2,3]), dot([1,2],[3,4]))
import Statistics: median
println(median([3,1,2]))
import Random
Random.seed!(1)
println(Random.rand() < 1)
using Printf
@printf("%.2f %d\n", 1.234, 5)
println(@sprintf("%5s|%-5s|", "a", "b"))
println(@__MODULE__)
f() = error("oops")
try
    f()
catch e
    bt = catch_backtrace()
    println(length(bt) > 0, e)
end
println(try; error("x"); catch; "caught"; end)
x = try 1 finally println("fin") end
println(x)
ex = try
    throw(DomainError(-1, "neg"))
catch err
    err
end
println(ex)
function chain()
    try
        error("first")
    catch
        try
            error("second")
        catch e
            return e.msg, length(Base.catch_stack())
        end
    end
end
println(chain())
