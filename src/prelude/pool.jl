# Pools of workers, and pmap over them.

"""
    WorkerPool(pids)

Workers that are taken (`take!`) and given back (`put!`); `remotecall_fetch(f, pool, args...)` takes the next free one.

```clu 3
clu> p = WorkerPool([3]);

clu> remotecall_fetch(myid, p)
3
```
"""
mutable struct WorkerPool <: AbstractWorkerPool
    channel::Channel{Int}
    workers::Set{Int}
    WorkerPool() = new(Channel{Int}(typemax(Int)), Set{Int}())
end
function WorkerPool(workers::AbstractVector)
    pool = WorkerPool()
    foreach(w -> push!(pool, Int(w)), workers)
    pool
end
"""
    CachingPool(pids)

A `WorkerPool` for functions that take much along, as closures over large data do: a function goes to each worker once, with
what it has captured, and is kept there for further calls until `clear!(pool)`. A kept function sees what it has captured
as it was when it was sent.

```clu 2
clu> p = CachingPool(workers());

clu> table = collect(1:1000);

clu> f = let table = table; k -> sum(table) + k end;

clu> println(pmap(f, p, 1:3))
[500501, 500502, 500503]

clu> clear!(p);
```
"""
mutable struct CachingPool <: AbstractWorkerPool
    channel::Channel{Int}
    workers::Set{Int}
    kept::IdDict{Any,Dict{Int,Future}} # by function and worker
    CachingPool() = new(Channel{Int}(typemax(Int)), Set{Int}(), IdDict{Any,Dict{Int,Future}}())
end
function CachingPool(workers::AbstractVector)
    pool = CachingPool()
    foreach(w -> push!(pool, Int(w)), workers)
    pool
end

# Calls how(f, args...), or f(args...) if how is nothing, on worker w in the way of call; f may be kept there.
_on_worker(::AbstractWorkerPool, call, w, ::Nothing, f, args...; kwargs...) = call(f, w, args...; kwargs...)
_on_worker(::AbstractWorkerPool, call, w, how, f, args...; kwargs...) = call(how, w, f, args...; kwargs...)
_on_worker(pool::CachingPool, call, w, ::Nothing, f, args...; kwargs...) =
    w == myid() ? call(f, w, args...; kwargs...) : _on_worker(pool, call, w, _apply, f, args...; kwargs...)
function _on_worker(pool::CachingPool, call, w, how, f, args...; kwargs...)
    w == myid() && return call(how, w, f, args...; kwargs...)
    kept = get!(() -> Dict{Int,Future}(), pool.kept, f)
    haskey(kept, w) || (kept[w] = remotecall_wait(identity, w, f))
    call(_with_kept, w, how, kept[w].whence, kept[w].id, args...; kwargs...)
end
_apply(f, args...; kwargs...) = f(args...; kwargs...)
function _with_kept(how, whence, id, args...; kwargs...)
    f = _reference_value(whence, id)
    f === nothing && error("the function is kept no more: its CachingPool was cleared meanwhile")
    how(f, args...; kwargs...)
end

push!(pool::AbstractWorkerPool, w::Int) = (push!(pool.workers, w); put!(pool.channel, w); pool)
push!(pool::AbstractWorkerPool, w::Integer) = push!(pool, Int(w))
length(pool::AbstractWorkerPool) = length(pool.workers)
isready(pool::AbstractWorkerPool) = any(w -> w in pool.workers, pool.channel.data)
workers(pool::AbstractWorkerPool) = collect(pool.workers)
nworkers(pool::AbstractWorkerPool) = length(pool.workers)
in(w, pool::AbstractWorkerPool) = w in pool.workers
put!(pool::AbstractWorkerPool, w::Int) = put!(pool.channel, w)
wait(pool::AbstractWorkerPool) = wait(pool.channel)
# A worker that has ended is taken out. Who waits for one when none is left finds a 0, and leaves it to the next who waits.
function _lose!(pool, w)
    delete!(pool.workers, w)
    isempty(pool.workers) && put!(pool.channel, 0)
    nothing
end
function take!(pool::AbstractWorkerPool)
    while true
        if isempty(pool.workers)
            pool === default_worker_pool() && return 1
            error("No active worker available in pool")
        end
        w = take!(pool.channel)
        w in pool.workers && _member(w) == 1 && return w
        _lose!(pool, w)
    end
end
"""
    clear!(pool::CachingPool)
    clear!(names, pids = workers(); mod = Main)

Forgets the functions that the workers of a pool keep; or sets global variables of processes, whose names are a symbol or a
vector of symbols, to `nothing`, so that their memory is free.

```clu 2
clu> @everywhere workers() x = zeros(1000)

clu> clear!(:x)

clu> @fetchfrom 2 x === nothing
true
```
"""
function clear!(pool::CachingPool)
    for kept in values(pool.kept), (w, r) in kept
        _member(w) == 1 && _reference_release(r)
    end
    empty!(pool.kept)
    pool
end

const _default_pool = Ref{Any}(nothing)
"""
    default_worker_pool()

The pool of all workers, which `pmap` uses when none is given.
"""
function default_worker_pool()
    if _default_pool[] === nothing
        pool = WorkerPool()
        _default_pool[] = pool
        if myid() != 1
            foreach(w -> push!(pool, w), workers())
        end
    end
    _default_pool[]
end
default_worker_pool(pool::AbstractWorkerPool) = (_default_pool[] = pool)

function _with_worker(call, f, pool, args...; kwargs...)
    w = take!(pool)
    try
        _on_worker(pool, call, w, nothing, f, args...; kwargs...)
    finally
        w != 1 && put!(pool, w)
    end
end
remotecall(f, pool::AbstractWorkerPool, args...; kwargs...) = _with_worker(remotecall, f, pool, args...; kwargs...)
remotecall_wait(f, pool::AbstractWorkerPool, args...; kwargs...) = _with_worker(remotecall_wait, f, pool, args...; kwargs...)
remotecall_fetch(f, pool::AbstractWorkerPool, args...; kwargs...) = _with_worker(remotecall_fetch, f, pool, args...; kwargs...)
remote_do(f, pool::AbstractWorkerPool, args...; kwargs...) = _with_worker(remote_do, f, pool, args...; kwargs...)
"""
    remote([pool,] f)

A function that calls `f` on a free worker of the pool and returns the result.

```clu 2
clu> remote(x -> x + 1)(2)
3
```
"""
remote(f) = (args...; kwargs...) -> remotecall_fetch(f, default_worker_pool(), args...; kwargs...)
remote(p::AbstractWorkerPool, f) = (args...; kwargs...) -> remotecall_fetch(f, p, args...; kwargs...)

_clear(m, names) = (foreach(s -> Core.eval(m, Expr(:global, Expr(:(=), s, nothing))), names); nothing)
function clear!(syms, pids = workers(); mod = Main)
    _gather(_clear, Int[p for p in pids], mod, Symbol[s for s in syms])
    nothing
end
clear!(sym::Symbol, pid::Int; mod = Main) = clear!([sym], [pid]; mod = mod)
clear!(sym::Symbol, pids = workers(); mod = Main) = clear!([sym], pids; mod = mod)

# ---- pmap ----

struct BatchError
    data
    ex
end

function _caught(f, x, on_error)
    try
        f(x)
    catch e
        on_error(e)
    end
end
_batch(f, xs, trap) = Any[trap ? _trapped(f, x) : f(x) for x in xs]
function _trapped(f, x)
    try
        f(x)
    catch e
        BatchError(x, e)
    end
end

# Calls how(f, args...) on a worker of the pool. When that worker dies, its work is done by another one, if there is one;
# else all that work together end: lost is the end of the last worker.
function _on_pool(pool, lost, how, f, args...)
    while true
        w = take!(pool)
        try
            lost[] === nothing || throw(lost[])
            return _on_worker(pool, remotecall_fetch, w, how, f, args...)
        catch e
            if e isa ProcessExitedException && e.worker_id == w
                _lose!(pool, w)
                if isempty(pool.workers)
                    lost[] = e
                    rethrow()
                end
            else
                rethrow()
            end
        finally
            w != 1 && _member(w) == 1 && put!(pool, w)
        end
    end
end

function _retried(f, delays, check)
    function (x)
        state = iterate(delays)
        while true
            try
                return f(x)
            catch e
                ex = e isa RemoteException ? e.captured.ex : e
                (state === nothing || ex isa InterruptException) && throw(ex)
                again = true
                if check !== nothing
                    r = check(state[2], ex)
                    again = r isa Tuple ? r[end] : r
                end
                again || throw(ex)
                delay, s = state
                sleep(delay)
                state = iterate(delays, s)
            end
        end
    end
end

# Calls g on each item in n tasks at once; the first error ends it.
function _map_in_tasks(g, items, n, progress)
    bar = Base.Progress("pmap", length(items); on = progress)
    done = 0
    results = Vector{Any}(undef, length(items))
    try
        Base._each_in_tasks(length(items), n) do k
            results[k] = g(items[k])
            done += 1
            Base._progress_step(bar, done)
        end
    finally
        Base._progress_end(bar)
    end
    results
end

"""
    pmap(f, [pool,] collections...; distributed = true, batch_size = 1, on_error = nothing, retry_delays = [],
         retry_check = nothing, progress = true)

Maps `f` over collections, each item on the next worker that is free; the result has the shape of the collection. If a
worker dies, its items are done by another one. `batch_size` items go in one message. With `on_error`, the result of a
failed item is `on_error(exception)`; otherwise the first failure is thrown as a `RemoteException`. Failed items are tried
again after each of `retry_delays` seconds, if `retry_check(state, exception)` allows. `distributed = false` runs in tasks
of this process. Work of more than half a second shows its progress on a terminal, unless `progress = false`.

```clu 2
clu> pmap(x -> x^2, 1:4)
4-element Array{Int64,1}:
  1
  4
  9
 16
```
"""
function pmap(f, p::AbstractWorkerPool, c...; distributed = true, batch_size = 1, on_error = nothing, retry_delays = [],
              retry_check = nothing, progress = true)
    batch_size = Int(batch_size)
    batch_size > 0 ||
        throw(ArgumentError("batch_size must be specified as a positive integer. batch_size=$batch_size"))
    items, places = Base._map_items(c...)
    n = distributed ? max(1, length(p)) : 100
    g = length(c) == 1 ? f : a -> f(a...)
    length(c) == 1 && (items = map(first, items))
    lost = Ref{Any}(nothing)
    run(how, args...) = x -> distributed ? _on_pool(p, lost, how, g, x, args...) : how === nothing ? g(x) : how(g, x, args...)
    if batch_size == 1
        h = on_error === nothing ? run(nothing) : run(_caught, on_error)
        isempty(retry_delays) || (h = _retried(h, retry_delays, retry_check))
        results = _map_in_tasks(h, items, n, progress)
    else
        trap = on_error !== nothing || !isempty(retry_delays)
        batches = Any[items[i:min(i + batch_size - 1, length(items))] for i in 1:batch_size:length(items)]
        parts = _map_in_tasks(run(_batch, trap), batches, n, progress)
        results = Any[x for part in parts for x in part]
        failed = findall(r -> r isa BatchError, results)
        isempty(failed) ||
            (results[failed] = _retry_items(run(nothing), results[failed], on_error, retry_delays, retry_check, n))
        isempty(failed) || return _of_any(Base._map_results(results, places, c...))
    end
    Base._map_results(results, places, c...)
end

_of_any(v) = v
_of_any(v::AbstractArray) = convert(Array{Any,ndims(v)}, v)

# What failed in batches is tried again item by item, if all of it may be.
function _retry_items(f, failed, on_error, delays, check, n)
    again = iterate(delays)
    may(ex) = (r = check(again[2], ex); r isa Tuple ? r[end] : r)
    if again === nothing || !(check === nothing || all(r -> may(r.ex), failed))
        on_error === nothing && throw(CompositeException(Any[r.ex for r in failed]))
        return Any[on_error(r.ex) for r in failed]
    end
    sleep(again[1])
    g = length(delays) == 1 ? f : _retried(f, collect(delays)[2:end], check)
    h(x) = on_error === nothing ? g(x) : try g(x) catch e; on_error(_original(e)) end
    _map_in_tasks(h, Any[r.data for r in failed], n, false)
end

pmap(f, c1, c...; kwargs...) = pmap(f, default_worker_pool(), c1, c...; kwargs...)

