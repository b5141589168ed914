module Printf
    export @printf, @sprintf

    function checked_call(what, to, format, args)
        format isa Expr && format.head === :string || format isa String || throw(ArgumentError("$what: first argument must be a format string"))
        format isa String || throw(ArgumentError("$what: format must be a plain static string (no interpolation or prefix)"))
        n = Base._printf_count(format)
        if !any(a -> a isa Expr && a.head === :..., args) && length(args) != n
            throw(ArgumentError("$what: wrong number of arguments ($(length(args))) should be ($n)"))
        end
        text = Expr(:call, GlobalRef(Base, :_printf_format), format, map(esc, args)...)
        to === nothing ? text : Expr(:call, GlobalRef(Base, :print), to, text)
    end
    """
        @printf([io], "%d items cost %.2f", n, x)

    Print by a C-like format.
    """
    macro printf(args...)
        isempty(args) && throw(ArgumentError("@printf: called with no arguments"))
        if args[1] isa String || (args[1] isa Expr && args[1].head === :string)
            return checked_call("@printf", GlobalRef(Base, :stdout), args[1], args[2:end])
        end
        length(args) >= 2 && (args[2] isa String || (args[2] isa Expr && args[2].head === :string)) || throw(ArgumentError("@printf: first or second argument must be a format string"))
        checked_call("@printf", esc(args[1]), args[2], args[3:end])
    end
    "The text that `@printf` would print."
    macro sprintf(args...)
        isempty(args) && throw(ArgumentError("@sprintf: called with zero arguments"))
        checked_call("@sprintf", nothing, args[1], args[2:end])
    end
end
