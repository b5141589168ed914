# scopes
x = 10
function f1()
    x = 1
    g() = (x += 1; x)
    g(); g()
    x
end
println(f1(), " ", x)
fs = []
for i in 1:3
    push!(fs, () -> i)
end
println([f() for f in fs])
fs = []
let j = 0
    while j < 3
        j += 1
        k = j
        push!(fs, () -> (k += 10; k))
    end
end
println([f() for f in fs], [f() for f in fs])
function counter()
    n = 0
    inc() = n += 1
    dec() = n -= 1
    get() = n
    inc, dec, get
end
i, d, g = counter()
i(); i(); d()
println(g())
# mutual recursion in closures
function par(n)
    ev(n) = n == 0 ? true : od(n-1)
    od(n) = n == 0 ? false : ev(n-1)
    ev(n)
end
println(par(10), par(7))
# multi-method closures
function mm()
    h(x::Int) = "int"
    h(x::String) = "str"
    h(x) = "any"
    h(1), h("a"), h(1.0)
end
println(mm())
# let
let a = 1, b = a + 1
    println(a, b)
end
let (p, q) = (1, 2), r = p
    println(p + q + r)
end
y = let z = 5; z * 2 end
println(y)
# finally
function ff(n)
    for i in 1:5
        try
            i == n && break
            i == 2 && continue
            i == 4 && return "ret $i"
        finally
            print("f", i, " ")
        end
    end
    "end"
end
println(ff(1)); println(ff(3)); println(ff(9))
function fr()
    try
        return 1
    finally
        println("cleanup")
    end
end
println(fr())
function fo()
    try
        error("x")
    catch e
        return e.msg
    finally
        println("fin")
    end
end
println(fo())
r = try
    parse(Int, "abc")
catch err
    err isa ArgumentError ? -1 : -2
end
println(r)
try
    try
        error("inner")
    catch
        error("outer")
    finally
        println("F")
    end
catch e
    println(e)
end
function nested()
    try
        try
            throw(KeyError(1))
        finally
            println("a")
        end
    catch e
        println(typeof(e))
        rethrow()
    end
end
try nested() catch e; println("re ", e) end
# default args
d1(a, b=a+1, c=a+b) = (a,b,c)
println(d1(1), d1(1,5), d1(1,2,3))
d2(a; k=a, m=k*2, kw...) = (a,k,m,collect(kw))
println(d2(1), d2(1,k=3), d2(1; m=1, z=5))
d3(args...; sep=",") = join(args, sep)
println(d3(1,2,3), d3(1,2;sep="-"))
d4(; req) = req
try d4() catch e; println(e) end
println(d4(req=3))
try d2(1, 2) catch e; println(typeof(e)) end
try d4(req=1, bad=2) catch e; println(split(sprint(showerror, e), "\n")[1]) end
kws = (sep="|",)
println(d3(4,5; kws...))
println(d3([1,2]..., (3,4)...; Dict(:sep=>"+")...))
d5((a,b), c=3; k=(a,b)) = a+b+c
println(d5((1,2)), d5((1,2),4))
f6(x)::Int = x
println(f6(2.0))
function f7(x)::String
    x > 0 && return "pos"
    "neg"
end
println(f7(1), f7(-1))
f8(x::T, y::T) where T<:Number = T
println(f8(1,2))
f9(x::Vararg{Int,2}) = x
println(f9(1,2))
(a, (b, c), d) = (1, (2, 3), 4)
println(a,b,c,d)
a, b = b, a
println(a, b)
v = [1,2,3]
v[1], v[2] = v[2], v[1]
println(v)
v[end] += 10; v[begin] *= 2
println(v)
m = [1 2; 3 4]
m[end, 1] = 100
println(m, m[end], m[1, end], m[end, end])
s = 0
for i in 1:3, j in i:3
    global s += i * j
    j == 2 && break
end
println(s)
n = 0
while true
    global n += 1
    n > 5 && break
end
println(n)
println(1 < 2 < 3, 1 < 3 < 2, 1 <= 1 == 1)
println((x -> x^2)(3), map((a, b) -> a + b, [1,2], [3,4]))
println(map([1,2,3]) do x
    x > 1 || return 0
    x * 10
end)
struct Poly; c::Vector{Float64}; end
(p::Poly)(x) = sum(p.c[i] * x^(i-1) for i in 1:length(p.c))
println(Poly([1,2,3])(2))
# Names declared together are all local; the names of a block at top level are seen in its loops.
begin
    local first_of, second_of = 1, false
    for i in 1:2
        second_of && println("second ", i + first_of)
        second_of = true
    end
end
println(@isdefined(first_of), @isdefined(second_of))
try eval(Expr(:unheard_of, 1)) catch err println(err.msg) end
# What is caught at top level is a new variable, of which a script warns if there is a global one of that name.
caught = 1
try error("x") catch caught end
println(caught)
