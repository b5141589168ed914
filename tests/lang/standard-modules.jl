# Parts of standard modules: dates rounded and divided, hashes, base64, formats of integers, mapped files, BLAS by its names.
shown(x) = (show(IOContext(stdout, :limit => true, :displaysize => (24, 80)), MIME("text/plain"), x); println(" :: ", typeof(x)))
refused(f) = try; f(); println("no error"); catch e; showerror(stdout, e); println(); end
using Dates, SHA, Base64, Mmap, LinearAlgebra, InteractiveUtils, Printf
said(f) = try; f(); catch e; e; end
shown(cld(Day(7), Day(2)))
shown(div(Day(7), Day(2), RoundUp))
shown((round(DateTime(2020, 5, 6, 7, 30), Hour, RoundUp), round(DateTime(2020, 5, 6, 7, 30), Hour, RoundNearestTiesUp), round(Date(2020, 5, 6), Month, RoundDown)))
refused(() -> floor(DateTime(2020, 5, 6), Day(0)))
refused(() -> floor(DateTime(2020, 5, 6), Minute(-1)))
refused(() -> round(DateTime(2020, 5, 6, 7, 30), Hour, RoundToZero))
shown(applicable(hour, Date(2020)))
shown((subtypes(DatePeriod), subtypes(Dates.TimeType), subtypes(AbstractFloat)))
for s in ("", "YQ==", "YQ=", "YQ", "YWI=", "YWJj", "YWJj\n", "!!", "a", "=", "YWJj====", "Y Q = =", "YQ=a", "YWJjZ"); println(repr(s), " ", said(() -> base64decode(s))); end
for f in (sha3_224, sha3_256, sha3_384, sha3_512), n in (0, 60, 200); println(f, " ", said(() -> bytes2hex(f("a"^n)))); end
c = SHA2_256_CTX(); update!(c, b"ab"); update!(c, b"c"); println(bytes2hex(digest!(c)) == bytes2hex(sha256("abc")))
c = HMAC_CTX(SHA2_256_CTX(), Vector(b"key")); update!(c, b"abc"); println(bytes2hex(digest!(c)), bytes2hex(hmac_sha2_384(Vector(b"key"), "abc")))
for v in (1.5, big(1.5), 3 // 2, 4 // 2, pi, 2.0, typemax(Int)), f in (x -> @sprintf("%d", x), x -> @sprintf("%x", x), x -> @sprintf("%#o", x), x -> @sprintf("%.1f", x)); println(v, " ", (r = said(() -> f(v)); r isa MethodError ? r.f : r)); end
println(@sprintf("%#o %#x %.0f %.2f", 0, 0, typemin(Int), 2^60 + 1))
f1(x::Int) = 1; f1(x::Complex) = 2; println(length(methodswith(Complex, f1)))
path = tempname(); open(io -> write(io, Int64[1, 2, 3, 4]), path, "w")
A = Mmap.mmap(path, Vector{Int}, 4); println(A, typeof(A), open(io -> Mmap.mmap(io, Matrix{Int}, (2, 2)), path))
s = open(path, "r+"); B = Mmap.mmap(s, Vector{Int}, 4); B[1] = 9; Mmap.sync!(B); close(s); println(collect(reinterpret(Int, read(path))), A[1], Mmap.mmap(path)[1:3])
r = reshape(B, 2, 2); B = nothing; GC.gc(); r[2, 2] = 7; println(r)
io = open(path, "w+"); M = Mmap.mmap(io, Matrix{Float64}, (3, 2)); M .= [1 2; 3 4; 5 6]; close(io); M = nothing; GC.gc(); println(filesize(path), collect(reinterpret(Float64, read(path))))
io = open(path); seek(io, 8); println(Mmap.mmap(io, Vector{Float64}), Mmap.mmap(io, Vector{Float64}, 2, 16)); close(io)
io = open(path, "r+"); P = Mmap.mmap(io, Vector{Float64}; shared = false); P[1] = 100; println(read(path)[1:8] == reinterpret(UInt8, [1.0])); close(io)
refused(() -> Mmap.mmap(path, Vector{String}, 2))
println(Mmap.mmap(path, Vector{UInt8}, 0), length(Mmap.mmap(Vector{Int}, 3))); rm(path)
p(x) = println(x)
A = [2.0 1; 1 3]; B = [1.0 2; 3 4]; Z() = [1.0 1; 1 1]
A = [2.0 1; 1 3]; B = [1.0 2; 3 4]; Z() = [1.0 1; 1 1]; H = [2.0 1im; -1im 3]; ZC() = complex(Z())
p(round.(BLAS.trsv!('U','N','N',A,[1.0,2]), digits = 10)); p(BLAS.trmv!('L','T','U',A,[1.0,2])); p(BLAS.trsm!('L','U','N','N',2.0,A,copy(B))); p(BLAS.trmm!('R','L','N','U',2.0,A,copy(B)))
p(BLAS.symv!('U',2.0,A,[1.0,2],3.0,[1.0,1])); p(BLAS.symm!('L','U',2.0,A,B,3.0,Z())); p(BLAS.symm('R','L',A,B)); p(BLAS.hemv('U',H,[1.0+0im,2])); p(BLAS.hemm('L','U',H,ZC()))
p(BLAS.syrk!('U','N',2.0,A,3.0,Z())); p(BLAS.syrk!('L','T',2.0,B,0.0,Z())); p(BLAS.herk!('U','N',2.0,H,3.0,ZC())); p(UpperTriangular(BLAS.herk('U','C',H)))
p(BLAS.syr2k!('U','N',2.0,A,B,3.0,Z())); p(BLAS.her2k!('L','N',2.0+0im,H,ZC(),3.0,ZC())); p(BLAS.syr!('U',2.0,[1.0,2],Z())); p(BLAS.her!('L',2.0,[1.0+im,2],ZC()))
Bd = [0.0 1 2; 3 4 5; 6 7 0]; p(BLAS.gbmv('N',3,1,1,2.0,Bd,[1.0,2,3])); p(BLAS.gbmv!('T',3,1,1,2.0,Bd,[1.0,2,3],1.0,ones(3))); p(BLAS.sbmv('U',1,[0.0 1 2; 3 4 5],[1.0,2,3]))
p(LAPACK.getrf!([1.0 2;3 4])); p(LAPACK.potrf!('U',[2.0 1;1 2])[2]); p(LAPACK.gesv!([1.0 2;3 4],[1.0,2.0])); p(LAPACK.syev!('N','U',[2.0 1;1 2])); p(LAPACK.trtri!('U','N',[1.0 2;0 4])); p(round.(LAPACK.gtsv!([1.0],[4.0,5],[2.0],[1.0,2]), digits = 10))
p(round.(LAPACK.getri!(LAPACK.getrf!([1.0 2; 3 4])[1:2]...), digits = 10)); p(round.(LAPACK.gels!('N',[1.0 2;3 4;5 7],[1.0,2,3])[2][1:2], digits=10))
