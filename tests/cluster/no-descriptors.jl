# procs: 2
# A worker that can open no more files says so when an array is sent to it, and works on.
@everywhere open_all() = (global open_files = Any[]; try; while true; push!(open_files, open("/dev/null")); end; catch; end; nothing)
@everywhere close_all() = (foreach(close, open_files); empty!(open_files); nothing)
remotecall_fetch(open_all, 2)
try
    remotecall_fetch(sum, 2, ones(10^6))
catch e
    println(sprint(showerror, e))
end
println(remotecall_fetch(sum, 2, [1, 2]), " ", remotecall_fetch(sum, 3, ones(10^6)))
remotecall_fetch(close_all, 2)
println(remotecall_fetch(sum, 2, ones(10^6)))
