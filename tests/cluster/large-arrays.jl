# procs: 2
# large arrays travel as memory; both sides may write afterwards without the other seeing it
a = collect(1.0:100_000.0)
f = @spawnat 2 (global held = a; sum(a))
println(fetch(f) == sum(a))
a[1] = -1
println(remotecall_fetch(() -> Main.held[1], 2))
remotecall_fetch(() -> (Main.held[2] = -2; push!(Main.held, 5); length(Main.held)), 2)
println(a[2], " ", length(a))
b = remotecall_fetch(() -> getfield(Main, :held), 2)
println(b[1:3], " ", length(b), " ", b[end])
b[3] = 0
push!(b, 1)
println(remotecall_fetch(() -> getfield(Main, :held)[3], 2), " ", length(b))
M = remotecall_fetch(() -> fill(0x07, 600, 700), 3)
println(size(M), " ", all(==(0x07), M), " ", sum(M))
c = complex.(ones(40_000), 2)
println(remotecall_fetch(sum, 3, c))
