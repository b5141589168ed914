# procs: 2
path = joinpath(mktempdir(), "x")
open(path, "w") do io
    for f in (() -> remotecall_fetch(identity, 2, io), () -> remotecall_fetch(identity, 2, Any[1, io]),
              () -> remotecall_fetch(identity, 2, current_task()))
        try
            f()
        catch e
            println(sprint(showerror, e))
        end
    end
end
try
    remotecall_fetch(() -> current_task(), 3)
catch e
    println(join(split(sprint(showerror, e), "\n")[1:2], "\n"))
end
println([remotecall_fetch(myid, p) for p in workers()])
# An error that is nested too deep to be sent is told as text, before long.
@everywhere struct Deep <: Exception; v; end
@everywhere nested(n) = foldl((v, _) -> Any[v], 1:n; init = Any[])
try
    remotecall_fetch(() -> throw(Deep(nested(5000))), 2)
catch e
    text = sprint(showerror, e)
    println(first(text, 40), " ", count(isequal('['), text))
end
