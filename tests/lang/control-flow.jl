function f(x)
    y = 0
    if x > 0
        y = 1
        z = 2
    elseif x < 0
        z = 3
    end
    try
        return y + z
    catch e
        return sprint(showerror, e)
    end
end
println(f(1), f(-1), f(0))
function g(n)
    while true
        n -= 1
        try
            n < 0 && break
            n == 2 && continue
            n == 1 && error("one")
            print("n", n, " ")
        catch e
            print("caught ")
            n == 1 && continue
        finally
            print("fin ")
        end
        print("end ")
    end
    println()
end
g(4)
function h()
    for i in 1:3
        try
            try
                i == 2 && return "ret"
            finally
                print("in", i, " ")
            end
        finally
            print("out", i, " ")
        end
    end
end
println(h())
function nestedloops()
    for i in 1:3
        for j in 1:3
            j == 2 && break
            try
                i == 2 && continue
                print(i, j, " ")
            finally
                print("f ")
            end
        end
    end
    println()
end
nestedloops()
function retfin()
    try
        return 1
    finally
        return 2
    end
end
println(retfin())
function valfin()
    x = 1
    r = try
        x += 1
        x
    catch
        -1
    end
    r
end
function excval()
    v = try
        throw(ErrorException("a"))
    catch e
        "c:" * e.msg
    finally
        print("[f]")
    end
    v
end
println(excval())
function rethrower()
    try
        try
            error("orig")
        catch e
            throw(ArgumentError("wrapped: " * e.msg))
        end
    catch e
        e
    end
end
println(rethrower())
function loopclosure()
    out = []
    i = 0
    while i < 3
        i += 1
        let i = i
            push!(out, () -> i)
        end
    end
    [o() for o in out]
end
println(loopclosure())
function capt()
    s = 0
    foreach(x -> s += x, 1:4)
    t = map(1:3) do x
        s += x
        s
    end
    s, t
end
println(capt())
function defaults(a, b=a * 2, c...; d=b + 1, e=d * 2)
    (a, b, c, d, e)
end
println(defaults(1), defaults(1, 5), defaults(1, 2, 3, 4; e=0), defaults(1; d=0))
typed_local() = (x::Float64 = 1; x = 2; x)
println(typed_local())
function typed2()
    local n::Int = 3
    n = 4.0
    try
        n = 4.5
    catch e
        println(typeof(e))
    end
    n
end
println(typed2())
rt(x)::Float64 = x
println(rt(1))
multi(x, ::Nothing) = "nothing"; multi(x, y) = "some"
println(multi(1, nothing), multi(1, 2))
vsum(xs::Int...) = isempty(xs) ? 0 : xs[1] + vsum(xs[2:end]...)
println(vsum(1, 2, 3))
function outer_()
    helper(x) = x == 0 ? 0 : 1 + helper(x - 1)
    helper2 = let k = 2
        x -> x * k
    end
    helper(3), helper2(4)
end
println(outer_())
const GLOB = [0]
bump!() = GLOB[1] += 1
bump!(); bump!()
println(GLOB)
glob2 = 1
usesglob() = glob2 + 1
glob2 = 10
println(usesglob())
function set_glob()
    global glob3 = 7
    nothing
end
set_glob(); println(glob3)
