# Exceptions and their texts.
function text(f)
    try
        f()
        println("no error")
    catch e
        println(split(sprint(showerror, e), "\nClosest")[1])
    end
end
text(() -> [1, 2, 3][5])
text(() -> [1 2; 3 4][3, 3])
text(() -> "abc"[10])
text(() -> (1, 2)[5])
text(() -> Dict(:a => 1)[:b])
text(() -> sqrt(-1))
text(() -> 1 ÷ 0)
text(() -> throw(DomainError(1, "msg")))
text(() -> error("boo ", 1))
text(() -> throw(ArgumentError("bad")))
text(() -> @assert 1 == 2)
text(() -> @assert false "hey")
text(() -> Int8(200))
text(() -> Int(1.5))
text(() -> parse(Int, "x1"))
text(() -> parse(Float64, "abc"))
text(() -> undefined_name)
text(() -> undefined_name(1))
text(() -> throw(KeyError("x")))
text(() -> convert(Int, "a"))
text(() -> 1 + "a")
text(() -> sin("a"))
text(() -> nothing.x)
text(() -> [1, 2] + [1, 2, 3])
text(() -> throw(TypeError(:f, "ctx", Int, "a")))
text(() -> 1::String)
text(() -> (if 1 end))
text(() -> throw(UndefVarError(:q)))
text(() -> throw(OverflowError("of")))
text(() -> throw(BoundsError()))
text(() -> throw(BoundsError([1, 2], (1, 2))))
g(; k) = k
text(() -> g())
f(x::Int) = 1
text(() -> f("a"))
text(() -> f(1, 2))
text(() -> f(1; k=2))
text(() -> [1]())
struct MyError <: Exception
    code
end
text(() -> throw(MyError(3)))
Base.showerror(io::IO, e::MyError) = print(io, "MyError with code ", e.code)
text(() -> throw(MyError(3)))
text(() -> throw("a string"))
println(ErrorException("x"), " ", KeyError(:a), " ", ArgumentError("b"))
r = try
    error("inner")
catch e
    e.msg
finally
    println("finally")
end
println(r)
function nested()
    try
        try
            error("first")
        catch
            error("second")
        end
    catch e
        return e.msg
    end
end
println(nested())
try
    try
        error("again")
    catch
        rethrow()
    end
catch e
    println(e)
end
function cleanup(log)
    try
        return "value"
    finally
        push!(log, "done")
    end
end
log = []
println(cleanup(log), log)
for i in 1:3
    try
        i == 2 && continue
        i == 3 && break
        println(i)
    finally
        println("leaving ", i)
    end
end
recurse(n) = recurse(n + 1) + 1
text(() -> (recurse(1); nothing))
