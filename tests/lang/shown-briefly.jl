# what is written within aligned displays: dictionaries tell types, modules are left out; functions and callable structs
using Statistics
for d in Any[Dict(1 => Float32[1]), Dict(1 => Int[]), Dict(1 => Set{Int}()), Dict(1 => Dict(2.0f0 => 3)), Dict(Int8[1] => 2),
             Dict(1 => Union{Int,Missing}[1]), Dict(1 => Some(1)), Dict(1 => [[1.0f0]]), Dict(1 => Base.RefValue(1)), Dict(1 => (a = Int[],)),
             pairs([Int[]]), pairs((a = Int[],))]
    display(d)
    println()
    println(d)
end
module MM
struct T1 end
struct T2
    x
end
f(x) = 1
end
display([MM.T1() MM.T1()]); println()
display([MM.T1(), MM.T1()]); println()
display([MM.T2(1) MM.T2(MM.T1())]); println()
display(Dict(1 => MM.T2(1))); println()
display(Dict(1 => [MM.T2(1)])); println()
display([MM.T1 MM.T2]); println()
display([MM.f MM.f]); println()
println(sprint(show, MM.T2(1), context = :compact => true), " ", sprint(show, Vector{MM.T2}, context = :compact => true), " ", MM.T2[MM.T2(1)])
struct Foo <: Function end
struct Foo2 <: Function
    x
end
(::Foo)(x) = x
println(Foo(), " ", Foo2(1), " ", typeof(Foo()), " ", [Foo()], " ", [Foo2(1)], " ", ==(1), " ", (==(1),))
display(Foo()); println()
display(==(1)); println()
println(mean, " ", string(mean), " ", repr(mean), " ", [sum, mean, println], " ", repr(Iterators.flatten), " ", repr(Base.tail))
display(LinRange(0, 1, 0)); println()
display(PermutedDimsArray([1 2 3; 4 5 6], (2, 1))); println()
