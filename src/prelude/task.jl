# Tasks: what lang/task.c gives (Task, current_task, yield, wait, fetch) and everything that follows from it.

## ---- errors ----

struct TaskFailedException <: Exception
    task::Task
end

struct CompositeException <: Exception
    exceptions::Vector{Any}
    CompositeException() = new(Any[])
    CompositeException(exceptions) = new(exceptions)
end
length(c::CompositeException) = length(c.exceptions)
push!(c::CompositeException, ex) = push!(c.exceptions, ex)
isempty(c::CompositeException) = isempty(c.exceptions)
iterate(c::CompositeException, state...) = iterate(c.exceptions, state...)
eltype(::Type{CompositeException}) = Any

function showerror(io::IO, ex::CompositeException)
    if isempty(ex)
        print(io, "CompositeException()\n")
    else
        showerror(io, ex.exceptions[1])
        remaining = length(ex) - 1
        if remaining > 0
            print(io, "\n\n...and ", remaining, " more exception(s).\n")
        end
    end
end

function showerror(io::IO, ex::TaskFailedException)
    while ex.task.exception isa TaskFailedException
        ex = ex.task.exception
    end
    println(io, "TaskFailedException:")
    showerror(io, ex.task.exception, ex.task.backtrace)
end

## ---- tasks ----

function getproperty(t::Task, name::Symbol)
    name === :state && return _task_state(t)
    name === :result && return _task_result(t)
    name === :exception && return istaskfailed(t) ? _task_result(t) : nothing
    name === :code && return _task_code(t)
    name === :storage && return _task_storage(t)
    name === :backtrace && return _task_backtrace(t)
    name === :sticky && return true
    name === :queue && return nothing
    error("type Task has no field ", name)
end
function setproperty!(t::Task, name::Symbol, v)
    name === :storage && return _task_storage!(t, v)
    name === :sticky && return v
    error("type Task has no settable field ", name)
end
propertynames(t::Task) = (:next, :queue, :storage, :state, :donenotify, :result, :exception, :backtrace, :logstate, :code, :sticky)

show(io::IO, t::Task) =
    print(io, "Task (", t.state, ") @0x", string(objectid(t), base = 16, pad = 16))
function show(io::IO, ::MIME"text/plain", t::Task)
    show(io, t)
    istaskfailed(t) || return
    println(io)
    showerror(io, CapturedException(t.exception, t.backtrace))
end

# The value as the task's exception if error is true.
schedule(t::Task) = _schedule(t, nothing, false)
schedule(t::Task, arg; error::Bool = false) = _schedule(t, arg, error)
enq_work(t::Task) = _schedule(t, nothing, false)

yieldto(t::Task, x = nothing) = _yieldto(t, x, false, false)
yield(t::Task, x = nothing) = _yieldto(t, x, true, false)
throwto(t::Task, exc) = _yieldto(t, exc, false, true)

fetch(@nospecialize x) = x

macro task(ex)
    :(Task($(esc(Expr(:->, Expr(:tuple), ex)))))
end

# Takes $x out of an expression: its value is captured when the task is made.
function _lift_interpolations!(e, lets)
    if e isa Expr
        if e.head === :$
            var = gensym(:letarg)
            push!(lets, :($(esc(var)) = $(esc(e.args[1]))))
            return var
        elseif e.head === :quote || e.head === :inert || e.head === :meta
            return e
        elseif e.head === :macrocall
            # the macro's own interpolations, as in @eval $x
            return e
        end
        for i in 1:length(e.args)
            e.args[i] = _lift_interpolations!(e.args[i], lets)
        end
    end
    return e
end

const sync_varname = gensym(:sync)
# What a @sync block waits for. Closures of the block hold it; in another process it begins empty (wire/encode.c).
mutable struct _SyncItems
    items::Vector{Any}
end
push!(s::_SyncItems, x) = push!(s.items, x)

macro async(expr)
    lets = Any[]
    expr = _lift_interpolations!(expr, lets)
    thunk = esc(Expr(:->, Expr(:tuple), expr))
    var = esc(sync_varname)
    quote
        let $(lets...)
            local task = Task($thunk)
            if $(Expr(:islocal, var))
                push!($var, task)
            end
            schedule(task)
            task
        end
    end
end

macro sync(block)
    var = esc(sync_varname)
    quote
        let $var = _SyncItems([])
            local v = $(esc(block))
            sync_end($var.items)
            v
        end
    end
end

# Waits for everything that was registered in a @sync block; collects their exceptions.
function sync_end(items)
    failed = nothing
    for x in items
        try
            wait(x)
        catch e
            e isa InterruptException && rethrow()
            failed === nothing && (failed = CompositeException())
            push!(failed, e)
        end
    end
    failed === nothing || throw(failed)
    return nothing
end

## ---- task local storage ----

function task_local_storage()
    t = current_task()
    s = _task_storage(t)
    if s === nothing
        s = IdDict()
        _task_storage!(t, s)
    end
    return s
end
task_local_storage(key) = task_local_storage()[key]
task_local_storage(key, val) = (task_local_storage()[key] = val)
function task_local_storage(body::Function, key, val)
    tls = task_local_storage()
    had = haskey(tls, key)
    old = get(tls, key, nothing)
    tls[key] = val
    try
        return body()
    finally
        had ? (tls[key] = old) : delete!(tls, key)
    end
end

## ---- conditions and locks ----

abstract type AbstractLock end

struct AlwaysLockedST <: AbstractLock
    ownertid::Int
end
AlwaysLockedST() = AlwaysLockedST(1)
lock(l::AlwaysLockedST) = nothing
unlock(l::AlwaysLockedST) = nothing
trylock(l::AlwaysLockedST) = true
islocked(::AlwaysLockedST) = true
assert_havelock(l::AlwaysLockedST) = nothing
unlockall(l::AlwaysLockedST) = nothing
relockall(l::AlwaysLockedST, token) = nothing

struct GenericCondition{L<:AbstractLock}
    waitq::Vector{Any}
    lock::L
    GenericCondition{L}() where {L<:AbstractLock} = new{L}(Any[], L())
    GenericCondition{L}(l::L) where {L<:AbstractLock} = new{L}(Any[], l)
end
GenericCondition(l::AbstractLock) = GenericCondition{typeof(l)}(l)
const Condition = GenericCondition{AlwaysLockedST}

function wait(c::GenericCondition)
    t = current_task()
    assert_havelock(c.lock)
    push!(c.waitq, t)
    token = unlockall(c.lock)
    try
        return wait()
    catch
        filter!(x -> x !== t, c.waitq)
        rethrow()
    finally
        relockall(c.lock, token)
    end
end

# Returns the number of tasks woken.
notify(c::GenericCondition, arg = nothing; all = true, error = false) = notify(c, arg, all, error)
function notify(c::GenericCondition, arg, all, error)
    assert_havelock(c.lock)
    n = 0
    while !isempty(c.waitq)
        _schedule(popfirst!(c.waitq), arg, error)
        n += 1
        all || break
    end
    return n
end
notify_error(c::GenericCondition, err) = notify(c, err, true, true)
isempty(c::GenericCondition) = isempty(c.waitq)
lock(c::GenericCondition) = lock(c.lock)
lock(f, c::GenericCondition) = lock(f, c.lock)
unlock(c::GenericCondition) = unlock(c.lock)
trylock(c::GenericCondition) = trylock(c.lock)
islocked(c::GenericCondition) = islocked(c.lock)

mutable struct ReentrantLock <: AbstractLock
    locked_by::Union{Task,Nothing}
    cond_wait::Vector{Any}
    reentrancy_cnt::Int
    ReentrantLock() = new(nothing, Any[], 0)
end

islocked(l::ReentrantLock) = l.reentrancy_cnt != 0
assert_havelock(l::ReentrantLock) =
    l.locked_by === current_task() ? nothing : error("concurrency violation detected")

function trylock(l::ReentrantLock)
    t = current_task()
    if l.reentrancy_cnt == 0
        l.locked_by = t
        l.reentrancy_cnt = 1
        return true
    elseif l.locked_by === t
        l.reentrancy_cnt += 1
        return true
    end
    return false
end

function lock(l::ReentrantLock)
    t = current_task()
    while !trylock(l)
        push!(l.cond_wait, t)
        try
            wait()
        catch
            filter!(x -> x !== t, l.cond_wait)
            rethrow()
        end
    end
    return
end

function unlock(l::ReentrantLock)
    l.reentrancy_cnt == 0 && error("unlock count must match lock count")
    l.locked_by === current_task() || error("unlock from wrong thread")
    l.reentrancy_cnt -= 1
    if l.reentrancy_cnt == 0
        l.locked_by = nothing
        isempty(l.cond_wait) || _schedule(popfirst!(l.cond_wait), nothing, false)
    end
    return
end

function unlockall(l::ReentrantLock)
    n = l.reentrancy_cnt
    l.reentrancy_cnt = 1
    unlock(l)
    return n
end
function relockall(l::ReentrantLock, n)
    lock(l)
    l.reentrancy_cnt = n
    return
end

function lock(f, l::AbstractLock)
    lock(l)
    try
        return f()
    finally
        unlock(l)
    end
end

function trylock(f, l::AbstractLock)
    if trylock(l)
        try
            return f()
        finally
            unlock(l)
        end
    end
    return false
end

macro lock(l, expr)
    quote
        temp = $(esc(l))
        lock(temp)
        try
            $(esc(expr))
        finally
            unlock(temp)
        end
    end
end

mutable struct Semaphore
    sem_size::Int
    curr_cnt::Int
    cond_wait::GenericCondition{ReentrantLock}
    Semaphore(sem_size) = sem_size > 0 ? new(sem_size, 0, GenericCondition{ReentrantLock}()) : throw(ArgumentError("Semaphore size must be > 0"))
end
function acquire(s::Semaphore)
    lock(s.cond_wait)
    try
        while s.curr_cnt >= s.sem_size
            wait(s.cond_wait)
        end
        s.curr_cnt += 1
    finally
        unlock(s.cond_wait)
    end
    return
end
function release(s::Semaphore)
    lock(s.cond_wait)
    try
        s.curr_cnt > 0 || error("release count must match acquire count")
        s.curr_cnt -= 1
        notify(s.cond_wait; all = false)
    finally
        unlock(s.cond_wait)
    end
    return
end
function acquire(f, s::Semaphore)
    acquire(s)
    try
        return f()
    finally
        release(s)
    end
end

mutable struct Event
    notify::GenericCondition{ReentrantLock}
    set::Bool
    Event() = new(GenericCondition{ReentrantLock}(), false)
end
function wait(e::Event)
    e.set && return
    lock(e.notify)
    try
        while !e.set
            wait(e.notify)
        end
    finally
        unlock(e.notify)
    end
    nothing
end
function notify(e::Event)
    lock(e.notify)
    try
        if !e.set
            e.set = true
            notify(e.notify)
        end
    finally
        unlock(e.notify)
    end
    nothing
end

## ---- time ----

mutable struct Timer
    number::Int
    cond::GenericCondition{AlwaysLockedST}
    isopen::Bool
    set::Bool
    function Timer(timeout::Real; interval::Real = 0.0)
        timeout ≥ 0 || throw(ArgumentError("timer cannot have negative timeout of $timeout seconds"))
        interval ≥ 0 || throw(ArgumentError("timer cannot have negative repeat interval of $interval seconds"))
        t = new(0, Condition(), true, false)
        t.number = _timer_start(() -> _timer_fired(t, interval == 0), Float64(timeout), Float64(interval))
        return t
    end
end
function _timer_fired(t::Timer, once)
    t.isopen || return
    t.set = true
    once && (t.isopen = false)
    notify(t.cond, true)
    return
end
isopen(t::Timer) = t.isopen
function close(t::Timer)
    if t.isopen
        t.isopen = false
        _timer_stop(t.number)
        notify(t.cond, false)
    end
    nothing
end
function _trywait(t::Timer)
    if t.set
        t.set = false
        return true
    end
    t.isopen || return false
    woken = wait(t.cond)
    t.set = false
    return woken
end
wait(t::Timer) = (_trywait(t) || throw(EOFError()); nothing)

function Timer(cb::Function, timeout::Real; interval::Real = 0.0)
    timer = Timer(timeout, interval = interval)
    schedule(Task(function ()
        while _trywait(timer)
            try
                cb(timer)
            catch err
                print(stderr, "Error in Timer:\n")
                showerror(stderr, err, catch_backtrace())
                println(stderr)
                return
            end
            isopen(timer) || return
        end
    end))
    yield()
    return timer
end
show(io::IO, t::Timer) = print(io, "Timer(", t.isopen ? "open" : "closed", ")")

function sleep(sec::Real)
    sec ≥ 0 || throw(ArgumentError("cannot sleep for $sec seconds"))
    _sleep(Float64(sec))
    return nothing
end

"""
    timedwait(test, seconds; pollint = 0.1)

Waits until `test()` is true or the time is over, asking every `pollint` seconds: `:ok` or `:timed_out`.

```clu
clu> timedwait(() -> true, 1.0)
:ok
```
"""
function timedwait(testcb, timeout::Real; pollint::Real = 0.1)
    pollint >= 1e-3 || throw(ArgumentError("pollint must be ≥ 1 millisecond"))
    start = time_ns()
    limit = Float64(timeout) * 1e9
    check() = try
        testcb()
    catch e
        throw(CapturedException(e, Any[]))
    end
    check() && return :ok
    while true
        sleep(pollint)
        check() && return :ok
        time_ns() - start > limit && return :timed_out
    end
end

## ---- asyncmap ----

function asyncmap(f, c...; ntasks = 0, batch_size = nothing)
    if batch_size !== nothing
        return _asyncmap_batches(f, c, ntasks, batch_size)
    end
    isempty(c) && throw(ArgumentError("asyncmap needs a collection"))
    items, places = _map_items(c...)
    results = Vector{Any}(undef, length(items))
    _asyncmap_run(ntasks, length(items)) do i
        results[i] = f(items[i]...)
    end
    return _map_results(results, places, c...)
end

# What map gives, in two steps: the items as tuples and the number of each in its place; then their results put there.
function _map_items(c...)
    items = Tuple[]
    over = map(x -> x isa AbstractString || (x isa Tuple && length(c) > 1) ? collect(x) : x, c)
    places = map((x...) -> (push!(items, x); length(items)), over...)
    return items, places
end
_map_results(results, places, c...) = isempty(results) ? _map_none(places) : map(i -> results[i], places)
_map_results(results, places, c::BitArray) = BitArray(map(i -> results[i], places))
function _map_results(results, places, c::AbstractString)
    out = map(i -> results[i], places)
    return all(x -> x isa AbstractChar, out) ? String(out) : out
end
_map_none(places) = places
_map_none(places::AbstractArray) = similar(places, Any)

# Calls work(i) for i in 1:n, in at most `limit` tasks at once. When one fails, or an interrupt comes, nothing more begins; an
# interrupt breaks off what has begun, too.
function _each_in_tasks(work, n, limit)
    next = 0
    failure = nothing
    run() = try
        while failure === nothing && next < n
            next += 1
            work(next)
        end
    catch e
        failure === nothing && (failure = Some{Any}(e))
    end
    tasks = Task[]
    try
        foreach(_ -> push!(tasks, @async run()), 1:min(limit, n))
        foreach(wait, tasks)
    catch e
        failure = Some{Any}(e)
        foreach(t -> _break_off(t, e), tasks)
        foreach(wait, tasks)
    end
    failure === nothing || throw(something(failure))
    return
end

# For asyncmap: ntasks is a number, or a function of none that tells it.
function _asyncmap_run(work, ntasks, n)
    limit = ntasks isa Function ? ntasks() : ntasks
    _each_in_tasks(work, n, limit == 0 ? 100 : Int(limit))
end

function _asyncmap_batches(f, c, ntasks, batch_size)
    batch_size isa Integer && batch_size >= 1 || throw(ArgumentError("batch_size must be >= 1"))
    items, places = _map_items(c...)
    n = length(items)
    results = Vector{Any}(undef, n)
    nbatches = cld(n, batch_size)
    _asyncmap_run(ntasks, nbatches) do b
        r = (b - 1) * batch_size + 1:min(b * batch_size, n)
        results[r] = f(items[r])
    end
    return _map_results(results, places, c...)
end

function asyncmap!(f, r, c1, c...; ntasks = 0, batch_size = nothing)
    foreach(((i, x),) -> r[i] = x, enumerate(asyncmap(f, c1, c...; ntasks = ntasks, batch_size = batch_size)))
    return r
end

## ---- clocks of expressions ----

"""
    @time expression

Evaluates an expression, prints the time that this took and the memory that was allocated, and returns the value.
"""
:(@time)

"""
    @elapsed expression

The seconds that the evaluation of an expression takes.

```clu
clu> (@elapsed sleep(0.1)) >= 0.1
true
```
"""
macro elapsed(ex)
    quote
        local t0 = time_ns()
        $(esc(ex))
        (time_ns() - t0) / 1e9
    end
end

macro timev(ex)
    :(@time $(esc(ex)))
end

# The last one that nobody caught, at a prompt.
_last_error = nothing

## ---- the end of the program ----

const atexit_hooks = Any[]
atexit(f::Function) = (pushfirst!(atexit_hooks, f); nothing)

function run_atexit(status = 0)
    while !isempty(atexit_hooks)
        f = popfirst!(atexit_hooks)
        try
            f()
        catch err
            showerror(stderr, err)
            println(stderr)
        end
    end
    _finalize_all()
end

function exit(status::Integer = 0)
    run_atexit(status)
    _exit(Int(status))
end
quit() = exit()

## ---- threads: there is one ----

module Threads
import Base: getindex, setindex!, show, lock, unlock, trylock, islocked

nthreads() = 1
threadid() = 1

# The loop's body is a function's, which a task runs: the only thread's.
macro threads(args...)
    length(args) in (1, 2) || throw(ArgumentError("wrong number of arguments in @threads"))
    length(args) == 1 || args[1] isa QuoteNode && args[1].value === :static ||
        throw(ArgumentError("unsupported schedule argument in @threads"))
    loop = args[end]
    loop isa Expr && loop.head === :for || throw(ArgumentError("@threads requires a `for` loop expression"))
    head, body = loop.args
    head isa Expr && head.head === :(=) ||
        throw(ArgumentError("nested outer loops are not currently supported by @threads"))
    quote
        let items = $(esc(head.args[2]))
            _run_loop() do
                first = firstindex(items)
                for k in first:first + length(items) - 1
                    local $(esc(head.args[1])) = items[k]
                    $(esc(body))
                end
            end
        end
    end
end
_run_loop(f) = (Base.wait(Base.schedule(Base.Task(f))); nothing)
macro spawn(ex)
    esc(:(Base.@async $ex))
end

const Condition = Base.GenericCondition{Base.ReentrantLock}
const Event = Base.Event
const ReentrantLock = Base.ReentrantLock
const AbstractLock = Base.AbstractLock

mutable struct SpinLock <: Base.AbstractLock
    held::Bool
    SpinLock() = new(false)
end
function lock(l::SpinLock)
    while l.held
        Base.yield()
    end
    l.held = true
    nothing
end
trylock(l::SpinLock) = l.held ? false : (l.held = true)
unlock(l::SpinLock) = (l.held = false; nothing)
islocked(l::SpinLock) = l.held
const Mutex = SpinLock

mutable struct Atomic{T}
    value::T
    Atomic{T}() where {T} = new(zero(T))
    Atomic{T}(value) where {T} = new(value)
end
Atomic() = Atomic{Int}()
Atomic(value::T) where {T} = Atomic{T}(value)
getindex(x::Atomic) = x.value
setindex!(x::Atomic, v) = (x.value = v; x)
atomic_add!(x::Atomic{T}, v::T) where {T} = (old = x.value; x.value = old + v; old)
atomic_sub!(x::Atomic{T}, v::T) where {T} = (old = x.value; x.value = old - v; old)
atomic_and!(x::Atomic{T}, v::T) where {T} = (old = x.value; x.value = old & v; old)
atomic_or!(x::Atomic{T}, v::T) where {T} = (old = x.value; x.value = old | v; old)
atomic_xor!(x::Atomic{T}, v::T) where {T} = (old = x.value; x.value = xor(old, v); old)
atomic_max!(x::Atomic{T}, v::T) where {T} = (old = x.value; x.value = max(old, v); old)
atomic_min!(x::Atomic{T}, v::T) where {T} = (old = x.value; x.value = min(old, v); old)
atomic_xchg!(x::Atomic{T}, v::T) where {T} = (old = x.value; x.value = v; old)
atomic_cas!(x::Atomic{T}, cmp::T, v::T) where {T} = (old = x.value; old === cmp && (x.value = v); old)
atomic_fence() = nothing

export threadid, nthreads, @threads, @spawn, Atomic, atomic_add!, atomic_sub!, atomic_and!, atomic_or!, atomic_xor!,
    atomic_max!, atomic_min!, atomic_xchg!, atomic_cas!, atomic_fence, SpinLock, Mutex
end

export Task, TaskFailedException, CompositeException, schedule, yield, yieldto, wait, fetch, istaskdone, istaskstarted,
    istaskfailed, current_task, @task, @async, @sync, task_local_storage, Condition, notify, ReentrantLock, lock, unlock,
    trylock, islocked, Timer, sleep, timedwait, asyncmap, asyncmap!, time, time_ns, @elapsed, atexit, exit, Threads
