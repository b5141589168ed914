# procs: 2
# BitArrays between processes and in files: as bits, each process's own, of any size, and as they were written in bytes.
using ClusterUtils, Serialization
for n in [0, 1, 63, 64, 65, 1000, 2^19 - 1, 2^19, 2^21 + 3, 2^23 + 1, 2^24 + 7]
    b = BitArray(i % 3 == 0 for i in 1:n)
    sow([2, 3], :b, b)
    for round in 1:3
        n > 0 && (b[round % n + 1] = true)
        r = remotecall_fetch(x -> (push!(x, true); x[1] = !x[1]; (count(x), length(x), .!x)), 2, b)
        ok = r[2] == n + 1 && length(r[3]) == n + 1 && (n == 0 || (r[3][1] == b[1] && r[3][2:end-1] == .!b[2:end]))
        s = reap([2, 3], :b)
        ok &= s[2] == s[3] && all(x -> length(x) == n && count(x) == n ÷ 3, values(s))
        push!(s[2], false)
        append!(s[3], s[2])
        n > 0 && fill!(s[3], true)
        ok &= length(s[2]) == n + 1 && length(s[3]) == 2n + 1 && count(reap(2, :b)[2]) == n ÷ 3
        ok || println("wrong of ", n, " in round ", round)
    end
end
println(remotecall_fetch(x -> (size(x), count(x), x[end]), 3, reshape(isodd.(1:2^22), 2^11, 2^11)))
println(remotecall_fetch(() -> (x = falses(2^25); (x, x)), 2) |> t -> (count(t[1]), t[1] === t[2], size(t[1])))
println(count(view(remotecall_fetch(() -> view(trues(10^7), 3:2:10^7), 2), 1:1000)))
f = tempname()
for z in (false, true), n in (3, 64, 10^5, 5 * 10^6)
    b = BitArray(i % 7 < 3 for i in 1:n)
    save(f, (b, b); compress = z)
    c = load(f)
    push!(c[1], true)
    println(n, " ", c[1] === c[2], " ", c[1][1:n] == b, " ", n < 10^5 || z || n ÷ 8 < filesize(f) < n ÷ 4)
end
rm(f)
sent(x) = (io = IOBuffer(); serialize(io, x); take!(io))
println(length(sent(trues(8000))) < 1100)
for bytes in ["d9d9f7d8185b000000000000003bd81c84d81cd9c12b82810343010101d81cd9c12b82810949010001010000010001d81cd9c12b8282000240d81cd9c12b8282020346010001010001",
              "d9d9f7d8185b0000000000000041d81c84d81cd9c12e828103480700000000000000d81cd9c12e828109484d01000000000000d81cd9c12e8282000240d81cd9c12e82820203482d00000000000000"]
    println(deserialize(IOBuffer(hex2bytes(bytes))))
end
bytes = sent(trues(3))
at = findlast(==(0x07), bytes)
bytes[at] = 0xff
b = deserialize(IOBuffer(bytes))
println(b, " ", b == trues(3), " ", count(b), " ", b.chunks)
bytes[at - 3] = 0x41
println(try deserialize(IOBuffer(bytes)) catch e; typeof(e) end)
println(try deserialize(IOBuffer(bytes[1:end-1])) catch e; typeof(e) end)
