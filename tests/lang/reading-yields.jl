# While one task reads from a command or a pipe, the others run.
log = String[]
p = open(`sh -c 'read x; echo got $x'`, "r+")
reader = @async push!(log, readline(p))
other = @async (for i in 1:3; yield(); push!(log, "other $i"); end; println(p.in, "word"); close(p.in))
wait(other); wait(reader)
println(log)

# a command's whole output, while a task counts
counted = 0; done = false
t = @async while !done; global counted += 1; sleep(0.001); end
s = read(`sh -c 'sleep 0.1; echo ready'`, String)
done = true; wait(t)
print(s); println(counted > 3)

# more than a pipe holds, there and back: writer and reader are tasks of one process
p = open(`cat`, "r+")
text = repeat("0123456789abcdef", 40000)
w = @async (write(p.in, text); close(p.in))
back = read(p.out, String)
wait(w)
println(length(back), " ", back == text)

# two tasks that wait for the same stream
p = open(`sh -c 'read x; echo $x; echo $x$x'`, "r+")
ts = [@async readline(p) for _ in 1:2]
yield(); println(p.in, "ab"); close(p.in)
println(sort(map(fetch, ts)))
