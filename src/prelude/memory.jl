# Memory as bits: pointers, the unsafe_ functions, arrays seen as arrays of another type, sizes of values.

Ptr{T}(n::Union{Int64,UInt64}) where {T} = reinterpret(Ptr{T}, n % UInt64)
Ptr{T}(n::Integer) where {T} = Ptr{T}(UInt64(n))
Ptr{T}(p::Ptr) where {T} = Ptr{T}(reinterpret(UInt64, p))
Ptr{T}() where {T} = Ptr{T}(0)
UInt64(p::Ptr) = reinterpret(UInt64, p)
Int64(p::Ptr) = reinterpret(UInt64, p) % Int64
convert(::Type{Ptr{T}}, p::Ptr{T}) where {T} = p
convert(::Type{Ptr{T}}, p::Ptr) where {T} = Ptr{T}(p)
convert(::Type{T}, p::Ptr) where {T<:Union{Int64,UInt64}} = T(p)
convert(::Type{Ptr{T}}, n::Union{Int64,UInt64}) where {T} = Ptr{T}(n)
+(p::Ptr{T}, n::Integer) where {T} = Ptr{T}(UInt64(p) + n % UInt64)
+(n::Integer, p::Ptr) = p + n
-(p::Ptr{T}, n::Integer) where {T} = Ptr{T}(UInt64(p) - n % UInt64)
-(p::Ptr, q::Ptr) = UInt64(p) - UInt64(q)
isless(p::Ptr{T}, q::Ptr{T}) where {T} = isless(UInt64(p), UInt64(q))
<(p::Ptr{T}, q::Ptr{T}) where {T} = UInt64(p) < UInt64(q)
eltype(::Type{Ptr{T}}) where {T} = T

pointer(A::Array{T}) where {T} = Ptr{T}(_address(A))
pointer(A::BitArray) = error("conversion to pointer not defined for $(typeof(A))")
pointer(A::Array{T}, i::Integer) where {T} = pointer(A) + (i - 1) * elsize(A)
pointer(s::String) = Ptr{UInt8}(_address(s))
pointer(s::String, i::Integer) = pointer(s) + (i - 1)
pointer(s::SubString{String}, i::Integer = 1) = pointer(s.string, s.offset + i)
pointer(c::CodeUnits, i::Integer = 1) = pointer(c.s, i)
pointer_from_objref(x) = Ptr{Nothing}(_object_address(x))
unsafe_pointer_to_objref(p::Ptr) = _object_at(UInt64(p))
unsafe_load(p::Ptr{T}, i::Integer = 1) where {T} = _memory_load(T, UInt64(p + (i - 1) * sizeof(T)))
unsafe_store!(p::Ptr{T}, x, i::Integer = 1) where {T} = (_memory_store!(UInt64(p + (i - 1) * sizeof(T)), convert(T, x)); p)
unsafe_string(p::Ptr{<:Union{Int8,UInt8}}) = _memory_text(UInt64(p), -1)
unsafe_string(p::Ptr{<:Union{Int8,UInt8}}, n::Integer) = _memory_text(UInt64(p), Int64(n))
unsafe_wrap(::Union{Type{Array},Type{Array{T}},Type{Array{T,1}}}, p::Ptr{T}, n::Integer; own::Bool = false) where {T} = _owning(_memory_array(T, UInt64(p), Int64(n)), p, own)
unsafe_wrap(::Union{Type{Array},Type{Array{T}},Type{Array{T,N}}}, p::Ptr{T}, dims::NTuple{N,Int}; own::Bool = false) where {T,N} =
    _owning(reshape(_memory_array(T, UInt64(p), prod(dims)), dims), p, own)
# C's memory goes with the array that has it.
_owning(a, p, own) = own ? finalizer(_ -> Libc.free(p), a) : a
unsafe_wrap(::Type{Vector{UInt8}}, s::String) = Vector{UInt8}(s)
unsafe_copyto!(dest::AbstractArray, i::Integer, src::AbstractArray, j::Integer, n::Integer) = copyto!(dest, i, src, j, n)
unsafe_copyto!(dest::Ptr{T}, src::Ptr{T}, n::Integer) where {T} = (_memory_move!(UInt64(dest), UInt64(src), Int64(n) * sizeof(T)); dest)
elsize(A::AbstractArray) = elsize(typeof(A))
elsize(::Type{<:AbstractArray{T}}) where {T} = isbitstype(T) ? sizeof(T) : 8

"The memory of an array as elements of another type: writing to one changes the other."
struct ReinterpretArray{T,N,S,A<:AbstractArray{S}} <: AbstractArray{T,N}
    parent::A
    shared::Array{T,N}
end
function reinterpret(::Type{T}, A::AbstractArray{S,N}) where {T,S,N}
    isbitstype(T) || throw(ArgumentError("cannot reinterpret `$S` `$T`, type `$T` is not a bits type"))
    isbitstype(S) || throw(ArgumentError("cannot reinterpret `$S` `$T`, type `$S` is not a bits type"))
    N > 0 && size(A, 1) * sizeof(S) % sizeof(T) != 0 && throw(ArgumentError("cannot reinterpret an `$S` array to `$T` whose first dimension has size `$(size(A, 1))`.\nThe resulting array would have non-integral first dimension.\n"))
    ReinterpretArray{T,N,S,typeof(A)}(A, _reinterpret(T, A isa Array ? A : copyto!(Array{S}(undef, size(A)), A)))
end
reinterpret(::Type{T}, A::ReinterpretArray{S,N,T}) where {T,S,N} = A.parent
size(A::ReinterpretArray) = size(A.shared)
parent(A::ReinterpretArray) = A.parent
IndexStyle(::Type{<:ReinterpretArray}) = IndexLinear()
getindex(A::ReinterpretArray, i::Int) = (checkbounds(A, i); A.shared[i])
setindex!(A::ReinterpretArray, x, i::Int) = (checkbounds(A, i); A.shared[i] = x; A)
_dense(A::ReinterpretArray) = A.shared
pointer(A::ReinterpretArray) = pointer(A.shared)
function showarg(io::IO, A::ReinterpretArray{T}, toplevel) where {T}
    print(io, "reinterpret(", T, ", ")
    showarg(io, A.parent, false)
    print(io, ")")
end

"How many bytes a value takes with all that it refers to, as Julia counts them."
summarysize(x) = _summary_size(x, IdDict{Any,Any}())
function _summary_size(x, seen)
    x isa Union{Symbol,Type,Module,Function,Nothing} && return 0
    isbits(x) && return sizeof(x)
    haskey(seen, x) && return 0
    seen[x] = true
    x isa String && return 8 + sizeof(x)
    x isa BitArray && return 16 + 8 * ndims(x) + 40 + sizeof(x)
    x isa Array && return 40 + 8 * max(0, ndims(x) - 2) + length(x) * elsize(x) + (isbitstype(eltype(x)) ? 0 : _summary_parts(x, seen))
    n = 0
    for i in 1:nfields(x)
        isdefined(x, i) || continue
        T = fieldtype(typeof(x), i)
        n += isbitstype(T) ? sizeof(T) : 8 + _summary_size(getfield(x, i), seen)
    end
    n
end
_summary_parts(x, seen) = sum(Int[_summary_size(x[i], seen) for i in eachindex(x) if isassigned(x, i)])

export pointer, pointer_from_objref, unsafe_load, unsafe_store!, unsafe_string, unsafe_wrap, unsafe_copyto!, unsafe_pointer_to_objref
