#!/usr/bin/env python3
"""Talks to clu's prompt through a pseudo-terminal. usage: shell.py CLU"""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import tempfile
import termios
import time


class Prompt:
    def __init__(self, clu, home, *args, **environment):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(HOME=home, TERM="xterm", LANG="C.UTF-8", COLUMNS="100", LINES="40")
            os.environ.update(environment or {"NO_COLOR": "1"})
            os.execv(clu, [clu, "-q", *args])
        self.text = ""

    def read_until(self, pattern, seconds=20):
        end = time.time() + seconds
        while not re.search(pattern, self.text):
            left = end - time.time()
            if left <= 0 or not select.select([self.fd], [], [], left)[0]:
                raise SystemExit("not ok: waited for %r, got %r" % (pattern, self.text[-500:]))
            try:
                self.text += os.read(self.fd, 4096).decode("utf-8", "replace")
            except OSError:
                raise SystemExit("not ok: it ended before %r, with %r" % (pattern, self.text[-500:]))
            self.text = re.sub(r"\x1b\[\?2004[hl]", "", self.text)
        seen, self.text = self.text, ""
        return seen

    def send(self, keys):
        os.write(self.fd, keys.encode())

    def ask(self, line, answer):
        """Types the line; its answer and then a new prompt must come."""
        self.send(line + "\r")
        self.read_until("(?s)(%s).*clu> " % answer)


    def finish(self, seconds=20):
        """One Ctrl-D, and the program ends by itself, with status 0."""
        self.send("\x04")
        end = time.time() + seconds
        while time.time() < end:
            if select.select([self.fd], [], [], 0.3)[0]:
                try:
                    self.text += os.read(self.fd, 4096).decode("utf-8", "replace")
                except OSError:
                    pass
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                if status:
                    raise SystemExit("not ok: exit status %d" % status)
                return
        os.kill(self.pid, 9)
        raise SystemExit("not ok: it does not end: %r" % self.text)


def colours(clu, home):
    """On a terminal errors and places are coloured as Julia's; not where the terminal is too simple for that."""
    p = Prompt(clu, home, TERM="xterm-256color")
    p.read_until("clu> ")
    p.send("f(x::Int; k = 1) = error(x); f(2)\r")
    seen = p.read_until(r"(?s)top-level.*clu> ")
    for want in ("\x1b[91m\x1b[1mERROR: \x1b[22m\x1b[39m\x1b[91m2\x1b[39m\r\nStacktrace:\r\n",
                 " \x1b[1mf\x1b[22m\x1b[1m(\x1b[22m::Int64; k::Int64\x1b[1m)\x1b[22m at \x1b[1m./REPL[1]:1\x1b[22m\r\n",
                 " top-level scope at \x1b[1mREPL[1]:1\x1b[22m\r\n"):
        if want not in seen:
            raise SystemExit("not ok: no %r in %r" % (want, seen))
    p.ask('f("a")', re.escape("\x1b[0mClosest candidates are:\x1b[39m\r\n\x1b[91m\x1b[0m  f(\x1b[91m::Int64\x1b[39m; k) at REPL[1]:1"))
    p.finish()
    p = Prompt(clu, home, TERM="dumb")
    p.read_until("clu> ")
    p.send('error("no")\r')
    if "\x1b" in p.read_until(r"(?s)top-level.*clu> "):
        raise SystemExit("not ok: colours on a dumb terminal")
    p.finish()


def long_paste(clu, home):
    """A pasted script lives until its last line has run, whatever the lines before it collect."""
    p = Prompt(clu, home)
    p.read_until("clu> ")
    lines = ['GC.gc(); z = [string(i, "%s") for i in 1:3000];' % (i % 7 * 40 * "y") for i in range(60)]
    p.send("\x1b[200~" + "\n".join(lines) + '\nprintln("all", " done")\n\x1b[201~')
    seen = p.read_until(r"all done\r(?s:.*)clu> ", 60)
    if "ERROR" in seen or seen.count("clu> GC.gc()") != len(lines) - 1:
        raise SystemExit("not ok: what was pasted is lost: %r" % seen[-1000:])
    p.finish()


def window(clu, home):
    """What is being typed follows the window's size."""
    p = Prompt(clu, home)
    p.read_until("clu> ")
    p.ask("1 + 1", r"\n2\r")
    p.send("x = " + 70 * "1")
    p.read_until(70 * "1")
    fcntl.ioctl(p.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 40, 0, 0))
    p.send("2;")
    p.read_until(r"\x1b\[J(?s:.*)clu> x = " + 31 * "1" + r"[^1]*" + 39 * "1" + "2")
    p.send("\r")
    p.read_until("clu> ")
    p.ask("displaysize(stdout)", re.escape("(40, 40)"))
    p.finish()


def run_with_jobs(argv):
    """A shell with job control for one program: says when it was stopped, and brings it back."""
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    pid = os.fork()
    if pid == 0:
        os.setpgid(0, 0)
        os.tcsetpgrp(0, os.getpid())
        signal.signal(signal.SIGTTOU, signal.SIG_DFL)
        os.execv(argv[0], argv)
    while True:
        _, status = os.waitpid(pid, os.WUNTRACED)
        if not os.WIFSTOPPED(status):
            os._exit(os.waitstatus_to_exitcode(status))
        os.tcsetpgrp(0, pid)
        os.write(1, b"stopped\n")
        os.killpg(pid, signal.SIGCONT)


def stops(clu, home):
    """Ctrl-Z stops the program, at the prompt and while it works; what was typed is there again when it goes on."""
    p = Prompt(sys.executable, home, os.path.abspath(__file__), "--jobs", clu)
    p.read_until("clu> ")
    p.send("20 + ")
    p.read_until(r"20 \+ ")
    p.send("\x1a")
    p.read_until(r"stopped\r\n(?s:.*)clu> 20 \+ ")
    p.send("2\r")
    p.read_until(r"\n22\r(?s:.*)clu> ")
    p.send('println("o", "n"); flush(stdout); while true end\r')
    p.read_until("\non\r")
    p.send("\x1a")
    p.read_until(r"stopped\r\n")
    p.send("\x03")
    p.read_until(r"InterruptException(?s:.*)clu> ")
    p.finish()


def main():
    if "--jobs" in sys.argv:
        run_with_jobs([sys.argv[-1], "-q"])
    clu = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="clu-shell-") as home:
        p = Prompt(clu, home)
        p.read_until("clu> ")
        p.ask("20 + 22", r"\n42\r")
        p.ask("ans + 1", r"\n43\r")
        p.ask("x = [1, 2];", r";\r\n")
        p.ask("x", r"2-element Array\{Int64,1\}:\r\n 1\r\n 2")
        p.ask("function f(a)\r  2a\rend", r"f \(generic function with 1 method\)")
        p.ask("f(4)", r"\n8\r")
        p.ask('error("no")', r"ERROR: no")
        p.ask("1 1", r'ERROR: syntax: extra token "1" after end of expression')
        p.ask("\\alpha\t = 7", r"\n7\r")
        p.ask("printl\t(5 + 5)", r"\n10\r")
        p.ask("?push!", r"search: push! pushfirst!.*  push!\(a::Vector")
        p.ask("?prinltn", r"Couldn.t find prinltn\r\nPerhaps you meant println")
        p.ask("?while", r"  while n > 1")
        p.ask("?@mac(", r"Binding")
        p.ask('?"newline at the end"', r"Base.println\r")
        p.ask('"    ff(x)\\n\\nThe `text` of ff." ff(x) = 1', "")
        p.ask("?ff", r"  ff\(x\)\r\n\r\n  The text of ff\.\r\n")
        p.ask("?sow", r"using ClusterUtils makes sow visible")
        p.ask("struct Pt; aaa; bbb; end; q = Pt(1, 2)", r"Pt\(1, 2\)")
        p.ask("q.a\t", r"\n1\r")
        p.ask("using Statis\t; mean([1, 3])", r"\n2.0\r")
        with open(os.path.join(home, "only_this.txt"), "w") as f:
            f.write("a line\n")
        p.ask('readlines("%s/only_\t)' % home, r'\n "a line"\r')
        p.ask("1 + 1 nonsense\x17", r"\n2\r")
        p.ask("for i in 1:3 global s = i end; s", r"\n3\r")
        p.ask("caught = 1; try error(2) catch caught end; caught.msg", r'\n"2"\r')
        p.ask(";echo from $((1 + 1)) the shell", r"\nfrom 2 the shell\r")
        p.ask(";cd /", r"\n/\r")
        p.ask("]add Thing", r"There are no packages here")
        p.send("\x1b[200~\"doc of pasted\"\nfunction pasted(x)\n\tx +\n\t\t1\nend\npasted(4)\n\n6 * 7\nhalf = 10\x1b[201~")
        p.read_until(r"(?s)\n5\r.*\n42\r.*half = 10")
        p.ask("0", r"\n100\r")
        p.ask("?pasted", r"  doc of pasted\r")
        p.ask("\x1b[200~11\t+ 2\x1b[201~2", r"\n33\r")
        p.send("\x1b[200~# a comment first\nfirst = 6\n\x1b[201~")
        seen = p.read_until(r"(?s)\n6\r.*clu> ")
        if seen.count("# a comment") != 1 or "clu> clu> " in seen:
            raise SystemExit("not ok: what is pasted is drawn twice: %r" % seen)
        p.ask("g(a::Int, b = 1) = a; g(a::String, c...; k = 1) = 1", "generic function with 3 methods")
        p.send("g(\t")
        p.read_until(r"g\(a::Int64\) in Main at REPL\[\d+\]:1\r\ng\(a::Int64, b\) in Main.*\r\ng\(a::String, c...; k\) in Main(?s:.*)clu> g\(")
        p.send('"x", \t')
        seen = p.read_until(r"g\(a::String, c...; k\) in Main(?s:.*)clu> ")
        if "g(a::Int64, b)" in seen:
            raise SystemExit("not ok: methods that do not fit: %r" % seen)
        p.ask("k = 4)", r"\n1\r")
        p.ask("h(x) = begin\r  7x\rend", "h \\(generic function with 1 method\\)")
        p.ask("h(2)", r"\n14\r")
        p.send("\x1b[A\x1b[A")  # the whole function again
        p.read_until(r"x\) = begin\s+7x\s+end")
        p.send("\x7f\x7f\x7fx + 1; end\r")
        p.read_until(r"generic function with 1 method(?s:.*)clu> ")
        p.ask("h(3)", r"\n4\r")
        p.send("\x12h(2\r")
        p.read_until(r"\n3\r(?s:.*)clu> ")
        p.send("half\x12h(")
        p.read_until(r"\(reverse-i-search\)`h\(': h\(2\)")
        p.send("\x12")
        p.read_until(r"\(reverse-i-search\)`h\(': h\(3\)")
        p.send("zz")
        p.read_until(r"\(failed reverse-i-search\)`h\(zz': ")
        p.send("\x7f\x7f")
        p.read_until(r"\(reverse-i-search\)`h\(': h\(2\)")
        p.send("\x07 + 1\r")  # what was typed before
        p.read_until(r"\n101\r(?s:.*)clu> ")
        p.send("\x12h(2\x05 + 1\r")  # what was found, and more
        p.read_until(r"\n4\r(?s:.*)clu> ")
        p.ask('t = """\r  indented\r """; t', r'\n" indented\\n"\r')
        p.send("\x1b[A\r")  # recalled, its further lines stand behind the prompt
        p.read_until(r't = """\r\n       indented\r\n      """; t\r\n" indented\\n"\r(?s:.*)clu> ')
        p.ask('dict = Dict("alpha" => 11, "beta" => 22, :gamma => 33);', r";\r\n")
        p.ask('dict["al\t + 1', r"\n12\r")
        p.ask("dict[:\t", r"\n33\r")
        p.send("dict[\t")
        p.read_until(r'"alpha" +"beta" +:gamma\r\n(?s:.*)clu> dict\[')
        p.send('"b\t * 2\r')
        p.read_until(r"\n44\r(?s:.*)clu> ")
        p.ask('apropos("newline at the end")', r"Base.println\r")
        p.ask("struct Shy end; Base.show(io::IO, ::Shy) = error(\"shy\"); Shy()", r"Error showing value of type Shy:\r\nERROR: shy")
        p.send("half of a line")
        p.read_until("half of a line")
        p.send("\x03")
        p.read_until("clu> ")
        p.send('println("o", "n"); flush(stdout); while true end\r')
        p.read_until("\non\r")
        p.send("\x03")
        p.read_until(r"(?s)InterruptException.*REPL\[\d+\]:1\r.*clu> ")
        p.ask("@async (sleep(0.1); println(\"from a task\"))", r"Task")
        p.read_until("from a task")
        p.ask("1 + 1", r"\n2\r")
        p.send('@async (sleep(0.05); println("while", " it reads")); l = readline()\r')
        p.read_until("while it reads")
        p.ask("abc", r'\n"abc"\r')
        p.ask("using Distributed, ClusterUtils; addprocs(2)", r"2-element")
        p.ask("reap(workers(), :(myid() == 2 ? error(\"no\") : 5))", r"On worker 2:\r\nno\r")
        p.ask("partial()", r"3 => 5")
        for _ in range(50):  # at whatever moment it comes
            p.send('println("o", "n"); l = readline()\r')
            p.read_until("\non\r")
            p.send("\x03")
            p.read_until("(?s)InterruptException.*clu> ")
        p.finish()
        for _ in range(5):
            p = Prompt(clu, home)
            p.read_until("clu> ")
            p.finish()  # at the first prompt, as soon as it appears
        p = Prompt(clu, home)
        p.read_until("clu> ")
        p.send('println("o", "n"); flush(stdout); sleep(0.2)\r')
        p.read_until("\non\r")
        p.finish()  # Ctrl-D while something runs counts at the next prompt
        colours(clu, home)
        long_paste(clu, home)
        window(clu, home)
        stops(clu, home)
        with open(os.path.join(home, ".clu_history")) as f:
            if "ans" not in f.read():
                raise SystemExit("not ok: no history")
    print("ok")


main()
