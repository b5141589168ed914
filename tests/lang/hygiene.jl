# hygiene and macros, harder
module Mac
export @acc, @withlock, @dbg, @struct_kw, @memo, @pipe2, @forever
total = Ref(0)
macro acc(x) :(total[] += $(esc(x))) end
macro withlock(name, body)
    quote
        local result
        print("lock ", $(string(name)), " ")
        try
            result = $(esc(body))
        finally
            println("unlock")
        end
        result
    end
end
macro dbg(exs...)
    blk = Expr(:block)
    for e in exs
        push!(blk.args, :(print($(string(e)), "=", $(esc(e)), " ")))
    end
    push!(blk.args, :(println()))
    blk
end
macro memo(def)
    name = def.args[1].args[1]
    arg = def.args[1].args[2]
    body = def.args[2]
    cache = gensym("cache")
    esc(quote
        const $cache = Dict{Any,Any}()
        function $name($arg)
            get!($cache, $arg) do
                $body
            end
        end
    end)
end
macro forever(n, body)
    quote
        i = 0
        while true
            i += 1
            i > $(esc(n)) && break
            $(esc(body))
        end
        i
    end
end
end
using .Mac
@acc 5
@acc 2 + 3
println(Mac.total[])
r = @withlock L begin
    x = 1
    x + 1
end
println(r)
a, b = 3, 4
@dbg a b a + b
@memo fibq(n) = n < 2 ? n : fibq(n - 1) + fibq(n - 2)
println(fibq(60))
i = 42
let; println(@forever 3 print(i, " ")); end
println(i)
macro gen_getters(T, fields...)
    defs = map(fields) do f
        fname = Symbol("get_", f)
        esc(:( $fname(x::$T) = x.$f ))
    end
    Expr(:block, defs...)
end
struct Pnt; x; y; end
@gen_getters Pnt x y
println(get_x(Pnt(1, 2)), get_y(Pnt(1, 2)))
macro mywhile(cond, body)
    quote
        while $(esc(cond))
            $(esc(body))
        end
    end
end
k = 0
@mywhile k < 3 begin
    global k += 1
    k == 2 && continue
    print(k, ";")
end
println()
macro tostr(ex) string(ex) end
println(@tostr(a + b * c), " ", @tostr(f(x, y=1)), " ", @tostr [1, 2][1])
macro lineof() __source__.line end
println(@lineof())
macro mod() string(__module__) end
println(@mod)
macro argtypes(xs...) join([string(typeof(x)) for x in xs], ",") end
println(@argtypes(1, "a", x, :y, f(x), 1.0, 'c', [1]))
macro defconst(name, v) esc(:(const $name = $v)) end
@defconst ANSWER 42
println(ANSWER)
macro ifelse2(c, a, b) :($(esc(c)) ? $(esc(a)) : $(esc(b))) end
println(@ifelse2 1 > 2 "gt" "le")
macro sum_of(xs...) foldl((acc, x) -> :($acc + $(esc(x))), xs, init=0) end
println(@sum_of 1 2 a)
macro compose(fs...) foldr((f, acc) -> :($(esc(f)) ∘ $acc), fs[1:end-1], init=esc(fs[end])) end
println((@compose sin cos)(0.0) == sin(cos(0.0)))
f_str(s) = s
macro rev_str(s) reverse(s) end
macro rep_str(s, n) s^parse(Int, n) end
println(rev"abc")
println(@macroexpand(@tostr x + 1))
e = @macroexpand @ifelse2 x y z
println(e)
function withlocal()
    v = 1
    @dbg v
    @acc v
    let v = 2
        @dbg v v * 2
    end
    @forever 2 (v += 10)
    v
end
println(withlocal(), " ", Mac.total[])
ex = Meta.parse("function h(x) x^2 end")
println(ex.head, " ", eval(ex)(3))
g = @eval (x) -> x * $a
println(g(5))
println(eval(Expr(:let, :(q = 5), :(q * 2))))
for T in (:Int, :Float64)
    @eval conv(x::$T) = $(string(T))
end
println(conv(1), conv(1.0))
println(Base.remove_linenums!(quote x = 1; y = 2 end))
blk = :(begin; $([:(v$i = $i) for i in 1:2]...); end)
# Types with parameters that macros make
macro struct_of_parameters() quote struct Made{S<:Real, V<:AbstractVector{S}}; x::S; y::V; end end end
@struct_of_parameters
println(Made, " ", Made(1, [2]), " ", fieldtypes(Made{Int,Vector{Int}}))
macro struct_named(n, super) quote
    struct $(esc(n)){T<:Number} <: $(esc(super)); x::T; end
    $(esc(:make))(x::T) where T = $(esc(n)){T}(x)
end end
abstract type Boxes end
@struct_named Box Boxes
println(Box(1), make(2.5), supertype(Box), Box)
macro abstract_of(n) quote abstract type $(esc(n)){T, N<:Integer} <: AbstractVector{T} end end end
@abstract_of Shapes
println(Shapes, " ", supertype(Shapes{Int,Int}))
macro inner_where() :((x::(T where T<:Real)) -> x) end
println((@inner_where)(3))
macro declared_where() quote second(x::T, y::Vector{S} = [1]) where {T<:Real, S} = (T, S); second(1.5) end end
println(@declared_where)
module Makers
struct Unit end
macro holder(n) quote struct $(esc(n)){T<:Union{Unit,Real}}; x::T; u::Unit; end end end
end
Makers.@holder Held
println(Held(1, Makers.Unit()), " ", Held)
