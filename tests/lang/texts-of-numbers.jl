# Texts as numbers of all types: what is read, and what is said of those that are none.
for s in ("", "a", "1", " 1", "1 ", "+1", "-1", "1.5", "1e3", "0x1f", "0o17", "1_000", "99999999999999999999", "-99999999999999999999", "256", "-129", "true", "false", "True", "Inf", "-Inf", "NaN", "nan", "inf", "Infinity", "1//2", "1im", "1+2im", "1 + 2im", "1.5-2im", "im", "1e400", "1e-400", ".5", "5.", "1.5f0", "1f0", "0x1p3", "1e", "e1", "1 + 2", "١", "٣.٥", "1e+5", "0b2","infinity","1.0e","0x1.8p1")
  for T in (Int, Int8, UInt8, Float64, Float32, Bool, BigInt, BigFloat, Complex{Int}, ComplexF64, Rational{Int}, Number, Char, String, UInt, Int128)
    r = try v = parse(T, s); string(typeof(v), " ", v) catch e; string(typeof(e), ": ", sprint(showerror, e)) end
    q = try v = tryparse(T, s); string(v) catch e; string(typeof(e)) end
    println(repr(s), " ", T, " ", split(r, "\nClosest")[1], " | ", q)
  end
end
for (s,b) in (("z",36),("Z",36),("z",35),("12",2),("",10),("1",1),("1",63),("1",62),("zZ",62),("g",16),("-f",16),("0xf",16),("7f",8),("1",-2),("b",11)), T in (Int,UInt8,BigInt)
    r = try v = parse(T, s, base=b); string(typeof(v), " ", v) catch e; string(typeof(e), ": ", sprint(showerror, e)) end
    println(repr(s), " ", b, T, " ", r, try tryparse(T,s,base=b) catch e; typeof(e) end)
end
for c in ('1','a','F','z','-',' '), b in (10,16,36,2)
    println(c, b, " ", try parse(Int, c, base=b) catch e; string(typeof(e), ": ", sprint(showerror, e)) end, try parse(Int, c) catch e; string(typeof(e), ": ", sprint(showerror, e)) end)
end
println(try parse(Int, "1", base = 0) catch e; e.msg end, try parse(Bool, " 1") catch e; e.msg end, parse(Bool, "1 "))
println(try parse(Float32, "1f0") catch e; e.msg end, try parse(Complex{Int}, "0b11") catch e; e.msg end)
