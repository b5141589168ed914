# The environment, commands, processes.

# The environment
struct EnvDict <: AbstractDict{String,String} end
const ENV = EnvDict()
function getindex(::EnvDict, k::AbstractString)
    v = _getenv(k)
    v === nothing ? throw(KeyError(k)) : v
end
get(::EnvDict, k::AbstractString, default) = (v = _getenv(k); v === nothing ? default : v)
get(f::Union{Function,Type}, ::EnvDict, k::AbstractString) = (v = _getenv(k); v === nothing ? f() : v)
haskey(::EnvDict, k::AbstractString) = _getenv(k) !== nothing
in(k::AbstractString, ::KeySet{String,EnvDict}) = _getenv(k) !== nothing
function setindex!(e::EnvDict, v, k::AbstractString)
    _setenv(k, string(v))
    e
end
delete!(e::EnvDict, k::AbstractString) = (_unsetenv(k); e)
pop!(e::EnvDict, k::AbstractString) = (v = e[k]; _unsetenv(k); v)
pop!(e::EnvDict, k::AbstractString, default) = haskey(e, k) ? pop!(e, k) : default
length(::EnvDict) = length(_environ())
function iterate(::EnvDict, state=(_environ(), 1))
    all, i = state
    i > length(all) && return nothing
    kv = split(all[i], '='; limit=2)
    (Pair{String,String}(kv[1], length(kv) > 1 ? kv[2] : ""), (all, i + 1))
end
copy(e::EnvDict) = Dict{String,String}(e)
empty(::EnvDict) = Dict{String,String}()
function withenv(f::Function, kvs::Pair...)
    old = Dict{String,Any}()
    for (k, v) in kvs
        old[k] = get(ENV, k, nothing)
        v === nothing ? delete!(ENV, k) : (ENV[k] = v)
    end
    try
        f()
    finally
        for (k, v) in old
            v === nothing ? delete!(ENV, k) : (ENV[k] = v)
        end
    end
end

# Commands
abstract type AbstractCmd end
struct Cmd <: AbstractCmd
    exec::Vector{String}
    ignorestatus::Bool
    env::Any
    dir::String
end
Cmd(words::Vector{String}) = Cmd(words, false, nothing, "")
Cmd(c::Cmd; ignorestatus=c.ignorestatus, env=c.env, dir=c.dir, detach=false) =
    Cmd(c.exec, ignorestatus, env === nothing ? nothing : _env_list(env), dir)
struct OrCmds <: AbstractCmd
    a::AbstractCmd
    b::AbstractCmd
end
struct AndCmds <: AbstractCmd
    a::AbstractCmd
    b::AbstractCmd
end
(&)(a::AbstractCmd, b::AbstractCmd) = AndCmds(a, b)
struct FileRedirect
    filename::String
    append::Bool
end
show(io::IO, r::FileRedirect) = print(io, "Base.FileRedirect(", repr(r.filename), ", ", r.append, ")")
struct CmdRedirect <: AbstractCmd
    cmd::AbstractCmd
    stdin::Any
    stdout::Any
    stderr::Any
    append::Bool
end
_env_list(e::AbstractDict) = String[string(k, "=", v) for (k, v) in e]
_env_list(e) = String[x isa Pair ? string(x.first, "=", x.second) : string(x) for x in e]
# What starts this program again.
julia_cmd(; cpu_target = nothing) = Cmd([readlink("/proc/self/exe")])
ignorestatus(c::Cmd) = Cmd(c; ignorestatus=true)
setenv(c::Cmd, env; dir="") = Cmd(c; env=env, dir=dir)
setenv(c::Cmd; dir="") = Cmd(c; dir=dir)
setenv(c::Cmd, env::Pair...; dir="") = Cmd(c; env=env, dir=dir)
addenv(c::Cmd, env::Pair...) = Cmd(c; env=merge(Dict{String,String}(ENV), Dict{String,String}(string(p.first) => string(p.second) for p in env)))
detach(c::Cmd) = c
==(a::Cmd, b::Cmd) = a.exec == b.exec
length(c::Cmd) = length(c.exec)
getindex(c::Cmd, i) = c.exec[i]
iterate(c::Cmd, rest...) = iterate(c.exec, rest...)
eltype(::Type{Cmd}) = String
function pipeline(c; stdin=nothing, stdout=nothing, stderr=nothing, append::Bool=false)
    append && stdout === nothing && stderr === nothing && throw(ArgumentError("append set to true, but no output redirections specified"))
    stdin === nothing && stdout === nothing && stderr === nothing ? c : CmdRedirect(c, stdin, stdout, stderr, append)
end
pipeline(a::AbstractCmd, b::AbstractCmd; kw...) = pipeline(OrCmds(a, b); kw...)
pipeline(a::AbstractCmd, b::Union{AbstractString,IO}; kw...) = pipeline(a; stdout=b, kw...)
pipeline(a::Union{AbstractString,IO}, b::AbstractCmd; kw...) = pipeline(b; stdin=a, kw...)
pipeline(a, b, c, rest...; kw...) = pipeline(pipeline(a, b), c, rest...; kw...)

function _shell_quote(w::AbstractString)
    isempty(w) && return "''"
    occursin(Regex("[^-a-zA-Z0-9_/.,:=+@%^]"), w) || return String(w)
    occursin('\'', w) ? "\"" * replace(replace(replace(w, "\\" => "\\\\"), "\"" => "\\\""), "\$" => "\\\$") * "\"" : "'" * w * "'"
end
function show(io::IO, c::Cmd)
    quoted = c.env !== nothing || !isempty(c.dir)
    quoted && print(io, "setenv(")
    print(io, '`', join(map(_shell_quote, c.exec), " "), '`')
    if quoted
        c.env === nothing || (print(io, ","); show(io, c.env))
        isempty(c.dir) || (print(io, "; dir="); show(io, c.dir))
        print(io, ")")
    end
    nothing
end
show(io::IO, c::OrCmds) = print(io, "pipeline(", c.a, ", stdout=", c.b, ")")
show(io::IO, c::AndCmds) = print(io, c.a, " & ", c.b)
function show(io::IO, c::CmdRedirect)
    given = [(name, x) for (name, x) in (("stdin<", c.stdin), ("stdout>", c.stdout), ("stderr>", c.stderr)) if x !== nothing]
    print(io, "pipeline("^length(given), c.cmd)
    for (name, x) in given
        print(io, ", ", name)
        show(io, x isa AbstractString ? FileRedirect(x, c.append) : x)
        print(io, ")")
    end
end

const _shell_special = "#{}()[]<>|&*?~;"
# The words of a command in backquotes: a vector of words, each a vector of texts and interpolated expressions.
function _shell_words(s::String)
    words, word, started = Any[], Any[], false
    text = IOBuffer()
    flushtext() = (t = String(take!(text)); isempty(t) || push!(word, t); nothing)
    i, quoted = 1, '\0'
    while i <= ncodeunits(s)
        c = s[i]
        n = nextind(s, i)
        if c == '$' && quoted != '\''
            flushtext()
            ex, j = Meta.parse(s, n; greedy=false)
            push!(word, ex)
            started = true
            i = j
            continue
        elseif quoted == '\0' && isspace(c)
            flushtext()
            started && push!(words, word)
            word, started = Any[], false
        elseif c == quoted
            quoted == '\0' || (quoted = '\0')
        elseif quoted == '\0' && (c == '\'' || c == '"')
            quoted = c
            started = true
        elseif c == '\\' && quoted != '\'' && n <= ncodeunits(s)
            d = s[n]
            if quoted == '"' && d != '"' && d != '$' && d != '\\'
                write(text, c)
            end
            write(text, d)
            started = true
            n = nextind(s, n)
        elseif quoted == '\0' && c in _shell_special
            error("parsing command `$s`: special characters \"$_shell_special\" must be quoted in commands")
        else
            write(text, c)
            started = true
        end
        i = n
    end
    quoted == '\0' || error("unterminated $(quoted == '"' ? "double" : "single") quote")
    flushtext()
    started && push!(words, word)
    words
end
function shell_split(s::AbstractString)
    words = _shell_words(String(s))
    String[join(w) for w in words]
end
shell_escape(args::AbstractString...) = join(map(_shell_quote, args), " ")
_cmd_parts(x::AbstractString) = String[x]
_cmd_parts(x::Cmd) = x.exec
_cmd_parts(x::Nothing) = throw(ArgumentError("`nothing` can not be interpolated into commands (`Cmd`)"))
_cmd_parts(x::Union{AbstractArray,Tuple,Set,AbstractRange}) = String[string(y) for y in x]
_cmd_parts(x) = String[string(x)]
function _cmd_word(parts...)
    words = String[""]
    for p in parts
        vs = _cmd_parts(p)
        words = String[w * v for w in words for v in vs]
    end
    words
end
function _cmd_make(words...)
    exec = String[]
    for w in words
        append!(exec, w)
    end
    Cmd(exec)
end
macro cmd(s)
    words = Any[]
    for parts in _shell_words(s)
        push!(words, Expr(:call, _cmd_word, map(p -> p isa String ? p : esc(p), parts)...))
    end
    Expr(:call, _cmd_make, words...)
end

getpid() = _getpid()
mutable struct Process <: AbstractPipe
    cmd::Cmd
    pid::Int
    exitcode::Int
    termsignal::Int
    running::Bool
    in::Any
    out::Any
end
"The processes of a pipeline."
struct ProcessChain <: AbstractPipe
    processes::Vector{Process}
    in::Any
    out::Any
    err::Any
end
show(io::IO, c::ProcessChain) = print(io, "Base.ProcessChain(", c.processes, ", ", c.in, ", ", c.out, ", ", c.err, ")")
wait(c::ProcessChain) = foreach(wait, c.processes)
success(c::ProcessChain) = all(success, c.processes)
process_running(c::ProcessChain) = any(process_running, c.processes)
process_exited(c::ProcessChain) = !process_running(c)
kill(c::ProcessChain, signum::Integer=15) = foreach(p -> kill(p, signum), c.processes)
struct ProcessFailedException <: Exception
    procs::Vector{Process}
end
function show(io::IO, p::Process)
    print(io, "Process(", p.cmd, ", ")
    if p.running
        print(io, "ProcessRunning")
    elseif p.termsignal != 0
        print(io, "ProcessSignaled(", p.termsignal, ")")
    else
        print(io, "ProcessExited(", p.exitcode, ")")
    end
    print(io, ")")
end
function showerror(io::IO, e::ProcessFailedException)
    if length(e.procs) == 1
        p = e.procs[1]
        print(io, "failed process: ", p, " [", p.exitcode, "]")
    else
        print(io, "failed processes:")
        for p in e.procs
            print(io, "\n  ", p, " [", p.exitcode, "]")
        end
    end
    println(io)
end
function _start(c::Cmd, i::Int, o::Int, e::Int)
    isempty(c.exec) && throw(ArgumentError("cannot spawn empty command"))
    pid = _spawn(c.exec, i, o, e, c.env, c.dir)
    pid < 0 && throw(IOError("could not spawn $c: $(_strerror(-pid))", pid))
    [Process(c, pid, -1, 0, true, nothing, nothing)]
end
function _start(c::OrCmds, i::Int, o::Int, e::Int)
    r, w = _pipe()
    first = _start(c.a, i, w, e)
    _closefd(w)
    second = _start(c.b, r, o, e)
    _closefd(r)
    vcat(first, second)
end
_start(c::AndCmds, i::Int, o::Int, e::Int) = vcat(_start(c.a, i, o, e), _start(c.b, i, o, e))
function _start(c::CmdRedirect, i::Int, o::Int, e::Int)
    opened = Any[]
    function stream(x, otherwise, mode)
        x === nothing && return otherwise
        x isa DevNull && return -1
        x isa AbstractString && (x = open(x, mode); push!(opened, x))
        x isa RawFD && return Int(reinterpret(Int32, x))
        x isa Pipe && (x = mode == "r" ? _linked(x).out : _linked(x).in)
        x isa LibuvStream && (x = _stream(x))
        x isa IOStream || return -2
        flush(x)
        x.fd
    end
    out = stream(c.stdout, o, c.append ? "a" : "w")
    inp = stream(c.stdin, i, "r")
    err = stream(c.stderr, e, c.append ? "a" : "w")
    feed = nothing
    if inp == -2
        path, fd = _mktemp(tempdir())
        f = _fdopen(fd, path, true, true)
        write(f, read(c.stdin))
        seekstart(f)
        _unlink(path)
        push!(opened, f)
        inp = fd
    end
    sink = nothing
    if out == -2
        path, fd = _mktemp(tempdir())
        sink = _fdopen(fd, path, true, true)
        _unlink(path)
        out = fd
    end
    ps = _start(c.cmd, inp, out, err)
    foreach(close, opened)
    if sink !== nothing
        foreach(wait, ps)
        seekstart(sink)
        write(c.stdout, read(sink))
        close(sink)
    end
    ps
end
function wait(p::Process)
    while p.running
        r = _waitpid(p.pid, false)
        if r === nothing
            sleep(0.002)
        else
            p.running = false
            p.exitcode, p.termsignal = r
        end
    end
    nothing
end
success(p::Process) = (wait(p); p.exitcode == 0 && p.termsignal in (0, 13)) # SIGPIPE: nobody wanted to read more
success(ps::Vector{Process}) = all(success, ps)
success(c::AbstractCmd) = success(_start(c, 0, -1, -1))
process_running(p::Process) = p.running && (r = _waitpid(p.pid, false); r === nothing || (p.running = false; (p.exitcode, p.termsignal) = r; false))
process_exited(p::Process) = !process_running(p)
kill(p::Process, signum::Integer=15) = (_kill(p.pid, Int(signum)); nothing)
getpid(p::Process) = p.pid
# An interrupt is for the commands, too, that somebody waits for.
function _interruptible(f, ps)
    try
        f()
    catch e
        e isa InterruptException && foreach(p -> process_running(p) && kill(p, 2), ps)
        rethrow()
    end
end
function _check_processes(ps)
    _interruptible(() -> foreach(wait, ps), ps)
    failed = filter(p -> !success(p) && !p.cmd.ignorestatus, ps)
    isempty(failed) || throw(ProcessFailedException(failed))
    nothing
end
function _std_fd(io, otherwise)
    s = unwrapcontext(io)[1]
    s isa IOStream ? (flush(s); s.fd) : otherwise
end
function run(c::AbstractCmd, args...; wait::Bool=true)
    flush(stdout)
    if wait && !(unwrapcontext(stdout)[1] isa IOStream)
        write(stdout, read(c))
        return nothing
    end
    ps = _start(c, 0, _std_fd(stdout, 1), _std_fd(stderr, 2))
    wait && _check_processes(ps)
    length(ps) == 1 ? ps[1] : ProcessChain(ps, devnull, devnull, devnull)
end
function read(c::AbstractCmd)
    r, w = _pipe()
    ps = _start(c, 0, w, _std_fd(stderr, 2))
    _closefd(w)
    io = _fdopen(r, "<pipe>", true, false)
    out = _interruptible(() -> read(io), ps)
    close(io)
    _check_processes(ps)
    out
end
read(c::AbstractCmd, ::Type{String}) = String(read(c))
readchomp(x) = chomp(read(x, String))
readlines(c::AbstractCmd; keep::Bool=false) = readlines(IOBuffer(read(c)); keep=keep)
readline(c::AbstractCmd; keep::Bool=false) = readline(IOBuffer(read(c)); keep=keep)
eachline(c::AbstractCmd; keep::Bool=false) = eachline(IOBuffer(read(c)); keep=keep)
function open(c::AbstractCmd, mode::AbstractString="r", other=nothing; kw...)
    if mode == "r"
        r, w = _pipe()
        ps = _start(other === nothing ? c : pipeline(c; stdin=other), 0, w, _std_fd(stderr, 2))
        _closefd(w)
        p = ps[end]
        p.out = _read_end(r)
    elseif mode == "w"
        r, w = _pipe()
        ps = _start(other === nothing || other === devnull ? c : pipeline(c; stdout=other), r, other === nothing ? -1 : _std_fd(stdout, 1), _std_fd(stderr, 2))
        _closefd(r)
        p = ps[1]
        p.in = _write_end(w)
    else
        r, w = _pipe()
        r2, w2 = _pipe()
        ps = _start(c, r, w2, _std_fd(stderr, 2))
        _closefd(r)
        _closefd(w2)
        p = ps[end]
        p.in, p.out = _write_end(w), _read_end(r2)
    end
    p
end
function open(f::Function, c::AbstractCmd, args...)
    p = open(c, args...)
    r = try
        f(p)
    finally
        close(p)
    end
    success(p) || throw(ProcessFailedException([p]))
    r
end
# ;command at the prompt: what a shell does with it; cd is for this process.
function _shell_command(text)
    m = match(r"^\s*cd(?:\s+(.*?))?\s*$", text)
    if m !== nothing
        cd(m[1] === nothing ? homedir() : expanduser(m[1]))
        println(pwd())
    else
        run(ignorestatus(Cmd(["sh", "-c", String(text)])))
    end
    nothing
end

"Fetches what is at a URL into a file, a new one if none is named, by the program curl; gives the file's name."
function download(url::AbstractString, path::AbstractString = tempname())
    run(Cmd(["curl", "-s", "-S", "-g", "-L", "-f", "-o", path, url]))
    path
end
include_dependency(path) = nothing
atreplinit(f) = nothing
export download, include_dependency, atreplinit
