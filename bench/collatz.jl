function longest(limit)
    best, at = 0, 0
    for n in 1:limit
        k, steps = n, 0
        while k != 1
            k = k % 2 == 0 ? k ÷ 2 : 3k + 1
            steps += 1
        end
        if steps > best
            best, at = steps, n
        end
    end
    return at, best
end
println(longest(300000))
