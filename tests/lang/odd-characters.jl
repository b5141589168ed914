# Malformed characters: ordered by their bytes, without a code point; reading them; numbers that are no characters.
cs = ["\xff"[1], "\xc0\x80"[1], "\xe2\x82"[1], 'a', '\u20ac', "\xf8"[1], Char(0x1fffff)]
for c in cs
end
for n in (0x110000, 0x1fffff, 0x200000, 0xffffffff, 2^32, -1, typemin(Int), 1.5, 97.0, 0x61, true, 97//1, 'a')
  println(n, " ", try Char(n) catch e; sprint(showerror, e) end, " ", try typeof(Char(n)) catch e; typeof(e) end)
end
println(try 'a' + 0x200000 catch e; e end, try 'a' - 98 catch e; e end, try 'a' + typemax(Int) catch e; e end, try 'a' + 2^31 catch e; e end, try '\x01' + typemax(Int32) catch e; e end)
println(sort(cs), minimum(cs), maximum(cs), extrema(cs), cmp(cs[1], cs[2]), isless(cs[2],cs[1]), cs[2] <= cs[3], cs[2] > cs[1], ("a" < "\xff"), max(cs[1], cs[2]), ('b', cs[1]) < ('b', cs[2]), sort(cs, rev=true), sort(cs, by=identity))
io = IOBuffer(UInt8[0xf8,0x80,0x81,0x82,0x83,0x84, 0xfc, 0xbf,0xbf,0xbf,0xbf,0xbf,0xbf, 0xff, 0x80, 0xfe, 0xf4, 0x90,0x80,0x80, 0xf7,0xbf,0xbf,0xbf, 0x80, 0x80, 0xc1, 0x81, 0xc3])
while !eof(io); c = read(io, Char); print(repr(c), position(io), " ", ncodeunits(c), codeunits(string(c)), " "); end; println()
struct MyC <: AbstractChar; x::UInt32; end
