module Dates
    import Base: +, -, *, /, ==, <, isless, div, fld, cld, mod, rem, gcd, lcm, show, print, string, convert, promote_rule, hash,
        zero, one, oneunit, typemin, typemax, eps, abs, sign, isfinite, floor, ceil, round, trunc, length, parse, tryparse,
        isequal, range, (:), step, first, last, steprange_last, iszero, divrem, isless, isempty

    export Period, DatePeriod, TimePeriod, Year, Month, Week, Day, Hour, Minute, Second, Millisecond, Microsecond, Nanosecond,
        TimeZone, UTC, TimeType, DateTime, Date, Time, year, month, week, day, hour, minute, second,
        millisecond, microsecond, nanosecond, dayofmonth, yearmonth, monthday, yearmonthday, dayofweek, isleapyear,
        daysinmonth, daysinyear, dayofyear, dayname, monthname, dayabbr, monthabbr, quarterofyear, dayofquarter,
        dayofweekofmonth, daysofweekinmonth, firstdayofweek, lastdayofweek, firstdayofmonth, lastdayofmonth,
        firstdayofyear, lastdayofyear, firstdayofquarter, lastdayofquarter, adjust, tonext, toprev, tofirst, tolast,
        unix2datetime, datetime2unix, now, today, rata2datetime, datetime2rata, julian2datetime, datetime2julian,
        Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday, Mon, Tue, Wed, Thu, Fri, Sat, Sun,
        January, February, March, April, May, June, July, August, September, October, November, December,
        Jan, Feb, Mar, Apr, Jun, Jul, Aug, Sep, Oct, Nov, Dec, canonicalize, @dateformat_str, DateFormat, ISODateTimeFormat, RFC1123Format,
        ISODateFormat, ISOTimeFormat

    # Periods.
    abstract type AbstractTime end
    abstract type Period <: AbstractTime end
    abstract type DatePeriod <: Period end
    abstract type TimePeriod <: Period end
    for (T, super, word) in ((:Year, :DatePeriod, "year"), (:Month, :DatePeriod, "month"), (:Week, :DatePeriod, "week"),
        (:Day, :DatePeriod, "day"), (:Hour, :TimePeriod, "hour"), (:Minute, :TimePeriod, "minute"),
        (:Second, :TimePeriod, "second"), (:Millisecond, :TimePeriod, "millisecond"),
        (:Microsecond, :TimePeriod, "microsecond"), (:Nanosecond, :TimePeriod, "nanosecond"))
        @eval begin
            struct $T <: $super
                value::Int64
                $T(v::Number) = new(v)
            end
            _word(::Type{$T}) = $word
            $T(s::AbstractString) = $T(parse(Int64, s))
        end
    end
    value(x::Period) = x.value
    days(x::Day) = x.value
    _units(x::Period) = string(" ", _word(typeof(x)), abs(value(x)) == 1 ? "" : "s")
    string(x::Period) = string(value(x), _units(x))
    print(io::IO, x::Period) = print(io, value(x), _units(x))
    show(io::IO, x::P) where {P<:Period} = print(io, P, "(", value(x), ")")
    Base.typeinfo_implicit_type(::Type{<:Period}) = true
    show(io::IO, ::MIME"text/plain", x::Period) = print(io, x)
    zero(::Type{P}) where {P<:Period} = P(0)
    zero(x::Period) = zero(typeof(x))
    one(::Type{P}) where {P<:Period} = 1
    one(x::Period) = 1
    oneunit(::Type{P}) where {P<:Period} = P(1)
    oneunit(x::Period) = oneunit(typeof(x))
    iszero(x::Period) = value(x) == 0
    typemin(::Type{P}) where {P<:Period} = P(typemin(Int64))
    typemax(::Type{P}) where {P<:Period} = P(typemax(Int64))
    abs(x::P) where {P<:Period} = P(abs(value(x)))
    sign(x::Period) = sign(value(x))
    isfinite(::Union{Type{P},P}) where {P<:Period} = true
    -(x::P) where {P<:Period} = P(-value(x))
    +(x::Period) = x
    +(x::P, y::P) where {P<:Period} = P(value(x) + value(y))
    -(x::P, y::P) where {P<:Period} = P(value(x) - value(y))
    *(x::P, y::Real) where {P<:Period} = P(value(x) * y)
    *(y::Real, x::Period) = x * y
    /(x::P, y::P) where {P<:Period} = value(x) / value(y)
    /(x::P, y::Real) where {P<:Period} = P(value(x) / y)
    div(x::P, y::P) where {P<:Period} = div(value(x), value(y))
    div(x::P, y::Real) where {P<:Period} = P(div(value(x), Int64(y)))
    fld(x::P, y::P) where {P<:Period} = fld(value(x), value(y))
    cld(x::P, y::P) where {P<:Period} = cld(value(x), value(y))
    rem(x::P, y::P) where {P<:Period} = P(rem(value(x), value(y)))
    mod(x::P, y::P) where {P<:Period} = P(mod(value(x), value(y)))
    rem(x::P, y::Real) where {P<:Period} = P(rem(value(x), Int64(y)))
    mod(x::P, y::Real) where {P<:Period} = P(mod(value(x), Int64(y)))
    div(x::Period, y::Period) = div(promote(x, y)...)
    div(x::Period, y::Period, r::RoundingMode) = ((a, b) = promote(x, y); div(value(a), value(b), r))
    rem(x::Period, y::Period) = rem(promote(x, y)...)
    mod(x::Period, y::Period) = mod(promote(x, y)...)
    fld(x::Period, y::Period) = fld(promote(x, y)...)
    cld(x::Period, y::Period) = cld(promote(x, y)...)
    /(x::Period, y::Period) = /(promote(x, y)...)
    gcd(x::P, y::P) where {P<:Period} = P(gcd(value(x), value(y)))
    lcm(x::P, y::P) where {P<:Period} = P(lcm(value(x), value(y)))
    ==(x::P, y::P) where {P<:Period} = value(x) == value(y)
    isless(x::P, y::P) where {P<:Period} = value(x) < value(y)
    <(x::P, y::P) where {P<:Period} = value(x) < value(y)

    # Fixed periods in nanoseconds; years and months are counted apart.
    const FixedPeriod = Union{Week,Day,Hour,Minute,Second,Millisecond,Microsecond,Nanosecond}
    const OtherPeriod = Union{Month,Year}
    _nanos(::Type{Week}) = 604800000000000
    _nanos(::Type{Day}) = 86400000000000
    _nanos(::Type{Hour}) = 3600000000000
    _nanos(::Type{Minute}) = 60000000000
    _nanos(::Type{Second}) = 1000000000
    _nanos(::Type{Millisecond}) = 1000000
    _nanos(::Type{Microsecond}) = 1000
    _nanos(::Type{Nanosecond}) = 1
    divexact(x, y) = (q = div(x, y); q * y == x ? q : throw(InexactError(:divexact, Int, x / y)))
    function convert(::Type{P}, x::FixedPeriod) where {P<:FixedPeriod}
        a, b = _nanos(typeof(x)), _nanos(P)
        a >= b ? P(value(x) * div(a, b)) : P(divexact(value(x), div(b, a)))
    end
    convert(::Type{Month}, x::Year) = Month(12 * value(x))
    convert(::Type{Year}, x::Month) = Year(divexact(value(x), 12))
    convert(::Type{P}, x::P) where {P<:Period} = x
    (::Type{P})(x::Period) where {P<:Period} = convert(P, x)
    promote_rule(::Type{P}, ::Type{Q}) where {P<:FixedPeriod,Q<:FixedPeriod} = _nanos(P) < _nanos(Q) ? P : Q
    promote_rule(::Type{Month}, ::Type{Year}) = Month
    promote_rule(::Type{Year}, ::Type{Month}) = Month
    ==(x::Period, y::Period) = _both(x, y) ? ==(promote(x, y)...) : (value(x) == 0 && value(y) == 0)
    isless(x::Period, y::Period) = _both(x, y) ? isless(promote(x, y)...) : throw(MethodError(isless, (x, y)))
    <(x::Period, y::Period) = isless(x, y)
    _both(x, y) = (x isa FixedPeriod) == (y isa FixedPeriod)
    isequal(x::Period, y::Period) = x == y
    hash(x::FixedPeriod, h::UInt64) = hash(Int128(value(x)) * _nanos(typeof(x)), h + 0x1)
    hash(x::Month, h::UInt64) = hash(value(x), h + 0x2)
    hash(x::Year, h::UInt64) = hash(12 * value(x), h + 0x2)
    toms(x::FixedPeriod) = div(value(x) * _nanos(typeof(x)), 1000000)
    toms(x::Month) = 86400000.0 * 30.436875 * value(x)
    toms(x::Year) = 86400000.0 * 365.2425 * value(x)
    tons(x::FixedPeriod) = value(x) * _nanos(typeof(x))
    days(x::Week) = 7 * value(x)
    days(x::Union{Hour,Minute,Second,Millisecond}) = fld(toms(x), 86400000)
    days(x::Year) = 365.2425 * value(x)
    days(x::Month) = 30.436875 * value(x)

    # Sums of periods of several kinds.
    const ORDER = (Year, Month, Week, Day, Hour, Minute, Second, Millisecond, Microsecond, Nanosecond)
    struct CompoundPeriod <: AbstractTime
        periods::Vector{Period}
        function CompoundPeriod(p::Vector{Period})
            sums = Period[]
            for P in ORDER
                same = [x for x in p if x isa P]
                isempty(same) && continue
                s = P(sum(value, same))
                value(s) != 0 && push!(sums, s)
            end
            new(sums)
        end
    end
    CompoundPeriod(p::Vector{<:Period}) = CompoundPeriod(Vector{Period}(p))
    CompoundPeriod(p::Period...) = CompoundPeriod(Period[p...])
    CompoundPeriod(t::Time_) where {Time_<:AbstractTime} = t isa CompoundPeriod ? t : CompoundPeriod(Period[t])
    periods(x::CompoundPeriod) = x.periods
    function string(x::CompoundPeriod)
        isempty(x.periods) && return "empty period"
        join([string(p) for p in x.periods], ", ")
    end
    print(io::IO, x::CompoundPeriod) = print(io, string(x))
    show(io::IO, x::CompoundPeriod) = print(io, string(x))
    +(x::Period, y::Period) = CompoundPeriod(Period[x, y])
    -(x::Period, y::Period) = CompoundPeriod(Period[x, -y])
    +(x::CompoundPeriod, y::Period) = CompoundPeriod(vcat(x.periods, Period[y]))
    +(y::Period, x::CompoundPeriod) = x + y
    +(x::CompoundPeriod, y::CompoundPeriod) = CompoundPeriod(vcat(x.periods, y.periods))
    -(x::CompoundPeriod) = CompoundPeriod(Period[-p for p in x.periods])
    -(x::CompoundPeriod, y::Period) = x + (-y)
    -(x::CompoundPeriod, y::CompoundPeriod) = x + (-y)
    -(x::Period, y::CompoundPeriod) = x + (-y)
    ==(x::CompoundPeriod, y::CompoundPeriod) = canonicalize(x).periods == canonicalize(y).periods
    ==(x::Period, y::CompoundPeriod) = CompoundPeriod(x) == y
    ==(x::CompoundPeriod, y::Period) = x == CompoundPeriod(y)
    function canonicalize(x::CompoundPeriod)
        months = sum(Int[p isa Year ? 12 * value(p) : value(p) for p in x.periods if p isa OtherPeriod])
        nanos = sum(Int128[Int128(value(p)) * _nanos(typeof(p)) for p in x.periods if p isa FixedPeriod])
        out = Period[]
        y, m = divrem(months, 12)
        y != 0 && push!(out, Year(y))
        m != 0 && push!(out, Month(m))
        for P in (Week, Day, Hour, Minute, Second, Millisecond, Microsecond, Nanosecond)
            q, nanos = divrem(nanos, _nanos(P))
            q != 0 && push!(out, P(Int64(q)))
        end
        CompoundPeriod(out)
    end
    canonicalize(x::Period) = canonicalize(CompoundPeriod(x))

    # Instants.
    abstract type TimeType <: AbstractTime end
    abstract type Instant <: AbstractTime end
    abstract type Calendar <: AbstractTime end
    abstract type TimeZone end
    struct UTC <: TimeZone end
    struct ISOCalendar <: Calendar end
    struct UTInstant{P<:Period} <: Instant
        periods::P
    end
    const UTM = UTInstant{Millisecond}
    const UTD = UTInstant{Day}
    UTM(x::Integer) = UTInstant(Millisecond(x))
    UTD(x::Integer) = UTInstant(Day(x))
    abstract type AbstractDateTime <: TimeType end
    struct DateTime <: AbstractDateTime
        instant::UTInstant{Millisecond}
        DateTime(instant::UTInstant{Millisecond}) = new(instant)
    end
    struct Date <: TimeType
        instant::UTInstant{Day}
        Date(instant::UTInstant{Day}) = new(instant)
    end
    struct Time <: TimeType
        instant::Nanosecond
        Time(instant::Nanosecond) = new(mod(instant, Nanosecond(86400000000000)))
    end
    value(dt::TimeType) = value(dt.instant.periods)
    value(t::Time) = value(t.instant)
    days(dt::Date) = value(dt)
    days(dt::DateTime) = fld(value(dt), 86400000)
    _date(n::Integer) = Date(UTInstant(Day(n)))
    _datetime(n::Integer) = DateTime(UTInstant(Millisecond(n)))
    datetime2rata(dt::TimeType) = days(dt)
    rata2datetime(n) = _datetime(Int64(n) * 86400000)

    const SHIFTEDMONTHDAYS = (306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275)
    function totaldays(y, m, d)
        z = m < 3 ? y - 1 : y
        d + SHIFTEDMONTHDAYS[m] + 365z + fld(z, 4) - fld(z, 100) + fld(z, 400) - 306
    end
    isleapyear(y::Integer) = (y % 4 == 0) && (y % 100 != 0 || y % 400 == 0)
    const DAYSINMONTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    daysinmonth(y, m) = DAYSINMONTH[m] + (m == 2 && isleapyear(y))
    function _check(y, m, d, h = 0, mi = 0, s = 0, ms = 0)
        0 < m < 13 || throw(ArgumentError("Month: $m out of range (1:12)"))
        0 < d < daysinmonth(y, m) + 1 || throw(ArgumentError("Day: $d out of range (1:$(daysinmonth(y, m)))"))
        if h == 24 && mi == 0 && s == 0 && ms == 0
            return
        end
        -1 < h < 24 || throw(ArgumentError("Hour: $h out of range (0:23)"))
        -1 < mi < 60 || throw(ArgumentError("Minute: $mi out of range (0:59)"))
        -1 < s < 60 || throw(ArgumentError("Second: $s out of range (0:59)"))
        -1 < ms < 1000 || throw(ArgumentError("Millisecond: $ms out of range (0:999)"))
        nothing
    end
    function Date(y::Integer, m::Integer = 1, d::Integer = 1)
        _check(y, m, d)
        _date(totaldays(Int64(y), Int64(m), Int64(d)))
    end
    Date(y::Number, m = 1, d = 1) = Date(Int64(y), Int64(m), Int64(d))
    function DateTime(y::Integer, m::Integer = 1, d::Integer = 1, h::Integer = 0, mi::Integer = 0, s::Integer = 0, ms::Integer = 0)
        _check(y, m, d, h, mi, s, ms)
        _datetime(ms + 1000 * (s + 60mi + 3600h + 86400 * totaldays(Int64(y), Int64(m), Int64(d))))
    end
    DateTime(y::Number, m = 1, d = 1, h = 0, mi = 0, s = 0, ms = 0) = DateTime(map(Int64, (y, m, d, h, mi, s, ms))...)
    function Time(h::Integer, mi::Integer = 0, s::Integer = 0, ms::Integer = 0, us::Integer = 0, ns::Integer = 0)
        -1 < h < 24 || throw(ArgumentError("Hour: $h out of range (0:23)"))
        -1 < mi < 60 || throw(ArgumentError("Minute: $mi out of range (0:59)"))
        -1 < s < 60 || throw(ArgumentError("Second: $s out of range (0:59)"))
        -1 < ms < 1000 || throw(ArgumentError("Millisecond: $ms out of range (0:999)"))
        -1 < us < 1000 || throw(ArgumentError("Microsecond: $us out of range (0:999)"))
        -1 < ns < 1000 || throw(ArgumentError("Nanosecond: $ns out of range (0:999)"))
        Time(Nanosecond(ns + 1000us + 1000000ms + 1000000000s + 60000000000mi + 3600000000000h))
    end
    _part(P, x, otherwise) = begin
        for p in x
            p isa P && return value(p)
        end
        otherwise
    end
    Date(p::Period, ps::Period...) = (x = (p, ps...); Date(_part(Year, x, 1), _part(Month, x, 1), _part(Day, x, 1)))
    DateTime(p::Period, ps::Period...) = (x = (p, ps...); DateTime(_part(Year, x, 1), _part(Month, x, 1), _part(Day, x, 1),
        _part(Hour, x, 0), _part(Minute, x, 0), _part(Second, x, 0), _part(Millisecond, x, 0)))
    Time(p::TimePeriod, ps::TimePeriod...) = (x = (p, ps...); Time(_part(Hour, x, 0), _part(Minute, x, 0), _part(Second, x, 0),
        _part(Millisecond, x, 0), _part(Microsecond, x, 0), _part(Nanosecond, x, 0)))
    Date(dt::DateTime) = _date(days(dt))
    DateTime(d::Date) = _datetime(86400000 * value(d))
    DateTime(d::Date, t::Time) = DateTime(year(d), month(d), day(d), hour(t), minute(t), second(t), millisecond(t))
    Time(dt::DateTime) = Time(Nanosecond(mod(value(dt), 86400000) * 1000000))
    Date(d::Date) = d
    DateTime(d::DateTime) = d
    Time(t::Time) = t
    convert(::Type{DateTime}, d::Date) = DateTime(d)
    convert(::Type{Date}, d::DateTime) = Date(d)
    convert(::Type{Time}, d::DateTime) = Time(d)
    promote_rule(::Type{Date}, ::Type{DateTime}) = DateTime
    promote_rule(::Type{DateTime}, ::Type{Date}) = DateTime

    # Parts.
    function yearmonthday(days::Integer)
        z = days + 306
        h = 100z - 25
        a = fld(h, 3652425)
        b = a - fld(a, 4)
        y = fld(100b + h, 36525)
        c = b + z - 365y - fld(y, 4)
        m = div(5c + 456, 153)
        d = c - div(153m - 457, 5)
        m > 12 ? (y + 1, m - 12, d) : (y, m, d)
    end
    yearmonthday(dt::Union{Date,DateTime}) = yearmonthday(days(dt))
    yearmonth(dt::Union{Date,DateTime}) = yearmonthday(dt)[1:2]
    monthday(dt::Union{Date,DateTime}) = yearmonthday(dt)[2:3]
    year(dt::Union{Date,DateTime}) = yearmonthday(dt)[1]
    month(dt::Union{Date,DateTime}) = yearmonthday(dt)[2]
    day(dt::Union{Date,DateTime}) = yearmonthday(dt)[3]
    dayofmonth(dt::Union{Date,DateTime}) = day(dt)
    hour(dt::DateTime) = mod(fld(value(dt), 3600000), 24)
    minute(dt::DateTime) = mod(fld(value(dt), 60000), 60)
    second(dt::DateTime) = mod(fld(value(dt), 1000), 60)
    millisecond(dt::DateTime) = mod(value(dt), 1000)
    microsecond(dt::DateTime) = 0
    nanosecond(dt::DateTime) = 0
    hour(t::Time) = mod(fld(value(t), 3600000000000), 24)
    minute(t::Time) = mod(fld(value(t), 60000000000), 60)
    second(t::Time) = mod(fld(value(t), 1000000000), 60)
    millisecond(t::Time) = mod(fld(value(t), 1000000), 1000)
    microsecond(t::Time) = mod(fld(value(t), 1000), 1000)
    nanosecond(t::Time) = mod(value(t), 1000)
    function week(dt::Union{Date,DateTime})
        w = div(abs(days(dt) - 1), 7) % 20871
        c, w = divrem((w + (w >= 10435)), 5218)
        w = (w * 28 + (15, 23, 3, 11)[c+1]) % 1461
        div(w, 28) + 1
    end
    for (P, f) in ((:Year, :year), (:Month, :month), (:Week, :week), (:Day, :day), (:Hour, :hour), (:Minute, :minute),
        (:Second, :second), (:Millisecond, :millisecond), (:Microsecond, :microsecond), (:Nanosecond, :nanosecond))
        @eval $P(dt::TimeType) = $P($f(dt))
    end
    isleapyear(dt::Union{Date,DateTime}) = isleapyear(year(dt))
    daysinmonth(dt::Union{Date,DateTime}) = daysinmonth(yearmonth(dt)...)
    daysinyear(y::Integer) = 365 + isleapyear(y)
    daysinyear(dt::Union{Date,DateTime}) = daysinyear(year(dt))
    dayofyear(dt::Union{Date,DateTime}) = days(dt) - totaldays(year(dt), 1, 1) + 1
    dayofyear(y, m, d) = totaldays(y, m, d) - totaldays(y, 1, 1) + 1
    dayofweek(dt::Union{Date,DateTime}) = mod1(days(dt), 7)
    quarterofyear(dt::Union{Date,DateTime}) = div(month(dt) + 2, 3)
    dayofquarter(dt::Union{Date,DateTime}) = days(dt) - days(firstdayofquarter(dt)) + 1
    dayofweekofmonth(dt::Union{Date,DateTime}) = div(day(dt) - 1, 7) + 1
    function daysofweekinmonth(dt::Union{Date,DateTime})
        d, ld = day(dt), daysinmonth(dt)
        (ld > 28 && mod1(d, 7) <= ld - 28) ? 5 : 4
    end
    const Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday = 1, 2, 3, 4, 5, 6, 7
    const Mon, Tue, Wed, Thu, Fri, Sat, Sun = 1, 2, 3, 4, 5, 6, 7
    const January, February, March, April, May, June = 1, 2, 3, 4, 5, 6
    const July, August, September, October, November, December = 7, 8, 9, 10, 11, 12
    const Jan, Feb, Mar, Apr, Jun, Jul, Aug, Sep, Oct, Nov, Dec = 1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12
    ismonday(dt::TimeType) = dayofweek(dt) == 1
    istuesday(dt::TimeType) = dayofweek(dt) == 2
    iswednesday(dt::TimeType) = dayofweek(dt) == 3
    isthursday(dt::TimeType) = dayofweek(dt) == 4
    isfriday(dt::TimeType) = dayofweek(dt) == 5
    issaturday(dt::TimeType) = dayofweek(dt) == 6
    issunday(dt::TimeType) = dayofweek(dt) == 7
    const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
    "The names of months and days in a language."
    struct DateLocale
        months::Vector{String}
        months_abbr::Vector{String}
        days_of_week::Vector{String}
        days_of_week_abbr::Vector{String}
    end
    const ENGLISH = DateLocale(MONTHS, [m[1:3] for m in MONTHS], DAYS, [d[1:3] for d in DAYS])
    const LOCALES = Dict{String,DateLocale}("english" => ENGLISH)
    _locale(l::DateLocale) = l
    _locale(l::AbstractString) = LOCALES[l]
    for (f, of, names) in ((:dayname, :dayofweek, :days_of_week), (:dayabbr, :dayofweek, :days_of_week_abbr),
                           (:monthname, :month, :months), (:monthabbr, :month, :months_abbr))
        @eval $f(n::Integer; locale = "english") = _locale(locale).$names[n]
        @eval $f(dt::TimeType; locale = "english") = $f($of(dt); locale = locale)
    end

    # Comparing.
    ==(x::T, y::T) where {T<:TimeType} = value(x) == value(y)
    isless(x::T, y::T) where {T<:TimeType} = value(x) < value(y)
    <(x::T, y::T) where {T<:TimeType} = value(x) < value(y)
    ==(x::TimeType, y::TimeType) = ==(promote(x, y)...)
    isless(x::TimeType, y::TimeType) = isless(promote(x, y)...)
    <(x::TimeType, y::TimeType) = isless(x, y)
    isequal(x::TimeType, y::TimeType) = x == y
    hash(x::Date, h::UInt64) = hash(value(x) * 86400000, h + 0x64617465)
    hash(x::DateTime, h::UInt64) = hash(value(x), h + 0x64617465)
    hash(x::Time, h::UInt64) = hash(value(x), h + 0x74696d65)
    isfinite(::Union{Type{T},T}) where {T<:TimeType} = true
    typemax(::Type{Date}) = Date(252522163911149, 12, 31)
    typemin(::Type{Date}) = Date(-252522163911150, 1, 1)
    typemax(::Type{DateTime}) = DateTime(146138512, 12, 31, 23, 59, 59)
    typemax(::Type{Time}) = Time(23, 59, 59, 999, 999, 999)
    typemin(::Type{Time}) = Time(0)
    typemin(::Type{DateTime}) = DateTime(-146138511, 1, 1, 0, 0, 0)
    eps(::Type{Date}) = Day(1)
    eps(::Type{DateTime}) = Millisecond(1)
    eps(::Type{Time}) = Nanosecond(1)
    eps(x::TimeType) = eps(typeof(x))
    zero(::Type{Date}) = Day(0)
    zero(::Type{DateTime}) = Millisecond(0)
    zero(::Type{Time}) = Nanosecond(0)
    zero(x::TimeType) = zero(typeof(x))

    # Arithmetic.
    -(x::Date, y::Date) = Day(value(x) - value(y))
    -(x::DateTime, y::DateTime) = Millisecond(value(x) - value(y))
    -(x::Time, y::Time) = Nanosecond(value(x) - value(y))
    +(d::Date, t::Time) = DateTime(d, t)
    +(t::Time, d::Date) = DateTime(d, t)
    function _add_months(y, m, n)
        k = y * 12 + m - 1 + n
        fld(k, 12), mod(k, 12) + 1
    end
    function +(dt::Date, z::Union{Month,Year})
        y, m, d = yearmonthday(dt)
        y, m = _add_months(y, m, z isa Year ? 12 * value(z) : value(z))
        Date(y, m, min(d, daysinmonth(y, m)))
    end
    function +(dt::DateTime, z::Union{Month,Year})
        _datetime(value(DateTime(Date(dt) + z)) + mod(value(dt), 86400000))
    end
    +(x::Date, y::Union{Week,Day}) = _date(value(x) + days(y))
    +(x::DateTime, y::FixedPeriod) = _datetime(value(x) + toms(y))
    +(x::Time, y::TimePeriod) = Time(Nanosecond(value(x) + tons(y)))
    -(x::TimeType, y::Period) = x + (-y)
    +(y::Period, x::TimeType) = x + y
    function +(x::TimeType, y::CompoundPeriod)
        for p in y.periods
            x += p
        end
        x
    end
    +(y::CompoundPeriod, x::TimeType) = x + y
    -(x::TimeType, y::CompoundPeriod) = x + (-y)

    # Ranges.
    (:)(a::T, b::T) where {T<:DateTime} = (:)(a, Day(1), b)
    (:)(a::Date, b::Date) = throw(MethodError(convert, (Day, 1)))
    (:)(a::T, s::Period, b::T) where {T<:TimeType} = StepRange{T,typeof(s)}(a, s, b)
    (:)(a::P, s::P, b::P) where {P<:Period} = StepRange{P,P}(a, s, b)
    (:)(a::P, b::P) where {P<:Period} = StepRange{P,P}(a, P(1), b)
    # How many steps from a towards b.
    function _steps(a, b, s)
        n = floor(Int64, toms_distance(a, b) / _step_size(a, s))
        while (value(s) > 0) == (a + s * (n + 1) <= b) && (value(s) > 0 || a + s * (n + 1) >= b)
            n += 1
        end
        while n > 0 && (value(s) > 0 ? a + s * n > b : a + s * n < b)
            n -= 1
        end
        n
    end
    toms_distance(a::Date, b::Date) = (value(b) - value(a)) * 8.64e7
    toms_distance(a::DateTime, b::DateTime) = float(value(b) - value(a))
    toms_distance(a::Time, b::Time) = float(value(b) - value(a))
    _step_size(::Time, s) = float(tons(s))
    _step_size(::TimeType, s) = float(toms(s))
    function steprange_last(a::T, s::Period, b::T) where {T<:TimeType}
        iszero(s) && throw(ArgumentError("step cannot be zero"))
        b == a && return b
        (value(s) > 0) != (b > a) && return a - s
        a + s * _steps(a, b, s)
    end
    steprange_last(a::P, s::P, b::P) where {P<:Period} = P(steprange_last(value(a), value(s), value(b)))
    length(r::StepRange{<:TimeType}) = isempty(r) ? 0 : _steps(r.start, r.stop, r.step) + 1
    length(r::StepRange{<:Period}) = length(value(r.start):value(r.step):value(r.stop))
    isempty(r::StepRange{<:TimeType}) = r.start != r.stop && (value(r.step) > 0) != (r.stop > r.start)
    isempty(r::StepRange{<:Period}) = isempty(value(r.start):value(r.step):value(r.stop))
    Base.iterate(r::StepRange{<:TimeType}) = isempty(r) ? nothing : (r.start, 1)
    Base.iterate(r::StepRange{<:TimeType}, i::Int) = (x = r.start + r.step * i; (value(r.step) > 0 ? x > r.stop : x < r.stop) ? nothing : (x, i + 1))
    Base.in(x::T, r::StepRange{T}) where {T<:TimeType} = any(==(x), collect(r))

    # Rounding.
    const TimeTypeOrPeriod = Union{TimeType,Period}
    _check_step(p) = value(p) < 1 && throw(DomainError(p))
    function floor(dt::Date, p::Year)
        _check_step(p)
        y = year(dt)
        Date(y - mod(y, value(p)))
    end
    function floor(dt::Date, p::Month)
        _check_step(p)
        y, m = yearmonth(dt)
        k = y * 12 + m - 1
        k -= mod(k, value(p))
        Date(fld(k, 12), mod(k, 12) + 1)
    end
    floor(dt::Date, p::Week) = (_check_step(p); n = value(dt); _date(n - mod(n + 363, 7 * value(p)))) # weeks count from 0000-01-03
    floor(dt::Date, p::Day) = (_check_step(p); n = value(dt) + 365; _date(n - mod(n, value(p)) - 365))
    floor(dt::DateTime, p::DatePeriod) = DateTime(floor(Date(dt), p))
    function floor(dt::DateTime, p::TimePeriod)
        _check_step(p)
        step = toms(p)
        n = value(dt) + 365 * 86400000
        _datetime(n - mod(n, step) - 365 * 86400000)
    end
    floor(t::Time, p::TimePeriod) = Time(Nanosecond(value(t) - mod(value(t), tons(p))))
    floor(x::Period, p::Period) = (_check_step(p); y = promote(x, p); typeof(p)(convert(typeof(y[1]), y[1] - mod(y[1], y[2]))))
    ceil(dt::TimeType, p::Period) = (f = floor(dt, p); f == dt ? f : f + p)
    ceil(x::Period, p::Period) = (f = floor(x, p); f == x ? f : f + p)
    function round(dt::TimeTypeOrPeriod, p::Period, r::RoundingMode = RoundNearestTiesUp)
        r === RoundDown && return floor(dt, p)
        r === RoundUp && return ceil(dt, p)
        r === RoundNearestTiesUp || throw(DomainError(p))
        f, c = floor(dt, p), ceil(dt, p)
        at, low, high = dt isa Period ? promote(dt, f, c) : (dt, f, c)
        at - low < high - at ? f : c
    end
    for f in (:floor, :ceil, :round, :trunc)
        f === :trunc || @eval $f(dt::TimeTypeOrPeriod, ::Type{P}, r::RoundingMode...) where {P<:Period} = $f(dt, oneunit(P), r...)
    end
    floor(::Type{Date}, dt::DateTime) = Date(dt)
    trunc(dt::TimeType, ::Type{P}) where {P<:Period} = floor(dt, oneunit(P))

    # Moving.
    firstdayofweek(dt::Date) = _date(value(dt) - dayofweek(dt) + 1)
    lastdayofweek(dt::Date) = _date(value(dt) + 7 - dayofweek(dt))
    firstdayofmonth(dt::Date) = _date(value(dt) - day(dt) + 1)
    lastdayofmonth(dt::Date) = ((y, m, d) = yearmonthday(dt); _date(value(dt) + daysinmonth(y, m) - d))
    firstdayofyear(dt::Date) = Date(year(dt))
    lastdayofyear(dt::Date) = Date(year(dt), 12, 31)
    firstdayofquarter(dt::Date) = Date(year(dt), 3 * quarterofyear(dt) - 2)
    lastdayofquarter(dt::Date) = lastdayofmonth(Date(year(dt), 3 * quarterofyear(dt)))
    for f in (:firstdayofweek, :lastdayofweek, :firstdayofmonth, :lastdayofmonth, :firstdayofyear, :lastdayofyear, :firstdayofquarter, :lastdayofquarter)
        @eval $f(dt::DateTime) = DateTime($f(Date(dt)))
    end
    function adjust(f::Function, dt::TimeType, step::Period, limit::Int)
        for _ in 1:limit
            f(dt) && return dt
            dt += step
        end
        throw(ArgumentError("Adjustment limit reached: $limit iterations"))
    end
    adjust(f::Function, dt::TimeType; step::Period = Day(1), limit::Int = 10000) = adjust(f, dt, step, limit)
    tonext(dt::TimeType, dow::Int; same::Bool = false) = adjust(d -> dayofweek(d) == dow, same ? dt : dt + Day(1), Day(1), 366)
    toprev(dt::TimeType, dow::Int; same::Bool = false) = adjust(d -> dayofweek(d) == dow, same ? dt : dt - Day(1), Day(-1), 366)
    tonext(f::Function, dt::TimeType; step::Period = Day(1), limit::Int = 10000, same::Bool = false) = adjust(f, same ? dt : dt + step, step, limit)
    toprev(f::Function, dt::TimeType; step::Period = Day(-1), limit::Int = 10000, same::Bool = false) = adjust(f, same ? dt : dt + step, step, limit)
    tofirst(dt::TimeType, dow::Int; of = Month) = adjust(d -> dayofweek(d) == dow, of <: Month ? firstdayofmonth(dt) : firstdayofyear(dt), Day(1), 366)
    tolast(dt::TimeType, dow::Int; of = Month) = adjust(d -> dayofweek(d) == dow, of <: Month ? lastdayofmonth(dt) : lastdayofyear(dt), Day(-1), 366)

    # Other calendars.
    const UNIXEPOCH = 62135683200000
    const JULIANEPOCH = -148731076800000
    Base.broadcastable(x::Union{AbstractTime,TimeZone}) = Ref(x)
    # Arrays of times need no dots.
    const GeneralPeriod = Union{Period,CompoundPeriod}
    for (op, A, B) in ((:+, TimeType, GeneralPeriod), (:-, TimeType, GeneralPeriod), (:+, GeneralPeriod, TimeType), (:-, TimeType, TimeType), (:/, Period, Period),
                       (:*, Real, Period), (:*, Period, Real), (:/, Period, Real))
        @eval $op(x::AbstractArray{<:$A}, y::$B) = broadcast($op, x, y)
        op === :/ || @eval $op(x::$A, y::AbstractArray{<:$B}) = broadcast($op, x, y)
        op in (:+, :-) && @eval $op(x::AbstractArray{<:$A}, y::AbstractArray{<:$B}) = broadcast($op, x, y)
    end
    Base.min(x::TimeType) = x
    Base.max(x::TimeType) = x
    convert(::Type{CompoundPeriod}, p::Period) = CompoundPeriod(Period[p])
    epochms2datetime(ms) = _datetime(Int64(ms) - 31536000000)
    epochdays2date(days) = _date(Int64(days) - 365)
    date2epochdays(d::Date) = value(d) + 365
    datetime2epochms(dt::DateTime) = value(dt) + 31536000000
    unix2datetime(x) = _datetime(UNIXEPOCH + round(Int64, Int64(1000) * x))
    datetime2unix(dt::DateTime) = (value(dt) - UNIXEPOCH) / 1000.0
    julian2datetime(f) = _datetime(JULIANEPOCH + round(Int64, 86400000 * f))
    datetime2julian(dt::DateTime) = (value(dt) - JULIANEPOCH) / 86400000.0
    now() = unix2datetime(floor(Base.time() * 1000) / 1000) + Second(_utc_offset())
    now(::Type{UTC}) = unix2datetime(floor(Base.time() * 1000) / 1000)
    _utc_offset() = Base._utc_offset()
    today() = Date(now())
    # The first moment from a start at which f is true.
    Date(f::Function, y, m = 1, d = 1; step::Period = Day(1), limit::Int = 10000) = adjust(f, Date(y, m, d), step, limit)
    DateTime(f::Function, y, m = 1, rest...; step::Period = _finest(1 + length(rest)), limit::Int = 10000) =
        adjust(f, DateTime(y, m, rest...), step, limit)
    _finest(parts) = (Day(1), Hour(1), Minute(1), Second(1), Millisecond(1), Millisecond(1))[parts]
    Time(f::Function, h, m = 0, s = 0; step::Period = Second(1), limit::Int = 10000) = adjust(f, Time(h, m, s), step, limit)

    # Text.
    _pad(n, w) = lpad(string(n), w, '0')
    _year(y) = y < 0 ? "-" * _pad(-y, 4) : _pad(y, 4)
    string(d::Date) = ((y, m, dd) = yearmonthday(d); string(_year(y), "-", _pad(m, 2), "-", _pad(dd, 2)))
    function string(dt::DateTime)
        ms = millisecond(dt)
        s = string(string(Date(dt)), "T", _pad(hour(dt), 2), ":", _pad(minute(dt), 2), ":", _pad(second(dt), 2))
        ms == 0 ? s : string(s, ".", rstrip(_pad(ms, 3), '0'))
    end
    function string(t::Time)
        s = string(_pad(hour(t), 2), ":", _pad(minute(t), 2), ":", _pad(second(t), 2))
        ns = value(t) % 1000000000
        ns == 0 && return s
        ns % 1000000 == 0 && return string(s, ".", rstrip(_pad(div(ns, 1000000), 3), '0'))
        string(s, ".", rstrip(_pad(ns, 9), '0'))
    end
    print(io::IO, x::Union{Date,DateTime,Time}) = print(io, string(x))
    show(io::IO, ::MIME"text/plain", x::Union{Date,DateTime,Time}) = print(io, string(x))
    show(io::IO, x::T) where {T<:Union{Date,DateTime}} = print(io, T, "(\"", string(x), "\")")
    Base.typeinfo_implicit_type(::Type{Date}) = true
    Base.typeinfo_implicit_type(::Type{DateTime}) = true
    function show(io::IO, t::Time)
        parts = [hour(t), minute(t), second(t), millisecond(t), microsecond(t), nanosecond(t)]
        while length(parts) > 1 && parts[end] == 0
            pop!(parts)
        end
        print(io, Time, "(", join(parts, ", "), ")")
    end

    # Formats: runs of one letter are parts, all else is literal.
    abstract type AbstractDateToken end
    struct DatePart{letter} <: AbstractDateToken
        width::Int
        fixed::Bool # another part follows at once: no more characters than the format tells are taken
    end
    struct Delim{T,length} <: AbstractDateToken
        d::T
    end
    Delim(d::Char) = Delim{Char,1}(d)
    Delim(d::String) = length(d) == 1 ? Delim(d[1]) : Delim{String,length(d)}(d)
    _letter(::DatePart{c}) where {c} = c
    show(io::IO, t::DatePart) = print(io, "DatePart(", _as_written(t), ")")
    show(io::IO, t::Delim) = print(io, "Delim(", _as_written(t), ")")
    struct DateFormat{S,T<:Tuple}
        tokens::T
        locale::DateLocale
    end
    const LETTERS = "yYmuUdHIMSsepEQ"
    function DateFormat(f::AbstractString, locale = "english")
        tokens = Any[]
        literal = ""
        chars = collect(String(f))
        i = 1
        while i <= length(chars)
            c = chars[i]
            if c == '\\' && i < length(chars)
                literal *= chars[i+1]
                i += 2
            elseif c in LETTERS && c != 'Q'
                j = i
                while j < length(chars) && chars[j+1] == c
                    j += 1
                end
                isempty(literal) || push!(tokens, Delim(literal))
                literal = ""
                push!(tokens, DatePart{c}(j - i + 1, j < length(chars) && chars[j+1] in LETTERS && chars[j+1] != 'Q'))
                i = j + 1
            else
                literal *= c
                i += 1
            end
        end
        isempty(literal) || push!(tokens, Delim(literal))
        all = Tuple(tokens)
        DateFormat{Symbol(f),typeof(all)}(all, _locale(locale))
    end
    DateFormat(f::DateFormat) = f
    _as_written(t::DatePart) = _letter(t)^t.width
    _as_written(t::Delim) = t.d
    show(io::IO, f::DateFormat) = print(io, "dateformat\"", map(_as_written, f.tokens)..., "\"")
    macro dateformat_str(s)
        DateFormat(s)
    end
    const ISODateTimeFormat = DateFormat("yyyy-mm-ddTHH:MM:SS.s")
    const ISODateFormat = DateFormat("yyyy-mm-dd")
    const ISOTimeFormat = DateFormat("HH:MM:SS.s")
    const RFC1123Format = DateFormat("e, dd u yyyy HH:MM:SS")

    function _format_part(dt, c, n, locale)
        c == 'y' && return n < 4 ? _pad(mod(year(dt), 10^n), n) : _pad(abs(year(dt)), n)
        c == 'Y' && return _pad(year(dt), n)
        c == 'm' && return _pad(month(dt), n)
        c == 'd' && return _pad(day(dt), n)
        c == 'H' && return _pad(hour(dt), n)
        c == 'I' && return _pad(mod1(hour(dt), 12), n)
        c == 'M' && return _pad(minute(dt), n)
        c == 'S' && return _pad(second(dt), n)
        c == 'u' && return monthabbr(dt; locale = locale)
        c == 'U' && return monthname(dt; locale = locale)
        c == 'e' && return dayabbr(dt; locale = locale)
        c == 'E' && return dayname(dt; locale = locale)
        c == 'p' && return hour(dt) < 12 ? "AM" : "PM"
        # milliseconds: without trailing zeros, at least n digits
        s = String(rstrip(_pad(millisecond(dt), 3), '0'))
        rpad(isempty(s) ? "0" : s, n, '0')
    end
    "The text of a date or time by a format such as \"yyyy-mm-dd HH:MM:SS\"."
    format(dt::TimeType, f::DateFormat) = join([t isa Delim ? t.d : _format_part(dt, _letter(t), t.width, f.locale) for t in f.tokens])
    format(dt::TimeType, f::AbstractString; locale = "english") = format(dt, DateFormat(f, locale))
    format(dt::TimeType) = string(dt)

    struct Decimal3 # a fraction of a second: what more than three digits are not
        ms::Int
    end
    # Parts found in the text, or a message.
    function _scan(s::String, f::DateFormat)
        parts = Dict{Char,Int}()
        chars = collect(s)
        i, n = 1, length(chars)
        for (k, t) in enumerate(f.tokens)
            if t isa Delim
                first = i
                for c in t.d
                    i > n && i == first && return parts # shorter than the format: what follows has its first value
                    i <= n && chars[i] == c || return "Unable to parse date time. Expected directive $t at char $first"
                    i += 1
                end
            else
                c, width = _letter(t), t.width
                i > n && return parts
                if c in "uUeE"
                    j = i
                    while j <= n && isletter(chars[j])
                        j += 1
                    end
                    word = String(chars[i:j-1])
                    l = f.locale
                    names = c == 'u' ? l.months_abbr : c == 'U' ? l.months : c == 'e' ? l.days_of_week_abbr : l.days_of_week
                    at = findfirst(x -> lowercase(x) == lowercase(word), names)
                    at === nothing && return "Unable to parse date time. Expected directive DatePart($(c^width)) at char $i"
                    parts[c in "uU" ? 'm' : 'e'] = at
                    i = j
                elseif c == 'p'
                    half = i < n ? uppercase(String(chars[i:i+1])) : ""
                    half in ("AM", "PM") || return "Unable to parse date time. Expected directive DatePart($(c^width)) at char $i"
                    parts['p'] = half == "PM"
                    i += 2
                else
                    # parts that touch each other have the width that the format tells
                    j = i
                    while j <= n && isdigit(chars[j]) && !(t.fixed && j - i >= width)
                        j += 1
                    end
                    j == i && return "Unable to parse date time. Expected directive DatePart($(c^width)) at char $i"
                    v = parse(Int, String(chars[i:j-1]))
                    if c == 's'
                        j - i > 3 && any(!=('0'), chars[i+3:j-1]) && throw(InexactError(:convert, Decimal3, v))
                        v = parse(Int, rpad(String(chars[i:min(j - 1, i + 2)]), 3, '0'))
                    end
                    parts[c == 'Y' ? 'y' : c] = v
                    i = j
                end
            end
        end
        i <= n && return "Found extra characters at the end of date time string"
        parts
    end
    function _build(::Type{T}, p) where {T}
        h = get(p, 'H', get(p, 'I', 0))
        if haskey(p, 'p')
            1 <= h <= 12 || throw(ArgumentError("Hour: $h out of range (1:12)"))
            h = mod(h, 12) + 12 * p['p']
        end
        T === Date && return Date(get(p, 'y', 1), get(p, 'm', 1), get(p, 'd', 1))
        T === Time && return Time(h, get(p, 'M', 0), get(p, 'S', 0), get(p, 's', 0))
        DateTime(get(p, 'y', 1), get(p, 'm', 1), get(p, 'd', 1), h, get(p, 'M', 0), get(p, 'S', 0), get(p, 's', 0))
    end
    Base.broadcastable(f::DateFormat) = Ref(f)
    default_format(::Type{Date}) = ISODateFormat
    default_format(::Type{DateTime}) = ISODateTimeFormat
    default_format(::Type{Time}) = ISOTimeFormat
    function parse(::Type{T}, s::AbstractString, f::DateFormat = default_format(T)) where {T<:Union{Date,DateTime,Time}}
        p = _scan(String(s), f)
        p isa String && throw(ArgumentError(p))
        _build(T, p)
    end
    function tryparse(::Type{T}, s::AbstractString, f::DateFormat = default_format(T)) where {T<:Union{Date,DateTime,Time}}
        p = _scan(String(s), f)
        p isa String && return nothing
        try
            _build(T, p)
        catch
            nothing
        end
    end
    Date(s::AbstractString, f::DateFormat = ISODateFormat) = parse(Date, s, f)
    DateTime(s::AbstractString, f::DateFormat) = parse(DateTime, s, f)
    function DateTime(s::AbstractString)
        p = occursin(r"^\d*$|\.\d{4}", s) ? "" : _scan(String(s), ISODateTimeFormat) # more than Julia's quick way reads
        p isa String && throw(ArgumentError("Invalid DateTime string"))
        _build(DateTime, p)
    end
    Time(s::AbstractString, f::DateFormat = ISOTimeFormat) = parse(Time, s, f)
    Date(s::AbstractString, f::AbstractString; locale = "english") = parse(Date, s, DateFormat(f, locale))
    DateTime(s::AbstractString, f::AbstractString; locale = "english") = parse(DateTime, s, DateFormat(f, locale))
    Time(s::AbstractString, f::AbstractString; locale = "english") = parse(Time, s, DateFormat(f, locale))
end
