println(Base.issingletontype(Tuple{}), Base.issingletontype(NamedTuple{(),Tuple{}}))
struct E0 end
struct E1; a::E0; end
println(Base.issingletontype(E1), Base.issingletontype(Nothing), Base.issingletontype(Tuple{Nothing}), Base.issingletontype(Symbol), Base.issingletontype(Expr), Base.issingletontype(QuoteNode), Base.issingletontype(String), Base.issingletontype(LineNumberNode), Base.issingletontype(Module),Base.issingletontype(Task), Base.issingletontype(Core.SimpleVector), Base.issingletontype(GlobalRef), Base.issingletontype(Regex), Base.issingletontype(Method), Base.issingletontype(DataType))
