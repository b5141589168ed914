# A function that is read from damaged bytes is refused, or can be called like any other: never a crash.
using Serialization
simple(k) = x -> x + k
typed(k) = (h(x::T) where {T<:Number} = T(x) + k; h)
several(k, b::T) where {T} = (x, y...; z = 1) -> (T, x + k, y, z, b)
function bytes_of(f)
    io = IOBuffer()
    serialize(io, f)
    take!(io)
end
# Where the function's identity is, by which one that is known already would be found.
identity_of(bytes) = findfirst(i -> bytes[i] == 0x1b && i > 14, 1:length(bytes)) + 1
function called(bytes)
    f = deserialize(IOBuffer(bytes))
    for args in ((), (1,), (1, 2), Tuple(1:40)), kw in ((), (z = 2,))
        try
            f(args...; kw...)
        catch
        end
    end
    true
end
function survives(f)
    bytes, counter = bytes_of(f), 0
    at = identity_of(bytes)
    changes = (b -> 0x00, b -> 0x80, b -> 0xf6, b -> b + 0x01, b -> b - 0x01, b -> b ⊻ 0x20)
    for i in 15:length(bytes), change in changes
        at <= i < at + 8 && continue
        damaged = copy(bytes)
        damaged[i] = change(damaged[i])
        counter += 1
        damaged[at+1] = counter % UInt8
        damaged[at+2] = (counter >> 8) % UInt8
        try
            called(damaged)
        catch
        end
    end
    called(bytes)
end
println(survives(simple(1)), survives(typed(1)), survives(several(1, 2)))
# one variable of its where is left out
bytes = bytes_of(typed(1))
bytes[identity_of(bytes)] ⊻= 0x55
i = findfirst(i -> bytes[i:i+2] == [0x81, 0xd8, 0x1d], 1:length(bytes)-2)
without = [bytes[1:i-1]; 0x80; bytes[i+4:end]]
without[13], without[14] = ((length(without) - 14) >> 8) % UInt8, (length(without) - 14) % UInt8
println(try
    deserialize(IOBuffer(without))
catch e
    replace(e.msg, r"\d+" => "N")
end)
# it takes an argument more than its code has
bytes = bytes_of(simple(1))
bytes[identity_of(bytes)] ⊻= 0x55
any = [0xd9, 0xc1, 0x13, 0x63, UInt8('A'), UInt8('n'), UInt8('y')]
i = findfirst(i -> bytes[i:i+6] == any, 1:length(bytes)-6)
more = [bytes[1:i-1]; any; bytes[i:end]]
i = findlast(j -> bytes[j] == 0x82 && bytes[j-1] == 0x15, 1:i)
more[i] = 0x83
more[13], more[14] = ((length(more) - 14) >> 8) % UInt8, (length(more) - 14) % UInt8
println(try
    deserialize(IOBuffer(more))
catch e
    replace(e.msg, r"\d+" => "N")
end)
