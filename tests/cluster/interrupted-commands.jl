# procs: 2
# An interrupt ends the command that a worker runs, too.
ended(pid) = try occursin(") Z", read("/proc/$pid/stat", String)) catch; true end
for f in (run, c -> read(c, String))
    t = @async try
        remotecall_fetch(f, 2, `sh -c "echo \$\$ > pid; exec sleep 100"`)
    catch e
        e.captured.ex
    end
    timedwait(() -> isfile("pid") && filesize("pid") > 0, 10.0)
    pid = parse(Int, read("pid", String))
    interrupt(2)
    println(fetch(t), " ", timedwait(() -> ended(pid), 10.0))
    rm("pid")
end
println(remotecall_fetch(myid, 2))
