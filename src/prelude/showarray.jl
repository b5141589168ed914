# Showing arrays: the one-line form, and the aligned form of display with its ellipses.

# Widths left and right of the point at which a column is aligned.
alignment(io::IO, x) = (0, length(sprint(show, x, context=io)))
alignment(io::IO, x::Number) = (length(sprint(show, x, context=io)), 0)
alignment(io::IO, x::Integer) = (length(sprint(show, x, context=io)), 0)
function alignment(io::IO, x::Real)
    s = sprint(show, x, context=io)
    i = findfirst(c -> c in ".eEfF", s)
    i === nothing ? (length(s), 0) : (i - 1, length(s) - i + 1)
end
function alignment(io::IO, x::Complex)
    s = sprint(show, x, context=io)
    m = match(r"^(.*[^ef][\+\-])(.*)$", s)
    m === nothing ? (length(s), 0) : (length(m.captures[1]), length(m.captures[2]))
end
function alignment(io::IO, x::Rational)
    s = sprint(show, x, context=io)
    i = findfirst('/', s)
    i === nothing ? (length(s), 0) : (i, length(s) - i)
end
function alignment(io::IO, x::Pair)
    s = sprint(show, x, context=io)
    isdelimited(io, x) && return (0, length(s))
    inner = IOContext(io, :typeinfo => gettypeinfos(io, x)[1])
    left = length(sprint(show, x.first, context=inner)) + 2 * !isdelimited(inner, x.first) + !get(io, :compact, false)
    (left + 1, length(s) - left - 1)
end

_assigned(X::Array, i, j) = isassigned(X, i, j)
_assigned(X::Array{T,1}, i, j) where {T} = isassigned(X, i)
function _assigned(X, i, j)
    try
        X[i, j]
        true
    catch e
        e isa UndefRefError || rethrow()
        false
    end
end
_element(X::AbstractVector, i, j) = X[i]
_element(X, i, j) = X[i, j]

# (left, right) widths of the columns that fit.
function _column_widths(io::IO, X, rows, cols, complete, otherwise, sep)
    a = Tuple{Int,Int}[]
    total = 0
    for j in cols
        l = r = 0
        for i in rows
            w = _assigned(X, i, j) ? alignment(io, _element(X, i, j)) : undef_ref_alignment
            l = max(l, w[1])
            r = max(r, w[2])
        end
        push!(a, (l, r))
        total += l + r
        if length(a) > 1 && total + sep * length(a) >= complete
            pop!(a)
            total -= l + r
            break
        end
    end
    if 1 < length(a) < size(X, 2)
        while total + sep * length(a) >= otherwise
            w = pop!(a)
            total -= w[1] + w[2]
        end
    end
    a
end

replace_in_print_matrix(A, i, j, s) = s
function replace_with_centered_mark(s::AbstractString; c::AbstractChar='⋅')
    n = length(s)
    at = cld(n, 2)
    " "^(at - 1) * string(c) * " "^(n - at)
end

function print_matrix_row(io::IO, X, A, i, cols, sep)
    last_column = last(axes(X, 2))
    for (k, j) in enumerate(cols)
        k > length(A) && break
        if _assigned(X, i, j)
            x = _element(X, i, j)
            w = alignment(io, x)
            s = sprint(show, MIME{Symbol("text/plain")}(), x, context=io)
            occursin('\n', s) && (s = sprint(show, x, context=io))
        else
            w = undef_ref_alignment
            s = undef_ref_str
        end
        print(io, " "^max(0, A[k][1] - w[1]), replace_in_print_matrix(X, i, j, s))
        j == last_column || print(io, " "^max(0, A[k][2] - w[2]))
        k < length(A) && print(io, sep)
    end
end

function print_matrix_vdots(io::IO, vdots, A, sep, M, m, pad_right=true)
    for k in 1:length(A)
        w = A[k][1] + A[k][2]
        if k % M == m
            l = max(0, A[k][1] - length(vdots))
            r = k == length(A) && !pad_right ? 0 : max(0, w - length(vdots) - l)
            print(io, " "^l, vdots, " "^r)
        elseif k != length(A) || pad_right
            print(io, " "^w)
        end
        k < length(A) && print(io, sep)
    end
end

function print_matrix(io::IO, X, pre=" ", sep="  ", post="", hdots="  …  ", vdots="⋮", ddots="  ⋱  ", hmod=5, vmod=5)
    height = width = typemax(Int) >> 1
    if get(io, :limit, false)
        sz = displaysize(io)
        height, width = sz[1] - 4, sz[2]
    end
    width -= length(pre) + length(post)
    sepsize = length(sep)
    rows, cols = collect(axes(X, 1)), collect(axes(X, 2))
    m, n = length(rows), length(cols)
    half = div(height, 2)
    m > height && (rows = vcat(rows[1:half], rows[end-div(height - 1, 2)+1:end]))
    most = div(width, 1 + sepsize)
    n > most && (cols = vcat(cols[1:most], cols[end-most+1:end]))
    A = _column_widths(io, X, rows, cols, width, width, sepsize)
    fits = n <= length(A)
    L, R, rcols, r = A, Tuple{Int,Int}[], Int[], 1
    if !fits # columns are left out in the middle
        c = div(width - length(hdots) + 1, 2) + 1
        R = reverse(_column_widths(io, X, rows, reverse(cols), c, c, sepsize))
        c = width - sum(map(sum, R)) - (length(R) - 1) * sepsize - length(hdots)
        L = _column_widths(io, X, rows, cols, c, c, sepsize)
        rcols = collect((n-length(R)+1):n)
        r = mod(length(R) - n + 1, vmod)
    end
    for (k, i) in enumerate(rows)
        print(io, k == 1 ? pre : " "^length(pre))
        print_matrix_row(io, X, L, i, fits ? cols : cols[1:length(L)], sep)
        if !fits
            print(io, (i - first(rows)) % hmod == 0 ? hdots : " "^length(hdots))
            print_matrix_row(io, X, R, i, rcols, sep)
        end
        k == length(rows) && print(io, post)
        k != length(rows) && println(io)
        if m > height && k == half
            print(io, " "^length(pre))
            print_matrix_vdots(io, vdots, L, sep, vmod, 1, !fits)
            if !fits
                print(io, ddots)
                print_matrix_vdots(io, vdots, R, sep, vmod, r, false)
            end
            println(io)
        end
    end
end

function show_nd(io::IO, a::AbstractArray, print_slice::Function, label::Bool)
    isempty(a) && return nothing
    limit = get(io, :limit, false)
    tails = axes(a)[3:end]
    nd = length(tails)
    lastone = map(last, tails)
    for I in CartesianIndices(tails)
        idxs = Tuple(I)
        skip = false
        if limit
            for i in 1:nd
                ind = tails[i]
                length(ind) > 10 || continue
                ii = idxs[i]
                if ii == ind[4] && all(d -> idxs[d] == first(tails[d]), 1:i-1)
                    hidden = false
                    for j in i+1:nd
                        length(tails[j]) > 10 && first(tails[j]) + 2 < idxs[j] <= last(tails[j]) - 3 && (hidden = true)
                    end
                    hidden || print(io, "...\n\n")
                    skip = true
                    break
                end
                if ind[3] < ii <= ind[end-3]
                    skip = true
                    break
                end
            end
        end
        skip && continue
        if label
            print(io, "[:, :, ")
            for i in 1:nd-1
                print(io, idxs[i], ", ")
            end
            println(io, idxs[end], "] =")
        end
        print_slice(io, a[:, :, idxs...])
        idxs == lastone || print(io, "\n\n")
    end
end

print_array(io::IO, X::AbstractArray{T,0} where {T}) = isassigned(X) ? show(io, X[]) : print(io, undef_ref_str)
print_array(io::IO, X::AbstractVector) = print_matrix(io, X)
print_array(io::IO, X::AbstractMatrix) = print_matrix(io, X)
print_array(io::IO, X::AbstractArray) = show_nd(io, X, print_matrix, true)

function show(io::IO, ::MIME{Symbol("text/plain")}, X::AbstractArray)
    if isempty(X) && (get(io, :compact, false) || X isa Vector)
        return show(io, X)
    end
    summary(io, X)
    isempty(X) && return nothing
    print(io, ":")
    show_circular(io, X) && return nothing
    if !haskey(io, :compact) && size(X, 2) > 1
        io = IOContext(io, :compact => true)
    end
    if get(io, :limit, false) && displaysize(io)[1] - 4 <= 0
        return print(io, " …")
    end
    println(io)
    print_array(IOContext(io, :typeinfo => eltype(X), :SHOWN_SET => X), X)
    nothing
end
show(io::IO, ::MIME{Symbol("text/plain")}, r::AbstractRange) = show(io, r)

# One line

function show_delim_array(io::IO, itr, op, delim, cl, delim_one, from=itr isa AbstractArray ? firstindex(itr) : 1, to=typemax(Int))
    print(io, op)
    if !show_circular(io, itr)
        inner = IOContext(io, :SHOWN_SET => itr)
        if itr isa AbstractArray
            ax = LinearIndices(itr)
            first = true
            for i in max(firstindex(itr), from):min(lastindex(itr), to)
                first || print(io, delim, " ")
                first = false
                if itr isa Array && !isassigned(itr, i)
                    print(io, undef_ref_str)
                else
                    show(inner, itr[i])
                end
            end
        else
            n = 0
            for x in itr
                n += 1
                n < from && continue
                n > to && break
                n > from && print(io, delim, " ")
                show(inner, x)
            end
        end
    end
    print(io, cl)
end

function show_vector(io::IO, v, opn='[', cls=']')
    prefix, implicit = typeinfo_prefix(io, v)
    print(io, prefix)
    implicit || (io = IOContext(io, :typeinfo => eltype(v)))
    if get(io, :limit, false) && length(v) > 20
        if v isa AbstractArray
            f, l = firstindex(v), lastindex(v)
        else
            f, l = 1, length(v)
        end
        show_delim_array(io, v, opn, ",", "", false, f, f + 9)
        print(io, "  …  ")
        show_delim_array(io, v, "", ",", cls, false, l - 9, l)
    else
        show_delim_array(io, v, opn, ",", cls, false)
    end
end

function _show_empty(io::IO, X::AbstractArray)
    X isa Array || return summary(io, X)
    print(io, "Array{", eltype(X), "}(undef,", join(size(X), ','), ")")
end
function _show_matrix_line(io::IO, X::AbstractMatrix, prefix)
    limit = get(io, :limit, false)
    nr, nc = size(X)
    rdots, cdots = limit && nr > 4, limit && nc > 4
    rowparts = rdots ? [1:2, nr-1:nr] : [1:nr]
    colparts = cdots ? [1:2, nc-1:nc] : [1:nc]
    print(io, prefix, "[")
    for (a, rr) in enumerate(rowparts)
        for i in rr
            for (b, cr) in enumerate(colparts)
                for j in cr
                    j > first(cr) && print(io, " ")
                    _assigned(X, i, j) ? show(io, X[i, j]) : print(io, undef_ref_str)
                end
                if last(cr) == nc
                    i < nr && print(io, "; ")
                elseif cdots
                    print(io, " … ")
                end
            end
        end
        last(rr) != nr && rdots && print(io, "… ; ")
    end
    print(io, "]")
end

function show(io::IO, X::AbstractArray)
    ndims(X) == 0 && return show_zero_dim_array(io, X)
    ndims(X) == 1 && return show_vector(io, X)
    prefix, implicit = typeinfo_prefix(io, X)
    isempty(X) && return _show_empty(io, X)
    implicit || (io = IOContext(io, :typeinfo => eltype(X)))
    if ndims(X) == 2
        show_circular(io, X) && return nothing
        _show_matrix_line(IOContext(io, :SHOWN_SET => X), X, prefix)
    else
        show_nd(io, X, (io, slice) -> _show_matrix_line(io, slice, prefix), false)
    end
end

function show_zero_dim_array(io::IO, X)
    print(io, X isa BitArray ? "BitArray(" : "fill(")
    X isa BitArray ? print(io, Int(X[])) : isassigned(X) ? show(io, X[]) : print(io, undef_ref_str)
    print(io, ")")
end

# What an array is, in one line

function dims2string(d)
    isempty(d) ? "0-dimensional" : length(d) == 1 ? "$(d[1])-element" : join(map(string, d), '×')
end
function summary(io::IO, a::AbstractArray)
    print(io, dims2string(size(a)), " ")
    showarg(io, a, true)
    any(r -> first(r) != 1, axes(a)) && print(io, " with indices ", join(map(_index_text, axes(a)), '×'))
end
_index_text(r) = string(r)
_index_text(r::Union{Slice,IdentityUnitRange}) = string(r.indices)
showarg(io::IO, x, toplevel) = toplevel ? print(io, typeof(x)) : print(io, "::", typeof(x))
showarg(io::IO, ::Type{T}, toplevel) where {T} = print(io, "::Type{", T, "}")

showindices(io::IO) = nothing
function showindices(io::IO, inds...)
    for i in inds
        print(io, ", ", i isa Base.Slice ? ":" : i isa Colon ? ":" : sprint(show, i))
    end
end
function showarg(io::IO, v::SubArray, toplevel)
    print(io, "view(")
    showarg(io, parent(v), false)
    showindices(io, v.indices...)
    print(io, ')')
    toplevel && print(io, " with eltype ", eltype(v))
end


function showarg(io::IO, A::PermutedDimsArray{T,N,perm}, toplevel) where {T,N,perm}
    print(io, "PermutedDimsArray(")
    showarg(io, A.parent, false)
    print(io, ", ", perm, ')')
    toplevel && print(io, " with eltype ", T)
end
function showarg(io::IO, r::ReshapedArray, toplevel)
    print(io, "reshape(")
    showarg(io, parent(r), false)
    print(io, ", ", join(size(r), ", "), ')')
    toplevel && print(io, " with eltype ", eltype(r))
end
