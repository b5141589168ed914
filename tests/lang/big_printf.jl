# BigFloat is printed by its own digits; its rounding can be set.
using Printf
println(@sprintf("%.2f", big"1.005"), " ", @sprintf("%.40f", big"0.1"), " ", @sprintf("%e", big"123.456"), " ", @sprintf("%g", big"1e100"))
println(@sprintf("%.0f %.0f %.0f %.1f", big"0.5", big"1.5", big"2.5", big"0.25"), " ", @sprintf("%12.3e|%-12.3f|%+.1f|%012.2f", big"-1.5e400", big"2.5", big"3.25", big"-1.125"))
println(@sprintf("%.5g|%g|%G", big"123456.789", big"0.0001", big"1e-7"))
third(r) = setrounding(() -> big(1) / 3, BigFloat, r)
println(third(RoundUp) > third(RoundDown), " ", third(RoundToZero) == third(RoundDown), " ", third(RoundNearest) == big(1) / 3)
println(setrounding(() -> -big(1) / 3, BigFloat, RoundUp) == -third(RoundDown), " ", setrounding(() -> sqrt(big(2)), BigFloat, RoundUp) - setrounding(() -> sqrt(big(2)), BigFloat, RoundDown) == eps(big(1.0)))
println(rounding(BigFloat), setrounding(() -> rounding(BigFloat), BigFloat, RoundUp), rounding(Float64))
