# Distributed: processes, remote calls, futures, channels, pools, pmap. The mechanism is in src/cluster.
module Distributed

import Base: fetch, wait, isready, put!, take!, close, isopen, getindex, length, push!, in, show, showerror, hash, ==,
             isempty

export @spawn, @spawnat, @fetch, @fetchfrom, @everywhere, @distributed,
       AbstractWorkerPool, addprocs, CachingPool, clear!, ClusterManager, default_worker_pool, interrupt, myid, nprocs,
       nworkers, pmap, procs, remote, remotecall, remotecall_fetch, remotecall_wait, remote_do, rmprocs, workers,
       WorkerPool, RemoteChannel, Future, WorkerConfig, RemoteException, ProcessExitedException, remoteref_id,
       channel_from_id, check_same_host, cluster_cookie

abstract type ClusterManager end
abstract type AbstractRemoteRef end
abstract type AbstractWorkerPool end

struct WorkerConfig
end

# ---- processes ----

"""
    procs()

The numbers of all processes, ascending; the master is 1.
"""
procs() = _members()
procs(pid::Integer) = (_require(pid); _members())
"""
    nprocs()

The number of processes, the master among them.
"""
nprocs() = length(_members())
"""
    workers()

The numbers of the workers, ascending; `[1]` if there are none.

```clu 2
clu> workers()
2-element Array{Int64,1}:
 2
 3
```
"""
function workers()
    all = _members()
    length(all) == 1 ? all : all[2:end]
end
"""
    nworkers()

The number of workers; 1 if there are none, as the master then works.
"""
nworkers() = max(1, nprocs() - 1)

function _require(pid)
    state = _member(Int(pid))
    state == 1 || throw(state == 2 ? ProcessExitedException(pid) : ErrorException("no process with id $pid exists"))
    nothing
end
check_same_host(pids) = true
cluster_cookie() = ""
cluster_cookie(cookie) = ""

_master_only() = myid() == 1 || error("Only process 1 can add and remove workers")

"""
    addprocs(n = number of cores; exeflags, env = [], dir = pwd(), progress = true)

Starts `n` workers on this host and returns their numbers, which are never used again. `env` is a list of pairs set in
their environment, `dir` the folder they begin in. `exeflags` are a julia's switches, in a command, a string or a vector:
none of them changes a worker here. Only the master can. Errors: an `ErrorException` elsewhere, an `ArgumentError` for a
negative number, a number beyond reason, a folder that is not there, or flags that are none.

```clu
clu> using Distributed

clu> addprocs(2)
2-element Array{Int64,1}:
 2
 3
```
"""
function addprocs(n::Integer; exename = nothing, exeflags = ``, env = [], dir = _folder(), topology = :all_to_all,
                  lazy = true, enable_threaded_blas = false, restrict = true, timeout = nothing, progress = true, others...)
    isempty(others) || throw(ArgumentError("Invalid keyword argument $(first(keys(others)))"))
    _master_only()
    topology in (:all_to_all, :master_worker, :custom) ||
        throw(ArgumentError("topology must be :all_to_all, :master_worker or :custom, got $(repr(topology))"))
    n >= 0 || throw(ArgumentError("a negative number of workers: $n"))
    n <= 100000 || throw(ArgumentError("too many workers: $n"))
    isdir(dir) || dir == "" || throw(ArgumentError("workers cannot begin in $dir: there is no such folder"))
    all(f -> startswith(f, "-"), _flags(exeflags)) || throw(ArgumentError("exeflags must be switches, got $exeflags"))
    setup = string(dir == "" ? dir : abspath(dir), "\0")
    for (k, v) in env
        setup = string(setup, k, "=", v, "\0")
    end
    _first_workers()
    pids = Base._with_progress(() -> _start(Int(n), setup), progress)
    for p in pids
        push!(default_worker_pool(), p)
    end
    pids
end
# With its first workers Julia makes a word for them to know each other by. There is none here, but the random numbers that
# it takes are, as those that follow would be others.
const _had_workers = Ref(false)
_first_workers() = _had_workers[] || (_had_workers[] = true; Base.Random.randstring(16))
# Where this process is; "" if that is gone: workers begin there, too, then.
_folder() = try pwd() catch; "" end
_flags(flags::Cmd) = collect(flags)
_flags(flags::AbstractString) = split(flags)
_flags(flags::AbstractVector) = flags
addprocs(; kwargs...) = addprocs(Sys.CPU_THREADS; kwargs...)
addprocs(machines::AbstractVector; kwargs...) = error("workers on other machines cannot be started yet")

function _rmprocs(pids, waitfor)
    asked = Int[]
    for p in pids
        if p == 1
            @warn "rmprocs: process 1 not removed"
        elseif _member(Int(p)) == 1
            p in default_worker_pool() && _lose!(default_worker_pool(), p)
            _remove(Int(p))
            push!(asked, p)
        end
    end
    start = time()
    killed = false
    while !all(p -> _member(p) != 1, asked)
        waited = time() - start
        if waited > waitfor
            left = filter(p -> _member(p) == 1, asked)
            error("rmprocs: pids $left not terminated after $waitfor seconds.")
        end
        if waited > 3 && !killed
            foreach(_kill, asked)
            killed = true
        end
        sleep(0.002)
    end
    nothing
end

"""
    rmprocs(pids...; waitfor = typemax(Int))

Ends workers. Waits until they have ended, at most `waitfor` seconds (an `ErrorException` then); with `waitfor = 0` returns
at once a task that waits.

```clu 3
clu> rmprocs(3);

clu> workers()
2-element Array{Int64,1}:
 2
 4
```
"""
function rmprocs(pids...; waitfor = typemax(Int))
    _master_only()
    pids = vcat(pids...)
    if waitfor == 0
        t = @async _rmprocs(pids, typemax(Int))
        yield()
        return t
    end
    _rmprocs(pids, waitfor)
    @async nothing
end

"""
    interrupt(pids = workers())

Interrupts what these workers do for this process: it ends with an `InterruptException` there.
"""
interrupt(pids::AbstractVector = workers()) = foreach(p -> p == myid() || _interrupt(Int(p)), pids)
interrupt(pids::Integer...) = interrupt([pids...])

# What all workers have done before they begin: their fork server does it once.
function _worker_prepares()
    Core.eval(Main, :(using Distributed))
    Base.Random.seed!()
    nothing
end

# What a new worker does first.
function _worker_begins()
    Base.CoreLogging.standard_error[] = _shared_stderr()
    nothing
end

# A value as the bytes that encode it; it arrives elsewhere as the value.
struct _Packed
    bytes::Vector{UInt8}
end

# ---- errors ----

"""
    RemoteException

An error on another process: `pid` tells where, `captured` is the error and where it was thrown.
"""
struct RemoteException <: Exception
    pid::Int
    captured::CapturedException
end
RemoteException(captured) = RemoteException(myid(), captured)
# The backtrace as (function, file, line): the methods themselves stay in their process.
_frames(bt) = Any[(string(f[1]), string(f[2]), f[3]) for f in bt if f isa Tuple && length(f) >= 3]
_remote_exception(ex, bt) = RemoteException(myid(), CapturedException(ex, bt isa AbstractVector ? _frames(bt) : Any[]))
_original(re::RemoteException) = re.captured.ex
_original(ex) = ex
function _error_text(ex)
    try
        sprint(showerror, ex)
    catch
        string(typeof(ex))
    end
end
_sendable_exception(re) = RemoteException(myid(), CapturedException(ErrorException(_error_text(_original(re))), Any[]))

# What goes along with an exception, for a process that does not know its type.
function _told_error(re)
    ex = _original(re)
    calls = re isa RemoteException ? re.captured.processed_bt : []
    trace = join([string("\n", f[1], " at ", f[2], ":", f[3]) for f in calls])
    string("Remote(original) exception of type ", typeof(ex), "\nRemote stacktrace : ", trace, "\n", _error_text(ex))
end
# What is thrown where an answer cannot be read.
_unreadable(from, ::Nothing, why, bt) = _remote_exception(why, bt)
_unreadable(from, told, why, bt) =
    _remote_exception(ErrorException("Error deserializing a remote exception from worker $from\n$told"), bt)
function showerror(io::IO, re::RemoteException)
    re.pid != myid() && print(io, "On worker ", re.pid, ":\n")
    root = re
    while root.captured.ex isa RemoteException
        root = root.captured.ex
    end
    showerror(io, root.captured)
end
function _report_failure(re)
    print(stderr, sprint(showerror, re.captured.ex), "\n")
end

"""
    ProcessExitedException(pid)

Thrown by whatever waited for a process that ended.
"""
struct ProcessExitedException <: Exception
    worker_id::Int
    cause::String
end
ProcessExitedException(id::Integer = -1) = ProcessExitedException(id, "")
show(io::IO, e::ProcessExitedException) = print(io, "ProcessExitedException(", e.worker_id, ")")
function showerror(io::IO, e::ProcessExitedException)
    print(io, "ProcessExitedException(", e.worker_id, ")")
    startswith(e.cause, "killed") && print(io, ": worker ", e.worker_id, " was ", e.cause)
end

# ---- references ----

"""
    Future(pid = myid())

A value that some process has or will have: `fetch` waits for it and returns it, `wait` waits, `isready` asks, `put!` gives
it once. The value is kept until the last process forgets the `Future`.

```clu 2
clu> r = remotecall(+, 2, 1, 2);

clu> fetch(r)
3
```
"""
mutable struct Future <: AbstractRemoteRef
    where::Int
    whence::Int
    id::Int
    v::Union{Some{Any},Nothing}
    function Future(pid::Integer)
        f = new(pid, myid(), _reference_next(), nothing)
        _reference_hold(f.where, f.whence, f.id, myid())
        _reference_track(f)
    end
end
Future() = Future(myid())

"""
    RemoteChannel(f, pid = myid())

A channel that lies in process `pid`, where `f()` makes it, and that all processes use with `put!`, `take!`, `fetch`,
`isready`, `close`. Errors: an `InvalidStateException` when it is closed.

```clu 2
clu> c = RemoteChannel(() -> Channel{Int}(10), 2);

clu> remote_do(c -> put!(c, myid()), 3, c)

clu> take!(c)
3
```
"""
mutable struct RemoteChannel{T<:AbstractChannel} <: AbstractRemoteRef
    where::Int
    whence::Int
    id::Int
    RemoteChannel{T}(where::Integer, whence::Integer, id::Integer) where {T<:AbstractChannel} = new{T}(where, whence, id)
end

remoteref_id(r::AbstractRemoteRef) = (r.whence, r.id)
channel_from_id(id) = _channel(id[1], id[2])
hash(r::AbstractRemoteRef, h::UInt) = hash(r.id, hash(r.whence, h))
==(a::AbstractRemoteRef, b::AbstractRemoteRef) = a.whence == b.whence && a.id == b.id

function fetch(r::Future)
    r.v === nothing || return something(r.v)
    v = _reference_fetch(r.where, r.whence, r.id, false)
    if r.v === nothing
        r.v = Some{Any}(v)
        _reference_release(r)
    end
    v
end
wait(r::Future) = (r.v === nothing && _reference_fetch(r.where, r.whence, r.id, true); r)
isready(r::Future) = r.v !== nothing || _reference_isready(r.where, r.whence, r.id)
getindex(r::Future) = fetch(r)
function put!(r::Future, v)
    r.v === nothing || error("Future can be set only once")
    _reference_put(r.where, r.whence, r.id, v)
    r.v = Some{Any}(v)
    _reference_release(r)
    r
end

function _new_channel(f, whence, id)
    c = f()
    _reference_hold(myid(), whence, id, whence)
    _reference_put(myid(), whence, id, c)
    typeof(c)
end
function RemoteChannel(f::Function, pid::Integer = myid())
    whence, id = myid(), _reference_next()
    T = pid == myid() ? _new_channel(f, whence, id) : remotecall_fetch(_new_channel, pid, f, whence, id)
    _reference_track(RemoteChannel{T}(pid, whence, id))
end
RemoteChannel(pid::Integer = myid()) = RemoteChannel(_default_channel, pid)
_default_channel() = Channel{Any}(1)

function _channel(whence, id)
    c = _reference_value(whence, id)
    c === nothing ? error("this remote channel has been released") : c
end
_on_owner(f, r, args...) =
    r.where == myid() ? f(_channel(r.whence, r.id), args...) : remotecall_fetch(_at_owner, r.where, f, r.whence, r.id, args...)
_at_owner(f, whence, id, args...) = f(_channel(whence, id), args...)

_put(c, v) = (put!(c, v); nothing)
_close(c) = (close(c); nothing)
_wait(c) = (wait(c); nothing)
put!(r::RemoteChannel, v) = (_on_owner(_put, r, v); r)
take!(r::RemoteChannel, args...) = _on_owner(take!, r)
fetch(r::RemoteChannel) = _on_owner(fetch, r)
wait(r::RemoteChannel, args...) = (_on_owner(_wait, r); r)
isready(r::RemoteChannel, args...) = _on_owner(isready, r)
close(r::RemoteChannel) = _on_owner(_close, r)
isopen(r::RemoteChannel) = _on_owner(isopen, r)
getindex(r::RemoteChannel, args...) = fetch(r)
isempty(r::RemoteChannel) = !isready(r)

# ---- calling ----

const _next_worker = Ref(0)
function nextproc()
    ws = workers()
    k = _next_worker[]
    _next_worker[] = k + 1
    ws[k % length(ws) + 1]
end
spawn_somewhere(thunk) = spawnat(nextproc(), thunk)
spawnat(p, thunk) = remotecall(thunk, p)

function _spawn(p, expr)
    letargs = Any[]
    expr = Base._lift_interpolations!(expr, letargs)
    thunk = esc(:(() -> ($expr)))
    var = esc(Base.sync_varname)
    spawncall = p === QuoteNode(:any) ? :(spawn_somewhere($thunk)) : :(spawnat($(esc(p)), $thunk))
    quote
        let $(letargs...)
            local ref = $spawncall
            if $(Expr(:islocal, var))
                push!($var, ref)
            end
            ref
        end
    end
end
"""
    @spawnat pid expression
    @spawnat :any expression

Starts the evaluation of an expression on process `pid`, or on some worker, and returns a `Future` at once. The variables
that it mentions go along.

```clu 2
clu> fetch(@spawnat 2 myid() + 1)
3
```
"""
macro spawnat(p, expr)
    _spawn(p, expr)
end
"""
    @spawn expression

As `@spawnat :any expression`: on some worker.

```clu 2
clu> fetch(@spawn 1 + 1)
2
```
"""
macro spawn(expr)
    _spawn(QuoteNode(:any), expr)
end
"""
    @fetch expression

The value of an expression evaluated on some worker.

```clu 2
clu> (@fetch myid()) in workers()
true
```
"""
macro fetch(expr)
    thunk = esc(:(() -> ($expr)))
    :(remotecall_fetch($thunk, nextproc()))
end
"""
    @fetchfrom pid expression

The value of an expression evaluated on process `pid`. Errors: a `RemoteException`.

```clu 2
clu> @fetchfrom 3 myid()
3
```
"""
macro fetchfrom(p, expr)
    thunk = esc(:(() -> ($expr)))
    :(remotecall_fetch($thunk, $(esc(p))))
end

_eval_quiet(m, ex) = (Core.eval(m, ex); nothing)

# The error of a task that failed with ex.
_task_failure(ex) = TaskFailedException(Base._failed_task(ex))

# What the others gave when a call of many processes fails in part: it lives as long as the exception does.
const _partials = Dict{UInt,Any}()

function _keep_partial(ex::CompositeException, others)
    list = ex.exceptions
    _partials[objectid(list)] = others
    finalizer(v -> delete!(_partials, objectid(v)), list)
    ex
end

# The results by process without those that failed.
function _others(pids, results, failed, T = Any)
    d = Dict{Int,T}()
    for (i, p) in enumerate(pids)
        i in failed || (d[p] = results[i])
    end
    d
end

function _throw_failed(results, failed, pids)
    list = _keep_partial(CompositeException(), _others(pids, results, failed))
    here = filter(i -> pids[i] == myid(), failed)
    for i in vcat(filter(i -> pids[i] != myid(), failed), here)
        ex = results[i]
        push!(list, ex isa RemoteException && ex.pid == myid() ? _task_failure(ex.captured.ex) : ex)
    end
    throw(list)
end

function remotecall_eval(m::Module, pids, ex)
    list = Int[p for p in pids]
    results, failed = _gather(_eval_quiet, list, m, ex)
    isempty(failed) || _throw_failed(results, failed, list)
    nothing
end
remotecall_eval(m::Module, pid::Int, ex) = remotecall_fetch(Core.eval, pid, m, ex)

_imports(x) = []
function _imports(ex::Expr)
    if ex.head === :using || ex.head === :import
        return Any[ex]
    elseif ex.head === :let || ex.head === :quote
        return []
    elseif ex.head === :block || ex.head === :toplevel
        return vcat(Any[], map(_imports, ex.args)...)
    end
    []
end
"""
    @everywhere [pids] expression

Evaluates an expression in `Main` of all processes (or of `pids`), this one among them. `\$` inserts a value of this
process. Errors: a `CompositeException`.

```clu 2
clu> @everywhere f(x) = x + myid()

clu> remotecall_fetch(f, 3, 10)
13
```
"""
macro everywhere(ex)
    :($(esc(:(Distributed.@everywhere $(GlobalRef(Distributed, :procs))() $ex))))
end
macro everywhere(procs, ex)
    quote
        remotecall_eval(Main, $(esc(procs)), $(esc(Expr(:quote, ex))))
    end
end

# What is in src/cluster.
"""
    myid()

The number of this process: 1 for the master.
"""
myid

"""
    remotecall(f, pid, args...; kwargs...)

Starts `f(args...; kwargs...)` on process `pid` and returns a `Future` of the result at once.

```clu 2
clu> fetch(remotecall(myid, 2))
2
```
"""
remotecall

"""
    remotecall_fetch(f, pid, args...; kwargs...)

The result of `f(args...; kwargs...)` on process `pid`. Errors: a `RemoteException` of what was thrown there, a
`ProcessExitedException` if the process ends.

```clu 2
clu> remotecall_fetch(sum, 2, [1, 2, 3])
6
```
"""
remotecall_fetch

"""
    remotecall_wait(f, pid, args...; kwargs...)

Calls `f(args...; kwargs...)` on process `pid`, waits for its end and returns a `Future` of the result. Errors: as
`remotecall_fetch`.
"""
remotecall_wait

"""
    remote_do(f, pid, args...; kwargs...)

Starts `f(args...; kwargs...)` on process `pid` and forgets about it; an error is printed there.
"""
remote_do

# ---- @distributed ----

function splitrange(first::Int, last::Int, np::Int)
    each, extras = divrem(last - first + 1, np)
    n = each > 0 ? np : extras
    chunks = Vector{UnitRange{Int}}(undef, n)
    lo = first
    for i in 1:n
        hi = lo + each - 1
        if extras > 0
            hi += 1
            extras -= 1
        end
        chunks[i] = lo:hi
        lo = hi + 1
    end
    chunks
end

function preduce(reducer, f, R)
    chunks = splitrange(Int(firstindex(R)), Int(lastindex(R)), nworkers())
    all_w = workers()[1:length(chunks)]
    # all are called before anything is waited for: an interrupt that comes meanwhile reaches them all
    futures = [remotecall(f, pid, reducer, R, first(chunks[idx]), last(chunks[idx])) for (idx, pid) in enumerate(all_w)]
    tasks = [@async fetch(future) for future in futures]
    reduce(reducer, Any[fetch(t) for t in tasks])
end

function pfor(f, R)
    @async begin
        futures = Any[]
        for c in splitrange(Int(firstindex(R)), Int(lastindex(R)), nworkers())
            push!(futures, remotecall(f, nextproc(), R, first(c), last(c)))
        end
        failed = CompositeException()
        for f in futures
            try
                wait(f)
            catch e
                push!(failed, e)
            end
        end
        isempty(failed) || throw(failed)
        nothing
    end
end

# Without the lines of this file: those of the body tell where an error was.
const _this_file = (quote 0 end).args[1].file
function _without_lines!(ex::Expr)
    filter!(x -> !(x isa LineNumberNode && x.file === _this_file), ex.args)
    foreach(_without_lines!, ex.args)
    ex
end
_without_lines!(x) = x

function make_preduce_body(var, body)
    _without_lines!(quote
        function (reducer, R, lo::Int, hi::Int)
            $(esc(var)) = R[lo]
            ac = $(esc(body))
            if lo != hi
                for $(esc(var)) in R[(lo + 1):hi]
                    ac = reducer(ac, $(esc(body)))
                end
            end
            ac
        end
    end)
end

function make_pfor_body(var, body)
    _without_lines!(quote
        function (R, lo::Int, hi::Int)
            for $(esc(var)) in R[lo:hi]
                $(esc(body))
            end
        end
    end)
end

"""
    @distributed [reducer] for i in range; body; end

Shares a loop out to the workers, a part of the range to each. With a reducer, waits and returns the values of the bodies
reduced; without one, returns a `Task` at once (`@sync` waits for it).

```clu 2
clu> @distributed (+) for i in 1:100; i; end
5050
```
"""
macro distributed(args...)
    na = length(args)
    if na == 1
        loop = args[1]
    elseif na == 2
        reducer = args[1]
        loop = args[2]
    else
        throw(ArgumentError("wrong number of arguments to @distributed"))
    end
    if !isa(loop, Expr) || loop.head !== :for
        error("malformed @distributed loop")
    end
    var = loop.args[1].args[1]
    r = loop.args[1].args[2]
    body = loop.args[2]
    if na == 1
        syncvar = esc(Base.sync_varname)
        return quote
            local ref = pfor($(make_pfor_body(var, body)), $(esc(r)))
            if $(Expr(:islocal, syncvar))
                push!($syncvar, ref)
            end
            ref
        end
    else
        return :(preduce($(esc(reducer)), $(make_preduce_body(var, body)), $(esc(r))))
    end
end

end

# clu -p N
function start_workers(n)
    Distributed._had_workers[] = true
    Distributed.addprocs(n)
    Core.eval(Main, :(using Distributed))
    nothing
end
# clu --machine-file FILE: lines of [count*][user@]host[:port]
function start_machines(file)
    n = 0
    for line in eachline(file)
        line = strip(replace(line, r"#.*" => ""))
        isempty(line) && continue
        m = match(r"^(?:(\d+)\*)?(?:[^@\s]+@)?([^:\s]+)", line)
        here = m !== nothing && m[2] in ("localhost", "127.0.0.1", gethostname())
        here || throw(ArgumentError("$file: \"$line\": workers can be started on this host only"))
        n += m[1] === nothing ? 1 : parse(Int, m[1])
    end
    n > 0 && start_workers(n)
end
# clu -L FILE
function load_everywhere(file)
    Base.include(Main, abspath(file))
    for p in Distributed.procs()
        p == 1 || Distributed.remotecall_fetch(Base.include, p, Main, abspath(file))
    end
end
