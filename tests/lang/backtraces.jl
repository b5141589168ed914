# Frames show the types of arguments and keywords; a method's line is that of its head; errors within handlers.
function frames(f)
    try
        f()
    catch e
        for line in split(sprint(showerror, e, catch_backtrace()), '\n')
            m = match(r"^ \[\d+\] (.*) at \S*?(backtraces\.jl:\d+.*)$", line)
            m === nothing || occursin("top-level", line) || println(m[1], " at ", m[2])
        end
        println(sprint(showerror, e))
    end
end
@noinline deep(x; k = 1) = x > 2 ? error("deep ", x, k) : deep(x + 1; k = k)
@noinline outer(v::Vector{T}, s::AbstractString) where {T} = deep(v[1]; k = 2)
@noinline rest(a, more...) = throw(DomainError(more, "rest"))
struct Callable
    x::Int
end
@noinline (c::Callable)(y) = throw(ArgumentError("called $(c.x) $y"))
@noinline Callable(s::String) = Callable(parse(Int, s), 1, 2)
@noinline of_type(::Type{T}, x) where {T} = throw(KeyError((T, x)))
@noinline keywords(x; a, b = a) = error(a, b)
frames() do
    outer([3.5], "q")
end
frames(() -> rest(1, "a"))
frames(() -> Callable(1)(2.0))

frames(() -> of_type(Int, nothing))
frames(() -> keywords(1, a = "x"))
macro thrown(x)
    :(error($(esc(x))))
end
@noinline function with_macro(y)
    z = y

    @thrown z
end
frames(() -> with_macro("m"))

struct Made
    x
    function Made(x)

        new(x)
    end
    Made() = new(1)
end
@eval function evaluated(x)

    x
end
place(m) = (basename(string(m.file)), m.line)
foreach(m -> println(place(m)), [methods(Made)...; methods(evaluated)...; methods(with_macro)...])
try
    try
        error("first")
    catch
        error("second")
    end
catch
    println([e[1] for e in Base.catch_stack()])
end
