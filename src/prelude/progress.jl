# The progress of long work: one line on a terminal's stderr, a bar with rate and time left. It appears after half a second,
# is drawn a few times a second, gives way to whatever else is written and is erased at the end; in a pipe, or with
# progress = false, there is none.

const _progress_allowed = Ref(true)
const _progress_after = Ref(0.5) # seconds until it appears

mutable struct Progress
    what::String
    total::Int
    bytes::Bool
    done::Int
    start::Float64
    drawn::Float64 # when; 0: not yet
    timer::Union{Timer,Nothing} # nothing: no progress is shown
end
function Progress(what, total; on = true, bytes = false)
    on = on && _progress_allowed[] && total > 1 && stderr isa IOStream && _istty(stderr) && get(ENV, "TERM", "dumb") != "dumb"
    p = Progress(what, total, bytes, 0, on ? time() : 0.0, 0.0, nothing)
    on && (p.timer = Timer(t -> _progress_draw(p), _progress_after[], interval = 0.2)) # also while nothing is done
    p
end
_progress_of_bytes(what, total) = Progress(what, total, bytes = true)

# For work that does not wait, too: no timer is looked at meanwhile.
function _progress_step(p::Progress, done)
    p.done = done
    p.timer === nothing && return
    now = time()
    now - p.start < _progress_after[] || now - p.drawn < 0.1 || _progress_draw(p)
    nothing
end
function _progress_draw(p::Progress)
    p.timer === nothing && return
    p.drawn = time()
    _status_show(_progress_line(p, p.drawn - p.start, displaysize(stderr)[2]))
end

function _progress_line(p, seconds, width)
    rate = p.done / seconds
    count = p.bytes ? string(_progress_number(p.done / 1e6), "/", _progress_number(p.total / 1e6), " MB") : string(p.done, "/", p.total)
    tail = string(" ", count, "  ", p.bytes ? string(_progress_number(rate / 1e6), " MB") : _progress_number(rate), "/s")
    p.done > 0 && (tail = string(tail, "  ", _progress_time((p.total - p.done) / rate), " left"))
    room = clamp(width - length(p.what) - length(tail) - 4, 0, 40)
    full = div(room * min(p.done, p.total), p.total)
    bar = room < 5 ? "" : string(" [", "="^full, " "^(room - full), "]")
    string(p.what, bar, tail)
end
_progress_number(r) = r >= 10 ? string(round(Int, r)) : string(round(r, digits = 1))
function _progress_time(s)
    s = round(Int, min(s, 1e9))
    m, s = divrem(s, 60)
    h, m = divrem(m, 60)
    h > 0 ? string(h, ":", lpad(m, 2, "0"), ":", lpad(s, 2, "0")) : string(m, ":", lpad(s, 2, "0"))
end

function _progress_end(p::Progress)
    p.timer === nothing && return
    close(p.timer)
    p.timer = nothing
    p.drawn > 0 && _status_hide()
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
