# procs: 2
# An interrupt reaches a process that computes, whatever was sent to it before.
@everywhere hear(x) = nothing
@everywhere const started = $(RemoteChannel(() -> Channel{Int}(1)))
@everywhere function attempt(what, n)
    loop = @spawnat 3 (put!(started, 1); while true end)
    take!(started)
    for i in 1:n
        remotecall(hear, 3, what)
    end
    interrupt(3)
    try fetch(loop) catch e; typeof(e.captured.ex) end
end
println(attempt(rand(10^6), 1)) # comes with a descriptor, which ends what is read at once
println(attempt("x"^30_000, 20))
println(attempt(zeros(500), 1000)) # more than the socket holds
println(remotecall_fetch(attempt, 2, rand(10^6), 1)) # from another worker
