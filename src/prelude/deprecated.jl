# Older spellings that ClusterUtils' README uses. They mean something only where ClusterUtils is in use (in Main, or because
# a sow or reap of another process came here); elsewhere they are the errors that Julia 1.5 gives.
_older_spellings() = ClusterUtils.serves[] || _uses(Main, ClusterUtils)

# an array plus or minus a number without a dot
for f in (:+, :-)
    @eval begin
        $f(A::AbstractArray{<:Number}, x::Number) = _older_spellings() ? broadcast($f, A, x) : throw(MethodError($f, (A, x)))
        $f(x::Number, A::AbstractArray{<:Number}) = _older_spellings() ? broadcast($f, x, A) : throw(MethodError($f, (x, A)))
    end
end

# Whether the global `name` is defined.
isdefined(name::Symbol) = _older_spellings() ? isdefined(Main, name) : throw(MethodError(isdefined, (name,)))
