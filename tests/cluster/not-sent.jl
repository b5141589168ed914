# procs: 2
# what could not be sent leaves nothing behind: no global counts as sent, no reference as held by the other process
using Distributed
g = [1, 2, 3]
attempt(f, args...) =
    try
        remotecall_fetch(f, 2, args..., current_task())
    catch e
        typeof(e)
    end
println(attempt((a, b) -> sum(g), 1))
println(remotecall_fetch(() -> sum(g), 2))
held() = Distributed._reference_count()
function attempts(n)
    for _ in 1:n
        attempt((a, b) -> 1, RemoteChannel(() -> Channel(1), 1))
    end
end
attempts(100)
function settle(n)
    for _ in 1:50
        GC.gc()
        sleep(0.01)
        held() <= n && return true
    end
    held()
end
println(settle(20))
# the same for what is given back
println(try
    remotecall_fetch(() -> (RemoteChannel(() -> Channel(1)), current_task()), 2)
catch e
    typeof(e)
end)
function answers(n)
    for _ in 1:n
        try
            remotecall_fetch(() -> (RemoteChannel(() -> Channel(1)), current_task()), 2)
        catch
        end
    end
end
answers(100)
function settle_there(n)
    for _ in 1:50
        remotecall_fetch(GC.gc, 2)
        sleep(0.01)
        remotecall_fetch(() -> Distributed._reference_count(), 2) <= n && return true
    end
    remotecall_fetch(() -> Distributed._reference_count(), 2)
end
println(settle_there(20))
