# A saved file with any byte changed, or cut anywhere, is never read as something else: the error says what and where.
using ClusterUtils
value = Dict(:a => [1.5, 2.5], :b => "text", :c => (1, [0x01, 0x02], nothing))
dir = mktempdir()
whole, bad = joinpath(dir, "whole"), joinpath(dir, "bad")
function complaint(bytes)
    write(bad, bytes)
    try
        load(bad)
    catch e
        return e isa ErrorException ? e.msg : string(typeof(e))
    end
    "read without complaint"
end
clear(text) = startswith(text, bad * ": ") && (occursin(r"\(at byte \d+\)$", text) || occursin("newer version", text))
for compress in (false, true)
    save(whole, value; compress = compress)
    println(load(whole) == value)
    bytes = read(whole)
    unclear = Set{String}()
    for i in 1:length(bytes), flip in (0x01, 0x80, 0xff)
        damaged = copy(bytes)
        damaged[i] = xor(damaged[i], flip)
        text = complaint(damaged)
        clear(text) || push!(unclear, text)
    end
    for n in 0:(length(bytes) - 1)
        text = complaint(bytes[1:n])
        clear(text) || push!(unclear, text)
    end
    println(unclear)
end
println(replace(complaint(vcat(read(whole), 0x00)), bad => "bad"))
println(replace(complaint(codeunits("hello")), bad => "bad"))
