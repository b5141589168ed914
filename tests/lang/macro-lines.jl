# What a macro of another file makes does not bend the lines of the file that calls it.
using Test, Distributed
function place(f)
    try
        f()
    catch e
        m = match(r"macro-lines.jl:(\d+)", sprint(showerror, e, catch_backtrace()))
        println(m[1])
    end
end
function f(x)
    @assert x > 0
    y = @elapsed x
    error("here")
end
place(() -> f(1))
file = tempname()
write(file, "x = 1\n\n@everywhere error(\"third\")\n")
try
    include(file)
catch e
    println(e.line)
end
write(file, "x = 1\n\n\n@time @eval error(\"fourth\")\n")
try
    include(file)
catch e
    println(e.line)
end
