# The lengths of ranges that are longer than their type's largest number.
for f in (() -> length(0:typemax(Int)), () -> length(typemin(Int):typemax(Int)), () -> length(0:1:typemax(Int)), () -> length(-1:1:typemax(Int)-1), () -> length(0x00:0xff), () -> length(UInt(0):typemax(UInt)), () -> length(Int128(0):typemax(Int128)), () -> length(typemin(Int8):typemax(Int8)), () -> length(typemax(Int):-1:typemin(Int)), () -> length(typemin(Int):3:typemax(Int)), () -> length(5:1:4), () -> length(10:-3:1), () -> length(big(1):big(10)), ()->length(1:0), ()->length(5:-2:1))
println(try f() catch e sprint(showerror,e) end)
end
