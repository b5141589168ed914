# A failed task is shown with its error; so is a captured exception. Lists of methods of callable objects.
t = @async error("boom")
try; wait(t); catch; end
println(first(sprint(show, t), 13))
lines = split(sprint(show, MIME("text/plain"), t), '\n')
println(first(lines[1], 13), " ", lines[2], " ", startswith(lines[3], "error(::String) at"), " ", startswith(lines[4], "(::var\"#"))
showerror(stdout, CapturedException(ErrorException("x"), Any[]))
println()
println(CapturedException(ErrorException("x"), Any[]))
struct Poly; c; end
(p::Poly)(x) = sum(p.c) * x
println(split(sprint(show, methods(Poly([1]))), "\n")[1])
println(Base.splat(+)((1, 2)), " ", Tuple{Int,String}.parameters)
