#!/usr/bin/env python3
"""What `make install` leaves is usable: the C example builds through pkg-config against the shared and the static
library and runs. usage: install.py BUILD_FOLDER SOURCE_FOLDER"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

BUILD, SOURCE = map(os.path.abspath, sys.argv[1:3])


def run(*argv, **keywords):
    return subprocess.run(argv, check=True, capture_output=True, text=True, timeout=120, **keywords).stdout


def find(root, name):
    return next((folder for folder, _, files in os.walk(root) if name in files), None)


def program_of(root, static):
    """Builds examples/pi.c as a user would and returns the program and its environment."""
    pc = find(root, "clusterutils.pc")
    env = dict(os.environ, PKG_CONFIG_PATH=pc, PKG_CONFIG_SYSROOT_DIR=root)
    flags = run("pkg-config", "--cflags", "--libs", *(["--static"] if static else []), "clusterutils", env=env).split()
    lib = os.path.dirname(pc)
    if static:
        flags = [os.path.join(lib, "libclu.a") if f == "-lclu" else f for f in flags]
    out = os.path.join(root, "pi-static" if static else "pi")
    run("cc", "-Wall", "-Wextra", "-Werror", os.path.join(SOURCE, "examples/pi.c"), "-o", out, *flags)
    return out, dict(os.environ, LD_LIBRARY_PATH=lib)


def pi(root, static, workers):
    """Its output with the second digit after the point left out: it is chance's."""
    program, env = program_of(root, static)
    return re.sub(r"(\.\d)\d,", r"\1,", run(program, str(workers), env=env))


def main():
    root = tempfile.mkdtemp(prefix="clu-install-")
    passed = failed = 0
    try:
        run("meson", "install", "-C", BUILD, "--no-rebuild", "--destdir", root)
        program = os.path.join(find(root, "clu.h"), "../bin/clu")
        completion = os.path.join(find(root, "clu.1"), "../../bash-completion/completions/clu")
        checks = [("shared", lambda: pi(root, False, 3), "pi is about 3.1, says 3 workers' darts\n"),
                  ("static", lambda: pi(root, True, 2), "pi is about 3.1, says 2 workers' darts\n"),
                  ("program", lambda: run(program, "-e", "print(1)"), "1"),
                  ("completion", lambda: run("bash", "-c", f"source {completion}; complete -p clu"), "complete -o filenames -F _clu clu\n")]
        for name, check, expected in checks:
            try:
                got = check()
            except (subprocess.CalledProcessError, TypeError) as e:
                got = f"{e}\n{getattr(e, 'stderr', '')}"
            if got == expected:
                passed += 1
            else:
                failed += 1
                print(f"not ok {name}: {got}")
    finally:
        shutil.rmtree(root)
    print(f"{passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
