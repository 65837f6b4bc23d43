"""A program in a pseudo-terminal: press keys, wait for words, count the bytes that it sends."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from contextlib import contextmanager, suppress

import pyte

KEYS = {"enter": "\r", "esc": "\x1b", "down": "\x1b[B", "up": "\x1b[A", "tab": "\t"}
KEYS["f5"] = "\x1b[15~"
# What pyte does not know: private modes' reports, device control strings, kitty keyboard requests.
_UNKNOWN = re.compile(
    rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1b[P_^].*?\x1b\\", re.DOTALL
)


class Terminal:
    """One running program and the screen that it has drawn."""

    def __init__(self, command, *, columns=80, lines=24, environ=None):
        self.output = bytearray()
        self.heard = 0.0  # when the last bytes came, by time.perf_counter
        self.watched = True  # False: only count bytes, for drawing the screen takes its time
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self.pid, self._descriptor = pty.fork()
        if self.pid == 0:
            fresh = {**os.environ, **(environ or {}), "TERM": "xterm-256color"}
            fresh |= {"COLORTERM": "truecolor", "COLUMNS": str(columns), "LINES": str(lines)}
            os.execvpe(command[0], command, fresh)
        size = struct.pack("HHHH", lines, columns, 0, 0)
        fcntl.ioctl(self._descriptor, termios.TIOCSWINSZ, size)

    @property
    def text(self):
        """The screen as lines of text."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def line_with(self, words):
        """The first line on the screen that has these words."""
        return next(line for line in self.text.splitlines() if words in line)

    def press(self, *keys):
        for key in keys:
            sent = key if isinstance(key, bytes) else KEYS.get(key, key).encode()
            os.write(self._descriptor, sent)

    def until(self, pattern, *, seconds=30.0):
        """Read until the pattern is on the screen."""
        deadline = time.monotonic() + seconds
        while not re.search(pattern, self.text):
            left = deadline - time.monotonic()
            assert left > 0, f"never on the screen: {pattern!r}\n{self.text}"
            self._read(min(left, 1.0))
        return self

    def settle(self, *, quiet=0.4, seconds=15.0):
        """Read until nothing has come for a moment; return how many bytes came."""
        before, deadline = len(self.output), time.monotonic() + seconds
        while time.monotonic() < deadline and self._read(quiet):
            pass
        return len(self.output) - before

    def listen(self, seconds):
        """Read for so long, whatever comes; return how many bytes came."""
        before, deadline = len(self.output), time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            self._read(left)
        return len(self.output) - before

    def _read(self, seconds):
        if not select.select([self._descriptor], [], [], seconds)[0]:
            return b""
        try:
            data = os.read(self._descriptor, 1 << 16)
        except OSError:
            return b""  # the program has ended
        self.heard = time.perf_counter()
        self.output += data
        if b"\x1b[c" in data:
            os.write(self._descriptor, b"\x1b[?62;c")
        if self.watched:
            with suppress(Exception):  # pyte's own trouble with a sequence cut in two
                self._stream.feed(_UNKNOWN.sub(b"", data))
        return data

    def end(self, *, seconds=10.0):
        """Wait for the program to end by itself; return its exit code."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self._read(0.05)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.pid = 0
                return os.waitstatus_to_exitcode(status)
        raise AssertionError(f"it has not ended:\n{self.text}")

    def close(self):
        if self.pid:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.pid = 0
        os.close(self._descriptor)


@contextmanager
def terminal(command, **options):
    running = Terminal(command, **options)
    try:
        yield running
    finally:
        running.close()
