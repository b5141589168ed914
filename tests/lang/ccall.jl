# Calling functions of C's own library, and what is refused.
attempt(f) = try
    f()
catch e
    println(split(sprint(showerror, e), '\n')[1])
end
refused(ex) = attempt(() -> println(Core.eval(Main, ex)))

println(ccall(:abs, Cint, (Cint,), -3), " ", ccall(:toupper, Cint, (Cint,), 'a'), " ", ccall("labs", Clong, (Clong,), -2))
println(ccall(:strlen, Csize_t, (Cstring,), "abc"), " ", ccall(:strlen, Csize_t, (Ptr{UInt8},), "ab\0c"), " ", ccall(:strlen, Csize_t, (Cstring,), SubString("abcd", 2)))
println(ccall((:pow, "libm.so.6"), Cdouble, (Cdouble, Cdouble), 2, 10), " ", ccall((:sinf, "libm.so.6"), Cfloat, (Cfloat,), 1))
println(@ccall(strlen("four"::Cstring)::Csize_t), " ", @ccall "libm.so.6".cos(0::Cdouble)::Cdouble)
const libm = "libm.so.6"
root(x) = ccall((:sqrt, libm), Float64, (Float64,), x)
println(root(2), " ", [root(i) for i in 1:3])
struct Div
    quot::Cint
    rem::Cint
end
println(ccall(:div, Div, (Cint, Cint), 17, 5))
text = zeros(UInt8, 40)
n = ccall(:snprintf, Cint, (Ptr{UInt8}, Csize_t, Cstring, Cint...), text, 40, "%d-%d-%d", 1, 22, 333)
println(n, " ", String(text[1:n]))
n = @ccall snprintf(text::Ptr{UInt8}, 40::Csize_t, "%s %.3f %d"::Cstring; "x"::Cstring, 2.5::Cdouble, 7::Cint)::Cint
println(n, " ", String(text[1:n]))

# sorting with a comparison of our own
compare(a, b)::Cint = a < b ? -1 : a > b ? 1 : 0
sort_c!(v, f) = (ccall(:qsort, Cvoid, (Ptr{Cdouble}, Csize_t, Csize_t, Ptr{Cvoid}), v, length(v), sizeof(eltype(v)), f); v)
println(sort_c!([3.0, 1.5, 2.0, -1.0], @cfunction(compare, Cint, (Ref{Cdouble}, Ref{Cdouble}))))
let calls = 0
    f = @cfunction($((a, b) -> (calls += 1; Cint(sign(b - a)))), Cint, (Ref{Cdouble}, Ref{Cdouble}))
    println(sort_c!([3.0, 1.5, 2.0], f), " ", calls > 1, " ", f isa Base.CFunction)
end
fails(a, b) = error("compared")
attempt(() -> sort_c!([2.0, 1.0], @cfunction(fails, Cint, (Ref{Cdouble}, Ref{Cdouble}))))
wrong(a, b) = a < b
attempt(() -> sort_c!([2.0, 1.0], @cfunction($wrong, Cint, (Ref{Cdouble}, Ref{Cdouble}))))
println(typeof(@cfunction(compare, Cint, (Cint, Cint))))

# results and addresses
println(ccall(:getenv, Cstring, (Cstring,), "NO_SUCH_NAME"), " ", Cstring(C_NULL), " ", isbitstype(Cstring), " ", sizeof(Cwstring))
attempt(() -> unsafe_string(ccall(:getenv, Cstring, (Cstring,), "NO_SUCH_NAME")))
println(typeof(cglobal(:environ)), " ", typeof(cglobal((:environ, "libc.so.6"), Ptr{Ptr{UInt8}})))
p = ccall(:malloc, Ptr{Cint}, (Csize_t,), 4 * sizeof(Cint))
for i in 1:4
    unsafe_store!(p, 10i, i)
end
println(unsafe_load(p), " ", unsafe_load(p, 4), " ", unsafe_wrap(Array, p, (2, 2)), " ", unsafe_wrap(Vector{Cint}, p, 3))
v = Cint[0, 0]
GC.@preserve v unsafe_copyto!(pointer(v), p + 2 * sizeof(Cint), 2)
println(v)
ccall(:free, Cvoid, (Ptr{Cvoid},), p)
q = Libc.malloc(8)
println(typeof(q), " ", q != C_NULL, " ", Libc.free(q))
r = Ref{Cint}(5)
println(unsafe_load(Base.unsafe_convert(Ptr{Cint}, r)), " ", unsafe_load(Ptr{Cint}(pointer_from_objref(r))), " ", unsafe_pointer_to_objref(pointer_from_objref(r)) === r)
a = [1 2; 3 4]
println(ccall(:memcmp, Cint, (Ptr{Int}, Ptr{Int}, Csize_t), view(a, :, 2), [2, 4], 16))
println(ccall(:wcslen, Csize_t, (Cwstring,), "añ"), " ", ccall(:memchr, Ptr{UInt8}, (Ptr{UInt8}, Cint, Csize_t), text, 'q', 0) == C_NULL)

# types of our own
struct Celsius
    degrees::Float64
end
Base.cconvert(::Type{Cdouble}, t::Celsius) = t.degrees
struct Text
    s::String
end
Base.cconvert(::Type{Cstring}, t::Text) = t.s
println(ccall((:fabs, libm), Cdouble, (Cdouble,), Celsius(-2)), " ", ccall(:strlen, Csize_t, (Cstring,), Text("hello")))
mutable struct Handle
    ptr::Ptr{Cvoid}
end
Base.unsafe_convert(::Type{Ptr{Cvoid}}, h::Handle) = h.ptr
h = Handle(Libc.malloc(4))
println(ccall(:free, Cvoid, (Ptr{Cvoid},), h))

# refused
refused(:(ccall(:abs, Cint, (Cint,))))
refused(:(ccall(:abs, Cint, (Cint,), 1, 2)))
refused(:(ccall(:abs, Cint)))
refused(:(ccall(:abs, Cint, Cint, 3)))
refused(:(ccall(:abs, Cint, (Cint...,), 3)))
refused(:(ccall(:abs, Cint, (Cint,), 1.5)))
refused(:(ccall(:abs, Cint, (Cint,), 2^40)))
refused(:(ccall(:abs, Cint, (Cint,), "a")))
refused(:(ccall(:strlen, Csize_t, (Ptr{UInt8},), 3)))
refused(:(ccall(:strlen, Csize_t, (Cstring,), "ab\0c")))
refused(:(ccall(:no_such_function, Cint, (Cint,), 1)))
refused(:(ccall((:no_such_function, "libm.so.6"), Cint, (Cint,), 1)))
refused(:(ccall((:sin, "libnosuch"), Cdouble, (Cdouble,), 1)))
refused(:(ccall((:sin, not_defined), Cdouble, (Cdouble,), 1)))
refused(:(ccall(C_NULL, Cdouble, (Cdouble,), 1)))
refused(:(let T = Cint; ccall(:abs, T, (Cint,), 1) end))
refused(:(let T = Cint; ccall(:abs, Cint, (T,), 1) end))
refused(:(ccall(:abs, NotDefined, (Cint,), 1)))
refused(:(ccall(:abs, 3, (Cint,), 1)))
refused(:(cglobal(:no_such_variable)))
refused(:(cglobal(3)))
refused(:(ccall))

# Libc, Libdl
using Libdl
Libc.errno(2)
println(Libc.errno(), " ", Libc.strerror(), " ", Libc.strerror(13), " ", Libc.getpid() == getpid())
println(ccall(:chdir, Cint, (Cstring,), "/no/such/folder"), " ", Libc.errno(), " ", Libc.strftime("%Y-%m-%d", 86400 * 400), " ", Libc.TmStruct(0).year)
println(Libc.time(Libc.strptime("%Y-%m-%d", "2020-01-02")) > 0, " ", Libc.flush_cstdio())
m = dlopen("libm.so.6")
println(typeof(m), " ", ccall(dlsym(m, :fabs), Cdouble, (Cdouble,), -1), " ", basename(dlpath(m)), " ", dlclose(m))
println(dlopen_e("libnosuch"), " ", dlopen("libnosuch"; throw_error = false), " ", find_library(["libnosuch", "libm.so.6"]), " ", dlext)
attempt(() -> dlopen("libnosuch"))
attempt(() -> dlsym(dlopen("libm.so.6"), :no_such_function))
println(dlopen(l -> dlsym_e(l, "nosuch"), "libm.so.6"), " ", any(x -> occursin("libc", x), dllist()))
