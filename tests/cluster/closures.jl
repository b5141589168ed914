# procs: 2
# functions take along what they capture and the globals they mention
outer(n) = x -> x + n
println(remotecall_fetch(outer(5), 2, 1))
scale = 3
println(remotecall_fetch(x -> x * scale, 2, 7))
scale = 4
println(remotecall_fetch(x -> x * scale, 2, 7))
counter() = (n = 0; () -> (n += 1))
c = counter()
println(remotecall_fetch(c, 3), " ", remotecall_fetch(c, 3), " ", c())
kw(x; a = 1, b...) = (x, a, sort(collect(b)))
@everywhere kw(x; a = 1, b...) = (x, a, sort(collect(b)))
println(remotecall_fetch(kw, 2, 1; a = 5, z = 2))
fib = n -> n < 2 ? n : fib(n - 1) + fib(n - 2)
println(remotecall_fetch(fib, 3, 12))
local_function = let
    function inner(x::Int)
        "int"
    end
    inner(x) = "any"
    inner
end
println(remotecall_fetch(local_function, 2, 1), " ", remotecall_fetch(local_function, 2, "s"))
nested = () -> map(x -> map(y -> x * y, 1:2), 1:2)
println(remotecall_fetch(nested, 2))
println(remotecall_fetch((f, args...) -> f(args...), 3, +, 1, 2))
struct Point
    x::Int
end
println(try
    remotecall_fetch(p -> p.x, 2, Point(1))
catch e
    split(sprint(showerror, e), "\n")[1:2]
end)
@everywhere struct Place
    x::Int
end
println(remotecall_fetch(p -> Place(p.x + 1), 2, Place(1)))
