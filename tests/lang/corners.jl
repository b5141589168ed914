# empty arrays that are no Array, missing in functions of numbers, numbers as matrices
using LinearAlgebra, Statistics
for f in (()->+([true false]), ()->+([missing,1]), ()->+([[1,2],[3]]), ()->Diagonal([missing,1]), ()->Int[]', ()->Diagonal(Int[]), ()->falses(0,2), ()->falses(0), ()->transpose(zeros(0,2)), ()->minmax(3), ()->isreal([1,2im]), ()->log2(missing), ()->acos(missing), ()->std([missing,1]), ()->zero([missing,1]), ()->gcd(1//2), ()->logdet(2.0), ()->isdiag(3), ()->[1,2,3][[1.5]], ()->zeros(0,2), ()->Vector{Int}[], ()->view(zeros(0,2),:,1), ()->view(zeros(2,0),:,:), ()->reshape(1:0,0,2), ()->Symmetric(zeros(0,0)), ()->UpperTriangular(zeros(0,0)), ()->zeros(0,3)', ()->one(Union{Int,Missing}), ()->diagm([missing,1]), ()->+(1:3), ()->+(trues(2)))
try r=f(); println(r, " ", typeof(r)); show(stdout,MIME"text/plain"(),r); println() catch e println(sprint(showerror,e)) end
end
