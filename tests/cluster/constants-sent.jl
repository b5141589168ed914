# procs: 1
# Constants go along with the functions that use them, whatever the compiler made of their values.
using Distributed
const a1 = 5; const a2 = 3.5; const a3 = true; const a4 = nothing; const a5 = 'c'; const a6 = 100000; const a7 = :sym; const a8 = (1, 2); const a9 = 1:3
const a10 = 7; const a11 = big(3); const a12 = missing; const a13 = UInt8(3); const a14 = 1//2; const a15 = Int; const a16 = -5; const a17 = 2
println(@fetchfrom 2 (a1, a2, a3, a4, a5, a6, a7, a8, a9))
println(@fetchfrom 2 a10 + 1)
println(@fetchfrom 2 (a11, a12, a13, a14, a15, a16))
f() = @fetchfrom 2 3 * a17
println(f())
const b1 = 5; println(remotecall_fetch(x -> x - b1, 2, 10))
const b2 = 5; println(remotecall_fetch(x -> x < b2, 2, 10))
const b3 = 5; println(remotecall_fetch(x -> x[b3], 2, 1:10))
const b4 = 2; println(remotecall_fetch(x -> x^b4, 2, 10))
const b5 = false; println(remotecall_fetch(() -> b5 ? 1 : 2, 2))
const b6 = nothing; println(remotecall_fetch(() -> b6 === nothing, 2))
const b7 = 3; println(pmap(x -> [x * i for i in 1:b7], 1:2))
const b8 = 3; println(pmap(x -> begin b8 = 10; b8 + x end, 1:2), @fetchfrom 2 isdefined(Main, :b8))
const b9 = 4; r = @distributed (+) for i in 1:b9; i * b9; end; println(r)
const list = [1, 2]
println(@fetchfrom 2 list)
push!(list, 3)
println(length(list), " ", @fetchfrom 2 isconst(Main, :list))
