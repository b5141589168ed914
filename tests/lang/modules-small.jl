# Smaller modules: SHA, UUIDs, SparseArrays, CRC32c.
using SHA, UUIDs, SparseArrays, LinearAlgebra
for f in (sha1, sha224, sha256, sha384, sha512), s in ("", "abc", "a"^200)
    println(f, " ", bytes2hex(f(s)))
end
println(bytes2hex(sha256(UInt8[1, 2, 3])), " ", bytes2hex(hmac_sha256(collect(codeunits("key")), "text")))
u = UUID("123e4567-e89b-12d3-a456-426614174000")
println(u, " ", repr(u), " ", UUID(1), " ", u.value, " ", UUID(1) < u, " ", uuid4() isa UUID, " ", uuid4() != uuid4())
println(UUIDs.uuid_version(uuid4()), " ", uuid5(UUID(1), "a"), " ", try UUID("xyz") catch e; sprint(showerror, e) end)
S = sparse([1, 2, 1], [1, 2, 3], [1, 3, 2])
display(S); println()
println((nnz(S), findnz(S), size(S), S[1, 3], S[2, 1], nonzeros(S), rowvals(S), issparse(S), typeof(S)))
println(S * [1, 2, 3], Matrix(S), sum(S), Matrix(S'), Matrix(2S), Matrix(S + S), Matrix(S * S'))
S[1, 2] = 9
display(S); println()
display(S[:, 1]); println()
display(sparse([1.5 0; 0 -22.25])); println()
display(spzeros(2, 3)); println()
display(sparsevec([1, 3], [2, 4])); println()
println(sparse([1, 1], [1, 1], [2, 3])[1, 1], sparse([4.0 1; 1 3]) \ [1.0, 2] ≈ [4 1; 1 3] \ [1, 2], nnz(dropzeros!(sparse([1], [1], [0]))))
