macro t(e) quote try; show($(esc(e))); println("   <= ", $(string(e))) catch er; println(sprint(showerror, er), "   <= ", $(string(e))) end end end
@t range(1,2)
@t range(1)
@t range(1,2,length=1)
@t range(1,10,length=-1)
@t range(1,step=2,length=3)
@t range(1.0,step=2,length=3)
@t range(1,length=3)
@t range(1//2,2//1,length=4)
@t range(1,10,step=4)
@t range('a',length=3)
@t range('a','e',step=2)
@t range(1,step=1)
@t range(1,10,step=1,length=3)
@t 1:0
@t 3:1
@t 1:-1:5
@t 1.0:0.0:2.0
@t 1:0:5
@t 'a':'e'
@t 'a':2:'i'
@t 0x01:0x05
@t 1:2.5
@t 1:0.5:3
@t 1//2:3//2
@t 1//2:1//4:2//1
@t big(1):big(3)
@t (1:3)[4]
@t (1:3)[0:2]
@t (1:2:9)[6]
@t (0:0.1:1)[12]
@t length(1:0)
@t sum(1:10)
@t sum(0:0.1:1)
@t sum(1:0)
@t maximum(1:0)
@t typeof(1:0.1:2)
@t typeof(1f0:2f0)
@t 1f0:0.1f0:2f0
@t collect(1f0:0.1f0:2f0)
@t collect(Float16(1):Float16(0.1):Float16(2))
@t collect(0:0.1:1)
@t collect(range(0,1,length=11))
@t collect(range(0,stop=pi,length=5))
@t collect(range(-1,1,length=7))
@t 3.5 in 1:5
@t 'c' in 'a':'e'
@t intersect(1:10,2:3:20)
@t union(1:3,2:5)
@t union(1:3)
@t 1:3 == [1,2,3]
@t 1:3 == 1:1:3
@t hash(1:3) == hash([1,2,3])
@t isequal(1:3,[1,2,3])
@t step(1:3)
@t step(1:0.5:3)
@t eltype(1:2:9)
@t eachindex(1:2:9)
@t collect(5:-1.5:0)
@t (1:5)[end]
@t (1:5)[begin]
@t isempty(1:0)
@t 1:typemax(Int)
@t length(1:typemax(Int))
@t mod(7,1:3)
@t minimum(5:-1:1)
@t argmax(5:-1:1)
@t extrema(5:-1:1)
@t string(1:3)
@t repr(0:0.1:1)
@t [1:3;]
@t [1:3;5:6]
@t [1:3 4:6]
@t accumulate(+,1:5)
@t cumsum(1:5)
@t cumsum(1:2:9)
@t diff(1:2:9)
@t 2*(1:3)
@t (1:3)*2
@t (1:3)/2
@t 1:3 .+ 1
@t (1:3)'
@t convert(Vector{Float64},1:3)
@t Vector{Float64}(1:3)
@t float(1:3)
@t Float64.(1:3)
@t copy(1:3)
@t push!(collect(1:3),4)
@t view(1:10,2:3)
@t reshape(1:6,2,3)
@t searchsorted(1:10,3)
@t searchsortedfirst(1:2:9,4)
@t issorted(5:-1:1)
@t sort(5:-1:1)
@t sort(5:-1:1,rev=true)
@t unique(1:3)
@t zip(1:2,3:4)
@t enumerate(1:2)
@t (1:3) == Base.OneTo(3)
@t 1:3 === 1:3
@t Dict(1:2=>1)
@t -(0:0.1:0.3)
@t vcat(1:2,3:4)
@t hcat(1:2,3:4)
@t prod(1:5)
@t foldl(-,1:4)
@t reduce(+,1:0)
@t 0.1:0.1:0.3
@t collect(0.1:0.1:0.3)
@t range(0.1,0.3,length=3)
@t range(0.1,0.7,step=0.2)
@t 1:3:2
@t LinRange(1,2,3)[2]
@t LinRange(1,2,3).+1
@t 1.5:3
@t 10:-3:-5
@t Int8(1):Int8(3)
@t typeof(Int8(1):3)
@t true:true
@t false:true
@t typeof(1:2:UInt8(5))
@t broadcast(+,1:3,1)
@t 5 .* (1:2) .+ 1
@t ones(3) .* (1:3)
println(LinRange(0,1,3)); println([LinRange(0,1,3)]); display(LinRange(0,1,3)); println()
println(Base.OneTo(3)); display(Base.OneTo(3));println()
println((1:3).+1, (1:3).*2, 2 .*(1:3), (1:3) ./2, 10 .- (1:3), (1:3).+0.5, -(1:3), (1:2:9).+1,(1:2:9)*2, (1:3)+(2:4),(0:0.1:1).+1,(0:0.1:1).*2,(0:0.1:1)./2, 1 .- (0:0.1:1))
println(typeof((1:3).+0.5)," ",typeof((1:3)./2)," ", typeof(range(0,1,length=5)))
println((1:3).^2, sqrt.(1:3)," ", (1:3) .+ (1:3)," ", (1:3) .* (1:3))
println(reverse(1:3)," ",reverse(0:0.1:0.5)," ",(0:0.1:1)[3:5]," ",(0:0.1:1)[1:2:end]," ",(0:0.1:1)[[1,3]]," ",(1:10)[2:3:9])
# ranges of literals, which are made once
literal() = (1:3, 3:1, -2:2, 0:9)
println(literal(), " ", literal()[1] === 1:3, " ", typeof(literal()[1]), " ", [i for i in 1:2], " ", "abc"[2:3], " ", [1:3;], " ", :(1:3))
println(let (:) = (a, b) -> a * b
    2:5
end)
println(append!(collect(1:3), 1:3), " ", collect(1:3) === collect(1:3))
