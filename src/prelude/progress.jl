# The progress of long work: one line on a terminal's stderr, a bar with rate and time left. It appears after half a second,
# is drawn at most ten times a second and erased at the end; in a pipe, or with progress = false, there is none.

const _progress_allowed = Ref(true)

mutable struct Progress
    what::String
    total::Int
    start::Float64
    drawn::Float64 # when; 0: not yet
    on::Bool
end
function Progress(what, total; on = true)
    on = on && _progress_allowed[] && total > 1 && stderr isa IOStream && _istty(stderr) && get(ENV, "TERM", "dumb") != "dumb"
    Progress(what, total, on ? time() : 0.0, 0.0, on)
end

function _progress_step(p::Progress, done)
    p.on || return
    now = time()
    now - p.start < 0.5 && return
    now - p.drawn < 0.1 && return
    p.drawn = now
    print(stderr, "\r\e[K", _progress_line(p.what, done, p.total, now - p.start, displaysize(stderr)[2]))
    flush(stderr)
end

function _progress_line(what, done, total, seconds, width)
    rate = done / seconds
    tail = string(" ", done, "/", total, "  ", _progress_rate(rate))
    done > 0 && (tail = string(tail, "  ", _progress_time((total - done) / rate), " left"))
    room = clamp(width - length(what) - length(tail) - 4, 0, 40)
    full = div(room * done, total)
    bar = room < 5 ? "" : string(" [", "="^full, " "^(room - full), "]")
    string(what, bar, tail)
end
_progress_rate(r) = r >= 10 ? string(round(Int, r), "/s") : string(round(r, digits = 1), "/s")
function _progress_time(s)
    s = round(Int, min(s, 1e9))
    m, s = divrem(s, 60)
    h, m = divrem(m, 60)
    h > 0 ? string(h, ":", lpad(m, 2, "0"), ":", lpad(s, 2, "0")) : string(m, ":", lpad(s, 2, "0"))
end

function _progress_end(p::Progress)
    p.on = false
    p.drawn == 0 && return
    print(stderr, "\r\e[K")
    flush(stderr)
    p.drawn = 0.0
    nothing
end

# Runs f without progress if on is false.
function _with_progress(f, on)
    on && return f()
    before = _progress_allowed[]
    _progress_allowed[] = false
    try
        f()
    finally
        _progress_allowed[] = before
    end
end
