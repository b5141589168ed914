# DelimitedFiles: tables of numbers and words as text.
module DelimitedFiles

export readdlm, writedlm

readdlm(io; kw...) = readdlm(io, nothing, nothing, '\n'; kw...)
readdlm(io, T::Type; kw...) = readdlm(io, nothing, T, '\n'; kw...)
readdlm(io, delim::AbstractChar; kw...) = readdlm(io, delim, nothing, '\n'; kw...)
readdlm(io, delim::AbstractChar, T::Type; kw...) = readdlm(io, delim, T, '\n'; kw...)
readdlm(io, delim::AbstractChar, eol::AbstractChar; kw...) = readdlm(io, delim, nothing, eol; kw...)

contents(io::IO) = read(io, String)
contents(path::AbstractString) = isfile(path) ? read(path, String) : throw(ArgumentError("Cannot open '$path': not a file"))
contents(v::Vector{UInt8}) = String(copy(v))

# A field as text and whether it was quoted.
function split_fields(text::String, delim, eol, quotes::Bool, comments::Bool, comment_char, skipblanks::Bool)
    rows = Vector{Tuple{String,Bool}}[]
    row = Tuple{String,Bool}[]
    field = IOBuffer()
    quoted = inside = started = false
    function endfield()
        s = String(take!(field))
        if delim !== nothing || !isempty(s) || quoted
            push!(row, (s, quoted))
        end
        quoted = started = false
    end
    function endrow()
        if delim === nothing || !isempty(row) || started
            endfield()
        end
        blank = isempty(row) || (length(row) == 1 && isempty(row[1][1]) && !row[1][2])
        blank && skipblanks || push!(rows, row)
        row = Tuple{String,Bool}[]
        started = false
    end
    i, n = 1, ncodeunits(text)
    while i <= n
        c = text[i]
        next = nextind(text, i)
        if inside
            if c == '"' && next <= n && text[next] == '"'
                print(field, '"')
                next = nextind(text, next)
            elseif c == '"'
                inside = false
            else
                print(field, c)
            end
        elseif quotes && c == '"' && field.size == 0 && !quoted
            inside = quoted = true
            started = true
        elseif comments && c == comment_char
            while i <= n && text[i] != eol
                i = nextind(text, i)
            end
            next = i
        elseif c == eol
            eol == '\n' && field.size > 0 && delim !== nothing && (s = String(take!(field)); print(field, endswith(s, '\r') ? chop(s) : s))
            endrow()
        elseif delim === nothing ? (isspace(c)) : c == delim
            endfield()
            started = delim !== nothing
        else
            print(field, c)
            started = true
        end
        i = next
    end
    (field.size > 0 || !isempty(row) || started) && endrow()
    rows
end

# What a word is in a table of anything: an integer, a float, true or false, else nothing.
function number_of(s::AbstractString)
    t = strip(s)
    x = tryparse(Int, t)
    x === nothing || return x
    x = tryparse(Float64, t)
    x === nothing || return x
    t == "true" ? true : t == "false" ? false : nothing
end

function convert_field(::Type{T}, s, row, col) where {T}
    T <: AbstractString && return T(s)
    T === Char && return length(strip(s)) == 1 ? first(strip(s)) : error("file entry \"$s\" cannot be converted to Char")
    T === Any && (x = number_of(s); return x === nothing ? SubString(String(s)) : x)
    v = T <: Number ? tryparse(T, strip(s)) : nothing
    if v === nothing && T <: Integer
        f = tryparse(Float64, strip(s))
        f !== nothing && f == trunc(f) && (v = T(f))
    end
    v === nothing && throw(ErrorException("file entry \"$s\" cannot be converted to $T"))
    v
end

function readdlm(io, delim::Union{AbstractChar,Nothing}, T::Union{Type,Nothing}, eol::AbstractChar; header::Bool=false, skipstart::Integer=0,
                 skipblanks::Bool=true, use_mmap=false, quotes::Bool=true, dims=nothing, comments::Bool=false, comment_char::AbstractChar='#')
    text = contents(io)
    for _ in 1:skipstart
        i = findfirst(isequal(eol), text)
        text = i === nothing ? "" : text[nextind(text, i):end]
    end
    rows = split_fields(text, delim, eol, quotes, comments, comment_char, skipblanks)
    isempty(rows) && error("at row 0, column 0 : ArgumentError(\"number of rows in dims must be > 0, got 0\")")
    head = nothing
    if header
        head = isempty(rows) ? String[] : [String(strip(f[1])) for f in popfirst!(rows)]
    end
    ncols = 0
    for r in rows
        ncols = max(ncols, length(r))
    end
    head === nothing || (ncols = max(ncols, length(head)))
    E = T === nothing ? Float64 : T
    if T === nothing
        for r in rows
            if length(r) < ncols || any(f -> tryparse(Float64, strip(f[1])) === nothing, r)
                E = Any
                break
            end
        end
    end
    out = Matrix{E}(undef, length(rows), ncols)
    for (i, r) in enumerate(rows), j in 1:ncols
        if j > length(r)
            out[i, j] = E <: AbstractString || E === Any ? "" : error("at row $i, column 1 : ErrorException(\"missing value at row $i column $j\")")
        else
            out[i, j] = try
                convert_field(E, r[j][1], i, j)
            catch e
                error("at row $i, column $j : $e")
            end
        end
    end
    head === nothing ? out : (out, reshape(AbstractString[head...], 1, length(head)))
end
function write_field(io::IO, x::AbstractString, delim, quotes)
    if quotes && (isempty(x) || any(c -> c == delim || c == '\n' || c == '"', x))
        print(io, '"', replace(x, "\"" => "\"\""), '"')
    else
        print(io, x)
    end
end
write_field(io::IO, x, delim, quotes) = print(io, x)

writedlm(io::IO, a, delim='\t'; quotes::Bool=true, opts...) = write_table(io, a, delim, quotes)
writedlm(path::AbstractString, a, delim='\t'; quotes::Bool=true, opts...) = open(io -> write_table(io, a, delim, quotes), path, "w")

function write_table(io::IO, a::AbstractMatrix, delim, quotes)
    for i in axes(a, 1)
        write_row(io, [a[i, j] for j in axes(a, 2)], delim, quotes)
    end
end
function write_table(io::IO, a, delim, quotes)
    for row in a
        write_row(io, row, delim, quotes)
    end
end
write_row(io::IO, x::Union{Number,AbstractString,Char,Symbol}, delim, quotes) = (write_field(io, x, delim, quotes); println(io))
function write_row(io::IO, row, delim, quotes)
    first = true
    for x in row
        first || print(io, delim)
        first = false
        write_field(io, x, delim, quotes)
    end
    println(io)
end

end
