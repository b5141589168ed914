# Formats of dates: what they are made of, and what texts they refuse.
using Dates
told(f) = println(try f() catch e; sprint(showerror, e) end)
told(() -> Date("2020-x01","yyyy-.mm"))
told(() -> Date("2020-","yyyy-.mm"))
told(() -> Date("2020","yyyy-.mm"))
told(() -> Date("2020-.","yyyy-.mm"))
told(() -> Date("2020, x01","yyyy, mm"))
told(() -> Date("2020x 01","yyyy, mm"))
told(() -> Date("at 2020","\\at yyyy"))
told(() -> Date("at 2020","at yyyy"))
told(() -> Date("20200105","yyyymmdd"))
told(() -> Date("2020015","yyyymd"))
told(() -> Dates.format(Date(2020,1,5), "d/m/yy, e \\d"))
told(() -> Dates.format(Date(2020,1,5), dateformat"yyyyTUd"))
for f in ("yyyy-mm-dd", "e, dd u yyyy \\Q HH", "HH:MM:SS.s", "", "abc", "yyyymmdd")
  d = DateFormat(f)
  println(d, " ", repr(d), " ", typeof(d), " ", d.tokens, " ", DateFormat(f) == d, hash(DateFormat(f)) == hash(d))
end
println(dateformat"y" === DateFormat("y"), DateFormat("y") == DateFormat("yy"), isimmutable(DateFormat("y")), DateFormat("yy").tokens[1].width, DateFormat("yymm").tokens[1].fixed, DateFormat("yy mm").tokens[1].fixed)
println(fieldnames(DateFormat), fieldnames(Dates.DatePart), fieldnames(Dates.Delim), supertype(Dates.DatePart), supertype(Dates.Delim{Char,1}))
g(::DateFormat{Symbol("yyyy")}) = "years"; g(::DateFormat) = "other"
println(g(dateformat"yyyy"), g(dateformat"mm"))
for s in ("","2020","2020-","2020-01","2020-01-02","2020-01-02T","2020-01-02T01","2020-01-02T01:02","2020-01-02T01:02:","2020-01-02T01:02:03","2020-01-02T01:02:03.","2020-01-02T01:02:03.4", " 2020-01-02", "-2020-01-02","+2020-01-02","02020-01-02","12020-1-2","2020-01-02T01:02:03.4567","2020-01-02T01:02:03.4560","99999999999-01-01")
 for f in (Date, DateTime, Time, s->tryparse(Date,s), s->tryparse(DateTime,s), s->DateTime(s,dateformat"yyyy-mm-ddTHH:MM:SS.s"),s->Date(s,"yyyy-mm-dd"))
  print(s, " "); told(() -> f(s))
 end
end
for s in ("","10","10:","10:1","10:10:10.123456789","10:10:10.1234","1:2:3.1230","24:00","-1:00","10 ","x"), f in (Time, s->tryparse(Time,s), s->parse(Time,s), s->Time(s,"HH:MM"))
 print(s, " "); told(() -> f(s))
end
for s in ("3 PM","13 PM","0 AM","12 AM","12 PM","3 pm","3 am","3 XM","3 P","3"), f in ("I p","HH p","p","HH","II p")
  print(s, " ", f, " "); told(() -> DateTime(s, f))
end
