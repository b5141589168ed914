"""Writes a C file that holds the prelude's sources. usage: embed.py FILE.jl... OUTPUT.c"""
import os
import sys

files, out = sys.argv[1:-1], sys.argv[-1]
with open(out, "w") as c:
    c.write("/* made by embed.py */\n#include \"lang/prelude.h\"\n")
    for i, path in enumerate(files):
        data = open(path, "rb").read()
        c.write("static const unsigned char text%d[] = {" % i)
        c.write("".join("%d," % b for b in data) + "0};\n")
    c.write("const PreludeFile prelude_files[] = {\n")
    for i, path in enumerate(files):
        c.write('  {"%s", (const char *)text%d, sizeof text%d - 1},\n' % (os.path.basename(path), i, i))
    c.write("  {0, 0, 0}};\n")
