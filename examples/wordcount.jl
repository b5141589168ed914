# Counts the words of all files under a folder, on the workers.
#   clu -p 4 examples/wordcount.jl [DIR]
# The files are shared out with chunkit; each worker counts its own; the counts are merged with reduce.

@everywhere using ClusterUtils

folder = isempty(ARGS) ? "/usr/share/common-licenses" : ARGS[1]
if !isdir(folder)
    println(stderr, "wordcount: there is no folder ", folder)
    exit(2)
end

"All regular files under a folder, in order; links are left out, so that no text counts twice."
function files_under(folder)
    found = String[]
    for (root, _, files) in walkdir(folder)
        for name in files
            path = joinpath(root, name)
            islink(path) || push!(found, path)
        end
    end
    return sort(found)
end

@everywhere begin
    "Counts of the words in one text; letters and digits make words, case does not matter."
    function count_words(text)
        counts = Dict{String,Int}()
        for word in eachmatch(r"[\p{L}\p{N}]+", lowercase(text))
            w = String(word.match)
            counts[w] = get(counts, w, 0) + 1
        end
        return counts
    end

    "Counts of the words in some files, and a warning for each file that cannot be counted."
    function count_files(paths)
        counts, warnings = Dict{String,Int}(), String[]
        for path in paths
            text = try
                read(path, String)
            catch e
                push!(warnings, string(path, ": ", sprint(showerror, e)))
                continue
            end
            if isempty(text)
                push!(warnings, string(path, ": is empty"))
            elseif !isvalid(text)
                push!(warnings, string(path, ": is not UTF-8 text"))
            else
                counts = merge(+, counts, count_words(text))
            end
        end
        return counts, warnings
    end
end

started = time()
pids = workers()
files = files_under(folder)
for (pid, chunk) in zip(pids, chunkit(length(files), length(pids)))
    sow(pid, :paths, files[chunk])
end
results = reap(pids, :(count_files(paths)))
counts = reduce((a, b) -> merge(+, a, b), [results[p][1] for p in pids])
for p in pids, warning in results[p][2]
    println(stderr, "warning: ", warning)
end

println(length(files), " files, ", sum(values(counts)), " words, ", length(counts), " different, counted by ",
        length(pids), " workers in ", round(time() - started, digits = 3), " s")
for (word, n) in sort(collect(counts), by = p -> (-p[2], p[1]))[1:min(10, length(counts))]
    println(lpad(n, 8), "  ", word)
end
