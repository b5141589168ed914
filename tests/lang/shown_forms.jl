# Values in the forms of show, and dump.
for c in ['\U1F600', 'a', 'é', Char(0x110000), Char(0xd800), "\xff"[1]]
    println(repr(MIME("text/plain"), c))
end
println(repr(MIME("text/plain"), "a\"b"), repr("text/plain", "x"))
@show :(a + b)
@show typeof(:(x = 1)) [:(a * b)]
@show :a
dump(0x01)
dump(v"1.2")
dump(Complex)
dump(AbstractArray)
dump([0x01, 0x02])
dump(1.5f0)
println(SystemError("x").errnum)
using Dates
println(round(Hour(25), Day), " ", round(DateTime(2020, 5, 6, 12) - DateTime(2020, 5, 5), Hour))
println([Date(2020), Date(2021)], Time(1), Day(2) => 1)
module Elsewhere
import Dates
text() = repr([Dates.Date(2020)])
end
println(Elsewhere.text())
println(try repeat([1], -1) catch e; sprint(showerror, e) end)
# Within an index begin is a name: blocks are written as (a; b) there. Without a position a macro's call has parentheses.
unplaced(e) = replace(sprint(Base.show_unquoted, e), r"#= .*? =#" => "#==#")
for e in (:(map(x -> x^2, [3, 4])[1]), :(Dict(:a => (x -> x; x -> 2x))[:a](2)), :(sort([2, 1], by = x -> -x)[end]), :(a[(b; c)]),
          :(f(x -> x)[1]), :(a[if b; c; end]), :(a[() -> ()]), Expr(:ref, :a, Expr(:block, :b, :c, :d)), Expr(:ref, :a, Expr(:block)),
          :(a[quote b end]), :(@shown 1 + 2), :(f(x -> x)))
    println(unplaced(e))
end
