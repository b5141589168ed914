# Pointers, arrays seen as arrays of another type, references, sizes.
a = [1, 2, 3]
GC.@preserve a begin
    p = pointer(a)
    println(typeof(p), unsafe_load(p, 2), unsafe_load(pointer(a, 3)), unsafe_load(p + 8))
    unsafe_store!(p, 9)
    unsafe_store!(p, 8, 3)
    b = unsafe_wrap(Array, p, 2)
    b[2] = 7
end
println(a)
s = "hello"
println(unsafe_string(pointer(s)), " ", unsafe_string(pointer(s), 3), " ", unsafe_load(pointer(s), 1))
println(C_NULL, " ", Ptr{Cvoid}(0) == C_NULL, " ", Ptr{Int}(8) + 8, " ", UInt(Ptr{Int}(16)), " ", isbits(C_NULL), " ", sizeof(Ptr{Int}))
x = [1.0, 2.0]
y = reinterpret(Int, x)
display(y); println()
y[1] = 0
println(x, " ", y, " ", typeof(y), " ", length(y), " ", sum(reinterpret(UInt8, [0x0102])))
println(reinterpret(UInt8, [0x0102]), reinterpret(Float32, UInt32[0x3f800000]), collect(reinterpret(UInt16, [0x01, 0x02])))
println(reinterpret(Complex{Float64}, [1.0, 2.0, 3.0, 4.0]), " ", reinterpret(Float64, [1.0 + 2im]))
for f in (() -> reinterpret(UInt16, UInt8[1, 2, 3]), () -> reinterpret(Int, ["a"]), () -> reinterpret(String, [1]))
    println(try f() catch e; sprint(showerror, e) end)
end
held = [1]
println(WeakRef(held), " ", WeakRef(1) == WeakRef(1))
println(typeof(IdDict(1 => 2, 2 => 3)), typeof(IdDict(1 => 2, "a" => 3)))
println(map(Base.summarysize, (1, [1, 2, 3], "abc", [1 2; 3 4], Any[1, "a"], (1, 2.0), [[1], [2]], Ref(1), nothing)))
println(fieldoffset(Complex{Int}, 2), " ", Base.isbitsunion(Union{Int,Missing}), " ", Base.promote_op(+, Int, Float64), " ", Base.elsize([1]))
r = Ref([1, 2, 3], 2)
r[] = 5
println(r[], " ", unsafe_copyto!([0, 0, 0], 1, [7, 8], 1, 2))
# memory that an array of two dimensions owns lives as long as it does
owned() = (p = Ptr{Int}(Libc.malloc(32)); a = unsafe_wrap(Array, p, (2, 2), own = true); a .= [1 2; 3 4]; a)
a = owned(); others = []
for _ in 1:20; GC.gc(); q = Ptr{Int}(Libc.malloc(32)); unsafe_store!(q, -1); unsafe_store!(q, -1, 3); push!(others, q); end
println(a); foreach(Libc.free, others)
