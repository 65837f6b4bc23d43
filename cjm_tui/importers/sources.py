"""Which files an import takes: paths, folders, and the members of zip archives."""

import gzip
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from cjm_tui.domain.text import stored
from cjm_tui.errors import RefusedFileError
from cjm_tui.importers.unpacking import (
    GZIP,
    ZIP,
    Allowance,
    Readable,
    Unpacked,
    member_stream,
    refuse_archive,
)

DATA_SUFFIXES = frozenset(
    {".csv", ".tsv", ".txt", ".log", ".json", ".jsonl", ".ndjson", ".gz", ".zip"}
)
_OTHER_PACKING = {
    b"BZh": "bzip2",
    b"\xfd7zX": "xz",
    b"7z\xbc\xaf": "7z",
    b"Rar!": "rar",
    b"\x28\xb5\x2f\xfd": "zstd",
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class FileState:
    """What `stat` says of a file; another one as soon as somebody has written to it."""

    inode: int
    size: int
    modified_ns: int


def state_of(path: Path) -> FileState | None:
    """Return a regular file's state; None where it is none, or gone."""
    try:
        status = path.stat()
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return FileState(status.st_ino, status.st_size, status.st_mtime_ns)


@dataclass(frozen=True, slots=True)
class Source:
    """One file's content: a plain or gzipped file, or a member of a zip archive."""

    path: Path
    member: str = ""
    allowance: Allowance | None = field(default=None, compare=False)  # of the archive

    @property
    def shown(self) -> str:
        """The name that results and the ledger carry."""
        return stored(f"{self.path}/{self.member}" if self.member else str(self.path))

    @property
    def file_name(self) -> str:
        """The name that a mapping's pattern is compared with, without `.gz`."""
        name = PurePosixPath(self.member).name if self.member else self.path.name
        return name[:-3] if name.lower().endswith(".gz") else name

    @property
    def plain(self) -> bool:
        """Whether the content lies on disk as it is. Raises RefusedFileError as `open` does."""
        return not self.member and self._magic() != GZIP

    @contextmanager
    def open(self) -> Iterator[Readable]:
        """Open the decompressed content.

        Raises RefusedFileError where the file cannot be read, or its compression is damaged.
        """
        try:
            if self.member:
                with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as stream:
                    yield Unpacked(member_stream(self.member, stream), self._allowance())
            elif self._magic() == GZIP:
                with gzip.open(self.path) as unpacked:
                    yield Unpacked(unpacked, self._allowance())
            else:
                with self.path.open("rb") as plain:
                    yield plain
        except EOFError as error:
            raise RefusedFileError("its compressed content is cut short") from error
        except (gzip.BadGzipFile, zipfile.BadZipFile, zlib.error) as error:
            raise RefusedFileError("its compressed content is damaged") from error
        # What zipfile raises for a compression it does not know, and for a password.
        except (NotImplementedError, RuntimeError) as error:
            raise RefusedFileError(f"its zip archive cannot be opened ({error})") from error
        except OSError as error:
            raise RefusedFileError(f"it cannot be read: {error.strerror or error}") from error

    def _allowance(self) -> Allowance:
        return self.allowance or Allowance(self.path.stat().st_size)

    def _magic(self) -> bytes:
        return _first_bytes(self.path)[:2]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A path that cannot be imported at all, and why."""

    path: Path
    reason: str


def sources_of(paths: tuple[Path, ...], patterns: tuple[str, ...]) -> Iterator[Source | Refusal]:
    """Yield what is to be imported, in the order given; folders by name.

    Of a folder, its own folders and hidden files are left out, and files that neither have a data
    file's ending nor match one of the mappings' name `patterns`. What has such a name and is no
    file, as a pipe or a link to nothing, is refused.
    """
    for path in paths:
        try:
            inside = _inside(path, patterns) if path.is_dir() else [path]
        except OSError as error:
            yield Refusal(path, f"it cannot be read: {error.strerror or error}")
            continue
        for file in inside:
            yield from _opened(file)


def _inside(folder: Path, patterns: tuple[str, ...]) -> list[Path]:
    return [
        file
        for file in sorted(folder.iterdir())
        if not (file.is_dir() or file.name.startswith(".")) and _wanted(file, patterns)
    ]


def _wanted(path: Path, patterns: tuple[str, ...]) -> bool:
    if path.suffix.lower() in DATA_SUFFIXES:
        return True
    return any(PurePosixPath(path.name.lower()).match(pattern.lower()) for pattern in patterns)


def _opened(path: Path) -> Iterator[Source | Refusal]:
    try:
        if not path.exists():
            broken = path.is_symlink()
            yield Refusal(path, "it is a link to nothing" if broken else "there is no such file")
            return
        if not path.is_file():
            yield Refusal(path, "it is not a regular file")
            return
        start = _first_bytes(path)
        if start == _OLD_OFFICE:
            yield Refusal(path, "it is not text but an Excel or Word file: save it as CSV")
        elif packing := next((n for m, n in _OTHER_PACKING.items() if start.startswith(m)), ""):
            yield Refusal(
                path, f"it is packed with {packing}: unpack it, or pack it as gzip or zip"
            )
        elif start == ZIP:
            yield from _members(path)
        else:
            yield Source(path)
    except RefusedFileError as error:
        yield Refusal(path, error.message)
    except OSError as error:
        yield Refusal(path, f"it cannot be read: {error.strerror or error}")


def _members(path: Path) -> Iterator[Source | Refusal]:
    try:
        allowance = Allowance(path.stat().st_size)
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        names = [entry.filename for entry in entries]
    # NotImplementedError is zipfile's for an archive of a later version of the format.
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        yield Refusal(path, f"its zip archive is damaged ({error})")
        return
    if "[Content_Types].xml" in names:
        yield Refusal(path, "it is not text but an Excel or Word file: save it as CSV")
        return
    visible = [name for name in sorted(names) if not _hidden(name)]
    if not visible:
        yield Refusal(path, "its zip archive holds no file")
    refuse_archive(entries, allowance)
    for name in visible:
        yield Source(path, name, allowance)


def _hidden(member: str) -> bool:
    """Whether a name in an archive is hidden; one that leads out of a folder is only a name."""
    parts = (part for part in PurePosixPath(member).parts if part != "..")
    return any(part.startswith((".", "__MACOSX")) for part in parts)


def _first_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(4)
    except OSError as error:
        raise RefusedFileError(f"it cannot be read: {error.strerror or error}") from error
