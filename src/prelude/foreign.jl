# Calling C: what a value becomes as an argument (cconvert, unsafe_convert), C's strings, @ccall, @cfunction, Libc, Libdl.

primitive type Cstring 64 end
primitive type Cwstring 64 end
eltype(::Type{Cstring}) = Int8
eltype(::Type{Cwstring}) = Int32
const _CText = Union{Cstring,Cwstring}
Cstring(p::Ptr) = reinterpret(Cstring, UInt64(p))
Cwstring(p::Ptr) = reinterpret(Cwstring, UInt64(p))
Ptr{T}(s::_CText) where {T} = Ptr{T}(reinterpret(UInt64, s))
convert(::Type{Ptr{T}}, s::_CText) where {T} = Ptr{T}(s)
convert(::Type{T}, p::Ptr) where {T<:_CText} = T(p)
pointer(s::Cstring) = Ptr{UInt8}(s)
pointer(s::Cwstring) = Ptr{Cwchar_t}(s)
==(s::_CText, p::Ptr) = pointer(s) == p
==(p::Ptr, s::_CText) = pointer(s) == p
show(io::IO, s::T) where {T<:_CText} = print(io, T, "(0x", string(reinterpret(UInt64, s), base = 16, pad = 16), ")")
unsafe_string(s::Cstring) = unsafe_string(pointer(s))
function unsafe_string(s::Cwstring)
    p, n = pointer(s), 0
    p == C_NULL && throw(ArgumentError("cannot convert NULL to string"))
    while unsafe_load(p, n + 1) != 0
        n += 1
    end
    transcode(String, Cwchar_t[unsafe_load(p, i) for i in 1:n])
end

# The value that stays alive during the call, and what of it C is given.
cconvert(T::Type, x) = convert(T, x)
cconvert(::Type{<:Ptr}, x) = x
cconvert(::Type{Ref{T}}, x) where {T} = Ref{T}(x)
cconvert(::Type{Ref{T}}, x::Union{Ptr,Ref{T},Array{T}}) where {T} = x
cconvert(::Type{T}, s::Union{AbstractString,Symbol}) where {T<:Union{Ptr{UInt8},Ptr{Int8},Cstring}} = String(s)
cconvert(::Type{Cwstring}, s::AbstractString) = push!(transcode(Cwchar_t, String(s)), 0)
cconvert(::Type{T}, p::Union{Ptr,Array}) where {T<:_CText} = p
cconvert(::Type{T}, x::Enum) where {T<:Integer} = T(Int(x))

unsafe_convert(::Type{T}, x::T) where {T} = x
unsafe_convert(::Type{T}, p::Ptr) where {T<:Ptr} = convert(T, p)
unsafe_convert(::Type{Ref{T}}, x) where {T} = unsafe_convert(Ptr{T}, x)
unsafe_convert(::Type{Ref{T}}, p::Ptr) where {T} = Ptr{T}(p)
unsafe_convert(::Type{Ptr{T}}, s::String) where {T<:Union{Int8,UInt8}} = Ptr{T}(pointer(s))
unsafe_convert(::Type{Ptr{T}}, c::CFunction) where {T} = Ptr{T}(c.ptr)
unsafe_convert(::Type{Ptr{T}}, a::AbstractArray) where {T} = Ptr{T}(pointer(a))
unsafe_convert(::Type{Ptr{T}}, r::RefValue{T}) where {T} = Ptr{T}(_content_address(r))
unsafe_convert(::Type{Ptr{Nothing}}, r::RefValue) = Ptr{Nothing}(_content_address(r))
unsafe_convert(::Type{Ptr{Nothing}}, r::RefValue{Nothing}) = Ptr{Nothing}(_content_address(r))
unsafe_convert(::Type{Ptr{T}}, r::RefArray{S}) where {T,S} = Ptr{T}(pointer(r.a, r.i))
unsafe_convert(T::Type{<:_CText}, p::Ptr) = T(p)
unsafe_convert(T::Type{<:_CText}, a::Array) = T(pointer(a))
function unsafe_convert(::Type{Cstring}, s::String)
    '\0' in s && throw(ArgumentError("embedded NULs are not allowed in C strings: $(repr(s))"))
    Cstring(pointer(s))
end
_content_address(r::RefValue) = isbitstype(typeof(r.x)) ? _object_address(r) : ismutable(r.x) ? _object_address(r.x) :
    throw(ArgumentError("a Ref of $(typeof(r.x)) has no address that C could use"))

"An array of C pointers to texts, with a NULL behind the last, as C's argv."
struct PointerArray{P}
    pointers::Vector{P}
    texts::Vector{Any}
end
cconvert(::Type{Ptr{P}}, a::Array{<:Union{Ptr,_CText}}) where {P<:Union{Ptr,_CText}} = a
cconvert(::Type{Ref{P}}, a::Array) where {P<:Union{Ptr,_CText}} = cconvert(Ptr{P}, a)
function cconvert(::Type{Ptr{P}}, a::Array) where {P<:Union{Ptr,_CText}}
    texts = Any[cconvert(P, x) for x in a]
    PointerArray{P}(push!(P[unsafe_convert(P, x) for x in texts], P(C_NULL)), texts)
end
unsafe_convert(::Type{Ptr{P}}, a::PointerArray) where {P} = Ptr{P}(pointer(a.pointers))

pointer(V::SubArray) = pointer(parent(V), LinearIndices(parent(V))[map(first, parentindices(V))...])
pointer(V::SubArray, i::Integer) = pointer(parent(V), LinearIndices(parent(V))[parentindices(V)...][i])
pointer(A::AbstractArray) = error("conversion to pointer not defined for $(typeof(A))")

cglobal(target, T::Type = Nothing) = Ptr{T}(_global_address(target))
_global_address(p::Ptr) = UInt64(p)
_global_address(target) = target isa Union{Symbol,AbstractString,Tuple} ? _cglobal(target) : throw(TypeError(:cglobal, "", Symbol, target))

function _ccall_parse(call)
    Meta.isexpr(call, :(::)) && Meta.isexpr(call.args[1], :call) || throw(ArgumentError("@ccall needs a function signature with a return type"))
    f, args = call.args[1].args[1], call.args[1].args[2:end]
    rest = !isempty(args) && Meta.isexpr(args[1], :parameters) ? popfirst!(args).args : nothing
    isempty(args) && rest !== nothing && throw(ArgumentError("C ABI prohibits vararg without one required argument"))
    types, values = Any[], Any[]
    for a in [args; something(rest, Any[])]
        Meta.isexpr(a, :(::)) && length(a.args) == 2 || throw(ArgumentError("args in @ccall need type annotations. '$a' doesn't have one."))
        push!(values, a.args[1])
        push!(types, a.args[2])
    end
    target = Meta.isexpr(f, :$) ? :(_ccall_pointer($(f.args[1]), $(QuoteNode(f.args[1])))) : Meta.isexpr(f, :.) ? Expr(:tuple, f.args[2], f.args[1]) :
        f isa Symbol ? QuoteNode(f) : throw(ArgumentError("@ccall function name must be a symbol, a `.` node (e.g. `libc.printf`) or an interpolated function pointer (with `\$`)"))
    (target, call.args[2], types, rest === nothing ? -1 : length(args), values)
end
_ccall_pointer(p::Ptr, name) = p
_ccall_pointer(x, name) = throw(ArgumentError("interpolated function `$name` was not a Ptr{Cvoid}, but $(typeof(x))"))
"Calls a C function: `@ccall strlen(s::Cstring)::Csize_t`, `@ccall \"libm.so.6\".pow(2::Cdouble, 3::Cdouble)::Cdouble`."
macro ccall(call)
    target, ret, types, fixed, values = _ccall_parse(call)
    Meta.isexpr(target, :call) && (target.args[1] = GlobalRef(Base, :_ccall_pointer))
    esc(Expr(:foreigncall, target, ret, Expr(:tuple, types...), fixed, values...))
end

"A C function pointer for `f`: C may call it with these types while the program runs. `\$f` makes one for a closure, which lives as long as the value."
macro cfunction(f, ret, args)
    Meta.isexpr(args, :tuple) || throw(ArgumentError("@cfunction argument types must be a literal tuple"))
    signature = Expr(:call, _svec, esc(ret), map(esc, args.args)...)
    Meta.isexpr(f, :$) ? Expr(:call, _cfunction_of, esc(f.args[1]), signature) : :(Ptr{Nothing}(_cfunction($(esc(f)), $signature)))
end

_cfunction_of(f, signature) = finalizer(c -> _cfunction_free(UInt64(c.ptr)), CFunction(Ptr{Nothing}(_cfunction_new(f, signature)), f))

module Libc
export FILE, TmStruct, calloc, errno, flush_cstdio, free, getpid, malloc, realloc, strerror, strftime, strptime, systemsleep, time
errno() = Base._errno()
errno(e::Integer) = Base._errno(Int(e))
strerror(e::Integer = errno()) = Base._libc_strerror(Int(e))
getpid() = Base.getpid()
gethostname() = Base.gethostname()
systemsleep(s::Real) = (ccall(:usleep, Cint, (Cuint,), round(Int, s * 1e6)); 0)
flush_cstdio() = (ccall(:fflush, Cint, (Ptr{Cvoid},), C_NULL); nothing)
malloc(n::Integer) = ccall(:malloc, Ptr{Cvoid}, (Csize_t,), n)
calloc(n::Integer, size::Integer) = ccall(:calloc, Ptr{Cvoid}, (Csize_t, Csize_t), n, size)
realloc(p::Ptr, n::Integer) = ccall(:realloc, Ptr{Cvoid}, (Ptr{Cvoid}, Csize_t), p, n)
free(p::Union{Ptr,Cstring}) = ccall(:free, Cvoid, (Ptr{Cvoid},), Ptr{Cvoid}(p))

"A date and time in C's parts."
mutable struct TmStruct
    sec::Int32
    min::Int32
    hour::Int32
    mday::Int32
    month::Int32
    year::Int32
    wday::Int32
    yday::Int32
    isdst::Int32
    _1::Int64 # glibc's zone
    _2::Int64
    TmStruct(sec, min, hour, mday, month, year, wday, yday, isdst) = new(sec, min, hour, mday, month, year, wday, yday, isdst, 0, 0)
end
TmStruct() = TmStruct(0, 0, 0, 0, 0, 0, 0, 0, 0)
function TmStruct(t::Real)
    tm = TmStruct()
    ccall(:localtime_r, Ptr{Cvoid}, (Ref{Int64}, Ref{TmStruct}), floor(Int64, t), tm)
    tm
end
strftime(t::Real) = strftime("%c", t)
strftime(format::AbstractString, t::Real) = strftime(format, TmStruct(t))
function strftime(format::AbstractString, tm::TmStruct)
    text = Vector{UInt8}(undef, 256 + 16 * sizeof(format))
    n = ccall(:strftime, Csize_t, (Ptr{UInt8}, Csize_t, Cstring, Ref{TmStruct}), text, length(text), format, tm)
    String(text[1:n])
end
strptime(text::AbstractString) = strptime("%c", text)
function strptime(format::AbstractString, text::AbstractString)
    tm = TmStruct()
    ccall(:strptime, Ptr{Cvoid}, (Cstring, Cstring, Ref{TmStruct}), text, format, tm) == C_NULL &&
        throw(ArgumentError("failed to parse \"$text\" by the format \"$format\""))
    tm.isdst = -1
    tm
end
time() = Base.time()
time(tm::TmStruct) = Float64(ccall(:mktime, Int64, (Ref{TmStruct},), tm))
struct FILE
    ptr::Ptr{Cvoid}
end
Base.unsafe_convert(::Type{Ptr{T}}, f::FILE) where {T<:Union{Nothing,FILE}} = Ptr{T}(f.ptr)
Base.close(f::FILE) = (ccall(:fclose, Cint, (Ptr{Cvoid},), f.ptr); nothing)
end

module Libdl
export DL_LOAD_PATH, RTLD_DEEPBIND, RTLD_FIRST, RTLD_GLOBAL, RTLD_LAZY, RTLD_LOCAL, RTLD_NODELETE, RTLD_NOLOAD, RTLD_NOW, dlclose, dlext, dllist,
    dlopen, dlopen_e, dlpath, dlsym, dlsym_e, find_library
const DL_LOAD_PATH = String[]
const RTLD_LAZY, RTLD_NOW, RTLD_NOLOAD, RTLD_DEEPBIND = 0x00000004, 0x00000008, 0x00000010, 0x00000020
const RTLD_LOCAL, RTLD_GLOBAL, RTLD_NODELETE, RTLD_FIRST = 0x00000001, 0x00000002, 0x00000040, 0x00000080
const dlext = "so"
# These constants are numbered as in Julia; the system has its own.
const system_flags = (RTLD_LAZY => 0x001, RTLD_NOW => 0x002, RTLD_NOLOAD => 0x004, RTLD_DEEPBIND => 0x008, RTLD_GLOBAL => 0x100, RTLD_NODELETE => 0x1000)
_flags(flags) = Int(reduce(|, (to for (from, to) in system_flags if flags & from != 0); init = 0))
_places(name) = '/' in name ? [name] : [[joinpath(d, name) for d in DL_LOAD_PATH]; name]

"Opens a shared library: a handle for `dlsym`. Without `throw_error` nothing is given for one that is not found."
function dlopen(name::Union{Symbol,AbstractString}, flags::Integer = RTLD_LAZY | RTLD_DEEPBIND; throw_error::Bool = true)
    for place in _places(string(name))
        lib = Base._dlopen(place, _flags(flags) & 3 == 0 ? _flags(flags) | 1 : _flags(flags))
        lib == 0 || return Ptr{Nothing}(lib)
    end
    throw_error ? error("could not load library \"$name\"\n", Base._dlerror()) : nothing
end
function dlopen(f::Function, args...; kw...)
    lib = dlopen(args...; kw...)
    try
        f(lib)
    finally
        dlclose(lib)
    end
end
dlopen_e(args...) = something(dlopen(args...; throw_error = false), C_NULL)
function dlsym(lib::Ptr, name::Union{Symbol,AbstractString}; throw_error::Bool = true)
    at = Base._dlsym(UInt64(lib), name)
    at == 0 && !throw_error && return nothing
    at == 0 && error("could not load symbol \"$name\":\n", Base._dlerror())
    Ptr{Nothing}(at)
end
dlsym_e(lib::Ptr, name) = something(dlsym(lib, name; throw_error = false), C_NULL)
dlclose(lib::Ptr) = Base._dlclose(UInt64(lib))
dlclose(::Nothing) = false
dlpath(lib::Ptr) = Base._dlpath(UInt64(lib))
dlpath(name::Union{Symbol,AbstractString}) = dlopen(dlpath, name)
dllist() = Base._dllist()
"The first of these libraries that can be opened, or \"\"."
function find_library(names, paths = String[])
    for name in names, place in [[joinpath(p, string(name)) for p in paths]; string(name)]
        lib = dlopen(place; throw_error = false)
        lib === nothing || (dlclose(lib); return place)
    end
    ""
end
find_library(name::Union{Symbol,AbstractString}, paths = String[]) = find_library([name], paths)
end

export Libc, Cstring, Cwstring, cglobal, @ccall, @cfunction
