# Ranges as wide as the numbers are: of no array an index, and no memory for their elements.
r = typemin(Int64):Int64(3):typemax(Int64)
println(typeof(r), " ", try length(r) catch e; e end)
println(try collect(r) catch e; typeof(e) end)
x = [1, 2, 3, 4]
for r in (1:typemax(Int), typemin(Int):typemax(Int), typemin(Int):3, typemin(Int):3:typemax(Int), typemax(Int):-1:typemin(Int), typemax(Int):-7:1, 2:typemax(Int)-1:typemax(Int), 1:0, typemax(Int):typemin(Int))
  print(r, ":")
  for f in (r -> x[r], r -> view(x, r), r -> (x[r] = 1), r -> (x[r] .= 1), r -> reshape(x, 2, 2)[r, 1], r -> view(reshape(x, 2, 2), :, r), r -> deleteat!(copy(x), r), r -> splice!(copy(x), r), r -> checkbounds(Bool, x, r), r -> view(1:4, r), r -> (1:4)[r], r->"abcd"[r])
    print(" ", try y = f(r); y isa AbstractRange || y isa AbstractVector ? length(y) : y catch e; typeof(e) end)
  end
  println()
end
for r in (big(1):big(3):big(100), big(1):big(3), big(1):big(2):big(0), Int128(1):Int128(3):Int128(100), UInt128(1):UInt128(3), UInt64(1):UInt64(3), 1:3, 'a':'c')
    println(r, " ", typeof(length(r)), " ", lastindex(r), " ", typeof(lastindex(r)), " ", isempty(r) ? 0 : r[end], " ", eachindex(r))
end
