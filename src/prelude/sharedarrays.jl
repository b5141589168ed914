# SharedArrays: arrays in memory that the processes of a host share (src/cluster/sharedarray.c).
module SharedArrays

using Distributed
import Base: size, getindex, setindex!, length, IndexStyle, similar, copy, fill!, reshape
import Distributed: procs

export SharedArray, SharedVector, SharedMatrix, sdata, indexpids, localindices

"""
    SharedArray{T}(dims; init = nothing, pids = workers())
    SharedArray{T}(file, dims, offset = 0; mode = nothing, init = nothing, pids = workers())
    SharedArray(A)

An array of bits-type elements in memory that all processes of the host read and write at once. It begins as zeros, as a
copy of `A`, or as the content of a file (an absolute path; `offset` in bytes; `mode` as open's, "r+" if the file is there
and "w+" otherwise). `init(S)` is called on each of `pids`. Nothing is left behind, however the processes end. Errors: an
`ArgumentError` for element types that are no bits types, a `SystemError` if memory or disk are full.

```clu 2
clu> @everywhere using SharedArrays

clu> S = SharedArray{Int}(4, init = S -> S[localindices(S)] .= myid())
4-element SharedArray{Int64,1}:
 2
 2
 3
 3
```
"""
mutable struct SharedArray{T,N} <: DenseArray{T,N}
    s::Array{T,N}
    pids::Vector{Int}
    SharedArray{T,N}(s::Array, pids::Vector{Int}) where {T,N} = new{T,N}(s, pids)
end
const SharedVector{T} = SharedArray{T,1}
const SharedMatrix{T} = SharedArray{T,2}

function _shared_pids(pids)
    on = isempty(pids) ? workers() : Int[p for p in pids]
    for (i, p) in enumerate(on)
        Distributed._require(p)
        p in view(on, 1:(i - 1)) && throw(ArgumentError("process $p is twice in pids"))
    end
    on
end

_initialise(S, init) = (init(S); nothing)

function SharedArray{T,N}(dims::Dims{N}; init = false, pids = Int[]) where {T,N}
    isbitstype(T) || throw(ArgumentError("type of SharedArray elements must be bits types, got $T"))
    on = _shared_pids(pids)
    Base.Random.randstring(20) # Julia draws a name for the memory; random numbers after that are the same here
    _initialise_all(SharedArray{T,N}(_shared(T, dims), on), init)
end
function _initialise_all(S, init)
    init isa Function || return S
    @sync for p in S.pids
        @async remotecall_wait(_initialise, p, S, init)
    end
    S
end

# Over the content of a file: mode as open's, "r+" if there is such a file and "w+" otherwise.
function SharedArray{T,N}(filename::AbstractString, dims::Dims{N}, offset::Integer = 0; mode = nothing, init = false,
                          pids = Int[]) where {T,N}
    isabspath(filename) || throw(ArgumentError("$filename is not an absolute path; try abspath(filename)?"))
    isbitstype(T) || throw(ArgumentError("type of SharedArray elements must be bits types, got $T"))
    mode === nothing && (mode = isfile(filename) ? "r+" : "w+")
    mode in ("r", "r+", "w+", "a+") || throw(ArgumentError("mode must be readable, but $mode is not"))
    on = _shared_pids(pids)
    _initialise_all(SharedArray{T,N}(_shared_file(T, dims, String(filename), Int(offset), mode), on), init)
end
SharedArray{T}(filename::AbstractString, dims::Dims{N}, offset::Integer = 0; kwargs...) where {T,N} =
    SharedArray{T,N}(filename, dims, offset; kwargs...)
SharedArray{T,N}(dims::Integer...; kwargs...) where {T,N} = SharedArray{T,N}(map(Int, dims); kwargs...)
SharedArray{T}(dims::Tuple; kwargs...) where {T} = SharedArray{T,length(dims)}(map(Int, dims); kwargs...)
SharedArray{T}(dims::Integer...; kwargs...) where {T} = SharedArray{T,length(dims)}(map(Int, dims); kwargs...)
SharedArray(::Type{T}, dims::Integer...; kwargs...) where {T} = SharedArray{T}(map(Int, dims); kwargs...)
SharedArray(::Type{T}, dims::Tuple; kwargs...) where {T} = SharedArray{T}(dims; kwargs...)
SharedArray{T}(m::Integer, n::Integer; kwargs...) where {T} = SharedArray{T,2}((Int(m), Int(n)); kwargs...)

function SharedArray(A::Array)
    S = SharedArray{eltype(A),ndims(A)}(size(A))
    copyto!(S.s, A)
    S
end
SharedVector(A::Vector) = SharedArray(A)
SharedMatrix(A::Matrix) = SharedArray(A)
SharedArray{T}(A::Array) where {T} = SharedArray(convert(Array{T}, A))
SharedArray{T,N}(A::Array) where {T,N} = SharedArray(convert(Array{T,N}, A))
Base.convert(::Type{T}, A::Array) where {T<:SharedArray} = T(A)

"""
    sdata(S)

The `Array` over the same memory as a `SharedArray`; any other array itself.
"""
sdata(S::SharedArray) = S.s
sdata(A::AbstractArray) = A

size(S::SharedArray) = size(S.s)
length(S::SharedArray) = length(S.s)
IndexStyle(::Type{<:SharedArray}) = IndexLinear()
getindex(S::SharedArray, i::Integer) = getindex(S.s, i)
getindex(S::SharedArray, i...) = try
    getindex(S.s, i...)
catch e
    throw(_of_shared(e, S))
end
setindex!(S::SharedArray, x, i::Integer) = (setindex!(S.s, x, i); S)
setindex!(S::SharedArray, x, i...) = try
    setindex!(S.s, x, i...)
    S
catch e
    throw(_of_shared(e, S))
end
_of_shared(e, S) = e isa BoundsError && e.a === S.s ? BoundsError(S, e.i) : e
fill!(S::SharedArray, x) = (fill!(S.s, x); S)
similar(S::SharedArray, ::Type{T}, dims::Dims) where {T} = similar(S.s, T, dims)
reshape(S::SharedArray{T}, dims::Dims) where {T} = SharedArray{T,length(dims)}(reshape(S.s, dims), S.pids)
copy(S::SharedArray) = copy(S.s)
Base.strides(S::SharedArray) = strides(S.s)
Base.pointer(S::SharedArray) = pointer(S.s)

function Base.show(io::IO, mime::MIME"text/plain", S::SharedArray)
    length(S) > 0 && return invoke(show, Tuple{IO,MIME"text/plain",AbstractArray}, io, mime, S)
    summary(io, S)
    println(io, ":")
end

"""
    procs(S)

The numbers of the processes that share `S`.
"""
procs(S::SharedArray) = S.pids
"""
    indexpids(S)

The place of this process among those that share `S`; 0 if it is not one of them.
"""
function indexpids(S::SharedArray)
    k = findfirst(isequal(myid()), S.pids)
    k === nothing ? 0 : k
end

# The part of the linear indices that is the k-th process's.
function _part(S, k)
    n, parts = length(S), length(S.pids)
    k == 0 && return 1:0
    n < parts && return k <= n ? (k:k) : (1:0)
    each = div(n, parts)
    lo = (k - 1) * each + 1
    k == parts ? (lo:n) : (lo:(k * each))
end
"""
    localindices(S)

The range of linear indices that is this process's part of `S`; `1:0` if it has none.

```clu 2
clu> @everywhere using SharedArrays

clu> remotecall_fetch(localindices, 3, SharedArray{Int}(10))
6:10
```
"""
localindices(S::SharedArray) = _part(S, indexpids(S))

end
