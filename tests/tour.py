#!/usr/bin/env python3
"""Types the prompts of a document's ```clu blocks at a real prompt and compares what appears with what the document shows.

A block's first line may be "# workers: N" in the fence's info string, as in ```clu 4. A line that begins with "clu> " is
typed; the lines up to the next prompt or the end of the block are what must appear: "…" stands for any text in a line, a
line of "…" alone in the first column for any lines. usage: tour.py CLU FILE.md...
"""
import os
import pty
import re
import select
import signal
import sys
import time

PROMPT = "clu> "
LIMIT = 60


def blocks(path):
    """Yields (workers, [(input, expected output)]) for each block of the document."""
    with open(path, encoding="utf-8") as f:
        text = f.read()
    for m in re.finditer(r"^```clu *(\d*)\n(.*?)^```$", text, re.M | re.S):
        steps = []
        for line in m.group(2).splitlines():
            if line.startswith(PROMPT):
                steps.append([line[len(PROMPT):], []])
            elif steps:
                steps[-1][1].append(line)
        yield int(m.group(1) or 0), [(i, "\n".join(o).strip("\n")) for i, o in steps]


def appeared(want, got):
    """Whether got is what the document shows."""
    pattern = "".join("(.*\n)*?" if l == "…" else "[^\n]*".join(map(re.escape, l.split("…"))) + "\n" for l in want.split("\n"))
    return re.fullmatch(pattern, got + "\n") is not None


class Prompt:
    """A clu at a pseudo-terminal."""

    def __init__(self, clu, workers):
        argv = [clu, "-q"] + (["-p", str(workers)] if workers else [])
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="dumb", HOME="/nonexistent", LINES="50", COLUMNS="100")
            os.execv(clu, argv)
        self.read_prompt()

    def read_prompt(self):
        """What appears up to the next prompt."""
        text, end = "", time.monotonic() + LIMIT
        while time.monotonic() < end:
            ready, _, _ = select.select([self.fd], [], [], 1)
            if not ready:
                continue
            try:
                part = os.read(self.fd, 65536)
            except OSError:
                break
            if not part:
                break
            text += part.decode("utf-8", "replace")
            plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\r", "", text)
            if plain.endswith("\n" + PROMPT) or plain == PROMPT:
                return plain[: -len(PROMPT)]
        raise RuntimeError("no prompt came; what came: %r" % text)

    def type(self, line):
        os.write(self.fd, (line + "\n").encode())
        return self.read_prompt()

    def close(self):
        """One Ctrl-D at the prompt ends the program, with status 0."""
        os.write(self.fd, b"\x04")
        end = time.monotonic() + LIMIT
        while time.monotonic() < end:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                os.close(self.fd)
                if status:
                    raise RuntimeError("the prompt ended with status %d" % status)
                return
            if select.select([self.fd], [], [], 0.05)[0]:
                try:
                    os.read(self.fd, 65536)  # else the program waits for its terminal
                except OSError:
                    pass
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        raise RuntimeError("the prompt did not end at Ctrl-D")


def main():
    clu, passed, failed = os.path.abspath(sys.argv[1]), 0, 0
    for path in sys.argv[2:]:
        for workers, steps in blocks(path):
            prompt = Prompt(clu, workers)
            for line, want in steps:
                got = prompt.type(line)
                got = got.split("\n")
                while got and got[0].strip() == line:  # the echo; two if the terminal was not ready yet
                    got = got[1:]
                got = "\n".join(l.rstrip() for l in got).strip("\n")
                want = "\n".join(l.rstrip() for l in want.split("\n"))
                if appeared(want, got):
                    passed += 1
                else:
                    failed += 1
                    print("not ok %s: %s\n--- expected\n%s\n--- appeared\n%s" % (os.path.basename(path), line, want, got))
            prompt.close()
    print("%d passed, %d failed" % (passed, failed))
    sys.exit(1 if failed or not passed else 0)


main()
