# Union, intersection and the like of all kinds of collections, also of what is hardly one.
told(r) = r isa AbstractSet ? string(typeof(r), " of ", sort(map(repr, collect(r)))) : string(repr(r), " ", typeof(r))
t(f) = try told(f()) catch e "error" end
V = [:(1), :(2.5), :('a'), :([1, 2, 3]), :([1.5 2; 3 4]), :(Int[]), :(["a", "b"]), :((a = 1, b = 2)), :(Set([1])),
    :(Set([2.5])), :(1:3), :(1.0:0.5:2.0), :([1, 2, 3] .> 1), :(BitSet([1, 2])), :([1, 1, 2, 2, 5]), :(Any[1, "x"])]
for f in (union, intersect, setdiff, symdiff, union!, intersect!, setdiff!, symdiff!, issubset, issetequal, isdisjoint), x in V
    println(f, "(", x, ", ...) ", join([t(() -> f(eval(x), eval(y))) for y in V], "; "))
end
