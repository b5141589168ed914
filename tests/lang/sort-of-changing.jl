# What is called while an array is sorted changes it: the order is that of the elements there were.
x = collect(1:9)
sort!(x, lt = (a, b) -> (length(x) > 3 && pop!(x); a > b))
println(length(x), " ", all(in(1:9), x))
x = collect(1:40)
println(sort!(x, by = a -> (length(x) > 2 && pop!(x); -a)) === x, " ", length(x), " ", all(in(1:40), x))
x = collect(1:40)
println(isperm(sortperm(x, lt = (a, b) -> (isempty(x) || pop!(x); a > b))), " ", length(x))
struct Odd; n::Int; end
y = [Odd(i) for i in 30:-1:1]
Base.isless(a::Odd, b::Odd) = (length(y) > 5 && pop!(y); a.n < b.n)
println(isperm(sortperm(y)), " ", length(y))
y = [Odd(i) for i in 30:-1:1]
println(length(sort(y)), " ", length(y))
y = [Odd(i) for i in 30:-1:1]
sort!(y)
println(length(y), " ", all(o -> o.n in 1:30, y))
x = collect(1:9)
println(try searchsortedfirst(x, 8, lt = (a, b) -> (empty!(x); a < b)) catch e; typeof(e) end, " ", x)
