# The collector, as seen from the language.
module GC
gc(full::Bool = true) = Base._gc_collect()
enable(on::Bool) = true
macro preserve(args...)
    esc(args[end])
end
end
export GC
