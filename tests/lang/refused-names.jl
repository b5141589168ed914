# Names, arguments, type variables and declarations that cannot be: what is said of them.
for s in ["function f(x+1) end", "function f(a => b) end", "f(x + 1) = 2", "f(x[1]) = 2", "(x+1,) -> 2", "f(x::Int+1) = 1", "f(x.y) = 1", "f(x[1] = 2)", "f(g(x) = 2)",
          "function (f+g)(x) end", "(f+g)(x) = 1", "\"f\"(x) = 1", ":f(x) = 1", "f.(x) = 1", "f(x) where {1} = 1", "f(x) where {T, 1} = 1",
          "f(x) where {T.x} = 1", "f(x) where T<:Int>:Int = 1", "f(x) where {T::Int} = 1", "f(x) where {f(x)} = 1", "struct A{1} end",
          "struct A{T::Int} end", "abstract type A{1} end", "Vector{T} where 1", "Vector{T} where {T+1}", "f(x) where {T,T} = 1", "struct A{T,T} end",
          "f(x::T, T) where T = 1", "&x", "f(&x)", "&f(x)", "& 1", "[1, 2; 3]", "[1, 2; 3, 4]", "Int[1, 2; 3]", "struct end",
          "try break finally end", "while true try; break finally end end", "if true break else 1 end", "while true; break; end",
          "function f(x; k = 1) local k; 1 end", "function f(x) local x; 1 end", "f(x) = (local x = 2; 1)", "x -> (local x = 2; 1)",
          "function f(x, y) local y, z; end", "function f(x) local function x() 1 end end", "f(x...) = (local x = 1; 2)",
          "let f(x) = (local x = 1; 2); f(1) end", "function f(x) let; local x = 1; end end", "function f(x) for i in 1:3; local x = 1; end end",
          "for i in 1:3; global i; end", "for i in 1:3; global i = 2 end", "for i in 1:3; local i = 2; end", "function f(x) global x = 2; 1 end",
          "try; catch e; global e = 1; end", "function f(x::T) where T; global T; 1 end", "let x = 1; local x = 2; x end",
          "using Base: nothing_like_it", "using Base.Iterators: nor_this", "using Base: sin, cos"]
    said = try
        "gives " * repr(include_string(Core.eval(Main, :(module $(gensym()) end)), s))
    catch e
        "refused: " * sprint(showerror, e)
    end
    println(s, "\n    ", replace(replace(said, r"#\d+" => "#N"), r"\nin expression starting at .*" => ""))
end
