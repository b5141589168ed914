mutable struct A; x; end
a = A(1)
println(finalizer(x -> println("first ", x.x), a) === a)
finalizer(x -> println("second ", x.x), a)
finalize(a)
println("-")
finalize(a)
struct B; end
for v in (1, B(), (1, 2), 2.5)
    try finalizer(println, v) catch e println(e) end
end
b = A(2)
finalizer(x -> error("goes to standard error"), b)
finalize(b)
# run by collections
count_dead = Ref(0)
make(n) = for i in 1:n; finalizer(x -> (count_dead[] += x.x), A(1)); end
make(1000); GC.gc(); GC.gc()
println(900 <= count_dead[] <= 1000)
# also at a safe point, without a call of GC.gc
function until_collected()
    s = 0
    while count_dead[] < 1900
        make(1)
        s += length(string(s))
    end
    true
end
make(1000); GC.gc(); println(until_collected())
# an open file keeps its own end, too
f = open(tempname(), "w"); finalizer(x -> nothing, f); finalize(f); println(isopen(f)); rm(f.name[7:end-1])
atexit(() -> println("hook"))
c = A(3); finalizer(x -> println("at the end ", x.x), c)
