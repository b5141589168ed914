# procs: 2
using Distributed, Serialization
trip(x) = (io = IOBuffer(); serialize(io, x); seekstart(io); deserialize(io))
v = collect(1:10)
M = reshape(collect(1:12), 3, 4)
for x in (view(v, 3:5), view(v, 2:3:8), view(v, [5, 1]), view(M, 2, :), view(M, :, 2:3), view(M, 2:3, [1, 4]), view(M, 1, 2),
          view(M, :, :), view(v, 4), view(M, 1:2, 3), view(view(v, 2:9), 2:3), view(1:10, 2:3), @view(M[end, end:-1:1]))
    y = trip(x)
    z = remotecall_fetch(identity, 2, x)
    println(summary(y), " ", y == x, z == x, typeof(x) == typeof(y), " ", size(parent(y)), " ", parentindices(y))
end
big = zeros(100_000)
io = IOBuffer(); serialize(io, view(big, 1:3)); println(position(io) < 1000)
y = trip(view(v, 3:5)); y[1] = 100; println(y, v[3], sum(y))
println(trip([view(v, 1:2), view(v, 2:3)]))
println(remotecall_fetch(x -> (x[1] = 9; sum(x)), 2, view(v, 2:3)), v[2])
