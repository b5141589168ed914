# what save writes from the pages of arrays is read back, compressed or not; damage and cuts are told
using ClusterUtils
f = tempname()
for z in (false, true), v in (1, "x", rand(3), rand(100_000), Any[rand(9000), "between", rand(Int8, 70_001), [1,2], trues(100_000), Dict(:a=>rand(50_000))], fill(true, 65536), rand(UInt8, 1<<20), zeros(0), [Complex(i,2.0) for i in 1:10000], reshape(rand(Float32,60000),200,300))
  save(f, v; compress=z)
  w = load(f)
  println(typeof(w), " ", isequal(v, w), " ", filesize(f) > 0)
end
b = rand(100_000); save(f, b)
bytes = read(f)
for (what, at) in (("head", 3), ("sum", 20), ("middle", 400_000), ("end", length(bytes)))
  c = copy(bytes); c[at] ⊻= 1; write(f, c)
  println(what, ": ", try load(f); "loaded" catch e; replace(sprint(showerror, e), f => "FILE") end)
end
write(f, bytes[1:end-1]); println(try load(f); "loaded" catch e; replace(sprint(showerror, e), f => "FILE") end)
write(f, bytes[1:20]); println(try load(f); "loaded" catch e; replace(sprint(showerror, e), f => "FILE") end)
save(f, b; compress=true); bytes = read(f); bytes[5000] ⊻= 1; write(f, bytes)
println(try load(f); "loaded" catch e; replace(sprint(showerror, e), f => "FILE") end)
println(try save("/", 1) catch e; e end)
rm(f)
