# A power modulo m has the type of m.
for m in (Int32(10), Int8(100), UInt8(200), Int128(10)^20, typemax(Int64)-1, Int16(-7)); println(typeof(powermod(3,20,m)), " ", powermod(3,20,m)); end; println(powermod(2^40+1, 3, 2^62-1))
