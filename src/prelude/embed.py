"""Writes a C file that holds the prelude's sources. usage: embed.py ORDER.txt OUTPUT.c"""
import os
import sys

order, out = sys.argv[1:]
files = [line.split() for line in open(order) if line.strip() and not line.startswith("#")]
with open(out, "w") as c:
    c.write("/* made by embed.py */\n#include \"lang/prelude.h\"\n")
    for i, (name, *module) in enumerate(files):
        data = open(os.path.join(os.path.dirname(order), name), "rb").read()
        c.write("static const unsigned char text%d[] = {" % i)
        c.write("".join("%d," % b for b in data) + "0};\n")
    c.write("const PreludeFile prelude_files[] = {\n")
    for i, (name, *module) in enumerate(files):
        c.write('  {"%s", %s, (const char *)text%d, sizeof text%d - 1},\n' % (name, '"%s"' % module[0] if module else "0", i, i))
    c.write("  {0, 0, 0, 0}};\n")
