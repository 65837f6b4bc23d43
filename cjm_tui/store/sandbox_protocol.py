"""What the parent and the child of one ad hoc query say to each other.

The parent writes a Job; the child answers with Headers (JSON, since nothing from the child is
trusted). One that says `rows` is followed by an Arrow IPC stream of what has come so far, and by
another Header: rows begin anew, or that was all. Any other Header is the end.
"""

import json
import os
import pickle
import struct
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from cjm_tui.errors import QueryError

GAVE_WAY, TIMED_OUT, CANCELLED = "gave way", "timed out", "cancelled"
EXITS = {GAVE_WAY: 71, TIMED_OUT: 72, CANCELLED: 73}
_LENGTH = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class Job:
    """What the parent asks for; times in seconds."""

    database: Path
    sql: str
    params: dict[str, Any] | list[Any]
    limit: int | None
    timeout: float
    wait: float
    parent: int
    most_bytes: int | None = None  # of rows; what comes after is cut

    def message(self) -> bytes:
        """Return the bytes that the child reads."""
        body = pickle.dumps(self)
        return _LENGTH.pack(len(body)) + body


@dataclass(frozen=True, slots=True)
class Header:
    """What the child says before rows, and at the end."""

    rows: bool = False  # rows follow; those before are forgotten
    ended: str = ""  # "" | GAVE_WAY | TIMED_OUT | CANCELLED
    error: str = ""
    hint: str = ""
    busy: bool = False
    place: list[int] = field(default_factory=list)  # line and column of an error
    types: list[str] = field(default_factory=list)
    cut: bool = False
    total: int | None = None  # of all rows, where they are cut and could be counted in time
    seconds: float = 0.0

    def message(self) -> bytes:
        """Return the bytes that the parent reads."""
        body = json.dumps(asdict(self)).encode()
        return _LENGTH.pack(len(body)) + body


def read_job(handle: int) -> Job:
    """Return the job; reads no further, so that `select` afterwards sees only the end."""
    (length,) = _LENGTH.unpack(_exactly(handle, _LENGTH.size))
    job = pickle.loads(_exactly(handle, length))
    assert isinstance(job, Job)
    return job


def read_header(stream: IO[bytes]) -> Header | None:
    """Return the header, or None where the child ended without one."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    body = stream.read(min(length, 1 << 24))
    return Header(**json.loads(body)) if len(body) == length else None


def _exactly(handle: int, length: int) -> bytes:
    found = bytearray()
    while len(found) < length:
        piece = os.read(handle, length - len(found))
        if not piece:
            raise QueryError("The parent ended before it had asked.")
        found += piece
    return bytes(found)
