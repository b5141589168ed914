# The name of the rest of a macro's keywords is the macro's own.
macro foo(x) :($(esc(:blah))(args...; kwargs...) = $(esc(x))) end
function bar(); kwargs = 0; f = @foo kwargs; (f(), f(x=1)); end
println(bar())
