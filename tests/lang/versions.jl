# Version numbers: texts, parts, order, neighbours.
tell(f) = try
    println(f())
catch e
    println(sprint(showerror, e))
end
for s in ("2a", "3.2a1", "4.3.2a.1", "2-", "3.2-", "4.3.2+", "1.0-rc1.2+build.5", "v1.2", "2.-1", "1.2.3.4", "∞", "", "1-a_b", "1.2.3-01", "1+")
    tell(() -> repr(VersionNumber(s)))
end
for f in (() -> VersionNumber((3, 2)), () -> VersionNumber(4, 3, 2, ("no!",), ()), () -> VersionNumber(4, 3, 2, ("", 1), ()), () -> VersionNumber(4, 3, 2, (), ("", 1)),
          () -> VersionNumber(1, 2, 3, (1, "a"), ("b", 2)), () -> typemin(VersionNumber), () -> typemax(VersionNumber),
          () -> v"1.2-pre" < v"1.2" < v"1.2+post" < v"1.2+", () -> v"1.2.3-1" < v"1.2.3-1.1" < v"1.2.3-1.a" < v"1.2.3-10a", () -> cmp(v"1.0", v"1.0-"),
          () -> sort([v"1.2.3-a", v"1.2.3", v"1.2.3-", v"1.2.3+1", v"1.10.0", v"1.2.3+", v"1.2.3-2", v"1.2.3-10"]), () -> typeof(v"1.2-3".prerelease),
          () -> Base.nextpatch(v"1.2.3-pre"), () -> Base.nextminor(v"1.2+post"), () -> Base.nextmajor(v"1.2"), () -> Base.thismajor(v"2.3.4-x"), () -> Base.thispatch(v"2.3.4-x"),
          () -> v"1.0" == VersionNumber("1") && hash(v"1.0") == hash(v"1.0.0"), () -> isless(v"1.0.0", v"1.0.1"), () -> [v"1.1", v"2.0"] .> v"1.5", () -> VERSION)
    tell(f)
end
m = match(r"^(?:.|\n)*?x$", "a"^3000 * "x")
println(length(m.match))
