# Arguments of a counted Vararg are all told in stack frames, of others the first and what the rest is.
n1(x...) = error("a"); n2(a, x...) = error("a"); n3(x::Int...) = error("a"); n4(a, b, x::Vararg{Int,3}) = error("a"); n5(x::Vararg{Any,N}) where N = error("a"); n6(t::NTuple{N,Int}, x::Vararg{Int,N}) where N = error("a"); n7(x::T...) where T = error("a"); n8(; k...) = error("a")
for c in Any[() -> n1(1, 2), () -> n1(1, 2, 3), () -> n1(1, "a", 3), () -> n2(1, 2), () -> n2(1, 2, 3), () -> n2(1, 2, 3, 4), () -> n3(1, 2), () -> n3(1, 2, 3, 4), () -> n4(1, 2, 3, 4, 5), () -> n5(1), () -> n5(1, 2, 3), () -> n6((1, 2), 3, 4), () -> n7(1, 2, 3)]
 try c() catch; println(split(string(stacktrace(catch_backtrace())[2]), " at ")[1]) end
end
