# what objects of the start image come to refer to lives on: globals of its modules, its dictionaries, its methods
Base.eval(:(kept_for_test = [string("kept", i) for i in 1:1000]))
table = ENV
struct Held; x; end
Base.length(h::Held) = length(h.x) + length("added")
noise() = (for i in 1:20_000; [string(i)]; end; GC.gc())
noise(); noise()
println(Base.kept_for_test[1000], " ", length(Held([1, 2])))
Base.eval(:(kept_for_test = Dict(i => [i] for i in 1:2000)))
noise(); noise()
println(sum(v[1] for v in values(Base.kept_for_test)))
using Random
Random.seed!(1)
x = rand(3)
noise()
Random.seed!(1)
println(x == rand(3))
