# What tasks write to a pipe that is full stands together and in order; closing waits for it.
function written(small, large)
    p = Pipe()
    Base.link_pipe!(p, reader_supports_async = true, writer_supports_async = true)
    reader = @async read(p)
    @sync begin
        @async write(p, fill(0xffff, large))
        yield()
        for i in 1:small
            @async write(p, UInt16(i))
        end
        yield()
        @async close(p.in)
    end
    reinterpret(UInt16, fetch(reader))
end
for (small, large) in ((3, 10), (3, 500_000), (300, 200_000))
    got = written(small, large)
    println(length(got), " ", all(==(0xffff), got[1:large]), " ", got[large+1:end] == 1:small)
end

p = Pipe()
Base.link_pipe!(p, reader_supports_async = true, writer_supports_async = true)
reader = @async read(p, String)
writers = [@async write(p, c^200_000) for c in ('a', 'b', 'c')]
foreach(wait, writers)
close(p.in)
text = fetch(reader)
println(length(text), " ", [(text[i], i) for i in eachindex(text) if i == 1 || text[i] != text[i-1]])
println(isopen(p.in))
try
    write(p.in, "late")
catch e
    println(typeof(e))
end
