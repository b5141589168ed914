# A BitArray does what an Array{Bool} does, at lengths around whole words and from odd places.
using LinearAlgebra, Random, Serialization

const state = Ref(UInt64(12345))
function draw()
    state[] = state[] * 0x5851f42d4c957f2d + 0x14057b7ef767814f
    (state[] >> 33) % Int
end
function some(n, sort)
    sort == :none && return fill(false, n)
    sort == :all && return fill(true, n)
    sort == :few && return Bool[draw() % 16 == 0 for i in 1:n]
    sort == :runs && return Bool[(i ÷ 37) % 2 == 0 for i in 1:n]
    Bool[draw() % 2 == 0 for i in 1:n]
end

const checked = Ref(0)
const wrong = Ref(0)
function outcome(f, args...)
    try
        f(args...)
    catch e
        e isa InterruptException && rethrow()
        typeof(e)
    end
end
same(x, y) = isequal(x, y) && (!(x isa AbstractArray) || (size(x) == size(y) && count(x .!= y) == 0))
# The same of bits and of bytes; both functions get copies, which may be changed.
function check(name, f, A, rest...)
    bits = BitArray(A)
    x, y = outcome(f, bits, rest...), outcome(f, copy(A), rest...)
    checked[] += 1
    x isa BitArray && tail(x)
    tail(bits)
    same(x, y) && return
    wrong[] += 1
    wrong[] < 20 && println("differs: ", name, " of ", size(A), ": ", x, " and ", y)
end
# No bit behind the last element.
function tail(B)
    r = length(B) % 64
    r == 0 || B.chunks[end] >> r == 0 || println("bits behind the end of ", size(B))
end

sort_up(x) = sort(x)
function loop(x)
    n = 0
    for b in x
        n = 2n % 1009 + b
    end
    n
end
function sent(x)
    io = IOBuffer()
    serialize(io, x)
    seekstart(io)
    deserialize(io)
end

const lengths = [0, 1, 2, 63, 64, 65, 127, 128, 129, 200, 1000, 1024, 1025]
const sorts = [:none, :all, :few, :runs, :half]

for n in lengths, sort in sorts
    v = some(n, sort)
    for (name, f) in ["sum" => sum, "count" => count, "any" => any, "all" => all, "findall" => findall, "findfirst" => findfirst,
                      "findlast" => findlast, "copy" => copy, "not" => x -> .!x, "reverse" => reverse, "sort" => sort_up,
                      "vec" => vec, "collect" => collect, "cumsum" => cumsum, "sortperm" => sortperm, "unique" => unique,
                      "maximum" => x -> maximum(x), "minimum" => x -> minimum(x), "extrema" => x -> extrema(x),
                      "prod" => prod, "hash" => x -> hash(x) == hash(Array(x)), "eltype" => eltype, "isempty" => isempty,
                      "string" => x -> join(Int.(x)), "indices" => x -> [x[i] for i in eachindex(x)], "loop" => loop,
                      "float" => x -> Float64.(x), "plus" => x -> x .+ 1, "argmax" => x -> argmax(x), "diff" => x -> diff(x),
                      "findnext" => x -> [something(findnext(x, i), 0) for i in 1:length(x)],
                      "findprev" => x -> [something(findprev(x, i), 0) for i in 1:length(x)],
                      "count of !" => x -> count(!, x), "map !" => x -> Array(map(!, x)), "filter" => x -> filter(identity, x),
                      "any !" => x -> any(!, x), "mapreduce" => x -> mapreduce(Int, +, x, init = 0), "fill" => x -> fill!(x, true),
                      "rotate" => x -> circshift(x, 3), "int" => x -> Int.(x), "hcat" => x -> hcat(x, x), "vcat" => x -> vcat(x, x),
                      "with number" => x -> [x; true], "repeat" => x -> repeat(x, 3), "shuffled" => x -> x[end:-1:1],
                      "every third" => x -> x[1:3:end], "deepcopy" => deepcopy, "serialized" => sent, "reversed" => reverse!,
                      "equal" => x -> x == copy(x), "type" => x -> Bool[x...], "dot" => x -> dot(x, x), "in" => x -> true in x,
                      "foldl" => x -> foldl(xor, x, init = false), "zip" => x -> [a & b for (a, b) in zip(x, x)]]
        check(name, f, v)
    end
    w = some(n, :half)
    for (name, f) in ["and" => (x, y) -> x .& y, "or" => (x, y) -> x .| y, "xor" => (x, y) -> xor.(x, y), "eq" => (x, y) -> x .== y,
                      "ne" => (x, y) -> x .!= y, "lt" => (x, y) -> x .< y, "le" => (x, y) -> x .<= y, "gt" => (x, y) -> x .> y,
                      "ge" => (x, y) -> x .>= y, "times" => (x, y) -> x .* y, "nested" => (x, y) -> .!(x .& .!y) .| xor.(x, y),
                      "with true" => (x, y) -> x .& true .| false, "ifelse" => (x, y) -> ifelse.(x, y, .!y),
                      "sums" => (x, y) -> x .+ y, "masked" => (x, y) -> x[y], "masking" => (x, y) -> (1:length(x))[x],
                      "masked floats" => (x, y) -> collect(0.5:1:length(x))[x], "in place" => (x, y) -> x .= .!x .& y,
                      "into" => (x, y) -> (x .= y; x), "xor into" => (x, y) -> (x .⊻= y; x), "set masked" => (x, y) -> (x[y] .= true; x),
                      "set elements" => (x, y) -> (x[y] = reverse(x[y]); x), "append" => (x, y) -> append!(x, y),
                      "prepend" => (x, y) -> prepend!(x, y), "equal" => (x, y) -> x == y, "isequal" => (x, y) -> isequal(x, y),
                      "copyto" => (x, y) -> copyto!(x, y), "map" => (x, y) -> Array(map(xor, x, y)),
                      "map!" => (x, y) -> map!(!, x, y), "map2!" => (x, y) -> map!(&, x, x, y), "cat" => (x, y) -> [x y x],
                      "below" => (x, y) -> [x; y; x], "delete" => (x, y) -> deleteat!(x, findall(y)), "mixed" => (x, y) -> x .& (y .> 0.5),
                      "where" => (x, y) -> findall(x .& y), "count both" => (x, y) -> count(x .& y), "dot" => (x, y) -> dot(x, y),
                      "less" => (x, y) -> isless(x, y), "intersect" => (x, y) -> intersect(x, y), "outer" => (x, y) -> x .& y']
        n > 200 && name == "outer" && continue
        check(name, f, v, BitArray(w))
        check(name * " of bytes", f, v, w)
    end
    n == 0 && continue
    for i in unique([1, 2, n ÷ 2, n - 1, n]), (name, f) in [
            "get" => (x, i) -> x[i], "set" => (x, i) -> (x[i] = !x[i]; x), "insert" => (x, i) -> insert!(x, i, true),
            "deleteat" => (x, i) -> deleteat!(x, i), "splice" => (x, i) -> (splice!(x, i), x), "resize" => (x, i) -> resize!(x, i),
            "grown" => (x, i) -> (m = length(x); resize!(x, m + 3i); x[m+1:end] .= false; x), "push" => (x, i) -> push!(x, true, false, true),
            "pop" => (x, i) -> (pop!(x), x), "popfirst" => (x, i) -> (popfirst!(x), x), "pushfirst" => (x, i) -> pushfirst!(x, true, false),
            "range" => (x, i) -> x[i:end], "front" => (x, i) -> x[1:i], "set range" => (x, i) -> (x[i:end] .= true; x),
            "set by" => (x, i) -> (x[1:i] = .!x[1:i]; x), "view" => (x, i) -> view(x, i:length(x)), "view set" => (x, i) -> (view(x, 1:i) .= false; x),
            "view sum" => (x, i) -> sum(view(x, i:length(x))), "view step" => (x, i) -> .!view(x, 1:2:i), "copy part" => (x, i) -> copyto!(x, 1, x, i, length(x) - i + 1),
            "reverse part" => (x, i) -> reverse!(x, i, length(x)),
            "delete range" => (x, i) -> deleteat!(x, i:min(i + 70, length(x))), "view xor" => (x, i) -> xor.(view(x, i:length(x)), view(x, 1:length(x)-i+1)),
            "view in place" => (x, i) -> (part = view(x, i:length(x)); part .= .!part; x), "count view" => (x, i) -> count(view(x, 1:i)),
            "any view" => (x, i) -> any(view(x, i:length(x))), "step set" => (x, i) -> (x[1:2:i] .= true; x), "list" => (x, i) -> x[[i, 1, i]],
            "set list" => (x, i) -> (x[[1, i]] = [true, false]; x), "out" => (x, i) -> x[length(x) + i], "set out" => (x, i) -> x[i - length(x) - 1] = true,
            "shift" => (x, i) -> circshift(x, i), "overlap" => (x, i) -> (x[i:end] .= x[1:end-i+1]; x), "append self" => (x, i) -> append!(x, x),
            "rotate part" => (x, i) -> (x[1:i] = x[i:-1:1]; x), "findnext" => (x, i) -> findnext(x, i), "findprev" => (x, i) -> findprev(!, x, i)]
        check(name * " at $i", f, v, i)
    end
end

for dims in [(0, 3), (3, 0), (1, 1), (3, 5), (8, 8), (63, 3), (64, 2), (65, 3), (7, 11, 5), (2, 3, 4, 5), (5, 1), (1, 70)]
    M = reshape(some(prod(dims), :half), dims)
    for (name, f) in ["copy" => copy, "size" => size, "not" => x -> .!x, "sum" => x -> sum(x, dims = 1), "any" => x -> any(x, dims = 1),
                      "all" => x -> all(x, dims = 2), "sum2" => x -> sum(x, dims = 2), "count" => count, "findall" => findall, "vec" => vec,
                      "last" => x -> x[end], "slice" => x -> x[1, ntuple(_ -> :, ndims(x) - 1)...], "column" => x -> x[ntuple(_ -> :, ndims(x) - 1)..., 1],
                      "reshape" => x -> reshape(x, :, size(x, ndims(x))), "shared" => x -> (y = vec(x); isempty(y) || (y[end] = !y[end]); x),
                      "permuted" => x -> permutedims(x, ndims(x):-1:1), "hcat" => x -> hcat(x, x), "vcat" => x -> vcat(x, x), "masked" => x -> x[x],
                      "self" => x -> x .& .!x, "cat" => x -> cat(x, x, dims = ndims(x) + 1), "reverse" => x -> isempty(x) ? x : reverse(x, dims = 1),
                      "columns" => x -> x .& x[:, 1], "rows" => x -> xor.(x, x[1:1, ntuple(_ -> :, ndims(x) - 1)...]), "set" => x -> (x[1, ntuple(_ -> :, ndims(x) - 1)...] .= true; x),
                      "set column" => x -> (x[:, 1] .= .!x[:, 1]; x), "view" => x -> view(x, :, 1), "view row" => x -> .!view(x, 1, ntuple(_ -> :, ndims(x) - 1)...),
                      "view set" => x -> (view(x, 1, ntuple(_ -> :, ndims(x) - 1)...) .= false; x), "dropped" => x -> dropdims(x[:, 1:1, ntuple(_ -> 1, ndims(x) - 2)...], dims = 2),
                      "map" => x -> Array(map(!, x)), "mapped" => x -> Array(mapslices(reverse, x, dims = 1)), "cumsum" => x -> cumsum(x, dims = 1),
                      "fold" => x -> reduce(xor, x, init = false), "repeat" => x -> repeat(x, 2), "loop" => loop, "serialized" => sent, "any index" => x -> x[[1], 1, ntuple(_ -> 1, ndims(x) - 2)...],
                      "cartesian" => x -> [x[i] for i in CartesianIndices(x)], "set by mask" => x -> (x[x] .= false; x), "maximum" => x -> maximum(x, dims = 1),
                      "hash" => x -> hash(x) == hash(Array(x)), "float" => x -> x .* 1.5, "fill" => x -> fill!(x, true), "zero" => zero, "similar" => x -> size(similar(x)),
                      "bool columns" => x -> x[:, fill(true, size(x, 2)), ntuple(_ -> :, ndims(x) - 2)...], "by masks" => x -> x[trues(size(x, 1)), 1]]
        check(name, f, M)
    end
    ndims(M) == 2 || continue
    for (name, f) in ["transposed" => x -> Array(x'), "transpose" => x -> permutedims(x), "product" => x -> x * x', "times" => x -> x * ones(Int, size(x, 2)),
                      "rows" => x -> [x[i, :] for i in 1:size(x, 1)], "element" => x -> [x[i, j] for i in 1:size(x, 1), j in 1:size(x, 2)],
                      "store" => x -> (for i in 1:size(x, 1), j in 1:size(x, 2); x[i, j] = isodd(i + j); end; x), "tril" => x -> isempty(x) ? x : Array(tril(x)),
                      "rotl" => rotl90, "rot180" => rot180, "rotr" => rotr90, "with transpose" => x -> x .& (x')', "eachcol" => x -> [sum(c) for c in eachcol(x)],
                      "diag" => x -> Array(diag(x)), "block" => x -> x[1:end-1, 2:end], "set block" => x -> (x[1:end-1, 2:end] .= true; x),
                      "view block" => x -> .!view(x, 1:size(x, 1)-1, 1:size(x, 2)), "view block set" => x -> (part = view(x, 1:size(x, 1)-1, :); part .= .!part; x),
                      "outer" => x -> x[:, 1] .& x[1, :]', "norm" => x -> norm(x), "kron" => x -> kron(x, Bool[1 0]), "any rows" => x -> any(x, dims = 2)]
        check(name, f, M)
    end
end
println(wrong[], " of ", checked[] > 10000 ? "many" : checked[], " differ")

# What it is and how it is shown.
B = BitArray([1, 0, 1, 1])
println(typeof(B), " ", typeof(trues(2, 3)), " ", B, " ", BitArray(undef, 0), " ", sizeof(falses(65)), " ", sizeof(trues(64)), " ", sizeof(BitArray(undef, 0)))
display(trues(2, 3)); println()
display(B .& falses(4)); println()
println(B.chunks, " ", B.len, " ", trues(70).chunks, " ", BitArray(undef, 0).chunks)
println([Base.summarysize(x) for x in (falses(1000), falses(0), falses(3, 4), falses(2, 3, 4))], " ", falses(3, 4).dims, " ", propertynames(B))
let io = IOBuffer()
    print(write(io, trues(70)), " ", take!(io), " ", read!(IOBuffer(UInt8[5, 0, 0, 0, 0, 0, 0, 0]), falses(3)), " ")
    println(try read!(IOBuffer(UInt8[255, 0, 0, 0, 0, 0, 0, 0]), falses(3)) catch e; e end)
end
let b = trues(5), a = [1, 2, 3]
    println(splice!(b, 2, [false, false]), copy(b), splice!(b, 2:4), copy(b), splice!(b, 1:2, (false, true, false)), b, a[fill(3)], size(b[fill(2)]))
    a[fill(2)] = fill(7)
    println(a)
end
let b = trues(3), w = b.chunks
    w[1] = 5
    push!(b, true)
    println(b, " ", w[1], " ", try pointer(b) catch e; e end)
end
println([typeof(x) for x in (B .> 0, .!B, B .+ B, B .& true, map(!, B), B[B], B[1:2], [B B], vcat(B, [true]), copy(B), similar(B), similar(B, Int), reverse(B), vec(trues(2, 2)), collect(B), Array(B), filter(identity, B), B', sort(B))])
println([typeof(x) for x in (convert(BitArray, [true]), convert(Array{Bool}, B), BitVector([1, 0]), BitMatrix([true false]), trues((2,)), falses(3), reshape(B, 2, 2), B[:], B[[1, 2]], fill!(B, true), identity.(B), bitrand(3))])
println(reinterpret(UInt8, BitArray([1, 0, 1])), " ", try B[1] = 2 catch e; typeof(e) end, " ", try push!(B, 3) catch e; typeof(e) end, " ", try trues(2, 2)[1, 3] catch e; e end)
for f in (() -> BitArray(undef, -1), () -> trues(2, -3), () -> falses((-1,)))
    try f() catch e println(sprint(showerror, e)) end
end
