function fib(n)
    n < 2 && return n
    return fib(n - 1) + fib(n - 2)
end
println(fib(32))
