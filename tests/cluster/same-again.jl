# procs: 2
# An expression that is evaluated again and again sees what has changed meanwhile.
using ClusterUtils
@everywhere begin
    x = 1
    f(a) = a + 1
    const c = 10
    macro m() 100 end
    module Inner
        g() = 7
    end
    struct P
        a
    end
end
again(ex) = [reap(2, ex)[2] for _ in 1:5]
println(again(:(f(x))), " ", again(:(f(c))), " ", again(:(@m)), " ", again(:(Inner.g())), " ", again(:(P(x).a)))
sow(2, :x, 5)
println(again(:(f(x))), " ", again(:(P(x).a)))
@fetchfrom 2 Core.eval(Main, :(f(a) = a + 1000))
println(again(:(f(x))))
@fetchfrom 2 Core.eval(Main, :(macro m() 200 end))
println(again(:(@m)))
@fetchfrom 2 Core.eval(Main, :(f(a::Int) = "an Int"))
println(again(:(f(x))))
@fetchfrom 2 (redirect_stderr(() -> Core.eval(Main, :(const c = 20)), devnull); nothing)
println(again(:(f(c) isa String ? c : c)), " ", again(:(c + 0)))
# each evaluation makes its own values
println(again(:([x, 2])) == fill([5, 2], 5), " ", allunique(objectid.(again(:([x, 2])))))
println(again(:(push!([1], 2))), " ", again(:(rand())) |> unique |> length)
# an error, then not
println([try reap(3, :(later(1)))[3] catch e; "no" end for _ in 1:4])
@fetchfrom 3 (Core.eval(Main, :(later(x) = x)); nothing)
println([try reap(3, :(later(1)))[3] catch e; "no" end for _ in 1:4])
@fetchfrom 3 (Core.eval(Main, :(later(x) = error("gone wrong"))); nothing)
println([try reap(3, :(later(1)))[3] catch e; split(sprint(showerror, e), "\n")[2:3] end for _ in 1:3])
# many different ones
println(sum(reap(2, :(+(x, $i)))[2] for i in 1:2000), " ", sum(reap(2, :(+(x, $i)))[2] for i in 1:2000))
