# Streams with properties, text to values and back, patterns.
io = IOContext(stdout, :compact => true)
print(io, 1 / 3, " ", 2 / 3, "\n")
println(io, 1 / 3)
println(IOContext(stdout, :a => 1)[:a], get(IOContext(stdout), :b, 2), haskey(IOContext(stdout, :a => 1), :a))
d = Base.ImmutableDict(:a => 1)
println(d[:a], try d[:b] catch e; sprint(showerror, e) end)
println([parse(Bool, s) for s in ["true", "0", "1", "false"]], tryparse(Bool, "2"))
for s in ["3im", "1+2im", "-im", "1+", "a", "2", "1-3j", "4i"]
    println(s, " => ", try parse(Complex{Int}, s) catch e; sprint(showerror, e) end)
end
println(parse(Complex{Float64}, "1.5e-3-2im"), " ", tryparse(Complex{Float64}, "x"))
println(bitstring('a'), " ", bitstring('é'), " ", reinterpret(UInt32, 'a'), " ", reinterpret(Char, 0xc3a90000))
println(transcode(String, UInt16[0x61, 0xf1, 0xd83d, 0xde00]), transcode(UInt8, "añ"), transcode(UInt16, "añ😀"))
println(sprint(show, s"\1 \"q\""))
println(try last("") catch e; sprint(showerror, e) end)
println(try hex2bytes("f") catch e; sprint(showerror, e) end)
println(try truncate(IOBuffer("abc"), 1) catch e; sprint(showerror, e) end)
println(try findall('a', "banana") catch e; typeof(e) end)
println(try [1, 2]^2 catch e; typeof(e) end)
using Unicode, Printf
println(graphemes("abc"), collect(graphemes("ae\u0308")), length(graphemes("ae\u0308")))
println(Base.Unicode.category_string('a'), " ", Base.Unicode.category_abbrev('1'))
println(@sprintf("%5.f|%+f|% f|%+f|%.f", 2.5, NaN, NaN, Inf, 1.5))
for dims in (0, 3, (1, 3), ())
    println(dims, try mapslices(sum, [1 2; 3 4], dims = dims) catch e; e isa BoundsError end)
end
println(Sys.which("sh") isa String, Sys.which("no-such-program"), Sys.CPU_THREADS >= 1)
