# a command whose output nobody reads to its end is ended by the system, which is no failure
println(success(pipeline(`yes`, `head -1`)))
run(pipeline(`yes`, `head -1`))
print(read(pipeline(`yes`, `head -2`), String))
println(success(`sh -c "kill -13 \$\$"`), " ", success(`sh -c "kill -15 \$\$"`))
p = open(`yes`, "r")
println(readline(p))
close(p)
