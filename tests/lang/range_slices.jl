# Slices of ranges of floats are as exact as the ranges.
function slices(T)
    n = 0
    for a in -5:4:25, s in (-5:-1..., 1:7...), d in 1:25, len in 2:9
        r = T(a) / T(d):T(s) / T(d):T(a + (len - 1) * s) / T(d)
        v = collect(r)
        for i in (1:3:length(r), length(r):-2:1, 2:2:length(r), 2:length(r))
            n += collect(r[i]) != v[i]
        end
    end
    n
end
println(slices(Float64), " ", slices(Float32))
r = 0.1:0.1:2.0
println(r[1:3:end], " ", r[end:-4:1], " ", r[3:2], " ", step(r[1:3:end]), " ", last(r[2:5:end]))
