# SharedArrays: arrays in memory that the processes of a host share (src/cluster/sharedarray.c).
module SharedArrays

using Distributed
import Base: size, getindex, setindex!, length, IndexStyle, similar, copy, fill!, reshape
import Distributed: procs

export SharedArray, SharedVector, SharedMatrix, sdata, indexpids, localindices

mutable struct SharedArray{T,N} <: DenseArray{T,N}
    s::Array{T,N}
    pids::Vector{Int}
    SharedArray{T,N}(s::Array, pids::Vector{Int}) where {T,N} = new{T,N}(s, pids)
end
const SharedVector{T} = SharedArray{T,1}
const SharedMatrix{T} = SharedArray{T,2}

_shared_pids(pids) = isempty(pids) ? workers() : Int[p for p in pids]

_initialise(S, init) = (init(S); nothing)

function SharedArray{T,N}(dims::Dims{N}; init = false, pids = Int[]) where {T,N}
    isbitstype(T) || throw(ArgumentError("type of SharedArray elements must be bits types, got $T"))
    on = _shared_pids(pids)
    for p in on
        Distributed._require(p)
    end
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
    for p in on
        Distributed._require(p)
    end
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
SharedArray{T}(A::Array) where {T} = SharedArray(convert(Array{T}, A))
SharedArray{T,N}(A::Array) where {T,N} = SharedArray(convert(Array{T,N}, A))
Base.convert(::Type{T}, A::Array) where {T<:SharedArray} = T(A)

sdata(S::SharedArray) = S.s
sdata(A::AbstractArray) = A

size(S::SharedArray) = size(S.s)
length(S::SharedArray) = length(S.s)
IndexStyle(::Type{<:SharedArray}) = IndexLinear()
getindex(S::SharedArray, i::Integer) = getindex(S.s, i)
getindex(S::SharedArray, i...) = getindex(S.s, i...)
setindex!(S::SharedArray, x, i::Integer) = (setindex!(S.s, x, i); S)
setindex!(S::SharedArray, x, i...) = (setindex!(S.s, x, i...); S)
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

procs(S::SharedArray) = S.pids
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
localindices(S::SharedArray) = _part(S, indexpids(S))

end
