# mapslices over each kind of dimensions, with numbers, vectors and nothing to slice.
A = reshape(1:24, 2, 3, 4)
B = collect(A)
println(mapslices(sum, B, dims=1)); println(mapslices(sum, B, dims=(1,3))); println(mapslices(x -> x .+ 1, B, dims=2)); println(mapslices(sum, B, dims=[1,2,3]))
println(mapslices(cumsum, B, dims=(2,))); println(mapslices(x -> maximum(x), [1 2;3 4], dims=2)); println(mapslices(sort, [3 1;2 5], dims=1)); println(size(mapslices(x->x[1:1], B, dims=1)))
println(mapslices(string, [1 2; 3 4], dims=1))
for z in (zeros(0,3), zeros(3,0)); try; println(mapslices(sum, z, dims=1)); catch e; println(typeof(e)); end; end
println(mapslices(sum, [1,2,3], dims=1), mapslices(sum, [1,2,3], dims=()))
