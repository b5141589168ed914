# procs: 2
# What a program knows of itself and of the machine, a worker knows, too; it has no arguments.
println(remotecall_fetch(() -> (ARGS, PROGRAM_FILE, Sys.CPU_THREADS), 2) == (String[], "", Sys.CPU_THREADS))
println(PROGRAM_FILE != "", ARGS, remotecall_fetch(isinteractive, 3), remotecall_fetch(() -> @__MODULE__, 3))
