# procs: 2
# C functions are called on workers, what they print comes in order, and their functions of the language stay theirs.
using ClusterUtils
reap(2, :(ccall(:abs, Cint, (Cint,), -4))) |> println
@everywhere begin
    const libm = "libm.so.6"
    root(x) = ccall((:sqrt, libm), Float64, (Float64,), x)
    compare(a, b)::Cint = sign(a - b)
    sorted(v) = (ccall(:qsort, Cvoid, (Ptr{Int}, Csize_t, Csize_t, Ptr{Cvoid}), v, length(v), 8, @cfunction(compare, Cint, (Ref{Int}, Ref{Int}))); v)
end
println(remotecall_fetch(() -> root(16), 3), " ", remotecall_fetch(sorted, 2, [3, 1, 2]))
k = 10
println(remotecall_fetch(() -> ccall(:abs, Cint, (Cint,), -k), 2), " ", pmap(x -> ccall(:labs, Clong, (Clong,), x), [-1, 2, -3]))
remotecall_fetch(2) do
    println("one")
    ccall(:puts, Cint, (Cstring,), "two")
    print("three ")
    ccall(:printf, Cint, (Cstring, Cint...), "%d\n", 4)
    println("five")
end
ccall(:puts, Cint, (Cstring,), "six")
println("seven")
try
    remotecall_fetch(() -> ccall(:no_such_function, Cint, ()), 2)
catch e
    println(e.pid, " ", split(e.captured.ex.msg, '\n')[1])
end
