# A type of a module that is only imported is written with the module's name.
import Dates
println([Dates.Date(2020)], Dates.Day(1) => 1)
show(Dates.Time(1))
println()
show(Dates.DateTime(2020, 1, 2))
println()
