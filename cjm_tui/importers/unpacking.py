"""Compressed content, unpacked as it is read and never beyond what a real export would hold.

A small file that unpacks to far more than its own size is made to fill the disk. What it may give
is counted while it is read; the members of one archive share what the archive may give.
"""

import gzip
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from typing import IO, Protocol

from cjm_tui.errors import RefusedFileError

GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
MOST_MEMBERS = 1000
_RATIO = 200  # real exports shrink to a tenth, monotonous ones to a hundredth
_ALWAYS = 100 << 20  # bytes that any file may unpack to
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others unpack without a limit


class Readable(Protocol):
    """An open stream of bytes."""

    def read(self, size: int = ..., /) -> bytes:
        """Return at most `size` bytes; none at the end."""
        ...


@dataclass
class Allowance:
    """How much a compressed file of that size may still unpack to."""

    packed: int  # bytes
    _given: int = field(default=0, init=False)

    def take(self, count: int) -> None:
        """Count bytes that were unpacked; raises RefusedFileError where they are too many."""
        self._given += count
        if self._given > self.most:
            raise RefusedFileError(
                f"it unpacks to more than {self.most:,} bytes, over {_RATIO} times its own size"
            )

    @property
    def most(self) -> int:
        """Bytes that it may unpack to in all."""
        return max(_ALWAYS, _RATIO * self.packed)


class Unpacked:
    """A stream whose bytes are counted."""

    def __init__(self, stream: Readable, allowance: Allowance) -> None:
        self._stream = stream
        self._allowance = allowance

    def read(self, size: int = -1, /) -> bytes:
        """Return at most `size` bytes. Raises RefusedFileError where it gives too many."""
        chunk = self._stream.read(size)
        self._allowance.take(len(chunk))
        return chunk


def member_stream(member: str, stream: IO[bytes]) -> Readable:
    """Return the content of a zip's member, which may itself be gzip."""
    return gzip.GzipFile(fileobj=stream) if member.lower().endswith(".gz") else stream


def refuse_archive(entries: list[zipfile.ZipInfo], allowance: Allowance) -> None:
    """Raise RefusedFileError where an archive's own list says that it cannot be read safely."""
    if len(entries) > MOST_MEMBERS:
        raise RefusedFileError(f"its zip archive holds more than {MOST_MEMBERS:,} files")
    names = Counter(entry.filename for entry in entries)
    if twice := [name for name, count in names.items() if count > 1]:
        raise RefusedFileError(f"its zip archive holds several files named {twice[0]}")
    if any(entry.compress_type not in _METHODS for entry in entries):
        raise RefusedFileError("its zip archive is packed in another way than deflate")
    if sum(entry.file_size for entry in entries) > allowance.most:
        raise RefusedFileError(
            f"its zip archive unpacks to more than {allowance.most:,} bytes,"
            f" over {_RATIO} times its own size"
        )
