# The collector, as seen from the language.
module GC
gc(full::Bool = true) = Base._gc_collect()
enable(on::Bool) = true
macro preserve(args...)
    esc(args[end])
end
end
export GC

## ---- finalizers ----

"Calls `f(x)` when nothing refers to `x` any more; returns `x`."
function finalizer(@nospecialize(f), @nospecialize(x))
    ismutable(x) || error("objects of type ", typeof(x), " cannot be finalized")
    _finalizer(f, x)
end

# The latest added is called first.
function _call_finalizers(x, fs)
    for f in reverse(fs)
        try
            f(x)
        catch e
            print(stderr, "error in running finalizer: ", repr(e), "\n")
        end
    end
end

function finalize(x)
    fs = _finalizers_take(x)
    fs === nothing || _call_finalizers(x, fs)
    x isa IOStream && close(x)
    nothing
end

function _run_finalizers()
    while (due = _finalizers_due()) !== nothing
        _call_finalizers(due[1], due[2])
    end
end

# At the end of the program, after its hooks.
function _finalize_all()
    _finalizers_all_due()
    _run_finalizers()
end
