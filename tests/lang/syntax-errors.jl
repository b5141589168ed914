try eval(Meta.parse("f(x) = ")) catch e; println(typeof(e)) end
for s in ["function f(x, x) end", "break", "x::Int = 5", "struct S; x; x; end", "f(a; b=1, b=2)", "local q = 1", 
          "let x; x; end", "1 = 2", "f(x) = (global y = x); f(3)", "const qq = 1", "function g(); const z = 1; end", "[x for x in 1:3 if x > 1]",
          "begin; a1 = 1; b1 = a1 + 1; end", "if 1 end", "1 ? 2 : 3", "while 1 end", "\"a\" && true", "goto_undefined", "@nonexistent_macro 1",
          "using NoSuchPackage", "import Base.nosuchname", "Base.foo123", "new(1)", "end"]
    try
        r = eval(Meta.parse(s))
        println(s, " => ", r)
    catch e
        println(s, " !! ", typeof(e), " ", first(split(sprint(showerror, e), '\n')))
    end
end
