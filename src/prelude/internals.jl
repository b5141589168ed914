# Names inside Base and Core that programs reach for though they are not exported.

struct ReadOnlyMemoryError <: Exception end
struct SegmentationFault <: Exception end
struct VecElement{T}
    value::T
end
export ReadOnlyMemoryError, VecElement

for name in (:print, :println, :throw, :isa, :ifelse, :sizeof, :typeof, :getfield, :setfield!, :nfields, :tuple,
             :fieldtype, :isdefined)
    Core.eval(Core, :(const $name = $(getfield(Base, name))))
end
Core.eval(Core, :(abstract type Builtin <: Function end))
Core.eval(Core, :(abstract type IntrinsicFunction <: Builtin end))

show_unquoted(io::IO, ex) = print(io, _show_unquoted(ex))
show_unquoted(io::IO, ex, indent::Int, prec = 0) = show_unquoted(io, ex)
promote_eltype() = Union{}
promote_eltype(v, vs...) = promote_type(eltype(v), promote_eltype(vs...))
inferencebarrier(x) = x
isvarargtype(t) = t isa Core.Vararg
source_path(default = nothing) = (p = _include_path(); p === nothing ? default : p)
method_argnames(m::Method) = Symbol[:var"#self#"; (n -> n === nothing ? Symbol("#unused#") : n).(something(_parameter_names(m), Symbol[]))]
kwarg_decl(m::Method, args...) = Symbol[_method_kwnames(m)...]
code_lowered(f, types = Tuple) = [_disassemble(f)]
code_typed(f, types = Tuple; kw...) = [_disassemble(f)]
code_llvm(args...; kw...) = throw(ArgumentError("there is no LLVM code: functions run as the machine's instructions (@code_lowered shows them)"))
code_native(args...; kw...) = throw(ArgumentError("there is no native code: functions run as the machine's instructions (@code_lowered shows them)"))
code_warntype(f, types = Tuple; kw...) = print(_disassemble(f))
mapfoldl_impl(f, op, nt::NamedTuple, itr) = mapfoldl(f, op, itr; nt...)
afoldl(op, a, bs...) = foldl(op, bs; init = a)
reduce_first(op, x) = x
reduce_first(::typeof(+), x::Bool) = Int(x)
reduce_first(::typeof(*), x::AbstractChar) = string(x)
to_shape(dims::Tuple) = map(d -> d isa AbstractUnitRange ? length(d) : d, dims)
issticky(path) = false
depwarn(msg, name; force = false) = nothing
dataids(A) = (objectid(A),)
mightalias(A, B) = false
unalias(dest, A) = A
is_interactive = false
function format_bytes(bytes)
    units = ("byte", "KiB", "MiB", "GiB", "TiB", "PiB")
    k = 1
    x = Float64(bytes)
    while x >= 1024 && k < length(units)
        x /= 1024
        k += 1
    end
    k == 1 ? string(Int(bytes), " ", bytes == 1 ? "byte" : "bytes") : string(_fixed(x, 3), " ", units[k])
end
function promote_shape(a::Tuple, b::Tuple)
    length(a) < length(b) && return promote_shape(b, a)
    for i in 1:length(a)
        i > length(b) ? (a[i] == 1 || a[i] == OneTo(1)) || _shape_mismatch(a, b, i) : a[i] == b[i] || _shape_mismatch(a, b, i)
    end
    a
end
promote_shape(a::AbstractArray, b::AbstractArray) = promote_shape(axes(a), axes(b))
_shape_mismatch(a, b, i) = throw(DimensionMismatch("dimensions must match: a has dims $a, b has dims $b, mismatch at $i"))
export promote_shape

# Expressions repeated for 1, 2, ... N: the variable of i -> ex, and names that end in _i, are replaced.
module Cartesian
export @nloops, @nref, @ncall, @nexprs, @nextract, @nall, @nany, @ntuple, @nif

replaced(ex, var, val) = ex
function replaced(s::Symbol, var, val)
    s === var && return val
    text = string(s)
    endswith(text, string("_", var)) ? Symbol(text[1:prevind(text, end, length(string(var)))], val) : s
end
function replaced(ex::Expr, var, val)
    if ex.head === :curly && length(ex.args) == 2 && ex.args[1] isa Symbol && endswith(string(ex.args[1]), "_")
        return Symbol(ex.args[1], Core.eval(Base, replaced(ex.args[2], var, val)))
    end
    ex.head === :-> && ex.args[1] === var ? ex : Expr(ex.head, Any[replaced(a, var, val) for a in ex.args]...)
end
function nth(ex, i)
    Meta.isexpr(ex, :->) || return ex isa Symbol ? Symbol(ex, "_", i) : ex
    body = replaced(ex.args[2], ex.args[1], i)
    Meta.isexpr(body, :block) && length(body.args) == 2 && body.args[1] isa LineNumberNode ? body.args[2] : body
end
macro nexprs(N::Int, ex) esc(Expr(:block, [nth(ex, i) for i in 1:N]...)) end
macro ntuple(N::Int, ex) esc(Expr(:tuple, [nth(ex, i) for i in 1:N]...)) end
macro nref(N::Int, A::Symbol, ex) esc(Expr(:ref, A, [nth(ex, i) for i in 1:N]...)) end
macro ncall(N::Int, f, args...) esc(Expr(:call, f, args[1:end-1]..., [nth(args[end], i) for i in 1:N]...)) end
macro nall(N::Int, ex) esc(foldr((a, b) -> Expr(:&&, a, b), Any[nth(ex, i) for i in 1:N])) end
macro nany(N::Int, ex) esc(foldr((a, b) -> Expr(:||, a, b), Any[nth(ex, i) for i in 1:N])) end
macro nextract(N::Int, name::Symbol, ex)
    part(i) = ex isa Symbol ? Expr(:ref, ex, i) : nth(ex, i)
    esc(Expr(:block, [Expr(:(=), Symbol(name, "_", i), part(i)) for i in 1:N]...))
end
macro nif(N::Int, cond, ops...)
    last = nth(ops[end], N)
    for i in N-1:-1:1
        last = Expr(:if, nth(cond, i), nth(ops[1], i), last)
    end
    esc(last)
end
macro nloops(N::Int, itersym, range, args...)
    body = args[end]
    for i in 1:N
        over = range isa Symbol ? :(axes($range, $i)) : nth(range, i)
        pre = length(args) > 1 ? nth(args[1], i) : nothing
        post = length(args) > 2 ? nth(args[2], i) : nothing
        body = Expr(:for, Expr(:(=), Symbol(itersym, "_", i), over), Expr(:block, pre, body, post))
    end
    esc(body)
end
end
using .Cartesian: @nloops, @nref, @ncall, @nexprs, @nextract, @nall, @nany, @ntuple, @nif

module Filesystem
import ..Base: StatStruct, path_separator, cd, chmod, cp, isdir, isfile, islink, ispath, joinpath, mkdir, mkpath, mv, readdir, rm, stat, touch, walkdir
end
module Multimedia
import ..Base: display, displayable, MIME, istextmime
end
module Experimental
macro optlevel(n) nothing end
end
