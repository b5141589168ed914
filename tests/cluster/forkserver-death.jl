# procs: 2
# Whoever kills the fork server kills the workers; the master is told, and lives on.
using ClusterUtils
status = read("/proc/$(remotecall_fetch(getpid, 2))/status", String)
server = match(r"PPid:\s*(\d+)", status).captures[1]
t = @async reap(workers(), :(sleep(1000)))
yield()
run(`sh -c "kill -9 $server"`)
e = try fetch(t) catch e; e.task.exception end
println([x.task.exception.cause for x in e.exceptions])
println(procs(), " ", partial(e))
try addprocs(1) catch e println(e.msg) end
