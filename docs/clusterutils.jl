# Writes docs/clusterutils.md: what ?name says of each function of the cluster, by theme. A public name without
# documentation, or one that is in no theme, is an error.
using ClusterUtils, Distributed, SharedArrays, Serialization

const themes = [
    "Assigning and computing" => [:sow, :reap, :reaprefs, :stitch, :partial, Symbol("@sow"), Symbol("@reap"), :checksame,
                                  Symbol("@timeit")],
    "Where processes are" => [:describepids, :localpids, :invtopology, :preferredorder, :chunkit],
    "Messages" => [:MessageDict, :swapmsgs, :collectmsgs, :collectmsgsatpid, :collectmsgsatmaster],
    "Files" => [:save, :load, :dictify, :serialize, :deserialize],
    "Shared arrays" => [:broadcast_shared, :SharedArray, :sdata, :localindices, :indexpids, :getrepresentation],
    "Looking" => [:lookup, :filterpaths, :ismatch],
    "Processes" => [:addprocs, :rmprocs, :interrupt, :myid, :procs, :nprocs, :workers, :nworkers],
    "Calls" => [:remotecall, :remotecall_fetch, :remotecall_wait, :remote_do, Symbol("@spawnat"), Symbol("@spawn"),
                Symbol("@fetchfrom"), Symbol("@fetch"),
                Symbol("@everywhere"), :Future, :fetch, :isready, :RemoteException, :ProcessExitedException],
    "Channels and time" => [:RemoteChannel, :Channel, :put!, :take!, :timedwait, Symbol("@elapsed"), Symbol("@time")],
    "Shared work" => [:pmap, Symbol("@distributed"), :WorkerPool, :CachingPool, :clear!, :remote, :default_worker_pool],
]

const names_of_themes = Set(n for (_, list) in themes for n in list)
for n in names(ClusterUtils)
    n in (:ClusterUtils, :Doable) || n in names_of_themes || error("$n is in no theme of docs/clusterutils.jl")
end

println("# Functions of the cluster\n")
println("Made from the same declarations as `?name` at the prompt, by `make docs`; the tests type all examples. In an example's")
println("first line stands how many workers its prompt has.\n")
for (theme, list) in themes
    println("- ", theme, ": ", join(["`$n`" for n in list], ", "))
end
for (theme, list) in themes
    println("\n## ", theme)
    for n in list
        texts = [d.text for d in Base._docs if d.name === n && d.text isa String]
        isempty(texts) && error("$n has no documentation")
        println("\n### `", n, "`\n\n", rstrip(last(texts)))
    end
end
