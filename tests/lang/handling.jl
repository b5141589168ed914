f(x; y = 1, z) = x + y + z
try f(1) catch e println(sprint(showerror, e)) end
try f(1, w = 2, z = 1) catch e println(typeof(e)) end
h(; a = 1, kw...) = (a, sort(collect(kw), by = first))
println(h(b = 2, a = 3, c = 4))
k(args...; kwargs...) = (args, length(kwargs), haskey(kwargs, :x), get(kwargs, :x, 0))
println(k(1, 2; x = 5), k())
opts = (y = 5, z = 6)
println(f(1; opts...), f(1; z = 2, Dict(:y => 3)...))
m(a, b = a + 1, c = a * b) = (a, b, c)
println(m(1), m(1, 5), m(1, 5, 9))
v(x, xs...) = (x, xs, length(xs))
println(v(1), v(1, 2, 3), v([1, 2]...))
w = 3
try
    w()
catch e
    println(sprint(showerror, e))
end
struct Adder; n::Int; end
(a::Adder)(x) = a.n + x
println(Adder(3)(4), map(Adder(1), [1, 2]))
function outer(n)
    helper(x) = x <= 0 ? 0 : x + helper(x - 1)
    helper(n)
end
println(outer(4))
function err_in_nested()
    inner() = error("deep")
    inner()
end
try err_in_nested() catch e; println(e.msg); println(length(stacktrace(catch_backtrace())) > 0) end
function with_finally(x)
    try
        x > 0 && return "early"
        x < 0 && error("neg")
        "normal"
    catch e
        "caught $(e.msg)"
    finally
        print("[f]")
    end
end
println(with_finally(1), with_finally(0), with_finally(-1))
struct MyErr <: Exception; code::Int; end
Base.showerror(io::IO, e::MyErr) = print(io, "MyErr with code ", e.code)
try throw(MyErr(7)) catch e println(sprint(showerror, e), " ", e.code, " ", e) end
res = try
    throw(MyErr(3))
catch e
    if e isa MyErr
        e.code * 2
    else
        rethrow()
    end
end
println(res)
function chain()
    try
        try
            error("first")
        catch e
            throw(MyErr(1))
        end
    catch e2
        return [typeof(x[1]) for x in Base.catch_stack()]
    end
end
println(chain())
println(try error("x") catch end === nothing)
try
    try
        error("orig")
    finally
        println("cleanup")
    end
catch e
    println("outer ", e.msg)
end
for i in 1:2
    try
        i == 1 && throw(ArgumentError("one"))
        println("ok ", i)
    catch ex
        println("caught ", ex)
    else_done = true
    end
end
@noinline q(x) = x === nothing ? throw(ArgumentError("nothing")) : x
println(q(1)); try q(nothing) catch e println(e) end
println(@macroexpand(@assert true) isa Expr)
warnlog = IOBuffer()
@show 1 + 2
x = @show "s"
println(x)
retry_count = 0
function flaky()
    global retry_count += 1
    retry_count < 3 && error("flaky")
    retry_count
end
println(retry(flaky, delays = [0.0, 0.0, 0.0])())
println(sprint(io -> print(io, "a", 1)), sprint(show, "x"), repr([1, 2]))
println(error isa Function, isa(ErrorException("a"), Exception), ErrorException("a") == ErrorException("a"))
exc = ErrorException("hey"); println(exc, " ", exc.msg, " ", string(exc))
println(try [][1] catch e; typeof(e) end, try Dict()[1] catch e; e.key end)
