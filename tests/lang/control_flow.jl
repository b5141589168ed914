# control flow and scope
for i in 1:3, j in 1:2
    i == 2 && break
    println(i, j)
end
for (i, c) in enumerate("ab"), k in (1, 2.5)
    println(i, c, k)
end
x = 10
while true
    global x -= 3
    x < 0 && break
    x == 4 && continue
    println(x)
end
let a = 1, b = a + 1
    println(a + b)
end
f(x) = x > 0 ? "pos" : x < 0 ? "neg" : "zero"
println(f.([1, -1, 0]))
println(1 < 2 < 3, 1 < 3 < 2, 1 == 1.0 == true)
v = begin
    1
    2
end
println(v)
function g(n)
    for i in 1:n
        for j in 1:n
            if i * j == 6
                return (i, j)
            end
        end
    end
    nothing
end
println(g(4), g(1))
r = if false; 1; end
println(r === nothing)
s = 0
for i = 1:10
    i % 2 == 0 && continue
    global s += i
end
println(s)
fs = [() -> i for i in 1:3]
println([f() for f in fs])
fs = []
for i in 1:3
    push!(fs, () -> i)
end
println([f() for f in fs])
k = 0
fs2 = []
while k < 3
    global k += 1
    let k = k
        push!(fs2, () -> k)
    end
end
println([f() for f in fs2])
function h()
    t = 0
    for i in 1:3
        t = t + i
        u = t
    end
    t
end
println(h())
try
    for i in 1:3
        u2 = i
    end
    println(u2)
catch e
    println(e)
end
println([i + j for i in 1:2 for j in 1:i])
i = 100
for i in 1:2 end
println(i)
for outer_i in 1:2
    global lasti = outer_i
end
println(lasti)
function outerloop()
    i = 0
    for outer i in 1:5
        i == 3 && break
    end
    i
end
println(outerloop())
a, b = 1, 2
a, b = b, a
println(a, b)
(c, d), e = (1, 2), 3
println(c, d, e)
println(true && false || true, !true, true & false | true, xor(true, false))
false || println("or")
true && println("and")
z = 5
z += 1; z -= 2; z *= 3; z /= 2; z ^= 2; println(z)
y = 7; y ÷= 2; y %= 2; y <<= 3; y |= 1; y &= 9; y ⊻= 3; println(y)
function fact(n)
    n <= 1 && return 1
    n * fact(n - 1)
end
println(fact(20))
res = for i in 1:3 end
println(res)
println(while false end)
w = [1, 2, 3]
for (idx, val) in pairs(w)
    w[idx] = val^2
end
println(w)
for c in "héé"
    print(c, ' ')
end
println()
for (k, v) in Dict(:a => 1)
    println(k, v)
end
for x in [1 2; 3 4]
    print(x, " ")
end
println()
for t in zip(1:3, "abc")
    print(t)
end
println()
for x in 3:-1:1 print(x) end
println()
for x in 0.1:0.2:0.7 print(x, " ") end
println()
for x in 1:0 println("never") end
do_it(f, n) = [f(i) for i in 1:n]
println(do_it(3) do i
    i == 2 && return -1
    i * 10
end)
m = 1
@label top
global m += 1
println(m)
function goto_test()
    n = 0
    @label again
    n += 1
    n < 3 && @goto again
    n
end
println(goto_test())
println(ifelse(1 > 2, "a", "b"))
n = 27; steps = 0
while n != 1
    global n = iseven(n) ? n ÷ 2 : 3n + 1
    global steps += 1
end
println(steps)
function nested()
    x = 1
    function inner()
        x += 1
        x
    end
    inner(); inner()
    x
end
println(nested())
counter = let c = 0
    () -> (c += 1)
end
counter(); println(counter())
if (t = 3) > 2 && (u = t * 2) > 5
    println(t, u)
end
println(@isdefined(notdef), @isdefined(x))
try
    try
        error("1")
    catch
        error("2")
    finally
        println("fin")
    end
catch err
    println(err.msg)
end
function tf()
    try
        return "try"
    finally
        println("cleanup")
    end
end
println(tf())
val = try parse(Int, "x") catch; -1 end
println(val)
function loopcatch()
    out = []
    for s in ["1", "x", "3"]
        try
            push!(out, parse(Int, s))
        catch e
            e isa ArgumentError || rethrow()
            push!(out, nothing)
            continue
        finally
            push!(out, :f)
        end
    end
    out
end
println(loopcatch())
