# Channels: bounded queues between tasks.

abstract type AbstractChannel{T} end

struct InvalidStateException <: Exception
    msg::String
    state::Symbol
end

"""
    Channel{T}(size = 0)
    Channel{T}(f, size = 0)

A queue of at most `size` values of type `T` (`Any` if left out; `Inf`: as many as come) between the tasks of one process;
with size 0 a value goes straight from who puts to who takes. `f(channel)` runs in a task that fills it, and closes it when
it ends. A loop over a channel takes until it is closed. Between processes: `RemoteChannel`.

```clu
clu> c = Channel{Int}(2);

clu> put!(c, 5);

clu> take!(c)
5

clu> println(collect(Channel(c -> foreach(i -> put!(c, i^2), 1:3))))
Any[1, 4, 9]
```
"""
mutable struct Channel{T} <: AbstractChannel{T}
    cond_take::Condition # waiting for data
    cond_wait::Condition # waiting for data without taking it
    cond_put::Condition  # waiting for room (or, without a buffer, for a taker)
    state::Symbol
    excp::Any
    data::Vector{T}
    sz_max::Int
    function Channel{T}(sz::Integer = 0) where {T}
        sz < 0 && throw(ArgumentError("Channel size must be either 0, a positive integer or Inf"))
        return new{T}(Condition(), Condition(), Condition(), :open, nothing, Vector{T}(), sz)
    end
end

Channel{T}(sz::Float64) where {T} = Channel{T}(sz == Inf ? typemax(Int) : convert(Int, sz))
Channel(sz = 0) = Channel{Any}(sz)

function Channel{T}(func::Function, size = 0; taskref = nothing, spawn = false) where {T}
    chnl = Channel{T}(size)
    task = Task(() -> func(chnl))
    bind(chnl, task)
    schedule(task)
    yield()
    taskref isa Ref && (taskref[] = task)
    return chnl
end
Channel(func::Function, args...; kwargs...) = Channel{Any}(func, args...; kwargs...)
function Channel(func::Function; ctype = Any, csize = 0, taskref = nothing, spawn = false)
    return Channel{ctype}(func, csize; taskref = taskref)
end

closed_exception() = InvalidStateException("Channel is closed.", :closed)

isbuffered(c::Channel) = c.sz_max != 0

function check_channel_state(c::Channel)
    if !isopen(c)
        c.excp !== nothing && throw(c.excp)
        throw(closed_exception())
    end
end

close(c::Channel) = close(c, closed_exception())
function close(c::Channel, excp)
    c.state = :closed
    c.excp = excp
    notify_error(c.cond_take, excp)
    notify_error(c.cond_wait, excp)
    notify_error(c.cond_put, excp)
    nothing
end
isopen(c::Channel) = c.state === :open

# The channel closes when the task ends, with the task's exception if it failed.
function bind(c::Channel, task::Task)
    _task_waiter(task, () -> close_chnl_on_taskdone(task, c))
    return c
end
function close_chnl_on_taskdone(t::Task, c::Channel)
    isopen(c) || return
    if istaskfailed(t)
        close(c, TaskFailedException(t))
    else
        close(c)
    end
    return
end

function channeled_tasks(n::Int, funcs...; ctypes = fill(Any, n), csizes = fill(0, n))
    chnls = map(i -> Channel{ctypes[i]}(csizes[i]), 1:n)
    tasks = Task[Task(() -> f(chnls...)) for f in funcs]
    foreach(c -> foreach(t -> bind(c, t), tasks), chnls)
    foreach(schedule, tasks)
    yield()
    return (chnls, tasks)
end

"""
    put!(channel, value)
    put!(future, value)
    put!(pool, pid)

Appends a value to a `Channel` or a `RemoteChannel` and waits for room first; gives a `Future` its value; gives a worker back
to its pool. Errors: an `InvalidStateException` for a closed channel, an `ErrorException` for a future that has a value.

```clu 2
clu> c = RemoteChannel(() -> Channel{Int}(1), 2);

clu> put!(c, 7);

clu> take!(c)
7
```
"""
function put!(c::Channel{T}, v) where {T}
    check_channel_state(c)
    v = convert(T, v)
    return isbuffered(c) ? put_buffered(c, v) : put_unbuffered(c, v)
end

function put_buffered(c::Channel, v)
    while length(c.data) == c.sz_max
        wait(c.cond_put)
        check_channel_state(c)
    end
    push!(c.data, v)
    notify(c.cond_take, nothing, true, false)
    notify(c.cond_wait, nothing, true, false)
    return v
end

# Without a buffer the value goes straight to a task that waits in take!.
function put_unbuffered(c::Channel, v)
    while isempty(c.cond_take.waitq)
        notify(c.cond_wait)
        wait(c.cond_put)
        check_channel_state(c)
    end
    taker = popfirst!(c.cond_take.waitq)
    yield(taker, v)
    return v
end

push!(c::Channel, v) = put!(c, v)

"""
    fetch(future)
    fetch(task)
    fetch(channel)

Waits for a value and returns it: the result of a remote call or of a task, the first value of a channel, which stays there.
Errors: a `RemoteException` of what was thrown there, a `ProcessExitedException` if the process ended, a
`TaskFailedException`.
"""
fetch(c::Channel) = isbuffered(c) ? fetch_buffered(c) : fetch_unbuffered(c)
function fetch_buffered(c::Channel)
    while isempty(c.data)
        check_channel_state(c)
        wait(c.cond_wait)
    end
    return c.data[1]
end
fetch_unbuffered(c::Channel) = throw(ErrorException("`fetch` is not supported on an unbuffered Channel."))

"""
    take!(channel)
    take!(pool)

Removes the first value of a `Channel` or a `RemoteChannel` and returns it, or takes a worker of a pool; waits for one first.
Errors: an `InvalidStateException` for a channel that is empty and closed, or what it was closed with.
"""
take!(c::Channel) = isbuffered(c) ? take_buffered(c) : take_unbuffered(c)
function take_buffered(c::Channel)
    while isempty(c.data)
        check_channel_state(c)
        wait(c.cond_take)
    end
    v = popfirst!(c.data)
    notify(c.cond_put, nothing, false, false)
    return v
end
popfirst!(c::Channel) = take!(c)

function take_unbuffered(c::Channel{T}) where {T}
    check_channel_state(c)
    notify(c.cond_put, nothing, false, false)
    return wait(c.cond_take)::T
end

"""
    isready(channel)
    isready(future)
    isready(pool)

Whether `take!` or `fetch` would not have to wait.

```clu 2
clu> f = remotecall_wait(+, 2, 1, 1);

clu> isready(f)
true
```
"""
isready(c::Channel) = n_avail(c) > 0
isempty(c::Channel) = isbuffered(c) ? isempty(c.data) : isempty(c.cond_put)
n_avail(c::Channel) = isbuffered(c) ? length(c.data) : length(c.cond_put.waitq)

function wait(c::Channel)
    while !isready(c)
        check_channel_state(c)
        wait(c.cond_wait)
    end
    nothing
end

eltype(::Type{Channel{T}}) where {T} = T

show(io::IO, c::Channel) = print(io, typeof(c), "(sz_max:", c.sz_max, ",sz_curr:", n_avail(c), ")")

function iterate(c::Channel, state = nothing)
    try
        return (take!(c), nothing)
    catch e
        if isa(e, InvalidStateException) && e.state === :closed
            return nothing
        else
            rethrow()
        end
    end
end

IteratorSize(::Type{<:Channel}) = SizeUnknown()

export AbstractChannel, Channel, InvalidStateException, put!, take!, isready
