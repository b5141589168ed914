# Exceptions on the stack, also of tasks that failed; the order of enums; views to the end.
using Base: catch_stack
try
    error("A")
catch
    println(length(catch_stack()))
end
println(length(catch_stack()))
try
    try; error("A"); catch; println(length(catch_stack())); error("B"); end
catch
    println(length(catch_stack()))
end
function f()
   try; error("x"); catch; return length(catch_stack()); end
end
println(f(), length(catch_stack()))
for i in 1:2
  try; error("y"); catch; println(length(catch_stack())); continue; end
end
println(length(catch_stack()))
X = reshape(1:24,2,3,4)
println(@view(X[1:end,2,2]), X[1:end,2,2] == @view(X[1:end,2,2]))
@enum UI8::UInt8 ten=10 thr=3 sevn=7 fiftn=240
show(stdout, "text/plain", UI8); println(instances(UI8))
t = @task try; error("A"); catch; error("B"); end
schedule(t); try wait(t) catch end
println(length(catch_stack(t)), catch_stack(t, include_bt=false))
# a task that is due to run, or has not begun, gets an exception instead
for begun in (false, true)
    t = @async (sleep(10); 1)
    begun && yield()
    schedule(t, ErrorException("instead"), error = true)
    println(try fetch(t) catch e; e.task.exception end, " ", t.state)
end
t = Task(() -> 1)
schedule(t)
println(try schedule(t, 2) catch e; e end, " ", fetch(t), " ", try schedule(t, ErrorException("x"), error = true) catch e; e end)
