#!/usr/bin/env python3
"""Checks how the house is built: tests/structure.py [ROOT].

- a file includes headers of its own room and of the rooms above it only (ARCHITECTURE.md's table);
- a header opens with a comment that says what it is and promises;
- no function is longer than LINES, but for those named here with the reason;
- no file is longer than 800 lines."""
import os
import re
import sys

ROOMS = ["value", "lang", "base", "wire", "host", "cluster", "api", "cli"]
LINES = 80
LONG_FUNCTIONS = {
    ("src/lang/vm.c", "vm_run"): "the machine's loop: one label for each opcode, threaded by computed jumps within one function",
}
LONG_FILES = {}

root = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
os.chdir(root)
faults = []


def files(folder, *ends):
    for path, _, names in os.walk(folder):
        for name in sorted(names):
            if name.endswith(ends):
                yield os.path.join(path, name)


def room(path):
    return ROOMS.index(path.split("/")[1])


def check_includes(path, text):
    for included in re.findall(r'^#include "(\w+)/', text, re.M):
        if included not in ROOMS:
            faults.append(f"{path}: includes {included}/, which is no room")
        elif ROOMS.index(included) > room(path):
            faults.append(f"{path}: includes a header of {included}, which stands above it")


def check_header(path, text):
    comment = re.match(r"/\*(.*?)\*/", text, re.S)
    if not comment or len(comment.group(1).split()) < 6:
        faults.append(f"{path}: does not open with a comment that says what it is")


def check_functions(path, lines):
    """A function begins at a line without indentation that ends in '{' and ends at the next '}' in the first column."""
    start = name = None
    for number, line in enumerate(lines, 1):
        if start is None and line.endswith("{") and line[:1] not in (" ", "#", "}", "/", "\t"):
            head = lines[number - 1] if "(" in lines[number - 1] else lines[number - 2] + lines[number - 1]
            found = re.search(r"(\w+)\s*\(", head)
            if found and not re.match(r"(typedef|struct|enum|union)\b[^(]*\{$", line):
                start, name = number, found.group(1)
        elif start and line.startswith("}"):
            length = number - start + 1
            if length > LINES and (path, name) not in LONG_FUNCTIONS:
                faults.append(f"{path}:{start}: {name} has {length} lines")
            start = None


for path in list(files("src", ".c", ".h")) + list(files("include", ".h")):
    text = open(path, encoding="utf-8").read()
    lines = text.splitlines()
    if path.startswith("src/"):
        check_includes(path, text)
    if path.endswith(".h"):
        check_header(path, text)
    check_functions(path, lines)
    if len(lines) > 800 and path not in LONG_FILES:
        faults.append(f"{path}: {len(lines)} lines")
for path in files("src/prelude", ".jl"):
    count = len(open(path, encoding="utf-8").read().splitlines())
    if count > 800 and path not in LONG_FILES:
        faults.append(f"{path}: {count} lines")
for fault in faults:
    print(fault)
sys.exit(bool(faults))
