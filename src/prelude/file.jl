# Files, folders, paths, and what the operating system says about them. System calls are in base/file.c.

# Errors of the operating system
struct IOError <: Exception
    msg::String
    code::Int
end
showerror(io::IO, e::IOError) = print(io, "IOError: ", e.msg)

# Files and folders
struct StatStruct
    device::UInt
    inode::UInt
    mode::UInt
    nlink::Int
    uid::UInt
    gid::UInt
    rdev::UInt
    size::Int64
    blksize::Int64
    blocks::Int64
    mtime::Float64
    ctime::Float64
end
_stat_of(t::Tuple) = StatStruct(t...)
_stat_of(::Nothing) = StatStruct(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.0, 0.0)
stat(path::AbstractString) = _stat_of(_stat(path, true))
stat(io::IOStream) = _stat_of(_stat(io.fd, true))
stat(parts::AbstractString...) = stat(joinpath(parts...))
lstat(path::AbstractString) = _stat_of(_stat(path, false))
lstat(parts::AbstractString...) = lstat(joinpath(parts...))
show(io::IO, s::StatStruct) = print(io, "StatStruct(mode=0o", string(s.mode, base=8, pad=6), ", size=", s.size, ")")
ispath(s::StatStruct) = s.mode & 0xf000 != 0
isdir(s::StatStruct) = s.mode & 0xf000 == 0x4000
isfile(s::StatStruct) = s.mode & 0xf000 == 0x8000
islink(s::StatStruct) = s.mode & 0xf000 == 0xa000
isfifo(s::StatStruct) = s.mode & 0xf000 == 0x1000
issocket(s::StatStruct) = s.mode & 0xf000 == 0xc000
isblockdev(s::StatStruct) = s.mode & 0xf000 == 0x6000
ischardev(s::StatStruct) = s.mode & 0xf000 == 0x2000
filesize(s::StatStruct) = s.size
mtime(s::StatStruct) = s.mtime
ctime(s::StatStruct) = s.ctime
filemode(s::StatStruct) = s.mode
uperm(s::StatStruct) = UInt8((s.mode >> 6) & 7)
gperm(s::StatStruct) = UInt8((s.mode >> 3) & 7)
operm(s::StatStruct) = UInt8(s.mode & 7)
for f in (:ispath, :isdir, :isfile, :isfifo, :issocket, :isblockdev, :ischardev, :filesize, :mtime, :ctime, :filemode, :uperm, :gperm, :operm)
    @eval $f(path::AbstractString, rest::AbstractString...) = $f(stat(path, rest...))
end
islink(path::AbstractString, rest::AbstractString...) = islink(lstat(path, rest...))
filesize(io::Union{IOStream}) = (flush(io); stat(io).size)
function ismount(path::AbstractString)
    isdir(path) || return false
    here, above = stat(path), stat(joinpath(path, ".."))
    here.device != above.device || here.inode == above.inode
end
samefile(a::AbstractString, b::AbstractString) = (s = stat(a); t = stat(b); ispath(s) && s.device == t.device && s.inode == t.inode)

function mkdir(path::AbstractString; mode::Integer=0o777)
    _mkdir(path, Int(mode))
end
function mkpath(path::AbstractString; mode::Integer=0o777)
    (isempty(path) || isdir(path)) && return path
    d = dirname(path)
    path == d || mkpath(d; mode=mode)
    try
        mkdir(path; mode=mode)
    catch
        isdir(path) || rethrow()
    end
    path
end
function rm(path::AbstractString; force::Bool=false, recursive::Bool=false)
    if islink(path) || !isdir(path)
        try
            _unlink(path)
        catch e
            force && e isa IOError && e.code == -2 && return nothing
            rethrow()
        end
    else
        if recursive
            for name in readdir(path)
                rm(joinpath(path, name); force=force, recursive=true)
            end
        end
        _rmdir(path)
    end
    nothing
end
function _check_destination(src, dst, force, what)
    ispath(dst) || islink(dst) || return
    if !force
        throw(ArgumentError("'$dst' exists. `force=true` is required to remove '$dst' before $what."))
    end
    samefile(src, dst) && throw(ArgumentError("'src' and 'dst' refer to the same file/dir. This is not supported.\n  `src` refers to: $(abspath(src))\n  `dst` refers to: $(abspath(dst))\n"))
    rm(dst; recursive=true)
end
function cp(src::AbstractString, dst::AbstractString; force::Bool=false, follow_symlinks::Bool=false)
    _check_destination(src, dst, force, "copying")
    if !follow_symlinks && islink(src)
        symlink(readlink(src), dst)
    elseif isdir(src)
        mkdir(dst)
        for name in readdir(src)
            cp(joinpath(src, name), joinpath(dst, name); follow_symlinks=follow_symlinks)
        end
    else
        _copyfile(src, dst)
    end
    dst
end
function mv(src::AbstractString, dst::AbstractString; force::Bool=false)
    _check_destination(src, dst, force, "moving")
    if !_rename(src, dst)
        cp(src, dst; force=force)
        rm(src; recursive=true)
    end
    dst
end
touch(path::AbstractString) = _touch(path)
chown(path::AbstractString, owner::Integer, group::Integer = -1) = _chown(path, Int(owner), Int(group))
chmod(path::AbstractString, mode::Integer; recursive::Bool=false) = _chmod(path, Int(mode))
function readdir(dir::AbstractString; join::Bool=false, sort::Bool=true)
    names = _readdir(dir, sort)
    join ? String[joinpath(dir, n) for n in names] : names
end
function readdir(; join::Bool=false, sort::Bool=true)
    readdir(join ? pwd() : "."; join=join, sort=sort)
end
function walkdir(root; topdown::Bool=true, follow_symlinks::Bool=false, onerror=throw)
    out = Any[]
    dirs, files = String[], String[]
    for name in readdir(root)
        path = joinpath(root, name)
        if isdir(path) && (follow_symlinks || !islink(path))
            push!(dirs, name)
        else
            push!(files, name)
        end
    end
    topdown && push!(out, (root, dirs, files))
    for d in dirs
        append!(out, walkdir(joinpath(root, d); topdown=topdown, follow_symlinks=follow_symlinks))
    end
    topdown || push!(out, (root, dirs, files))
    out
end
cd(path::AbstractString) = _cd(path)
cd() = cd(homedir())
function cd(f::Function, path::AbstractString)
    old = pwd()
    cd(path)
    try
        f()
    finally
        cd(old)
    end
end
tempdir() = (d = get(ENV, "TMPDIR", "/tmp"); length(d) > 1 && endswith(d, '/') ? String(chop(d)) : d)
homedir() = get(ENV, "HOME", "/")
function tempname(parent::AbstractString=tempdir(); cleanup::Bool=true)
    path, fd = _mktemp(parent)
    _closefd(fd)
    _unlink(path)
    path
end
const _temporaries = String[]
function _remove_temporaries()
    for p in _temporaries
        try
            rm(p; force=true, recursive=true)
        catch
        end
    end
end
function mktemp(parent::AbstractString=tempdir(); cleanup::Bool=true)
    path, fd = _mktemp(parent)
    cleanup && _clean_later(path)
    (path, _fdopen(fd, "<file $path>", true, true))
end
function _clean_later(path)
    isempty(_temporaries) && atexit(_remove_temporaries)
    push!(_temporaries, path)
end
function mktemp(f::Function, parent::AbstractString=tempdir())
    path, io = mktemp(parent; cleanup=false)
    try
        f(path, io)
    finally
        close(io)
        rm(path; force=true)
    end
end
function mktempdir(parent::AbstractString=tempdir(); prefix::AbstractString="jl_", cleanup::Bool=true)
    path = _mkdtemp(parent, prefix)
    cleanup && _clean_later(path)
    path
end
function mktempdir(f::Function, parent::AbstractString=tempdir(); prefix::AbstractString="jl_")
    path = mktempdir(parent; prefix=prefix, cleanup=false)
    try
        f(path)
    finally
        rm(path; force=true, recursive=true)
    end
end

# Paths
isabspath(path::AbstractString) = startswith(path, '/')
isdirpath(path::AbstractString) = occursin(Regex("(?:^|/)\\.{0,2}\$"), String(path))
joinpath(path::AbstractString) = String(path)
function joinpath(path::AbstractString, paths::AbstractString...)
    r = String(path)
    for p in paths
        if isabspath(p)
            r = String(p)
        elseif isempty(r) || endswith(r, '/')
            r = r * p
        else
            r = r * "/" * p
        end
    end
    r
end
function splitdir(path::AbstractString)
    p = String(path)
    i = findlast('/', p)
    i === nothing && return ("", p)
    dir, base = p[1:i], p[nextind(p, i):end]
    d = rstrip(dir, '/')
    (isempty(d) ? "/" : String(d), base)
end
dirname(path::AbstractString) = splitdir(path)[1]
basename(path::AbstractString) = splitdir(path)[2]
const path_separator = "/"
splitdrive(path::AbstractString) = ("", String(path))
function splitext(path::AbstractString)
    p = String(path)
    m = match(Regex("^((?:.*[/\\\\])?(?:\\.|[^/\\\\\\.])[^/\\\\]*?)(\\.[^/\\\\\\.]*|)\$"), p)
    m === nothing && return (p, "")
    (String(m.captures[1]), String(m.captures[2]))
end
function splitpath(path::AbstractString)
    p = String(path)
    isempty(p) && return [""]
    out = String[]
    while !isempty(p)
        dir, base = splitdir(p)
        dir == p && (pushfirst!(out, dir); break)
        isempty(base) || pushfirst!(out, base)
        p = dir
    end
    out
end
function normpath(path::AbstractString)
    p = String(path)
    abs, isdirectory = isabspath(p), isdirpath(p)
    parts = String[]
    for part in split(p, '/'; keepempty=false)
        part == "." && continue
        if part == ".." && !isempty(parts) && parts[end] != ".."
            pop!(parts)
        elseif part == ".." && abs
        else
            push!(parts, part)
        end
    end
    r = join(parts, "/")
    abs && (r = "/" * r)
    isempty(r) && return "."
    isdirectory && !endswith(r, '/') && (isempty(parts) || parts[end] != "..") && (r *= "/")
    r
end
normpath(a::AbstractString, b::AbstractString...) = normpath(joinpath(a, b...))
abspath(path::AbstractString) = normpath(isabspath(path) ? path : joinpath(pwd(), path))
abspath(a::AbstractString, b::AbstractString...) = abspath(joinpath(a, b...))
function relpath(path::AbstractString, start::AbstractString=".")
    isempty(path) && throw(ArgumentError("`path` must be specified"))
    a, b = split(abspath(path), '/'; keepempty=false), split(abspath(start), '/'; keepempty=false)
    i = 0
    while i < length(a) && i < length(b) && a[i+1] == b[i+1]
        i += 1
    end
    parts = vcat(fill("..", length(b) - i), a[i+1:end])
    isempty(parts) ? "." : join(parts, "/")
end
function expanduser(path::AbstractString)
    path == "~" ? homedir() : startswith(path, "~/") ? homedir() * path[2:end] : String(path)
end
contractuser(path::AbstractString) = (h = homedir(); path == h ? "~" : startswith(path, h * "/") ? "~" * path[ncodeunits(h)+1:end] : String(path))
