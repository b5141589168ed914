#!/usr/bin/env python3
"""Reads what save wrote as any program could: CBOR with typed arrays, its checksum (xxHash), its compression (zstd).

Also: a save that is killed in the middle leaves the old file or the new one, and nothing else. usage: saved-files.py CLU
"""
import ctypes
import os
import signal
import struct
import subprocess
import sys
import tempfile

try:
    import cbor2
except ImportError:
    print("python3-cbor2 is missing")
    sys.exit(77)

CODES = {64: "B", 69: "<H", 70: "<I", 71: "<Q", 72: "b", 77: "<h", 78: "<i", 79: "<q", 84: "<e", 85: "<f", 86: "<d"}
SCRIPT = """
using ClusterUtils
a, b, c = [1.5, -2.0, 1e300], Int32[1 2 3; 4 5 6], UInt8[7, 8]
s, list, n = "ä text", Any[1, -1, true, nothing, "x"], Dict("k" => 3)
save("plain", :a, :b, :c, :s, :list, :n)
save("packed", zeros(10_000); compress = true)
"""
checks = 0


def check(what, ok):
    global checks
    checks += 1
    if not ok:
        sys.exit("not ok: " + what)


def xxh3(data):
    library = ctypes.CDLL("libxxhash.so.0")
    library.XXH3_64bits.restype = ctypes.c_uint64
    library.XXH3_64bits.argtypes = [ctypes.c_char_p, ctypes.c_size_t]
    return library.XXH3_64bits(data, len(data))


def unpacked(data, size):
    library = ctypes.CDLL("libzstd.so.1")
    library.ZSTD_decompress.restype = ctypes.c_size_t
    library.ZSTD_decompress.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t]
    out = ctypes.create_string_buffer(size)
    check("size of the content", library.ZSTD_decompress(out, size, data, len(data)) == size)
    return out.raw


def plain(x):
    """Values without the tags: typed arrays as lists, a matrix as (dims, elements), symbols as their names."""
    if isinstance(x, cbor2.CBORTag):
        if x.tag in CODES:
            return [v for v, in struct.iter_unpack(CODES[x.tag], x.value)]
        if x.tag == 1040:
            return tuple(x.value[0]), plain(x.value[1])
        return plain(x.value)
    if isinstance(x, (list, tuple)):
        return [plain(v) for v in x]
    if isinstance(x, dict):
        return {plain(k): plain(v) for k, v in x.items()}
    return x


def read(path):
    with open(path, "rb") as f:
        name, version, checksum, size, body = cbor2.load(f)
    check("name and version", (name, version) == ("clusterutils", 1))
    check("checksum", xxh3(body) == checksum)
    return plain(cbor2.loads(unpacked(body, size) if size else body))


def killed(clu, folder):
    """Saves one after another are cut short by kill -9; what is left is always one of the values."""
    loop = 'using ClusterUtils; println(1); flush(stdout); k = 0; while true; global k += 1; save("file", fill(k, 200_000)); end'
    for _ in range(5):
        p = subprocess.Popen([clu, "-e", loop], cwd=folder, stdout=subprocess.PIPE)
        p.stdout.readline()
        while not os.path.exists(os.path.join(folder, "file")):
            pass
        p.send_signal(signal.SIGKILL)
        p.wait()
        p.stdout.close()
        got = read(os.path.join(folder, "file"))
        check("a file left by a killed save", len(got) == 200_000 and set(got) == {got[0]})
    left = [n for n in os.listdir(folder) if n.endswith(".part")]
    check("nothing else is left by killed saves: %s" % left, not left or not unnamed_files(folder))


def unnamed_files(folder):
    """Whether the file system of the folder has files without names, as memory and most disks have."""
    try:
        os.close(os.open(folder, os.O_TMPFILE | os.O_WRONLY))
    except OSError:
        return False
    return True


def main():
    clu = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="clu-saved-") as folder:
        subprocess.run([clu, "-e", SCRIPT], cwd=folder, check=True)
        got = read(os.path.join(folder, "plain"))[1]
        check("a vector", got["a"] == [1.5, -2.0, 1e300])
        check("a matrix", got["b"] == ((2, 3), [1, 4, 2, 5, 3, 6]))
        check("bytes", got["c"] == [7, 8])
        check("a string", got["s"] == "ä text")
        check("a list", got["list"] == [1, -1, True, None, "x"])
        check("a dictionary", got["n"][1] == {"k": 3})
        check("a compressed vector", read(os.path.join(folder, "packed")) == [0.0] * 10_000)
        check("compression", os.path.getsize(os.path.join(folder, "packed")) < 2000)
        killed(clu, folder)
    print("%d checks passed" % checks)


main()
