println(div(7, 2, RoundNearest), " ", div(5, 2, RoundNearestTiesUp), " ", div(5, 2, RoundNearestTiesAway), " ", div(-5, 2, RoundNearestTiesUp), " ", div(-5, 2, RoundNearestTiesAway), " ", div(5, 2, RoundNearest), " ", div(7, 2, RoundUp))
show(stdout, MIME("text/plain"), '\U1F600')
println()
println(range(1f0, 2, length = 3), " ", range(1//3, 1, length = 3)[1], " ", collect(range(0, 1//2, length = 3)))
println([0:0.1:1, 1:2])
println(convert(StepRangeLen, 1:3), " ", range(1im, length = 2)[2])
println(sortperm(5:7), " ", sortperm(3:-1:1), " ", sortperm(1:2:5))
x = [5, 3, 8, 1]
println(typeof(partialsort(x, 1:2)), " ", partialsort(x, 1:2), " ", partialsortperm(x, 1:2))
println(@. sin([0, 0]) + $sum([1, 2]))
try
    [1 2; 3 4][CartesianIndex(3, 3)]
catch e
    println(sprint(showerror, e))
end
try
    reverse([1 2; 3 4])
catch e
    println(sprint(showerror, e))
end
println(collect(big(1.0):0.5:2) == [1, 1.5, 2])
