# Dates: other languages, other epochs, the first date for which something is true, roundings.
using Dates
Dates.LOCALES["french"] = Dates.DateLocale(
    ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
    ["janv", "févr", "mars", "avril", "mai", "juin", "juil", "août", "sept", "oct", "nov", "déc"],
    ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"], [""])
println(monthname(Date(2020, 2), locale = "french"), " ", dayname(Date(2020), locale = "french"))
println(Dates.format(Date(2020, 2, 3), "E d U yyyy", locale = "french"))
println(Date("3 févr 2020", "d u yyyy", locale = "french"))
println(Dates.format(DateTime(2020, 1, 5), RFC1123Format))
println(Dates.epochdays2date(100), " ", Dates.date2epochdays(Date(2020)), " ", Dates.epochms2datetime(100))
println(typemin(Time), " ", typemax(Time))
println(Date(x -> dayofweek(x) == Monday, 2020, 1), " ", DateTime(x -> hour(x) == 5, 2020, 1, 1, 1))
println(floor(Date(2020, 5, 17), Week(3)), " ", floor(Date(2020, 5, 17), Day(7)), " ", floor(DateTime(2020, 5, 17, 13), Hour(7)))
println(try Day(1) < Month(1) catch e; typeof(e) end)
println(Dates.UTInstant(Day(1)), " ", Date(2020).instant)
