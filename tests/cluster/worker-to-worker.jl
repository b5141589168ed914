# procs: 3
println(remotecall_fetch(() -> remotecall_fetch(() -> myid() * 10, 3), 2))
f = @spawnat 2 (@spawnat 4 myid() + 0.5)
println(fetch(fetch(f)))
c = RemoteChannel(() -> Channel{Int}(10), 3)
@sync for p in workers()
    @spawnat p put!(c, p)
end
println(sort([take!(c) for _ in workers()]))
r = try
    remotecall_fetch(() -> remotecall_fetch(() -> error("deep"), 4), 2)
catch e
    e
end
println(split(sprint(showerror, r), "\n")[1:2])
println(remotecall_fetch(() -> (try; remotecall_fetch(myid, 17); catch e; sprint(showerror, e); end), 3))
