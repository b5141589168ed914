function product(a, b)
    n = size(a, 1)
    c = zeros(n, n)
    for i in 1:n
        for j in 1:n
            s = 0.0
            for k in 1:n
                s += a[i, k] * b[k, j]
            end
            c[i, j] = s
        end
    end
    return c
end
function matrix(n)
    m = zeros(n, n)
    for i in 1:n
        for j in 1:n
            m[i, j] = (i - j) * (i + j - 2) / n
        end
    end
    return m
end
c = product(matrix(300), matrix(300))
println(c[150, 151])
