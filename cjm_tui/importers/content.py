"""What one pass over a file's bytes notes, so that later steps need not look again."""

import codecs
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from cjm_tui.errors import RefusedFileError
from cjm_tui.importers.sources import FileState

LINE_LIMIT = 2_000_000  # bytes of a record
_BOM = codecs.BOM_UTF8
_CONTROL = bytes(byte for byte in range(32) if byte not in b"\t\n\r") + b"\x7f"
_HARMLESS = bytes(byte for byte in range(256) if byte not in _CONTROL)
# The UTF-8 forms of what domain.text replaces, each with a fixed first byte that is searched fast.
_UNSAFE_UTF8 = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        rb"\xc2[\x80-\x9f]",
        rb"\xd8\x9c",
        rb"\xe2\x80[\x8e\x8f\xa8-\xae]",
        rb"\xe2\x81[\xa6-\xa9]",
        rb"\xef\xbb\xbf",
        rb"\xf3\xa0[\x80\x81]",
    )
)
_CONFLICT = (b"<<<<<<< ", b"=======\n", b">>>>>>> ")  # line starts, in this order
_TAIL = 7  # bytes in which a marker that two chunks share may begin


@dataclass(frozen=True, slots=True)
class Content:
    """A file's content, ready to be read: UTF-8 without a mark, lines ended by LF."""

    path: Path
    sha256: str  # of the decompressed bytes as they came
    size: int  # bytes, decompressed
    lines: int  # LF in the text to read, one more where the last line lacks it
    blank_lines: int  # LF that follow another one, or begin the text
    unsafe: bool  # whether a character occurs that must not be stored
    nul: bool
    quoted: bool  # whether the dialect's quote occurs
    long_line: bool  # whether a line may be longer than a record may
    source: Path | None = None  # the file it is read from, as it was when the reading began
    state: FileState | None = None


class Scan:
    """Notes what stands in a text that comes in chunks of a megabyte or so."""

    def __init__(self, quote: str) -> None:
        self._quote = quote.encode()
        self._digest = hashlib.sha256()
        self._size = 0
        self._lines = 0
        self._blank = 0
        self._unsafe = False
        self._nul = False
        self._quoted = False
        self._run = 0  # bytes since the last line end, chunks with one not counted
        self._long = False
        self._conflict = False
        self._last = b"\n"
        self._tail = b""
        self.needs_copy = False

    def hash(self, chunk: bytes) -> None:
        """Note bytes as they come."""
        self._digest.update(chunk)
        if self._size == 0 and chunk.startswith(_BOM):
            self.needs_copy = True
        self._size += len(chunk)

    def look(self, chunk: bytes) -> None:
        """Note what stands in a chunk of the text to read."""
        if b"\r" in chunk:
            self.needs_copy = True
        ends = chunk.count(b"\n")
        self._lines += ends
        self._run = 0 if ends else self._run + len(chunk)
        self._long = self._long or self._run > LINE_LIMIT // 2
        if b"\n\n" in chunk or (self._last == b"\n" and chunk.startswith(b"\n")):
            self._blank += len(re.findall(rb"(?<=\n)\n", self._last + chunk))
        self._quoted = self._quoted or (self._quote != b"" and self._quote in chunk)
        if not self._unsafe or not self._nul:
            controls = chunk.translate(None, _HARMLESS)
            self._nul = self._nul or b"\0" in controls
            self._unsafe = self._unsafe or bool(controls)
        joined = self._tail + chunk
        if not self._unsafe and not chunk.isascii():
            self._unsafe = any(pattern.search(joined) for pattern in _UNSAFE_UTF8)
        self._conflict = self._conflict or _CONFLICT[0] in joined
        self._last = chunk[-1:]
        self._tail = joined[-_TAIL:]

    def content(self, path: Path) -> Content:
        """Return what was noted of the text that lies at `path`.

        Raises RefusedFileError where it holds both sides of a merge conflict.
        """
        if self._conflict and (line := _conflict_at(path)):
            raise RefusedFileError(f"it holds an unresolved git conflict (line {line:,})")
        unfinished = self._size > 0 and self._last != b"\n"
        return Content(
            path=path,
            sha256=self._digest.hexdigest(),
            size=self._size,
            lines=self._lines + unfinished,
            blank_lines=self._blank,
            unsafe=self._unsafe,
            nul=self._nul,
            quoted=self._quoted,
            long_line=self._long,
        )


def _conflict_at(path: Path) -> int:
    """Return the line at which a merge conflict begins, 0 where there is none."""
    began = expected = 0
    with path.open("rb") as stream:
        for number, line in enumerate(iter(lambda: stream.readline(LINE_LIMIT), b""), start=1):
            if line.startswith(_CONFLICT[0]):
                began, expected = number, 1
            elif expected and line.startswith(_CONFLICT[expected]):
                if expected == len(_CONFLICT) - 1:
                    return began
                expected += 1
    return 0
