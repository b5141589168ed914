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
# Arrays of times
for f in [() -> DateTime(2020) - Date(2020), () -> Date(2020) - DateTime(2020), () -> Time(1) - Date(2020), () -> [Date(2020), Date(2021)] + Day(1), () -> [Date(2020)] - Month(1),
          () -> Day(1) + [Date(2020)], () -> [Day(1), Day(2)] / Day(1), () -> [Day(1), Hour(2)] + Minute(3), () -> Date(2020) - [Date(2019)], () -> [Date(2020)] - [Date(2019)],
          () -> Second(2) * [1, 2], () -> [1 2] * Second(1), () -> Date.(["2020-01-01", "2020-02-02"], dateformat"y-m-d"), () -> Dates.format.([Date(2020), Date(2021, 2)], dateformat"yyyy/mm"),
          () -> min(Date(2020)), () -> max(Time(1)), () -> convert(Dates.CompoundPeriod, Year(1)), () -> [Date(2020, 1, 31)] .+ Month.(1:2), () -> [DateTime(2020)] + (Day(1) + Hour(2))]
    try println(f()) catch e println(split(sprint(showerror, e), "\nClosest")[1]) end
end
