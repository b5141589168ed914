# Underscores beside numbers: what is a number, a name, or neither.
for s in ["a_.1", "_.5", "a_.5 + 1", "0_____.125", "1_.5", "1__2", "1_", "0x_1", "0x1_", "x_.1_", "[a_ .1]", "1._5", "1.5_", "1e_5", "1_000.5_5"]
    println(s, " -> ", try repr(Meta.parse(s)) catch e; sprint(showerror, e) end)
end
