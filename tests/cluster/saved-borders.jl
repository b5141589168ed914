# procs: 1
# a file is read in parts: whatever lies at their borders is read back
using ClusterUtils
file = tempname()
good = 0
for n in 32690:32780
    x = Any["x"^n, Pair{Int64,Float64}(1, 2.0), [1//2], :name, (a = 1,), Set([1])]
    save(file, x)
    global good += isequal(load(file), x)
end
println(good)
rm(file)
