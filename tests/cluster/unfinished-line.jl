# procs: 2
# What a worker has printed appears, also when the line is not finished at the end.
remotecall_fetch(() -> print("from a worker that ends"), 3)
rmprocs(3)
remotecall_fetch(() -> print("at the end of the program"), 2)
