# Sockets: addresses, connections over TCP and named pipes, datagrams. The system's calls are in base/socket.c.
module Sockets
export @ip_str, IPAddr, IPv4, IPv6, TCPSocket, UDPSocket, accept, bind, connect, getaddrinfo, getalladdrinfo, getipaddr, getipaddrs,
    getnameinfo, getpeername, getsockname, islinklocaladdr, listen, listenany, recv,
    recvfrom, send
import Base: bind, LibuvStream, PipeEndpoint, IOError, isopen, close, show, print, parse, _stream

## ---- addresses ----
abstract type IPAddr end
Base.isless(a::T, b::T) where {T<:IPAddr} = isless(a.host, b.host)
Base.Broadcast.broadcastable(ip::IPAddr) = Ref(ip)
struct IPv4 <: IPAddr
    host::UInt32
    IPv4(host::UInt32) = new(host)
    IPv4(a::UInt8, b::UInt8, c::UInt8, d::UInt8) = new(UInt32(a) << 24 | UInt32(b) << 16 | UInt32(c) << 8 | d)
    function IPv4(parts::Vararg{Integer,4})
        all(p -> 0 <= p <= 255, parts) || throw(ArgumentError("IPv4 field out of range (must be 0-255)"))
        IPv4(map(UInt8, parts)...)
    end
end
struct IPv6 <: IPAddr
    host::UInt128
    IPv6(host::UInt128) = new(host)
    function IPv6(parts::Vararg{Integer,8})
        all(p -> 0 <= p <= 0xffff, parts) || throw(ArgumentError("IPv6 field out of range (must be 0-65535)"))
        new(foldl((host, p) -> host << 16 | UInt128(p), parts; init = UInt128(0)))
    end
end
for (T, U, bits) in ((:IPv4, UInt32, 32), (:IPv6, UInt128, 128))
    @eval function $T(host::Integer)
        host < 0 && throw(ArgumentError($("$T address must be positive")))
        typemax($U) < host && throw(ArgumentError($("$T address must fit within $bits bits")))
        $T($U(host))
    end
    @eval (::Type{N})(ip::$T) where {N<:Integer} = N(ip.host)
end
print(io::IO, ip::IPv4) = join(io, ((ip.host >> shift) & 0xff for shift in (24, 16, 8, 0)), '.')
field(ip::IPv6, i) = UInt16(ip.host >> (16 * (7 - i)) & 0xffff)
# The longest run of two zeros or more is left out.
function print(io::IO, ip::IPv6)
    from, zeros = 0, 0
    i = 0
    while i < 8
        n = 0
        while i + n < 8 && field(ip, i + n) == 0
            n += 1
        end
        n > zeros && ((from, zeros) = (i, n))
        i += max(n, 1)
    end
    hex(fields) = join((string(field(ip, i), base = 16) for i in fields), ':')
    zeros < 2 ? print(io, hex(0:7)) : print(io, hex(0:from-1), "::", hex(from+zeros:7))
end
show(io::IO, ip::IPAddr) = print(io, "ip\"", ip, "\"")

function parse(::Type{IPv4}, s::AbstractString)
    fields = split(s, '.')
    i, host = 0, UInt64(0)
    for f in fields
        isempty(f) && throw(ArgumentError("empty field in IPv4 address"))
        length(f) > 1 && f[1] == '0' && throw(ArgumentError("Leading zeros in IPv4 addresses are disallowed due to ambiguity.\n" *
            "If the address is in octal or hexadecimal, convert it to decimal, otherwise remove the leading zero.\n"))
        i += 1
        r = parse(Int, f, base = 10)
        if i != length(fields)
            0 <= r <= 255 || throw(ArgumentError("IPv4 field out of range (must be 0-255)"))
            i > 3 && throw(ArgumentError("IPv4 field too large"))
        elseif !(0 <= r <= 1 << (8 * max(5 - i, 0)) - 1)
            throw(ArgumentError(i == 4 ? "IPv4 field out of range (must be 0-255)" : "IPv4 field too large"))
        end
        host |= UInt64(r) << (i == length(fields) ? 0 : 8 * (4 - i))
    end
    IPv4(UInt32(host))
end
IPv4(s::AbstractString) = parse(IPv4, s)
function groups(s::AbstractString)
    isempty(s) && return UInt16[]
    fields = split(s, ':')
    out = UInt16[]
    for (i, f) in enumerate(fields)
        isempty(f) && throw(ArgumentError("empty IPv6 field"))
        if i == length(fields) && occursin('.', f)
            v4 = parse(IPv4, f).host
            push!(out, UInt16(v4 >> 16), UInt16(v4 & 0xffff))
        else
            r = parse(Int, f, base = 16)
            0 <= r <= 0xffff || throw(ArgumentError("IPv6 field must be in [0, 65535]"))
            push!(out, UInt16(r))
        end
    end
    out
end
function parse(::Type{IPv6}, s::AbstractString)
    halves = split(s, "::")
    length(halves) > 2 && throw(ArgumentError("malformed IPv6 address"))
    front, back = groups(halves[1]), length(halves) == 2 ? groups(halves[2]) : UInt16[]
    missed = 8 - length(front) - length(back)
    (length(halves) == 2 ? missed < 1 : missed != 0) && throw(ArgumentError("malformed IPv6 address"))
    IPv6(front..., zeros(UInt16, missed)..., back...)
end
parse(::Type{IPAddr}, s::AbstractString) = parse(':' in s ? IPv6 : IPv4, s)
macro ip_str(s)
    parse(IPAddr, s)
end
struct InetAddr{T<:IPAddr}
    host::T
    port::UInt16
end
InetAddr(ip::T, port) where {T<:IPAddr} = InetAddr{T}(ip, port)
InetAddr(ip::AbstractString, port) = InetAddr(parse(IPAddr, ip), port)
show(io::IO, a::InetAddr) = print(io, typeof(a), "(", repr(a.host), ", ", Int(a.port), ")")

## ---- names ----
struct DNSError <: Exception
    host::AbstractString
    code::Int32
end
Base.showerror(io::IO, e::DNSError) = print(io, "DNSError: ", e.host, ", ", Base._uv_error(Int(e.code)))
function getalladdrinfo(host::AbstractString, family::Int = 0)
    found = Base._resolve(String(host), family)
    found isa Int && throw(DNSError(host, found))
    IPAddr[parse(IPAddr, a) for a in unique(found)]
end
getaddrinfo(host::AbstractString, T::Type{<:IPAddr}) = T(first(getalladdrinfo(host, T === IPv6 ? 6 : 4)).host)
getaddrinfo(host::AbstractString) = first(getalladdrinfo(host))
function getnameinfo(ip::IPAddr)
    name = Base._host_name(string(ip))
    name isa Int && throw(DNSError(string(ip), name))
    name
end
function getipaddrs(T::Type{<:IPAddr} = IPAddr; loopback::Bool = false)
    all = [parse(IPAddr, a) for (a, is_loopback) in Base._own_addresses() if loopback || !is_loopback]
    sort!(filter(a -> a isa T, all); by = a -> a isa IPv6)
end
function getipaddr(T::Type{<:IPAddr} = IPAddr)
    found = getipaddrs(T)
    isempty(found) && error("No networking interface available")
    first(found)
end
islinklocaladdr(ip::IPv4) = ip.host >> 16 == 0xa9fe
islinklocaladdr(ip::IPv6) = ip.host >> 118 == 0xfe80 >> 6

## ---- connections ----
"Throws the IOError of a call that failed; otherwise its result."
check(result, what) = result
check(code::Int, what) = code < 0 ? throw(IOError(string(what, ": ", Base._uv_error(code)), code)) : code

mutable struct TCPSocket <: LibuvStream
    stream::Union{IOStream,Nothing}
end
TCPSocket() = TCPSocket(nothing)
abstract type LibuvServer <: IO end
mutable struct TCPServer <: LibuvServer
    stream::IOStream
end
mutable struct PipeServer <: LibuvServer
    stream::IOStream
    path::String
end
const AnySocket = Union{TCPSocket,TCPServer}
isopen(s::LibuvServer) = isopen(s.stream)
close(s::TCPServer) = close(s.stream)
close(s::PipeServer) = (isopen(s) && rm(s.path, force = true); close(s.stream))
show(io::IO, s::LibuvServer) = print(io, typeof(s), "(", Base._fd(s), isopen(s) ? " active)" : " closed)")
nagle(s::TCPSocket, enable::Bool) = Base._socket_option(_stream(s), :nodelay, Int(!enable))
quickack(s::TCPSocket, enable::Bool) = 0

make(host, port; datagram = false) = check(Base._socket(string(host), Int(port), datagram), datagram ? "bind" : "listen")
# A port that is taken is said by listen, as libuv does; other refusals by bind.
function listen(addr::InetAddr; backlog::Integer = 511)
    s = make(addr.host, addr.port)
    code = Base._socket_bind(s, string(addr.host), Int(addr.port))
    code == 0 && (code = Base._socket_listen(s, Int(backlog)))
    code == 0 && return TCPServer(s)
    close(s)
    code == -98 && check(code, "listen") # EADDRINUSE
    error("cannot bind to port; may already be in use or access denied")
end
listen(port::Integer; kw...) = listen(InetAddr(ip"127.0.0.1", port); kw...)
listen(host::IPAddr, port::Integer; kw...) = listen(InetAddr(host, port); kw...)
function listen(path::AbstractString)
    s = make(path, -1)
    if Base._socket_bind(s, String(path), -1) < 0
        close(s)
        throw(ArgumentError("could not listen on path $path"))
    end
    check(Base._socket_listen(s, 511), "listen")
    PipeServer(s, path)
end
function listenany(host::IPAddr, hint::Integer)
    for port in hint:65535
        s = try
            listen(host, port)
        catch
            continue
        end
        return (UInt16(port), s)
    end
    s = listen(host, 0)
    (getsockname(s)[2], s)
end
listenany(hint::Integer) = listenany(ip"127.0.0.1", hint)

accept(s::TCPServer) = accept(s, TCPSocket())
accept(s::PipeServer) = accept(s, PipeEndpoint())
function accept(s::LibuvServer, client::LibuvStream)
    client.stream = check(Base._socket_accept(s.stream), "accept")
    client
end
accept(f::Function, s::LibuvServer) = (c = accept(s); try f(c) finally close(c) end)

function connect!(c::LibuvStream, host, port)
    s = make(host, port)
    c.stream = s
    code = Base._socket_connect(s, string(host), Int(port))
    code < 0 && close(s)
    check(code, "connect")
    c
end
connect(port::Integer) = connect(ip"127.0.0.1", port)
connect(host::IPAddr, port::Integer) = connect(TCPSocket(), host, port)
connect(addr::InetAddr) = connect(addr.host, addr.port)
connect(host::AbstractString, port::Integer) = connect(TCPSocket(), host, port)
connect(c::TCPSocket, port::Integer) = connect(c, ip"127.0.0.1", port)
connect(c::TCPSocket, host::IPAddr, port::Integer) = connect!(c, host, UInt16(port))
connect(c::TCPSocket, host::AbstractString, port::Integer) = connect!(c, getaddrinfo(host), UInt16(port))
connect(path::AbstractString) = connect!(PipeEndpoint(), path, -1)

named((host, port)) = (parse(IPAddr, host), UInt16(port))
getsockname(s::AnySocket) = named(check(Base._socket_name(s.stream, false), "cannot obtain socket name"))
getpeername(s::TCPSocket) = named(check(Base._socket_name(s.stream, true), "cannot obtain socket name"))

## ---- datagrams ----
mutable struct UDPSocket
    stream::Union{IOStream,Nothing}
    status::Symbol
end
UDPSocket() = UDPSocket(nothing, :init)
show(io::IO, s::UDPSocket) = print(io, typeof(s), "(", s.status, ")")
isopen(s::UDPSocket) = s.status !== :closed
close(s::UDPSocket) = (s.stream === nothing || close(s.stream); s.status = :closed; nothing)
function opened(s::UDPSocket, host::IPAddr)
    s.status === :closed && throw(ArgumentError("invalid UDPSocket state"))
    s.stream === nothing && (s.stream = make(host, 0, datagram = true))
    s.stream
end
bind(s::UDPSocket, addr::InetAddr; kw...) = bind(s, addr.host, addr.port; kw...)
function bind(s::UDPSocket, host::IPAddr, port::Integer; ipv6only = false, reuseaddr = false, kw...)
    s.status === :init || error("UDPSocket is not in initialization state")
    stream = opened(s, host)
    reuseaddr && Base._socket_option(stream, :reuseaddr, 1)
    ipv6only && Base._socket_option(stream, :ipv6only, 1)
    code = Base._socket_bind(stream, string(host), Int(port))
    if code < 0
        code in (-98, -13, -99) && return false # in use, not allowed, not ours
        check(code, "bind")
    end
    s.status = :open
    true
end
function setopt(s::UDPSocket; multicast_loop = nothing, multicast_ttl = nothing, enable_broadcast = nothing, ttl = nothing)
    s.stream === nothing && throw(ArgumentError("Cannot set options on uninitialized socket"))
    enable_broadcast === nothing || check(Base._socket_option(s.stream, :broadcast, Int(enable_broadcast)), "setopt")
    ttl === nothing || check(Base._socket_option(s.stream, :ttl, Int(ttl)), "setopt")
    nothing
end
function send(s::UDPSocket, host::IPAddr, port::Integer, msg)
    data = msg isa Vector{UInt8} ? msg : msg isa AbstractString ? Vector{UInt8}(codeunits(String(msg))) : (b = IOBuffer(); write(b, msg); take!(b))
    check(Base._socket_send(opened(s, host), string(host), Int(port), data), "send")
    s.status === :init && (s.status = :open)
    nothing
end
recv(s::UDPSocket) = recvfrom(s)[2]
function recvfrom(s::UDPSocket)
    s.status === :init && bind(s, ip"0.0.0.0", 0)
    data, host, port = check(Base._socket_receive(opened(s, ip"0.0.0.0")), "recv")
    (InetAddr(parse(IPAddr, host), port), data)
end
end
