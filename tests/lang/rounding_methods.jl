# What is said of quotients that have no method, and of convert without a type.
for f in (() -> div("a", 1), () -> fld("a", 1), () -> cld(1, "a"), () -> divrem("a", 1), () -> convert(1, 2), () -> div(1, nothing),
          () -> "a" ÷ 2, () -> div("a", 1, RoundUp), () -> convert("a", 1), () -> fldmod("a", 1), () -> mod("a", 1), () -> convert(Int, "a"),
          () -> div(missing, 1), () -> div(7, 2.5), () -> fld(-7, 2), () -> cld(7, 2), () -> div(7, 2, RoundUp), () -> 7.5 ÷ 2)
    println(try f() catch e; split(sprint(showerror, e), "\n")[1] end)
end
struct Money
    n::Int
end
Base.div(a::Money, b::Int) = Money(div(a.n, b))
println(div(Money(7), 2), " ", Money(9) ÷ 4, " ", try fld(Money(7), 2) catch e; typeof(e) end)
