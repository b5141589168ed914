# Sockets: addresses, TCP, named pipes, datagrams, errors; readers that wait let other tasks run.
using Sockets
tell(f) = try println(repr(f())) catch e; println(typeof(e), ": ", sprint(showerror, e)) end
shape(x) = replace(repr(x), r"0x0000[0-9a-f]{4}" => "0x…")

println(ip"127.0.0.1", " ", repr(ip"127.0.0.1"), " ", ip"::1", " ", repr(ip"2001:db8::1:0:0:1"), " ", IPv4(0x7f000001), " ", IPv4(1, 2, 3, 4))
println(IPv6(1), " ", IPv6(0x2001, 0, 0, 1, 0, 0, 0, 1), " ", ip"::ffff:1.2.3.4", " ", ip"1:0:0:2:0:0:0:3", " ", ip"::", " ", ip"1::")
for text in ("10.0.0.1", "300.0.0.1", "1.2.3.4.5", "abc", "1.2.3.", "010.1.1.1", "")
    tell(() -> parse(IPAddr, text))
end
tell(() -> IPv4(1, 2, 3, 400))
tell(() -> IPv4(-1))
tell(() -> IPv4(2^40))
println(IPv4(1) < IPv4(2), sort([ip"10.0.0.2", ip"9.0.0.1"]), UInt32(ip"1.2.3.4"), " ", Int(ip"0.0.0.5"), " ", ip"1.2.3.4".host)

server = listen(0)
println(shape(server), " ", typeof(getsockname(server)), " ", getsockname(server)[1])
port = Int(getsockname(server)[2])
tell(() -> listen(port))
tell(() -> listen(ip"1.2.3.4", 80))
tell(() -> getaddrinfo("no such.invalid"))
println(getaddrinfo("127.0.0.1"))

echo = @async begin
    c = accept(server)
    println("accepted ", getsockname(c)[1], " ", getpeername(c)[1], " ", shape(c))
    while !eof(c)
        println(c, "echo: ", readline(c))
    end
    "served"
end
c = connect(port)
println(shape(c))
reader = @async readline(c)
yield()
println(istaskstarted(reader), istaskdone(reader))
println(c, "hello")
println(fetch(reader))
write(c, "a\nb\n")
println(readline(c), "|", readline(c, keep = true), "|", isopen(c), isreadable(c), iswritable(c), bytesavailable(c))
close(c)
println(shape(c), isopen(c), fetch(echo))
tell(() -> write(c, "x"))
tell(() -> readline(c))
tell(() -> eof(c))

# Sizes beyond the system's buffers, both ways at once
data = [UInt8(i % 251) for i in 1:3_000_000]
back = @async (s = accept(server); w = @async write(s, data); got = read(s, length(data)); wait(w); close(s); got == data)
c = connect(ip"127.0.0.1", port)
w = @async write(c, data)
println(read(c, length(data)) == data, fetch(w), fetch(back), eof(c), isopen(c))
tell(() -> write(c, "late"))

# Many at once, each in a task
@async for i in 1:20
    s = accept(server)
    @async (write(s, uppercase(readline(s)), "\n"); close(s))
end
println(asyncmap(i -> (s = connect(port); println(s, "client $i"); read(s, String)), 1:20) == ["CLIENT $i\n" for i in 1:20])

# Values and pieces
@async (s = accept(server); write(s, 0x01, Int32(7), 2.5, "line1\nline2\nrest|tail"); close(s))
c = connect("127.0.0.1", port)
println(read(c, UInt8), read(c, Int32), read(c, Float64), readline(c), readuntil(c, "\n"), read(c, Char), readuntil(c, '|', keep = true), String(readavailable(c)), eof(c))
tell(() -> read(c, UInt8))
println(read(c, 3), readlines(c), collect(eachline(c)))
waiting = @async try accept(server) catch e; e; end
yield()
close(server)
println(repr(fetch(waiting)), repr(server))
tell(() -> accept(server))
tell(() -> connect(port))
port, s = listenany(8000)
println(typeof(port), port >= 8000, typeof(s))
close(s)

# Named pipes
path = joinpath(mktempdir(), "pipe")
s = listen(path)
println(shape(s))
@async (c = accept(s); write(c, reverse(readline(c)), "\n"); close(c))
c = connect(path)
println(shape(c), println(c, "xyz"), readline(c))
close(s)
println(ispath(path))
tell(() -> connect("/nonexistent/x"))
tell(() -> listen("/nonexistent/x"))

# Datagrams
u = UDPSocket()
println(repr(u))
uport = 40000 + getpid() % 20000
while !bind(u, ip"127.0.0.1", uport); global uport += 1; end
v = UDPSocket()
received = @async recvfrom(u)
send(v, ip"127.0.0.1", uport, "datagram")
from, bytes = fetch(received)
println(from.host, " ", String(bytes), " ", typeof(from))
send(v, ip"127.0.0.1", uport, UInt8[1, 2])
println(recv(u), repr(u), close(u), close(v), repr(u), Sockets.InetAddr(ip"1.2.3.4", 80))

# Pipes between tasks and to commands
p = Pipe()
println(repr(p))
Base.link_pipe!(p)
println(shape(p))
@async (println(p, "one"); println(p.in, "two"); close(p.in))
println(readline(p), " ", read(p.out, String), isopen(p), eof(p), repr(p))
o, e = Pipe(), Pipe()
process = run(pipeline(`sh -c "echo out; echo err >&2; exit 3"`, stdout = o, stderr = e), wait = false)
close(o.in)
close(e.in)
println(readlines(o), readlines(e), wait(process), process.exitcode)
cat = open(`cat`, "r+")
println(cat.in, "to cat")
close(cat.in)
println(read(cat.out, String), typeof(cat.in), success(cat))
println(RawFD(1), RawFD(3) == RawFD(3))
tell(() -> write(Pipe(), "x"))
