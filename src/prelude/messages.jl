# Messages between workers: dictionaries by process number, of which each worker writes its own entry.

"""
    MessageDict(dictionary)

A dictionary of messages between processes: each writes under its own number, `swapmsgs` exchanges. `sow` makes one of a
dictionary whose keys are process numbers.

```clu 2
clu> using ClusterUtils

clu> sow(workers(), :m, Dict(k => 0 for k in workers()));

clu> reap(2, :m)[2]
ClusterUtils.MessageDict
Dict{Int64,Any} with 2 entries:
  2 => 0
  3 => 0
```
"""
struct MessageDict <: AbstractDict{Int,Any}
    dict::Dict{Int,Any}
    MessageDict(d::Dict{Int,Any}) = new(d)
end
MessageDict(d::AbstractDict) = MessageDict(Dict{Int,Any}(k => v for (k, v) in d))
MessageDict(pairs::Pair...) = MessageDict(Dict{Int,Any}(pairs...))
getindex(m::MessageDict, k) = m.dict[k]
setindex!(m::MessageDict, v, k) = (m.dict[k] = v; m)
length(m::MessageDict) = length(m.dict)
iterate(m::MessageDict, state...) = iterate(m.dict, state...)
haskey(m::MessageDict, k) = haskey(m.dict, k)
keys(m::MessageDict) = keys(m.dict)
values(m::MessageDict) = values(m.dict)
get(m::MessageDict, k, default) = get(m.dict, k, default)
delete!(m::MessageDict, k) = (delete!(m.dict, k); m)
copy(m::MessageDict) = MessageDict(copy(m.dict))
==(a::MessageDict, b::MessageDict) = a.dict == b.dict
==(a::MessageDict, b::AbstractDict) = a.dict == b
==(a::AbstractDict, b::MessageDict) = a == b.dict
show(io::IO, m::MessageDict) = show(io, m.dict)
function show(io::IO, mime::MIME"text/plain", m::MessageDict)
    print(io, "ClusterUtils.MessageDict\n")
    show(io, mime, m.dict)
end

# What a process has to tell (src/cluster/message.c), and what it hears.
_tell(name, mod, list) = _tell(Core.eval(mod, name), list)
_tell(m::MessageDict, list) = _tell(m.dict, list)
_tell(d::AbstractDict, list) = (_tell(Dict{Int,Any}(k => v for (k, v) in d), list)[1:3]..., false)
_tell(x, list) = throw(ArgumentError("messages are in a dictionary by process number, not in a value of type $(typeof(x))"))
_hear(name, mod, from, what) = (_hear(Core.eval(mod, name), from, what); nothing)
_hear(m::MessageDict, from, what) = _hear(m.dict, from, what)
function _hear(d::AbstractDict, from, what)
    for (k, v) in zip(from, what)
        k != myid() && haskey(d, k) && (d[k] = v)
    end
end
function _entry(name, mod)
    Core.eval(mod, name)[myid()]
end
_incoming(name, mod, entries) = _hear(name, mod, Int[k for k in keys(entries)], Any[v for v in values(entries)])
function _checked(results, failed)
    isempty(failed) || throw(results[failed[1]])
    results
end

# What each of pids has under its own number.
function _entries(name, pids, mod)
    list = _pids(pids)
    Dict{Int,Any}(zip(list, _checked(Distributed._gather(_entry, list, name, mod)...)))
end

"""
    swapmsgs(pids, name; mod = Main, progress = true)
    swapmsgs(name)

Each of `pids` (all workers if left out) gets what the others have under their own numbers in the dictionary `name`: one
gather and one broadcast. What a process wrote under its own number stays. When this returns, the messages are on their way
and come before whatever is asked of those processes next. Errors: a `RemoteException` if a process has no such dictionary;
the others are as before.

```clu 2
clu> using ClusterUtils

clu> sow(workers(), :m, Dict(k => 0 for k in workers()));

clu> sow(workers(), :(m[myid()]), :(10myid()));

clu> swapmsgs(workers(), :m)

clu> reap(2, :(m[3]))[2]
30
```
"""
swapmsgs(pids::Pids, name::Doable; mod = Main, progress = true) =
    Base._with_progress(() -> _swap(unique(_pids(pids)), name, mod), progress)
function _swap(list, name, mod)
    told = _checked(Distributed._gather(_tell, list, name, mod, list)...)
    from, what, others, safe = _told(list, told)
    if !isempty(others)
        for (k, v) in _entries(name, unique(filter(k -> !(k in list), others)), mod)
            push!(from, k)
            push!(what, v)
        end
    end
    if safe && isempty(others) && name isa Symbol
        Distributed._gather_unhurried(_hear, list, name, mod, from, what)
    else
        _checked(Distributed._gather(_hear, list, name, mod, from, what)...)
    end
    nothing
end
swapmsgs(name::Doable; kwargs...) = swapmsgs(workers(), name; kwargs...)

"""
    collectmsgs(name, pids = workers(); mod = Main)
    collectmsgs(name, dictionary)

What each of `pids` has under its own number in the dictionary `name`, as a `Dict{Int,Any}`; or fills a dictionary given
instead of `pids`, for its keys.

```clu 2
clu> using ClusterUtils

clu> sow(workers(), :m, Dict(k => k^2 for k in workers()));

clu> collectmsgs(:m, workers())
Dict{Int64,Any} with 2 entries:
  2 => 4
  3 => 9
```
"""
collectmsgs(name::Doable, pids::Pids; mod = Main) = _entries(name, pids, mod)
collectmsgs(name::Doable; kwargs...) = collectmsgs(name, workers(); kwargs...)
function collectmsgs(name::Doable, into::AbstractDict; mod = Main)
    for (k, v) in _entries(name, collect(keys(into)), mod)
        into[k] = v
    end
    into
end

"""
    collectmsgsatpid(pid, name, pids = workers(); mod = Main)

Collects what each of `pids` has under its own number into the dictionary `name` of process `pid`.

```clu 2
clu> using ClusterUtils

clu> sow(workers(), :m, Dict(k => 0 for k in workers()));

clu> sow(3, :(m[3]), 9);

clu> collectmsgsatpid(2, :m)

clu> reap(2, :(m[3]))[2]
9
```
"""
function collectmsgsatpid(pid::Integer, name::Doable, pids::Pids = workers(); mod = Main)
    remotecall_wait(_incoming, Int(pid), name, mod, _entries(name, pids, mod))
    nothing
end
collectmsgsatpid(name::Doable, pid::Integer, pids::Pids = workers(); kwargs...) =
    collectmsgsatpid(pid, name, pids; kwargs...)
"""
    collectmsgsatmaster(name, pids = workers(); mod = Main)

Collects what each of `pids` has under its own number into the dictionary `name` of the master.

```clu 2
clu> using ClusterUtils

clu> m = Dict(k => 0 for k in workers());

clu> sow(workers(), :m, :(Dict(myid() => 7)));

clu> collectmsgsatmaster(:m)

clu> m[3]
7
```
"""
collectmsgsatmaster(name::Doable, pids::Pids = workers(); kwargs...) =
    collectmsgsatpid(1, name, pids; kwargs...)
