# A name is looked up while other tasks run; what is not a name is an error.
using Sockets
running = Ref(true)
ticks = Ref(0)
ticking = @async while running[]; ticks[] += 1; yield(); end
println(getaddrinfo("127.0.0.1"), " ", getaddrinfo("127.0.0.1", IPv4), " ", getalladdrinfo("127.0.0.1"))
println(ticks[] > 0)
running[] = false
wait(ticking)
for host in ("", "no such host", "a\0b")
    try
        getaddrinfo(host)
    catch e
        println(e isa Union{Sockets.DNSError,ArgumentError})
    end
end
several = [@async getaddrinfo("127.0.0.1") for _ in 1:20]
println(all(==(ip"127.0.0.1"), map(fetch, several)))
println(getnameinfo(ip"127.0.0.1") isa String)
