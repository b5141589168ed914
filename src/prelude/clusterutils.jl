# ClusterUtils: assign on processes, compute on them, look at them; messages between them; values in files.
module ClusterUtils

using Distributed, SharedArrays, Serialization
import Base: show, getindex, setindex!, length, iterate, haskey, keys, values, get, delete!, copy, ==

export Doable, MessageDict, sow, reap, reaprefs, partial, @sow, @reap, stitch, describepids, localpids, invtopology,
       preferredorder, chunkit, broadcast_shared, swapmsgs, collectmsgs, collectmsgsatpid, collectmsgsatmaster, save,
       load, dictify, lookup, filterpaths, getrepresentation, ismatch

const Doable = Union{Symbol,Expr}

# How processes are named: one by its number; several by anything that holds numbers, a pool among them. A set has no
# order of its own: its processes come ascending.
const Several = Union{AbstractVector,AbstractSet,Tuple,Base.Generator,AbstractWorkerPool}
const Pids = Union{Integer,Several}
_pids(pid::Integer) = Int[pid]
_pids(pids) = Int[p for p in pids]
_pids(pids::Vector{Int}) = copy(pids)
_pids(pids::AbstractSet) = sort!(Int[p for p in pids])
_pids(pool::AbstractWorkerPool) = sort!(workers(pool))

# Whether a sow or reap has reached this process: its expressions are then read as where they were written.
const serves = Ref(false)

# ---- assigning ----

_assign(mod, name, val) = (serves[] = true; Core.eval(mod, Expr(:(=), name, val)); nothing)

# A dictionary over just these processes is one of messages between them.
_is_messages(val, pids) = val isa Dict{Int} && length(val) == length(pids) && all(p -> haskey(val, p), pids)

"""
    sow(pids, name, value; mod = Main, callstyle = remotecall_wait, progress = true)
    sow(name, value)

Assigns on processes: `name = value` is evaluated in module `mod` of each of `pids` (a number; a vector, range, tuple or set
of numbers, or a `WorkerPool`; all workers if left out). `name` is a symbol, or an expression that can be assigned to: a slice `:(x[1:2, :])`, a key
`:(d[:a])`, a field. If `value` is an expression, each process evaluates it for itself. A dictionary whose keys are just
`pids` becomes a `MessageDict`. On several processes, work of more than half a second shows its progress on a terminal,
unless `progress = false`. A process that is in the list twice does it twice; an empty list is no work.

Returns a `Future`, or a vector of them in the order of `pids` (ascending for a set). Errors: a process that does not exist is an
`ErrorException` before anything is sent; what fails on some processes is a `CompositeException`, and what the others gave
is `partial(e)`.

```clu 2
clu> using ClusterUtils

clu> sow(workers(), :x, :(myid() .^ [1, 2]));

clu> sow(2, :(x[1]), 10);

clu> reap(workers(), :x)
Dict{Int64,Any} with 2 entries:
  2 => [10, 4]
  3 => [3, 9]
```
"""
sow(pid::Integer, name::Doable, val; mod = Main, callstyle = remotecall_wait, progress = true) =
    callstyle(_assign, Int(pid), mod, name, val)
function sow(pids::Several, name::Doable, val; mod = Main, callstyle = remotecall_wait, progress = true)
    list = _pids(pids)
    val = _is_messages(val, list) ? MessageDict(val) : val
    callstyle === remotecall && return Any[remotecall(_assign, p, mod, name, val) for p in list]
    refs, failed = Base._with_progress(() -> Distributed._scatter(_assign, list, mod, name, val), progress)
    isempty(failed) || _throw_reap(refs, failed, list)
    refs
end
sow(name::Doable, val; kwargs...) = sow(workers(), name, val; kwargs...)
sow(pids::Several, name::Doable, val, more...; kwargs...) = throw(MethodError(sow, (pids, name, val, more...)))

# Waits for all, then throws what failed.
function _wait_all(refs)
    failed = Any[]
    for r in refs
        try
            wait(r)
        catch e
            e isa InterruptException && rethrow()
            push!(failed, e)
        end
    end
    isempty(failed) || throw(length(failed) == 1 ? failed[1] : CompositeException(failed))
    refs
end

# ---- computing ----

_evaluate(mod, ex) = (serves[] = true; Core.eval(mod, ex))

"""
    reap(pids, expression; mod = Main, callstyle = remotecall_fetch, returntype = Any, progress = true)
    reap(expression)

Evaluates a symbol or an expression in module `mod` of each of `pids` (as for `sow`; all workers if left out), at once, and
returns a `Dict{Int,returntype}` of the results by process number. On several processes, work of more than half a second shows its
progress on a terminal, unless `progress = false`. A process that is in the list twice evaluates twice; an empty list gives
an empty dictionary.

Errors: if some processes throw or die, all are waited for, and a `CompositeException` of what went wrong is thrown; what
the others gave is `partial(e)`.

```clu 2
clu> using ClusterUtils

clu> reap(workers(), :(myid()^2))
Dict{Int64,Any} with 2 entries:
  2 => 4
  3 => 9
```
"""
reap(pids::Pids, ex::Doable; mod = Main, callstyle = remotecall_fetch, returntype = Any, progress = true) =
    _reap(_pids(pids), ex, mod, callstyle, returntype, progress)
reap(ex::Doable; kwargs...) = reap(workers(), ex; kwargs...)

function _reap(pids, ex, mod, callstyle, returntype, progress)
    if callstyle === remotecall_fetch && progress
        results, failed = Distributed._gather(_evaluate, pids, mod, ex)
    elseif callstyle === remotecall_fetch || callstyle === remotecall_wait
        call = callstyle === remotecall_fetch ? Distributed._gather : Distributed._scatter
        results, failed = Base._with_progress(() -> call(_evaluate, pids, mod, ex), progress)
    else
        results, failed = _call_each(callstyle, pids, mod, ex)
    end
    isempty(failed) || _throw_reap(results, failed, pids, returntype)
    _by_pid(returntype === Any ? Dict{Int,Any}() : Dict{Int,returntype}(), pids, results)
end

function _by_pid(d, pids, results)
    for i in 1:length(pids)
        d[pids[i]] = results[i]
    end
    d
end

# A call of each process in the way of callstyle: the results, and the indices of those that are exceptions.
function _call_each(callstyle, pids, mod, ex)
    failed = Int[]
    results = Vector{Any}(undef, length(pids))
    Base._each_in_tasks(length(pids), length(pids)) do i
        results[i] = try
            callstyle(_evaluate, pids[i], mod, ex)
        catch e
            e isa InterruptException && rethrow()
            push!(failed, i)
            e
        end
    end
    results, sort!(failed)
end

function _throw_reap(results, failed, pids, T = Any)
    ex = CompositeException(Any[Distributed._task_failure(results[i]) for i in failed])
    throw(Distributed._keep_partial(ex, Distributed._others(pids, results, failed, T)))
end

"""
    partial(e)

When `sow`, `reap`, `reaprefs`, `stitch` or `@everywhere` failed with `e` on some processes: what the others gave, by
process (references to it for `sow` and `reaprefs`). Empty for any other exception. At the prompt `partial()` is that of
the last error.

    try
        reap(workers(), :(work()))
    catch e
        partial(e)
    end
"""
partial(e::CompositeException) = get(Distributed._partials, objectid(e.exceptions), Dict{Int,Any}())
partial(e::TaskFailedException) = partial(e.task.exception)
partial(e::CapturedException) = partial(e.ex)
partial(e) = Dict{Int,Any}()
partial() = partial(Base._last_error)

"""
    reaprefs(pids, expression; mod = Main, progress = true)

As `reap`, but the results stay where they are: a dictionary of `Future`s by process number is returned, for results that
are large or are only needed there. Errors: as `reap`.

```clu 2
clu> using ClusterUtils

clu> r = reaprefs(workers(), :(myid() + 1));

clu> fetch(r[3])
4
```
"""
reaprefs(pids::Pids, ex::Doable; callstyle = remotecall_wait, kwargs...) =
    reap(pids, ex; callstyle = callstyle, kwargs...)
reaprefs(ex::Doable; kwargs...) = reaprefs(workers(), ex; kwargs...)

"""
    @sow pids name = expression

As `sow`, the expression quoted for you; `\$` inserts a value of this process.

```clu 2
clu> using ClusterUtils

clu> @sow [2, 3] x = 10myid();

clu> @reap [2, 3] x + 1
Dict{Int64,Any} with 2 entries:
  2 => 21
  3 => 31
```
"""
macro sow(pids, assignment)
    assignment isa Expr && assignment.head === :(=) || error("usage: @sow pids name = expression")
    name, val = assignment.args
    :(sow($(esc(pids)), $(Meta.quot(name)), $(esc(Expr(:quote, val)))))
end
macro sow(pids, name, val)
    :(sow($(esc(pids)), $(Meta.quot(name)), $(esc(Expr(:quote, val)))))
end
"""
    @reap pids expression
    @reap expression

As `reap`, the expression quoted for you; `\$` inserts a value of this process.

```clu 2
clu> using ClusterUtils

clu> k = 5;

clu> @reap 2 myid() + \$k
Dict{Int64,Any} with 1 entry:
  2 => 7
```
"""
macro reap(pids, ex)
    :(reap($(esc(pids)), $(esc(Expr(:quote, ex)))))
end
macro reap(ex)
    :(reap(workers(), $(esc(Expr(:quote, ex)))))
end

"""
    stitch(pids, expression, f = vcat; mod = Main, progress = true)

Evaluates `expression` on each of `pids` and joins the results, in ascending order of the process numbers, with `f`: `vcat`
(the lengths add up), `hcat`, or any function of two parts. Errors: as `reap`; an `ArgumentError` for no processes.

```clu 3
clu> using ClusterUtils

clu> stitch([4, 2, 3], :(fill(myid(), 2)))
6-element Array{Int64,1}:
 2
 2
 3
 3
 4
 4

clu> stitch(workers(), :([myid(), 1]), hcat)
2×3 Array{Int64,2}:
 2  3  4
 1  1  1
```
"""
function stitch(pids::Pids, ex::Doable, f = vcat; kwargs...)
    r = reap(pids, ex; kwargs...)
    isempty(r) && throw(ArgumentError("no processes to stitch from"))
    parts = Any[r[p] for p in sort(collect(keys(r)))]
    # joined at once, not two by two: each part is copied once
    (f === vcat || f === hcat) && length(parts) > 1 ? f(parts...) : reduce(f, parts)
end
stitch(ex::Doable, f = vcat; kwargs...) = stitch(workers(), ex, f; kwargs...)

# ---- where processes are ----

# Hosts are told apart by more than their name: by the running kernel and the namespace of processes.
function _host()
    told(f) = try
        strip(f())
    catch
        ""
    end
    (gethostname(), told(() -> read("/proc/sys/kernel/random/boot_id", String)), told(() -> readlink("/proc/self/ns/pid")))
end

"""
    localpids()

The numbers of the processes on this host, ascending.

```clu 2
clu> using ClusterUtils

clu> localpids()
3-element Array{Int64,1}:
 1
 2
 3
```
"""
localpids() = _group(_pids(procs()))[_host()]

# Processes by host, each group ascending.
function _group(pids)
    hosts, failed = Distributed._gather(_host, pids)
    isempty(failed) || throw(hosts[failed[1]])
    groups = Dict{Any,Vector{Int}}()
    for (p, h) in zip(pids, hosts)
        push!(get!(groups, h, Int[]), p)
    end
    foreach(sort!, values(groups))
    groups
end

"""
    describepids(; remote = 0, filterfn = x -> true)
    describepids(pids; filterfn = x -> true)

Which processes are on which host: a `Dict{Int,Vector{Int}}` with one entry for each host, from its lowest process number
to all of its numbers. `remote = 0`: the other hosts, 1: this host, 2: all hosts; or just the given `pids`. `filterfn` is
asked with the host's name. Hosts are told apart by more than their name. Errors: an `ErrorException` for a process that
does not exist.

```clu 2
clu> using ClusterUtils

clu> describepids(remote = 2)
Dict{Int64,Array{Int64,1}} with 1 entry:
  1 => [1, 2, 3]
```
"""
function describepids(pids::Pids; filterfn = x -> true)
    topo = Dict{Int,Vector{Int}}()
    for (host, group) in _group(unique(_pids(pids)))
        filterfn(host[1]) && (topo[first(group)] = group)
    end
    topo
end
function describepids(; remote = 0, filterfn = x -> true)
    remote in (0, 1, 2) || throw(ArgumentError("remote must be 0, 1 or 2"))
    pids = _pids(procs())
    here = localpids()
    remote == 0 && (pids = filter(p -> !(p in here), pids))
    remote == 1 && (pids = here)
    isempty(pids) ? Dict{Int,Vector{Int}}() : describepids(pids; filterfn = filterfn)
end

"""
    invtopology(topology)

For each process of a topology the key of its host.

```clu
clu> using ClusterUtils

clu> invtopology(Dict(2 => [2, 3]))[3]
2
```
"""
function invtopology(topo)
    inv = Dict()
    for (k, group) in topo, p in group
        inv[p] = k
    end
    inv
end

"""
    preferredorder(topology = describepids(remote = 2))

The processes of a topology in an order that takes one of each host in turn.

```clu
clu> using ClusterUtils

clu> println(preferredorder(Dict(2 => [2, 3], 4 => [4, 5])))
[2, 4, 3, 5]
```
"""
function preferredorder(topo = describepids(remote = 2))
    groups = [copy(topo[k]) for k in sort(collect(keys(topo)))]
    order = Int[]
    while any(!isempty, groups)
        for g in groups
            isempty(g) || push!(order, popfirst!(g))
        end
    end
    order
end

"""
    chunkit(len, n)

Cuts `1:len` into `n` ranges of nearly the same length, to share out work. Errors: an `ArgumentError` if `n` is not
positive.

```clu
clu> using ClusterUtils

clu> chunkit(10, 3)
3-element Array{UnitRange{Int64},1}:
 1:3
 4:7
 8:10
```
"""
function chunkit(len::Integer, n::Integer)
    n > 0 || throw(ArgumentError("the number of chunks must be positive, got $n"))
    n == 1 && return [1:len]
    each = div(len, n)
    chunks = UnitRange{Int}[]
    lo = 1
    for i in 1:n
        hi = each + cld((i - 1) * (len - each), n - 1)
        push!(chunks, lo:hi)
        lo = hi + 1
    end
    chunks
end

# ---- shared arrays ----

function _share(pids, T, A, name, mod)
    S = SharedArray{T,ndims(A)}(size(A); pids = pids)
    A isa Array ? copyto!(sdata(S), A) : foreach(i -> S[i] = A[i], eachindex(A))
    results, failed = Distributed._gather(_assign_shared, pids, mod, name, S)
    isempty(failed) || throw(results[failed[1]])
    nothing
end
_assign_shared(mod, name, S) = (Core.eval(mod, Expr(:(=), name, S)); nothing)

"""
    broadcast_shared(topology, T, A, name; mod = Main)

On each host of the topology makes a `SharedArray` of element type `T` (a bits type) with the size and content of `A`, of
any number of dimensions, and calls it `name` on the host's processes of the topology. Errors: an `ErrorException` for a
process that does not exist; full memory is a `SystemError` here, not a crash later.

```clu 2
clu> using ClusterUtils

clu> broadcast_shared(Dict(2 => [2, 3]), Float64, zeros(2, 2), :s);

clu> sow(2, :(s[1, :]), 1);

clu> reap(3, :(s[:, :]))[3]
2×2 Array{Float64,2}:
 1.0  1.0
 0.0  0.0
```
"""
function broadcast_shared(topo, T::Type, A::AbstractArray, name::Symbol; mod = Main)
    refs = Any[]
    for (rep, pids) in topo
        push!(refs, remotecall(_share, rep, _pids(pids), T, A, name, mod))
    end
    _wait_all(refs)
    nothing
end
broadcast_shared(topo, A::AbstractArray, name::Symbol; kwargs...) = broadcast_shared(topo, eltype(A), A, name; kwargs...)

"""
    getrepresentation(x)

What is displayed for `x`: the elements of a `SharedArray`, else `x` itself.
"""
getrepresentation(S::SharedArray) = sdata(S)
getrepresentation(x) = x

# ---- files ----

"""
    save(file, value; compress = false, progress = true)
    save(file, :a, :b, ...; mod = Main, compress = false, progress = true)

Writes a value, or the variables of these names as a dictionary, to a file. The file is CBOR with typed arrays (RFC 8949,
RFC 8746) in the frame `55799(["clusterutils", 1, checksum, size if compressed, bytes])`; the checksum is XXH3 with 64
bits, the compression zstd. It is written beside and renamed: a reader sees the old file or the new one, whole. Work of more
than half a second shows its progress on a terminal, unless `progress = false`. Errors: a `SystemError` if it cannot be
written (the old file stays); an `ArgumentError` for what cannot be saved, as an open file.

```clu
clu> using ClusterUtils

clu> cd(mktempdir())

clu> a = [1.5, 2.5]; b = "text";

clu> save("file", :a, :b)

clu> load("file")[:a]
2-element Array{Float64,1}:
 1.5
 2.5
```
"""
save(file::AbstractString, value; compress = false, progress = true) =
    Base._with_progress(() -> _save(String(file), value, compress), progress)
save(file::AbstractString, name::Symbol, names::Symbol...; mod = Main, kwargs...) =
    save(file, dictify(name, names...; mod = mod); kwargs...)
"""
    load(file; progress = true)

The value that `save` wrote. Long work shows its progress as that of `save`. Errors: a `SystemError` if the file cannot be read; an `ErrorException` that tells what is
wrong and at which byte, if it is damaged, cut or foreign.

```clu
clu> using ClusterUtils

clu> cd(mktempdir())

clu> save("file", 1:3)

clu> load("file")
1:3
```
"""
load(file::AbstractString; progress = true) = Base._with_progress(() -> _load(String(file)), progress)

"""
    dictify(names...; mod = Main)

A `Dict{Symbol,Any}` of the variables with these names. Errors: an `UndefVarError`.

```clu
clu> using ClusterUtils

clu> a = 1;

clu> dictify(:a)
Dict{Symbol,Any} with 1 entry:
  :a => 1
```
"""
dictify(names::Symbol...; mod = Main) = Dict{Symbol,Any}(s => Core.eval(mod, s) for s in names)
dictify(names::AbstractVector; kwargs...) = dictify(names...; kwargs...)

# ---- looking ----

"""
    ismatch(regex, string)

Whether the regular expression matches somewhere in the string: the older name of `occursin`.

```clu
clu> using ClusterUtils

clu> ismatch(r"b+", "abbc")
true
```
"""
ismatch(r::Regex, s::AbstractString) = occursin(r, s)

"""
    lookup(module = Main, regex)

The names in a module that a regular expression matches, as symbols.

```clu
clu> using ClusterUtils

clu> lookup(ClusterUtils, r"^stitch")
1-element Array{Symbol,1}:
 :stitch
```
"""
lookup(mod::Module, r::Regex) = Symbol[s for s in names(mod, all = true) if !startswith(string(s), "#") && occursin(r, string(s))]
lookup(r::Regex) = lookup(Main, r)

"""
    filterpaths(folder = ".", what)

The paths of what is in a folder and whose names contain `what`, a string or a regular expression.

```clu
clu> using ClusterUtils

clu> cd(mktempdir()); touch("a.txt"); touch("b.csv");

clu> filterpaths(".", r"csv\$")
1-element Array{String,1}:
 "./b.csv"
```
"""
filterpaths(dir::AbstractString, what) = String[joinpath(dir, f) for f in sort(readdir(dir)) if occursin(what, f)]
filterpaths(what) = filterpaths(".", what)

"""
    ClusterUtils.checksame(expression, pids = workers(); mod = Main)

Throws an `AssertionError` unless the expression gives the same on all of `pids`.

```clu 2
clu> using ClusterUtils

clu> ClusterUtils.checksame(:(1 + 1), workers())
```
"""
function checksame(ex::Doable, pids::Pids = workers(); mod = Main)
    list = _pids(pids)
    vs = collect(values(reap(list, ex; mod = mod)))
    all(v -> isequal(v, vs[1]), vs) || throw(AssertionError("$ex is not the same on all of $list"))
    nothing
end
checksame(pids::Pids, ex::Doable; kwargs...) = checksame(ex, pids; kwargs...)

"""
    ClusterUtils.@timeit n expression

The mean time of `n` evaluations, in seconds.

```clu
clu> using ClusterUtils

clu> (ClusterUtils.@timeit 10 1 + 1) < 1
true
```
"""
macro timeit(n, ex)
    quote
        local n = $(esc(n))
        local start = time_ns()
        for _ in 1:n
            $(esc(ex))
        end
        (time_ns() - start) / 1e9 / n
    end
end

end
