io=IOContext(stdout,:compact=>true)
for x in (0.123456789,123456.789,12345.678,1/3,1e-7/3,999999.5,99999.95,0.1234565,1234567.0,123456789.0,100.0,1f0/3,Float16(1/3),0.1f0,1234567f0, 1.5, 2.5e-5/3, 100000.12345, 0.30000000000000004, 65432.15, 1.0000005,1.0000015, 123456.5,123457.5)
 show(io,x); println("  ", x)
end
println([0x01,0x02]); println([1.0f0,2.5f0]); println([true,false]); println(Float16[1,1000,0.1]); println(Any[1.0f0,Float16(2),true,0x01])
println((1.0f0,Float16(2),true,0x01)); println([NaN32,Inf32])
show(IOContext(stdout,:typeinfo=>Float32),NaN32);println()
println([1/3,2/3]); show(stdout,"text/plain",[1/3,2/3]);println()
println(1/3+2im/3); show(io,1/3+2im/3); println()
println([1/3+2im/3]); display([1/3+2im/3]);println(); println([1//2,3]); display([1//2,3]); println(); println([Complex{Bool}(1,0)])
println([1.0f0+2im]); println(Rational{Int8}(1,2)); println([big(1)]); println(Rational{UInt8}(1,2)," ", [Rational{UInt8}(1,2)]);show(Rational{UInt8}(1,2))
println(Complex{Int8}(1,-2)); println(complex(0x01,0x02)); println(Complex{Int128}(typemin(Int128),typemin(Int128)))
println(2.0^-44," ",2.0^-1022, " ", 2.0^-1074," ",3*2.0^-1074," ",2.0^-24," ",2f0^-30," ",2f0^-126," ",1f-45, " ",2.0^100," ",2.0^63)
for i in -60:60; print(2.0^i," ",2f0^i, " "); end
println()
for i in -24:15; print(Float16(2)^i," "); end
