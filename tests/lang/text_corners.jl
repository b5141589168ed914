# Corners of tables, enumerations, normal forms, bounds of strings.
using DelimitedFiles, Unicode
println(readdlm(IOBuffer("\"4\",a\n\"x\",\"5.5\""), ','))
println(readdlm(IOBuffer("\"4\",a\n\"true\",3"), ','))
@enum Fruit apple=3 pear=1 kiwi
println(repr("text/plain", Fruit)); println(repr(apple)); println([apple,kiwi]); println(instances(Fruit))
show(stdout, "text/plain", apple); println()
module M
@enum Color red
end
println(repr(M.red), " ", M.red, " ", [M.red]); show(stdout, "text/plain", M.red); println(); println(Union{Fruit,M.Color}); 
println(try unescape_string("\\U110000") catch e sprint(showerror,e) end)
println(try checkbounds("hello", [0:3;]) catch e typeof(e) end, checkbounds(Bool,"hello",[1:5;]))
for kw in ((lump=true,),(newline2lf=true,),(stripcc=true,),(stripignore=true,),(casefold=true,),(stripmark=true,),(decompose=true,),(compat=true,)) println(kw, " ", repr(try Unicode.normalize("\u2044\n\r\r\n\uadÉé\tﬁ"; kw...) catch e sprint(showerror,e) end)) end
println(Unicode.isassigned('a'), try Unicode.isassigned(0x41) catch e "err" end, " ", repr(Unicode.normalize("é", :NFD)))
s = SubString("hello",2,4)
println(map(uppercase, s), " ", repr(map(x->'ó', "ab")), " ", repr(filter(!isspace, SubString("a b c", 1, 3))))
println(typemin("abc")=="", " ", eltype(Cstring))
println(sprint(bytes2hex, [0x01,0xff]), " ", invperm(()), " ", invperm((2,3,1)))
println(ones(1,1) ≈ [1], ones(2) ≈ ones(2,1))
println(try ones(2) ≈ ones(3) catch e sprint(showerror,e) end)
println(readdlm(IOBuffer("\"4\",5\n6,\"7\""), ','), readdlm(IOBuffer("\"4\",\"\"\n6,\"7\""), ','), readdlm(IOBuffer("\"4\",\"5\"\n6,7"), ',', String))
println(typemin(Fruit), " ", typemax(Fruit), " ", Unicode.normalize("ﬁé", :NFKD) == "fie\u301", " ", try Unicode.normalize("a", compose=false, compat=true) catch e sprint(showerror, e) end)
