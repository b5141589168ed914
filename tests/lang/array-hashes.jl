# Arrays that are equal hash the same, whatever holds their elements.
using LinearAlgebra, SharedArrays
same(a, b) = println(isequal(a, b), " ", hash(a) == hash(b), " ", hash(a, UInt(3)) == hash(b, UInt(3)), " ", haskey(Dict(a => 1), b))
same(view([1, 2, 3], 1:2), [1, 2])
same(1:3, [1, 2, 3])
same([1 2; 3 4]', [1 3; 2 4])
same(BitArray([1, 0]), [true, false])
same(Diagonal([1, 2]), [1 0; 0 2])
same(SharedArray([1, 2, 3]), [1.0, 2.0, 3.0])
same([view([1, 2], 1:1)], [[1]])
println(hash([1, 2]) == hash([1 2]), " ", length(unique([view([1, 1, 2], 1:1), view([1, 1, 2], 2:2), [2]])))
