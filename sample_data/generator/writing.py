"""Files that come out the same on every run: fixed order, compression and dates."""

import csv
import gzip
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import polars as pl

LEVEL = 9
_FLUSH_ROWS = 100_000


class TableFile:
    """A CSV file, gzipped unless plain, that takes the rows of one day after the other."""

    def __init__(self, folder: Path, stem: str, *, plain: bool) -> None:
        self.path = folder / (f"{stem}.csv" if plain else f"{stem}.csv.gz")
        self._raw: BinaryIO = self.path.open("wb")
        self._zip = None if plain else gzip.GzipFile("", "wb", LEVEL, self._raw, mtime=0)
        self._waiting: list[pl.DataFrame] = []
        self._rows, self._started = 0, False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._flush()
        if self._zip is not None:
            self._zip.close()
        self._raw.close()

    def add(self, rows: pl.DataFrame) -> None:
        """Append a day's rows."""
        self._waiting.append(rows)
        self._rows += len(rows)
        if self._rows >= _FLUSH_ROWS:
            self._flush()

    def _flush(self) -> None:
        if not self._waiting:
            return
        text = pl.concat(self._waiting).write_csv(include_header=not self._started)
        (self._zip or self._raw).write(text.encode())
        self._waiting, self._rows, self._started = [], 0, True


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a small plain CSV file."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
