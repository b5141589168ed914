# Expressions made by hand with parts missing or of the wrong kind: an error or a value, never a crash.
heads = [:for, :while, :function, :struct, :module, :call, :if, :let, :try, :ref, :curly, :where, :macro, :using, :do,
    :comparison, :quote, :., :kw, :const, :local, :tuple, :vect, :generator, :comprehension, :string, :return, :->, :(::),
    :(=), :+=, :&&, :<:, :flatten, :typed_vcat, :macrocall, :import, :export, :abstract, :primitive, :global, :break,
    :elseif, :filter, :parameters, :..., :inbounds, :meta, :escape, :copyast]
parts = [[], [1], [:x], [:x, :y], [Expr(:call)], [Expr(:block), Expr(:block)], [1, 2, 3], ["a", nothing, 1.5],
    [Expr(:where), Expr(:tuple), Expr(:call)], [true, :M, 1]]
done = 0
for head in heads, args in parts
    e = Expr(head, args...)
    m = Module()
    try
        Core.eval(m, e)
    catch
    end
    try
        string(e)
    catch
    end
    global done += 1
end
println(done)
