function sieve(n)
    prime = fill(true, n)
    prime[1] = false
    i = 2
    while i * i <= n
        if prime[i]
            for j in i*i:i:n
                prime[j] = false
            end
        end
        i += 1
    end
    count = 0
    for i in 1:n
        if prime[i]
            count += 1
        end
    end
    return count
end
println(sieve(10^7))
