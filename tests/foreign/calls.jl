# C functions of a library of our own: all kinds of arguments and results.
const lib = ENV["FOREIGN_LIBRARY"]
struct Point
    x::Float64
    y::Float64
end
struct Mixed
    a::Int8
    b::Int32
    c::Float32
    p::Point
    tail::NTuple{3,UInt8}
end
mutable struct Movable
    x::Float64
    y::Float64
end

println(ccall((:point_add, lib), Point, (Point, Point), Point(1, 2), Point(10, 20)))
println(ccall((:mixed_next, lib), Mixed, (Mixed,), Mixed(-1, 5, 1.25, Point(3, 4), (1, 2, 255))))
p = Ref(Point(1, 2))
ccall((:point_scale, lib), Cvoid, (Ref{Point}, Cdouble), p, 3)
println(p[])
ps = [Point(1, 1), Point(2, 2)]
ccall((:point_scale, lib), Cvoid, (Ptr{Point}, Cdouble), ps, 10)
println(ps)
ccall((:point_scale, lib), Cvoid, (Ref{Point}, Cdouble), Ref(ps, 2), 10)
println(ps)
m = Movable(1, 2)
ccall((:point_scale, lib), Cvoid, (Ref{Movable}, Cdouble), m, 5)
println(m.x, " ", m.y)
println(ccall((:half, lib), Cfloat, (Cfloat,), 3), " ", ccall((:negate8, lib), Int8, (Int8,), 5), " ", ccall((:twice16, lib), UInt16, (UInt16,), 40000))
println(ccall((:is_even, lib), Bool, (Cint,), 4), " ", ccall((:is_even, lib), Bool, (Cint,), 7))
println(ccall((:many, lib), Cint, (Cint, Cint, Cint, Cint, Cint, Cint, Cint, Cint, Cint, Cdouble, Cdouble), 1, 2, 3, 4, 5, 6, 7, 8, 9, 2.5, 4))
println(ccall((:sum_doubles, lib), Cdouble, (Cint, Cdouble...), 3, 1, 2.5, 4), " ", @ccall lib.sum_doubles(2::Cint; 1::Cdouble, 2::Cdouble)::Cdouble)
a, b = Ref{Cint}(1), Ref{Cint}(2)
ccall((:swap_ints, lib), Cvoid, (Ref{Cint}, Ptr{Cint}), a, b)
println(a[], " ", b[])
xs = Cint[7, 8]
ccall((:swap_ints, lib), Cvoid, (Ref{Cint}, Ptr{Cint}), xs, pointer(xs, 2))
println(xs)
println(unsafe_string(ccall((:greeting, lib), Cstring, ())), " ", ccall((:nothing_to_say, lib), Ptr{UInt8}, ()) == C_NULL)
text = zeros(UInt8, 20)
n = ccall((:join, lib), Csize_t, (Ptr{Cstring}, Ptr{UInt8}), ["ab", "cde"], text)
println(n, " ", String(text[1:n]), " ", unsafe_string(pointer(text)))
println(unsafe_load(cglobal((:answer, lib), Cint)), " ", unsafe_load(cglobal((:origin, lib), Point)))
unsafe_store!(cglobal((:answer, lib), Cint), 43)
println(unsafe_load(cglobal((:answer, lib), Cint)))

# callbacks
counted(i) = (global count += i; i)
count = 0
g(i::Cint)::Cint = counted(i)
println(ccall((:count_calls, lib), Cint, (Ptr{Cvoid}, Cint), @cfunction(g, Cint, (Cint,)), 5), " ", count)
turned(p::Point) = Point(p.y, p.x)
println(ccall((:map_point, lib), Point, (Ptr{Cvoid}, Point), @cfunction(turned, Point, (Point,)), Point(1, 2)))
with_state(x, s) = (r = unsafe_pointer_to_objref(s); push!(r[], x); 10x)
state = Ref(Float64[])
GC.@preserve state println(ccall((:apply, lib), Cdouble, (Ptr{Cvoid}, Cdouble, Ptr{Cvoid}), @cfunction(with_state, Cdouble, (Cdouble, Ptr{Cvoid})), 4, pointer_from_objref(state)))
println(state[])
let k = 5.0
    f = @cfunction($((x, s) -> x * k), Cdouble, (Cdouble, Ptr{Cvoid}))
    println(ccall((:apply, lib), Cdouble, (Ptr{Cvoid}, Cdouble, Ptr{Cvoid}), f, 4, C_NULL))
end
waits(x, s) = (yield(); sleep(0.001); x + 1)
w = @cfunction(waits, Cdouble, (Cdouble, Ptr{Cvoid}))
t = [@async ccall((:apply, lib), Cdouble, (Ptr{Cvoid}, Cdouble, Ptr{Cvoid}), w, i, C_NULL) for i in 1:3]
println(fetch.(t))
nested(x, s) = x < 1 ? x : ccall((:apply, lib), Cdouble, (Ptr{Cvoid}, Cdouble, Ptr{Cvoid}), nested_c, x - 1, C_NULL)
nested_c = @cfunction(nested, Cdouble, (Cdouble, Ptr{Cvoid}))
println(nested(5.0, C_NULL))

# what C leaves in errno
println(ccall((:fail_with, lib), Cint, (Cint,), 2), " ", Libc.errno(), " ", Libc.strerror())

# parameters of methods
same(p::Ptr{T}) where {T} = ccall(:memchr, Ptr{T}, (Ptr{T}, Cint, Csize_t), p, 3, 4)
bytes = UInt8[1, 2, 3, 4]
println(same(pointer(bytes)) - pointer(bytes), " ", typeof(same(pointer(bytes))))

# pointers of libraries
using Libdl
handle = dlopen(lib)
println(ccall(dlsym(handle, :half), Cfloat, (Cfloat,), 9), " ", dlsym_e(handle, :nosuch) == C_NULL, " ", dlpath(handle) == lib, " ", dlclose(handle))
half_pointer = cglobal((:half, lib))
println(@ccall $half_pointer(3::Cfloat)::Cfloat)
