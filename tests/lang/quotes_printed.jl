# A quotation within a program is written like a part of it.
for e in (:(:(x -> x + 1)), :(:(@m x)), :(:(a + b)), :(f(:(a = b))), :(:(@m(x) + 1)), :(:(x -> y -> z)), :(:(a, b)), :(:(a:b)), :(:(if a; b; end)))
    println(replace(string(e), r"#= .*? =# *" => ""))
    println(replace(repr(e), r"#= .*? =# *" => ""))
end
