# names in what macros give: functions in blocks, keyword parameters, what has no name
macro m6(body); quote; function helper(a); a + $(esc(body)); end; helper(10); end; end
println(@m6(5), " ", @isdefined(helper))
macro m9(body); :(defined(a) = a + $(esc(body))); end
@m9 5
println(defined(1))
macro keywords()
    quote
        g(x; k = 1, rest...) = x + k + length(rest)
        (g(1), g(1; k = 5), g(1; k = 2, other = 3))
    end
end
println(@keywords)
macro lambda(ex)
    :(x -> x + $(esc(ex)))
end
x = 100
println((@lambda x)(1))
println(:((var"#a").b), " ", :(a.b.c))
try
    Meta.parse("macro m11(x; z=1) x end") |> eval
catch e
    println(sprint(showerror, e))
end
macro pipe(exs...)
    esc(foldl((a, b) -> :($b($a)), exs))
end
println(@pipe -4 abs sqrt)
macro memo(f)
    name, arg = f.args[1].args
    c = gensym("cache")
    esc(quote
        const $c = Dict()
        function $name($arg)
            get!($c, $arg) do
                $(f.args[2])
            end
        end
    end)
end
@memo fibm(n) = n < 2 ? n : fibm(n - 1) + fibm(n - 2)
println(fibm(50))
