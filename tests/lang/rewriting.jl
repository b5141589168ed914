# programs as users write them: expression manipulation
simplify(e) = e
function simplify(e::Expr)
    args = map(simplify, e.args)
    if e.head == :call
        op = args[1]
        if op == :+ && length(args) == 3
            args[2] == 0 && return args[3]
            args[3] == 0 && return args[2]
            args[2] isa Number && args[3] isa Number && return args[2] + args[3]
        elseif op == :* && length(args) == 3
            (args[2] == 0 || args[3] == 0) && return 0
            args[2] == 1 && return args[3]
            args[3] == 1 && return args[2]
        end
    end
    Expr(e.head, args...)
end
println(simplify(:(x * 1 + 0 * y)))
println(simplify(:((2 + 3) * z + 0)))
deriv(x::Number, v) = 0
deriv(x::Symbol, v) = x == v ? 1 : 0
function deriv(e::Expr, v)
    e.head == :call || error("cannot differentiate $e")
    f, a = e.args[1], e.args[2:end]
    if f == :+; return Expr(:call, :+, (deriv(x, v) for x in a)...)
    elseif f == :*; return :($(deriv(a[1], v)) * $(a[2]) + $(a[1]) * $(deriv(a[2], v)))
    elseif f == :^; return :($(a[2]) * $(a[1]) ^ $(a[2] - 1) * $(deriv(a[1], v)))
    elseif f == :sin; return :(cos($(a[1])) * $(deriv(a[1], v)))
    end
end
println(deriv(:(x^3 + 2 * x), :x)); println(simplify(deriv(:(x^2 * sin(x)), :x)))
x = 2.0; println(eval(deriv(:(x^3), :x)))
walk(f, e) = f(e)
walk(f, e::Expr) = (f(e); foreach(a -> walk(f, a), e.args))
syms = Symbol[]; walk(e -> e isa Symbol && push!(syms, e), :(f(a, b + c * d[1]))); println(syms)
replace_sym(e, d) = e
replace_sym(e::Symbol, d) = get(d, e, e)
replace_sym(e::Expr, d) = Expr(e.head, map(a -> replace_sym(a, d), e.args)...)
println(replace_sym(:(a + b * c), Dict(:a => 1, :c => :(p - q))))
dump(:(a + b)); dump(:(x = [1, 2])); dump([1, "a", :b]); dump((1, 2.5)); dump(:s); dump("str"); dump(1:3)
struct Pt; x::Int; y::Float64; end
dump(Pt(1, 2.0)); dump(Pt); dump(nothing); dump(3); dump([1 2; 3 4]); dump('c'); dump(sin)
println(Meta.parse("a.b[1].c(d, e=1)"))
for s in ["x + y * z", "f(x)[1]", "a ? b : c", "x -> x^2", "[1, 2, 3]", "[i for i in 1:3]", "(a, b) = (1, 2)", "x'", "a => b", "@m x y", "begin a; b end", "\"s\$x\"", "a.b", "x::Int", "a && b || c", "!a", "-x", "2x", "1:10", "function f(x) x end", "quote x end", ":x", "x...", "f(a; b=2)", "T{Int}", "a[end]", "if a b end", "let x=1; x end", "try a catch; end", "struct S end", "using A", "return 1", "break", "a .+ b", "f.(x)", "a < b < c", "a in b", "x += 1", "const a = 1"]
    e = Meta.parse(s)
    println(rpad(s, 22), " ", e isa Expr ? (e.head, length(e.args)) : (typeof(e), e))
end
show(Meta.parse("x + 1")); println(); Meta.show_sexpr(:(f(x, [1, 2]) + a.b)); println()
e = :(x + y); push!(e.args, :z); println(e); e.head = :tuple; println(e); println(hash(:(a+b)) == hash(:(a+b)), " ", :(a+b) == :(a+b), " ", isequal(:(f(1)), :(f(1.0))))
f = eval(:(a -> a * 2)); println(Base.invokelatest(f, 4))
g = @eval (a, b) -> a - b; println(g(5, 3))
ex = Expr(:function, :(h(n)), :(n <= 1 ? 1 : n * h(n - 1))); eval(ex); println(h(5))
for (n, v) in ((:one1, 1), (:two2, 2)); @eval $n() = $v; end; println(one1() + two2())
println(Symbol("a", 1, :b), " ", Symbol(:x, '_', 2.5), " ", String(:abc), " ", length(string(:abc)), " ", :a < :b, " ", sort([:c, :a]), " ", string(:a, :b), " ", Symbol("x y"))
println(QuoteNode(:a).value, " ", :(:a).value, " ", LineNumberNode(5, :file).line, " ", typeof(:(a.b).args[2]), " ", :(a.b).args)
println(:(a + b).args, " ", :(f(x, y)).args[2:end], " ", isa(:a, Symbol), " ", isa(:(1), Int), " ", typeof(:(a + 1)), " ", typeof(:1), " ", typeof(:"s"), " ", typeof(:('c')))
println(Meta.isexpr(:(a+b), :call)) 
println(hash(:(a+b)) == hash(:(a+b)), " ", length(Set([:(a+b), :(a+b), :(c)])), " ", unique([:(x+1), :(x+1)]), " ", haskey(Dict(:(a+b) => 1), :(a+b)), " ", :(a+b) in [:(a+b)], " ", hash(QuoteNode(:a)) == hash(QuoteNode(:a)))
