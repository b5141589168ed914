# A generator that a program has damaged reads and writes no memory but its own.
using Random
for damage in (r -> r.idxF = 10^9, r -> r.idxF = -5, r -> r.idxI = 10^9, r -> r.idxI = -5, r -> resize!(r.vals, 5),
               r -> resize!(r.ints, 5), r -> resize!(r.state.val, 5), r -> (empty!(r.vals); empty!(r.ints)), r -> popfirst!(r.state.val))
    r = MersenneTwister(1)
    damage(r)
    for f in (rand, r -> rand(r, Int), r -> rand(r, UInt128), r -> rand(r, 10), r -> rand(r, 1000), r -> rand(r, UInt8, 999),
              r -> rand(r, Float32, 999), r -> rand(r, Bool, 999), randn, r -> randn(r, 999), r -> shuffle(r, 1:99), copy,
              r -> Random.seed!(r, 1))
        try
            f(r)
        catch e
            e isa Union{ArgumentError,DomainError} || println(typeof(e))
        end
    end
    println(rand(MersenneTwister(1)))
end
try
    MersenneTwister(UInt32[1], MersenneTwister(1).state, zeros(3), zeros(UInt128, 501), 0, 0)
catch e
    println(sprint(showerror, e))
end
