#!/usr/bin/env python3
"""The command line: julia's switches, programs from files and standard input, exit statuses. usage: command-line.py CLU"""
import os
import subprocess
import sys
import tempfile

CLU = os.path.abspath(sys.argv[1])
SCRIPT = 'println(ARGS, " ", basename(PROGRAM_FILE)); atexit(() -> println("end")); exit(7)\n'
SYNTAX = 'ERROR: syntax: extra token "1" after end of expression'

# arguments, standard input, exit status, standard output, what standard error holds ("": it is empty)
CASES = [
    (["--version"], "", 0, "clu version 0.1.0\n", ""),
    (["-e", "println(1)", "-E", "1 + 1"], "", 0, "1\n2\n", ""),
    (["-E", 'x = [1, 2]; "a"'], "", 0, '"a"\n', ""),
    (["-E", "nothing"], "", 0, "nothing\n", ""),
    (["--print=[1, 2]"], "", 0, "[1, 2]\n", ""),
    (["-e", "println(ARGS)", "a", "-x", "b"], "", 0, '["a", "-x", "b"]\n', ""),
    (["-e", "println(ARGS)", "--", "a"], "", 0, '["a"]\n', ""),
    (["-eprintln(4)"], "", 0, "4\n", ""),
    (["-e", "println(1); 1 1"], "", 1, "", SYNTAX),
    (["-e", "println(1)\n1 1"], "", 1, "", SYNTAX),
    (["-e", "x ="], "", 1, "", "ERROR: syntax: incomplete: premature end of input"),
    (["-e", 'println(1)\nerror("no")'], "", 1, "1\n", "ERROR: no\nStacktrace:"),
    (["-e", "exit(3)"], "", 3, "", ""),
    (["-e", "throw(InterruptException())"], "", 1, "", "ERROR: InterruptException:"),
    (["script.jl", "q", "-p", "3"], "", 7, '["q", "-p", "3"] script.jl\nend\n', ""),
    (["--", "script.jl", "-e"], "", 7, '["-e"] script.jl\nend\n', ""),
    (["-L", "script.jl"], "", 7, "String[] \nend\n", ""),
    (["nowhere.jl"], "", 1, "", "could not open file"),
    (["-L", "nowhere.jl", "-e", "println(1)"], "", 1, "", "nowhere.jl\nStacktrace:"),
    ([], "x = 2\nprintln(x, ARGS)\n", 0, "2String[]\n", ""),
    (["-", "a"], 'println(ARGS)\nerror("no")\nprintln(1)\n', 1, '["a"]\n', "ERROR: LoadError: no"),
    (["-i", "-e", "println(isinteractive())"], "1 + 1\nx = 5;\nprintln(x)\n", 0, "true\n2\n5\n", ""),
    (["-e", "println(isinteractive())"], "", 0, "false\n", ""),
    (["-q", "--project=.", "--startup-file=no", "-O3", "-t", "2", "--threads", "2", "--check-bounds=yes", "--color=no",
      "--banner=no", "--history-file=no", "-e", "println(2)"], "", 0, "2\n", ""),
    (["-p", "2", "-e", "println(workers())"], "", 0, "[2, 3]\n", ""),
    (["--procs=2", "-e", "println(nprocs())"], "", 0, "3\n", ""),
    (["--bogus"], "", 2, "", "'--bogus'"),
    (["--color=maybe", "-e", "1"], "", 2, "", "'maybe'"),
    (["-qi", "--trace-compile=no", "-e", "println(1)"], "", 0, "1\n", ""),
    (["-iqz"], "", 2, "", "'-iqz'"),
    (["--color=yes", "-e", 'printstyled("a", color = :red)'], "", 0, "\x1b[31ma\x1b[39m", ""),
    (["-e", 'printstyled("a", color = :red)'], "", 0, "a", ""),
    (["--machine-file", "hosts", "-e", "println(workers())"], "", 0, "[2, 3, 4]\n", ""),
    (["--machine-file", "far", "-e", "println(1)"], "", 1, "", 'far: "2*elsewhere": workers can be started on this host only'),
    (["--machine-file", "nowhere", "-e", "println(1)"], "", 1, "", "nowhere"),
    (["."], "", 1, "", "could not open file"),
    (["-p"], "", 2, "", "-p"),
    (["-p", "many", "-e", "1"], "", 2, "", "many"),
    # what a task does while the program waits for its input
    (["-e", '@async (yield(); println("task")); println(readline())'], "line\n", 0, None, ""),
    # bytes that are no text do not reach the terminal
    (["control.jl"], "", 1, "", "invalid character \"\\x1b\" near column 5"),
]


def streams(folder):
    """Standard streams that are closed, full or no longer read; the number of failures."""
    failed = 0
    run = lambda line: subprocess.run(["sh", "-c", line, "sh", CLU], cwd=folder, capture_output=True, text=True, timeout=60)
    for line, status, out, err in [
        ("\"$1\" -e 'for i in 1:10^6 println(i) end' | head -1", 0, "1\n", ""),
        ("\"$1\" -p 2 -e 'println(readline()); println(nprocs())' <&-", 0, "\n3\n", ""),
        ("\"$1\" <&-", 0, "", ""),
        ("\"$1\" -e 'println(1)' >&-", 0, "", ""),
        ("\"$1\" -e 'println(1)' >/dev/full", 1, "", "clu: cannot write standard output: No space left on device\n"),
        ("\"$1\" --help >/dev/full", 1, "", "clu: cannot write standard output: No space left on device\n"),
    ]:
        p = run(line)
        if (p.returncode, p.stdout, p.stderr) != (status, out, err):
            failed += 1
            print("not ok %s: status %d\n%s%s" % (line, p.returncode, p.stdout, p.stderr))
    return failed


def main():
    failed = 0
    with tempfile.TemporaryDirectory(prefix="clu-line-") as folder:
        with open(os.path.join(folder, "script.jl"), "w") as f:
            f.write(SCRIPT)
        with open(os.path.join(folder, "control.jl"), "w") as f:
            f.write("x = \x1b[31m")
        for name, text in (("hosts", "localhost\n# two more\n2*localhost:22\n"), ("far", "2*elsewhere\n")):
            with open(os.path.join(folder, name), "w") as f:
                f.write(text)
        for args, text, status, out, err in CASES:
            p = subprocess.run([CLU] + args, input=text, cwd=folder, capture_output=True, text=True, timeout=60)
            if p.returncode != status or (out is not None and p.stdout != out) or (err not in p.stderr if err else p.stderr):
                failed += 1
                print("not ok %s: status %d\n%s%s" % (args, p.returncode, p.stdout, p.stderr))
        failed += streams(folder)
    print("%d passed, %d failed" % (len(CASES) - failed, failed))
    sys.exit(1 if failed else 0)


main()
