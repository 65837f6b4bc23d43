"""From a file to text that the database can read: decompressed, decoded, lines ended by LF.

One pass reads, hashes and scans the content. A copy is written only where the bytes change.
"""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO

from cjm_tui.domain.imports import Progress
from cjm_tui.errors import CjmError, RefusedFileError
from cjm_tui.importers.content import Content, Scan
from cjm_tui.importers.decoding import Normaliser
from cjm_tui.importers.dialect import Dialect, seems_json
from cjm_tui.importers.head import HEAD_BYTES
from cjm_tui.importers.json_rows import first_object
from cjm_tui.importers.sources import Source, state_of

_CHUNK = 1 << 20
_RESERVE = 256 << 20  # bytes of the disk that a copy leaves free
_LOOK_EVERY = 64 << 20
_MOST_JSON = 16 << 20  # bytes that are looked through for the first record of JSON


def head_of(source: Source) -> bytes:
    """Return the first bytes of the decompressed content, of JSON up to its first record's end.

    Raises RefusedFileError.
    """
    with source.open() as stream:
        head = stream.read(HEAD_BYTES)
        while len(head) in range(HEAD_BYTES, _MOST_JSON) and _cut_off(head):
            more = stream.read(len(head))
            if not more:
                break
            head += more
        return head


def _cut_off(head: bytes) -> bool:
    return seems_json(head) and first_object(head.decode("utf-8", "replace")) is None


def read_content(source: Source, dialect: Dialect, folder: Path, progress: Progress) -> Content:
    """Read the whole content in the file's dialect; a changed copy goes into `folder`.

    Raises RefusedFileError where the compression or the encoding is broken, where it holds a merge
    conflict, or where the file changes while it is read; CjmError where the disk is full.
    """
    before = state_of(source.path)
    content = _as_it_is(source, dialect, folder, progress) or _copied(
        source, dialect, folder, progress
    )
    content = replace(content, state=before, source=source.path)
    refuse_changed(content)
    return content


def refuse_changed(content: Content) -> None:
    """Raise RefusedFileError where the file is no more what was read of it."""
    found = None if content.source is None else state_of(content.source)
    if found is None:
        raise RefusedFileError("it was taken away while it was read")
    if found != content.state:
        raise RefusedFileError("it changed while it was read")


def _as_it_is(source: Source, dialect: Dialect, folder: Path, progress: Progress) -> Content | None:
    """Return the content where it lies, or None where the text to read is another."""
    as_written = dialect.encoding == "utf-8" and dialect.quote_style == dialect.format == "csv"
    if not (source.plain and as_written):
        return None
    scan = Scan(dialect.quote)
    for chunk in _chunks(source, progress):
        scan.hash(chunk)
        scan.look(chunk)
        if scan.needs_copy:
            return None
    # Under a name of our own: DuckDB would take [ and * in the file's name for a pattern.
    link = folder / "content"
    try:
        link.symlink_to(source.path.absolute())
    except OSError as error:
        raise CjmError(
            f"{folder.parent} takes no more: {error.strerror or error}.",
            hint="Nothing has changed. Make room and import the file again.",
        ) from error
    return scan.content(link)


def _copied(source: Source, dialect: Dialect, folder: Path, progress: Progress) -> Content:
    copy = folder / "content"
    scan = Scan(dialect.quote)
    text = Normaliser(dialect)
    try:
        with copy.open("wb") as out:
            for chunk in _chunks(source, progress):
                scan.hash(chunk)
                _put(out, scan, text.feed(chunk), folder)
            _put(out, scan, text.end(), folder)
    except OSError as error:
        raise CjmError(
            f"{folder.parent} takes no more: {error.strerror or error}.",
            hint="Nothing has changed. Make room and import the file again.",
        ) from error
    return scan.content(copy)


def _put(out: IO[bytes], scan: Scan, text: bytes, folder: Path) -> None:
    if not text:
        return
    scan.look(text)
    before = out.tell() // _LOOK_EVERY
    out.write(text)
    if out.tell() // _LOOK_EVERY > before and shutil.disk_usage(folder).free < _RESERVE:
        raise CjmError(
            f"The disk of {folder.parent} is nearly full: {_RESERVE >> 20} MB are left free.",
            hint="Nothing has changed. Make room and import the file again.",
        )


def _chunks(source: Source, progress: Progress) -> Iterator[bytes]:
    state = state_of(source.path) if source.plain else None
    total = state.size if state else None
    done = 0
    with source.open() as stream:
        while chunk := stream.read(_CHUNK):
            done += len(chunk)
            progress(f"reading {source.file_name}", done, total)
            yield chunk
