# References that do not keep, WeakKeyDict, C's memory that an array has.
mutable struct Node
    n::Int
end
function make(n)
    kept = Node[]
    refs = WeakRef[]
    d = WeakKeyDict{Node,Int}()
    for i in 1:n
        x = Node(i)
        push!(refs, WeakRef(x))
        d[x] = i
        i % 10 == 0 && push!(kept, x)
    end
    kept, refs, d
end
kept, refs, d = make(1000)
GC.gc()
GC.gc()
alive = count(r -> r.value !== nothing, refs)
println(100 <= alive < 200, " ", length(kept), " ", all(k -> d[k] == k.n, kept), " ", length(d) < 200, " ", all(p -> p.first.n == p.second, d))
println(typeof(d), " ", haskey(d, kept[1]), get(d, Node(3), 0), pop!(d, kept[1]), haskey(d, kept[1]), delete!(d, kept[2]) === d, get(() -> 7, d, kept[2]))
k = [1, 2]
w = WeakKeyDict(k => "a")
w[k] = "b"
println(w, length(w), w[[1, 2]], collect(keys(w)), isempty(WeakKeyDict()), typeof(WeakKeyDict()))
println(WeakRef([1]).value, " ", WeakRef("s").value, WeakRef(k) == WeakRef([1, 2]), WeakRef().value)
try WeakKeyDict("a" => 1) catch e; println(sprint(showerror, e)) end
a = unsafe_wrap(Array, Ptr{Int}(Libc.calloc(3, 8)), 3; own = true)
a[2] = 5
println(a, sum(a))
# what lives for ever
w = WeakRef(Int)
k = WeakKeyDict(Float64 => 1, String => 2)
GC.gc()
println(w.value, " ", k[Float64], k[String])
