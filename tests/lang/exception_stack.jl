# Exceptions being handled: those thrown within a catch block go with the block that catches them; stack frames.
depth() = length(Base.catch_stack())
try
    try error("a") catch; error("b") end
catch
    println([x.msg for (x, bt) in Base.catch_stack()])
end
println(depth())
function nested()
    for i in 1:3
        try
            try error("a") catch; error("b") end
        catch
            i == 2 && continue
        end
    end
    try
        try error("c") finally println("in finally ", depth()) end
    catch
        println("caught ", depth())
    end
    depth()
end
println(nested())
try error("z") catch; println(nested(), " ", depth()) end
fails() = error("x")
try
    fails()
catch
    frames = stacktrace(catch_backtrace())
    println(any(f -> f.func === :fails && f.line == 26, frames), " ", eltype(frames), " ", StackTraces.StackTrace)
end
