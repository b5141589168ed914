module Statistics
    export cor, cov, std, stdm, var, varm, mean!, mean, median!, median, middle, quantile!, quantile

    mean(itr) = mean(identity, itr)
    function mean(f, itr)
        y = iterate(itr)
        if y === nothing
            _check_known(f)
            eltype(itr) === Any || eltype(itr) === Union{} || return zero(eltype(itr)) / 0
            throw(ArgumentError("reducing over an empty collection is not allowed"))
        end
        x, s = y
        total = f(x) / 1
        n = 1
        while true
            y = iterate(itr, s)
            y === nothing && break
            x, s = y
            total += f(x)
            n += 1
        end
        total / n
    end
    mean(A::AbstractArray; dims = :) = _mean(identity, A, dims)
    mean(f, A::AbstractArray; dims = :) = _mean(f, A, dims)
    function _mean(f, A::AbstractArray, ::Colon)
        n = length(A)
        n == 0 && return _empty_mean(f, A)
        f === identity && eltype(A) <: Base.BitInteger && (f = x -> x / 1)
        f === identity ? sum(A) / n : sum(f, A) / n
    end
    # What f makes of nothing is known of few functions.
    _check_known(f) = f in (identity, abs, abs2) || throw(ArgumentError("reducing over an empty collection is not allowed"))
    _empty_mean(f, A::AbstractArray{T}) where {T<:Number} = (_check_known(f); f(zero(T)) / 0)
    _empty_mean(f, A) = sum(f, A) / 0
    function _mean(f, A::AbstractArray, dims)
        n = _count(A, dims)
        # integers as floats, which do not overflow
        g = eltype(A) <: Base.BitInteger && n > 0 ? (f === identity ? x -> x / 1 : x -> f(x) / 1) : f
        (g === identity ? sum(A; dims = dims) : sum(g, A; dims = dims)) ./ n
    end
    _count(A, dims) = mapreduce(d -> size(A, d), *, unique(dims); init = 1)
    mean(r::AbstractRange{<:Real}) = isempty(r) ? oftype((first(r) + last(r)) / 2, NaN) : (first(r) + last(r)) / 2
    mean!(r::AbstractArray, A::AbstractArray) = (r .= mean(A; dims = _reduced(r, A)); r)
    _reduced(r, A) = Tuple(d for d in 1:ndims(A) if size(r, d) == 1)
    mean(x::Number) = x / 1

    # Variance: the mean is found first, so that the squares do not lose digits.
    realXcY(x::Real, y::Real) = x * y
    realXcY(x, y) = real(x) * real(y) + imag(x) * imag(y)
    var(A::AbstractArray; corrected::Bool = true, mean = nothing, dims = :) = _var(A, corrected, mean, dims)
    function _var(A, corrected, m, ::Colon)
        n = length(A)
        n == 0 && return oftype(real(zero(eltype(A)) / 1), NaN)
        m === nothing && (m = Statistics.mean(A))
        eltype(A) <: AbstractArray && return sum(x -> abs2.(x .- m), A) ./ (n - Int(corrected))
        A isa Array{Float64} && m isa Float64 && return Base._sum_squares(A, [m], n)[1] / (n - Int(corrected))
        sum(x -> abs2(x - m), A) / (n - Int(corrected))
    end
    function _var(A, corrected, m, dims)
        m === nothing && (m = Statistics.mean(A; dims = dims))
        n = _count(A, dims)
        for i in 1:max(ndims(A), ndims(m))
            k = i in dims ? Base.OneTo(1) : axes(A, i)
            axes(m, i) == k || throw(DimensionMismatch("dimension $i of `mean` should have indices $k, but got $(axes(m, i))"))
        end
        isempty(A) && return fill(oftype(real(zero(eltype(A))) / 1, NaN), ntuple(i -> i in dims ? 1 : size(A, i), ndims(A)))
        ndims(m) > ndims(A) && (m = reshape(m, size(m)[1:ndims(A)]))
        if A isa Array{Float64} && m isa Array{Float64} && n > 16 && _leads(dims) && length(m) * n == length(A)
            return Base._sum_squares(A, m, n) ./ (n - Int(corrected))
        end
        sum(abs2.(A .- m); dims = dims) ./ (n - Int(corrected))
    end
    _leads(dims::Integer) = dims == 1
    _leads(dims) = sort!(collect(Int, dims)) == 1:length(dims)
    function var(itr; corrected::Bool = true, mean = nothing)
        y = iterate(itr)
        if y === nothing
            square = abs2(zero(eltype(itr)))
            return oftype((square + square) / 2, NaN)
        end
        mean isa Union{Number,Nothing} || throw(ArgumentError("invalid value of mean, $(mean)::$(typeof(mean))"))
        mean === nothing || return _var_known(itr, corrected, mean)
        # one pass (Welford), for the iterator may not come again
        count = 0
        M = S = 0.0
        while y !== nothing
            value, state = y
            count += 1
            if count == 1
                M = value / 1
                S = real(zero(M))
            else
                new_M = M + (value - M) / count
                S = S + realXcY(value - M, value - new_M)
                M = new_M
            end
            y = iterate(itr, state)
        end
        S / (count - Int(corrected))
    end
    function _var_known(itr, corrected, m)
        total, n = 0.0, 0
        for x in itr
            total += abs2(x - m)
            n += 1
        end
        total / (n - Int(corrected))
    end
    varm(A::AbstractArray, m; corrected::Bool = true, dims = :) = _var(A, corrected, m, dims)
    varm(itr, m; corrected::Bool = true) = _var_known(itr, corrected, m)
    std(A::AbstractArray; corrected::Bool = true, mean = nothing, dims = :) = _sqrt(var(A; corrected = corrected, mean = mean, dims = dims))
    std(itr; corrected::Bool = true, mean = nothing) = sqrt(var(itr; corrected = corrected, mean = mean))
    stdm(A::AbstractArray, m; corrected::Bool = true, dims = :) = _sqrt(_var(A, corrected, m, dims))
    stdm(itr, m; corrected::Bool = true) = sqrt(varm(itr, m; corrected = corrected))
    _sqrt(x::Union{Number,Missing}) = sqrt(x)
    _sqrt(x::AbstractArray) = sqrt.(x)

    # Covariance and correlation.
    _columns(x::AbstractMatrix, dims) = dims == 1 ? x : dims == 2 ? permutedims(x) : throw(ArgumentError("dims should be 1 or 2"))
    cov(x::AbstractVector; corrected::Bool = true) = var(x; corrected = corrected)
    function cov(x::AbstractVector, y::AbstractVector; corrected::Bool = true)
        n = length(x)
        length(y) == n || throw(DimensionMismatch("x and y have different lengths"))
        n == 0 && return NaN
        mx, my = mean(x), mean(y)
        xx, yy = x .- mx, y .- my
        sum(xx .* conj(yy)) / (n - Int(corrected))
    end
    function cov(X::AbstractMatrix; dims::Int = 1, corrected::Bool = true)
        A = _columns(X, dims)
        _products(A .- mean(A; dims = 1), dims) ./ (size(A, 1) - Int(corrected))
    end
    # Of each column with each, conjugated; with itself it is real.
    _products(B::AbstractMatrix{<:Real}, dims) = B' * B
    function _products(B, dims)
        C = B' * B
        for i in 1:size(C, 1)
            C[i, i] = real(C[i, i])
        end
        dims == 1 ? conj(C) : copy(transpose(C))
    end
    _matrix(x::AbstractVector) = reshape(x, length(x), 1)
    _matrix(x::AbstractMatrix) = x
    function cov(X::AbstractVecOrMat, Y::AbstractVecOrMat; dims::Int = 1, corrected::Bool = true)
        A, B = _columns(_matrix(X), dims), _columns(_matrix(Y), dims)
        conj((A .- mean(A; dims = 1))' * (B .- mean(B; dims = 1))) ./ (size(A, 1) - Int(corrected))
    end
    cor(x::AbstractVector) = one(real(eltype(x)))
    function cor(x::AbstractVector, y::AbstractVector)
        n = length(x)
        length(y) == n || throw(DimensionMismatch("inconsistent lengths"))
        n == 0 && return NaN
        mx, my = mean(x), mean(y)
        xx, yy, xy = abs2(x[1] - mx), abs2(y[1] - my), (x[1] - mx) * conj(y[1] - my)
        for i in 2:n
            a, b = x[i] - mx, y[i] - my
            xx += abs2(a)
            yy += abs2(b)
            xy += a * conj(b)
        end
        clampcor(xy / max(xx, yy) / sqrt(min(xx, yy) / max(xx, yy)))
    end
    clampcor(r::Real) = clamp(r, -1, 1)
    clampcor(r) = r
    function cor(X::AbstractMatrix; dims::Int = 1)
        A = _columns(X, dims)
        n = size(A, 2)
        B = A .- mean(A; dims = 1)
        C = _products(B, dims)
        s = [sqrt(real(C[i, i])) for i in 1:n]
        [i == j ? one(eltype(C)) : clampcor(C[i, j] / (s[i] * s[j])) for i in 1:n, j in 1:n]
    end
    function cor(X::AbstractVecOrMat, Y::AbstractVecOrMat; dims::Int = 1)
        A, B = _columns(_matrix(X), dims), _columns(_matrix(Y), dims)
        [cor(A[:, i], B[:, j]) for i in 1:size(A, 2), j in 1:size(B, 2)]
    end

    # The middle of what is sorted.
    middle(x::Union{Bool,Int8,Int16,Int32,Int64,Int128,UInt8,UInt16,UInt32,UInt64,UInt128}) = Float64(x)
    middle(x::AbstractFloat) = x
    middle(x::Number) = (x + zero(x)) / 1
    middle(x::Number, y::Number) = x / 2 + y / 2
    middle(a::AbstractRange) = middle(a[1], a[end])
    middle(a::AbstractArray) = ((v1, v2) = extrema(a); middle(v1, v2))
    # The element that leaves no median but itself, NaN or missing; nothing if there is none.
    function _spoiler(v)
        isempty(v) && throw(ArgumentError("median of an empty array is undefined, $(repr(v))"))
        eltype(v) >: Missing && any(ismissing, v) && return missing
        if eltype(v) <: AbstractFloat
            i = findfirst(isnan, v)
            return i === nothing ? nothing : v[i]
        else
            if eltype(v) >: AbstractFloat
                for x in v
                    x isa Number && isnan(x) && return x
                end
            end
            return nothing
        end
    end
    function median!(v::AbstractVector)
        x = _spoiler(v)
        x === nothing || return x
        sort!(v)
        n = length(v)
        mid = div(1 + n, 2)
        isodd(n) ? middle(v[mid]) : middle(v[mid], v[mid+1])
    end
    median!(v::AbstractArray) = median!(vec(v))
    median(itr) = median!(collect(itr))
    median(A::AbstractArray; dims = :) = _median(A, dims)
    function _median(A, ::Colon)
        v = A isa Array ? vec(A) : copyto!(Array{eltype(A),1}(undef, length(A)), A)
        mid = div(length(v), 2) + 1
        two = Base._select_two(v, mid)  # without sorting all of it
        two === nothing && return median!(A isa Array ? copy(v) : v)
        x = _spoiler(v)
        x !== nothing ? x : isodd(length(v)) ? middle(two[2]) : middle(two...)
    end
    _median(A, dims) = mapslices(v -> median!(vec(v)), A; dims = dims)
    median(r::AbstractRange{<:Real}) = mean(r)

    quantile!(v::AbstractVector, p::Union{AbstractArray,Tuple{Vararg{Real}}}; sorted::Bool = false, alpha::Real = 1.0, beta::Real = alpha) =
        (_sort_for_quantile!(v, sorted); map(x -> _quantile(v, x, alpha, beta), p))
    function quantile!(q::AbstractArray, v::AbstractVector, p::AbstractArray; kw...)
        size(p) == size(q) || throw(DimensionMismatch("size of p, $(size(p)), must equal size of q, $(size(q))"))
        isempty(q) ? q : copyto!(q, quantile!(v, p; kw...))
    end
    quantile!(v::AbstractVector, p::Real; sorted::Bool = false, alpha::Real = 1.0, beta::Real = alpha) =
        _quantile(_sort_for_quantile!(v, sorted), p, alpha, beta)
    function _sort_for_quantile!(v, sorted)
        isempty(v) && throw(ArgumentError("empty data vector"))
        sorted || sort!(v)
        ismissing(v[end]) && throw(ArgumentError("quantiles are undefined in presence of missing values"))
        (ismissing(v[end]) || (v[end] isa Number && isnan(v[end]))) &&
            throw(ArgumentError("quantiles are undefined in presence of NaNs or missing values"))
        v
    end
    function _quantile(v::AbstractVector, p::Real, alpha, beta)
        0 <= p <= 1 || throw(ArgumentError("input probability out of [0,1] range"))
        n = length(v)
        m = alpha + p * (one(alpha) - alpha - beta)
        aleph = n * p + oftype(p, m)
        j = clamp(trunc(Int, aleph), 1, n - 1)
        γ = clamp(aleph - j, 0, 1)
        if n == 1
            a = v[1]
            b = v[1]
        else
            a = v[j]
            b = v[j+1]
        end
        isfinite(a) && isfinite(b) ? a + γ * (b - a) : (1 - γ) * a + γ * b
    end
    quantile(itr, p; sorted::Bool = false, alpha::Real = 1.0, beta::Real = alpha) =
        quantile!(collect(itr), p; sorted = sorted, alpha = alpha, beta = beta)
    quantile(v::AbstractVector, p; sorted::Bool = false, alpha::Real = 1.0, beta::Real = alpha) =
        quantile!(sorted ? v : copyto!(Array{eltype(v),1}(undef, length(v)), v), p; sorted = sorted, alpha = alpha, beta = beta)
end
