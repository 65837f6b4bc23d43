"""From a file's bytes to text that the database can read: decompressed, decoded, lines ended by LF.

One pass hashes the content and notes what later steps need to know: characters that must not be
stored, NUL bytes, and how many lines there are. A copy is written only where the bytes change.
"""

import codecs
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from cjm_tui.domain.imports import Progress
from cjm_tui.errors import RefusedFileError
from cjm_tui.importers.head import HEAD_BYTES
from cjm_tui.importers.sources import Source

_CHUNK = 1 << 20
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


@dataclass(frozen=True, slots=True)
class Content:
    """A file's content, ready to be read: UTF-8 without a mark, lines ended by LF."""

    path: Path
    sha256: str  # of the decompressed bytes as they came
    size: int  # bytes, decompressed
    lines: int  # LF in the text to read, one more where the last line lacks it
    blank_lines: int  # at least this many LF follow another one
    unsafe: bool  # whether a character occurs that must not be stored
    nul: bool


def head_of(source: Source) -> bytes:
    """Return the first bytes of the decompressed content. Raises RefusedFileError."""
    with source.open() as stream:
        return stream.read(HEAD_BYTES)


def read_content(
    source: Source,
    encoding: str,
    folder: Path,
    progress: Progress,
    mend: Callable[[bytes], bytes] | None = None,
) -> Content:
    """Read the whole content in the mapping's encoding; a changed copy goes into `folder`.

    `mend` rewrites whole lines of it.

    Raises RefusedFileError where the compression or the encoding is broken, or where the file
    changes while it is read.
    """
    if source.plain and encoding == "utf-8" and mend is None:
        before = _state(source.path)
        scan = _Scan()
        for chunk in _chunks(source, progress):
            scan.hash(chunk)
            scan.look(chunk)
            if scan.needs_copy:
                break
        else:
            if _state(source.path) != before:
                raise RefusedFileError("it changed while it was read")
            # Under a name of our own: DuckDB would take [ and * in the file's name for a pattern.
            link = folder / "content"
            link.symlink_to(source.path.absolute())
            return scan.content(link)
    copy = folder / "content"
    scan = _Scan()
    with copy.open("wb") as out:
        text = _Normaliser(encoding, mend)
        for chunk in _chunks(source, progress):
            scan.hash(chunk)
            _put(out, scan, text.feed(chunk))
        _put(out, scan, text.end())
    return scan.content(copy)


class _Scan:
    """What one pass over the bytes notes."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self._size = 0
        self._lines = 0
        self._blank = 0
        self._unsafe = False
        self._nul = False
        self._last = b"\n"
        self._tail = b""
        self.needs_copy = False

    def hash(self, chunk: bytes) -> None:
        self._digest.update(chunk)
        if self._size == 0 and chunk.startswith(_BOM):
            self.needs_copy = True
        self._size += len(chunk)

    def look(self, chunk: bytes) -> None:
        """Note what stands in a chunk of the text to read."""
        if b"\r" in chunk:
            self.needs_copy = True
        self._lines += chunk.count(b"\n")
        if b"\n\n" in chunk or (self._last == b"\n" and chunk.startswith(b"\n")):
            self._blank += len(re.findall(rb"(?<=\n)\n", self._last + chunk))
        self._last = chunk[-1:]
        if not self._unsafe or not self._nul:
            controls = chunk.translate(None, _HARMLESS)
            self._nul = self._nul or b"\0" in controls
            self._unsafe = self._unsafe or bool(controls)
        if not self._unsafe and not chunk.isascii():
            joined = self._tail + chunk
            self._unsafe = any(pattern.search(joined) for pattern in _UNSAFE_UTF8)
        self._tail = chunk[-3:]

    def content(self, path: Path) -> Content:
        unfinished = self._size > 0 and self._last != b"\n"
        return Content(
            path=path,
            sha256=self._digest.hexdigest(),
            size=self._size,
            lines=self._lines + unfinished,
            blank_lines=self._blank,
            unsafe=self._unsafe,
            nul=self._nul,
        )


class _Normaliser:
    """Turns chunks of any encoding into UTF-8 without a mark, with LF as the only line end."""

    def __init__(self, encoding: str, mend: Callable[[bytes], bytes] | None = None) -> None:
        self._encoding = encoding
        self._mend = mend
        self._line = b""
        self._decoder = None if encoding == "utf-8" else _decoder(encoding)
        self._started = False
        self._held = b""

    def feed(self, chunk: bytes) -> bytes:
        if self._decoder is None:
            utf8 = chunk
            if not self._started:
                utf8 = utf8.removeprefix(_BOM)
        else:
            utf8 = self._decoded(chunk, final=False)
        self._started = True
        whole = self._held + utf8
        self._held = b"\r" if whole.endswith(b"\r") else b""
        return self._mended(_one_line_end(whole[: len(whole) - len(self._held)]), final=False)

    def end(self) -> bytes:
        rest = b"" if self._decoder is None else self._decoded(b"", final=True)
        return self._mended(_one_line_end(self._held + rest), final=True)

    def _mended(self, text: bytes, *, final: bool) -> bytes:
        if self._mend is None:
            return text
        whole = self._line + text
        cut = len(whole) if final else whole.rfind(b"\n") + 1
        self._line = whole[cut:]
        return self._mend(whole[:cut])

    def _decoded(self, chunk: bytes, *, final: bool) -> bytes:
        assert self._decoder is not None
        try:
            return self._decoder.decode(chunk, final).encode("utf-8", "replace")
        except UnicodeDecodeError as error:
            raise RefusedFileError(
                f"it is not in {self._encoding}, the encoding that its mapping declares"
            ) from error


def _decoder(encoding: str) -> codecs.IncrementalDecoder:
    # Windows-1252 leaves five bytes undefined: they are shown as replaced, not guessed.
    errors = "replace" if encoding == "cp1252" else "strict"
    return codecs.getincrementaldecoder(encoding)(errors)


def _one_line_end(text: bytes) -> bytes:
    return text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _put(out: IO[bytes], scan: _Scan, text: bytes) -> None:
    if text:
        scan.look(text)
        out.write(text)


def _chunks(source: Source, progress: Progress) -> Iterator[bytes]:
    total = source.path.stat().st_size if source.plain else None
    done = 0
    with source.open() as stream:
        while chunk := stream.read(_CHUNK):
            done += len(chunk)
            progress(f"reading {source.file_name}", done, total)
            yield chunk


def _state(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns
