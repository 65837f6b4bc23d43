"""A query's result as a table to read, or as CSV, JSON or Parquet to take along."""

import contextlib
import io
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from rich.cells import cell_len, set_cell_size

from cjm_tui.domain.json_text import json_text
from cjm_tui.domain.panel import Result
from cjm_tui.domain.text import defused_cell, shown
from cjm_tui.errors import UsageError

if TYPE_CHECKING:
    import polars as pl

_NUMBER_TYPES = ("INT", "DECIMAL", "DOUBLE", "FLOAT", "HUGEINT", "BIGNUM")
_WIDEST_CELL = 60
_MARKDOWN = re.compile(r"[|\\`*_<>\[\]]")
_BESIDE = ("", ".wal", ".gate", ".turn", ".key")


class Format(StrEnum):
    """How a result is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"
    MARKDOWN = "md"

    @classmethod
    def choose(cls, named: str | None, output: Path | None) -> "Format":
        """Return the named format, else the one of the output's ending, else a table."""
        if named is not None:
            return cls(named)
        if output is None:
            return cls.TABLE
        ending = output.suffix.lstrip(".").lower()
        if ending in set(cls) - {cls.TABLE}:
            return cls(ending)
        if ending in ("markdown", "txt"):
            return cls.MARKDOWN if ending == "markdown" else cls.TABLE
        raise UsageError(
            f"The ending of {output.name!r} says no format.",
            hint="End it in .csv, .json, .parquet, .md or .txt, or say --format.",
        )


def cell_text(value: Any) -> str:
    """Return a cell as one safe line; NULL is said, never blank."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dict, list)):
        return shown(json_text(value))
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).hex()
    return shown(str(value))


def show_table(result: Result, width: int | None) -> Iterator[str]:
    """Yield the result as lines of a plain table, types below the names; None cuts nothing."""
    names = [shown(name) for name in result.columns]
    types = [shown(kind.lower()) for kind in result.types]
    rows = [[cell_text(value) for value in row] for row in _rows(result)]
    widest = None if width is None else _WIDEST_CELL
    widths = [
        max([cell_len(name), cell_len(kind), *(cell_len(row[i]) for row in rows)])
        for i, (name, kind) in enumerate(zip(names, types, strict=True))
    ]
    if widest is not None:
        widths = [min(size, widest) for size in widths]
    right = [is_number(kind) for kind in types]

    def line(cells: list[str]) -> str:
        text = "  ".join(
            _fitted(cell, size, to_right)
            for cell, size, to_right in zip(cells, widths, right, strict=True)
        ).rstrip()
        return (
            text
            if width is None or cell_len(text) <= width
            else set_cell_size(text, width - 1) + "…"
        )

    yield line(names)
    yield line(types)
    yield line(["─" * size for size in widths])
    for row in rows:
        yield line(row)


def _fitted(cell: str, size: int, to_right: bool) -> str:
    if cell_len(cell) > size:
        return set_cell_size(cell, size - 1) + "…"
    pad = " " * (size - cell_len(cell))
    return pad + cell if to_right else cell + pad


def _rows(result: Result) -> list[tuple[Any, ...]]:
    columns = [column.to_pylist() for column in result.table.columns]
    return list(zip(*columns, strict=True))


def write_result(
    result: Result, form: Format, output: Path | None, stdout: BinaryIO, database: Path
) -> None:
    """Write the result to a file (whole or not at all) or to stdout.

    Raises UsageError where the file is one of the database's own, or cannot be written.
    """
    if output is None:
        buffer = io.BytesIO()  # polars would report a reader who has gone as an error of its own
        _write(result, form, buffer)
        stdout.write(buffer.getbuffer())
        stdout.flush()
        return
    _write_file(output, database, partial(_write, result, form))


def write_text(text: str, output: Path, database: Path) -> None:
    """Write a text to a file in UTF-8, whole or not at all; raises UsageError as `write_result`."""
    content = text.encode()

    def write(stream: BinaryIO) -> None:
        stream.write(content)

    _write_file(output, database, write)


def _write_file(output: Path, database: Path, write: Callable[[BinaryIO], None]) -> None:
    refuse_own_files(output, database)
    try:
        _write_whole(write, output)
    except OSError as error:
        raise UsageError(f"{output} cannot be written: {error.strerror or error}.") from error


def _write_whole(write: Callable[[BinaryIO], None], named: Path) -> None:
    output = named.resolve()  # a link stays a link; what it leads to is replaced
    if output.exists() and not output.is_file():
        with output.open("wb") as stream:  # a device or a pipe
            write(stream)
        return
    handle, temporary = tempfile.mkstemp(prefix=".export-", dir=output.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            write(stream)
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(output)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(temporary).unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def refuse_own_files(output: Path, database: Path) -> None:
    """Raise UsageError where the file is the database or one of those beside it."""
    own = database.resolve()
    if output.resolve() in {own.with_name(own.name + beside) for beside in _BESIDE}:
        raise UsageError(f"{output} is a file of the database itself.", hint="Choose another name.")


def _write(result: Result, form: Format, stream: BinaryIO) -> None:
    match form:
        case Format.CSV:
            _defused(result).write_csv(stream)
        case Format.PARQUET:
            _frame(result).write_parquet(stream)
        case Format.JSON:
            rows = [dict(zip(result.columns, row, strict=True)) for row in _rows(result)]
            stream.write((json_text(rows, indent=2) + "\n").encode())
        case Format.MARKDOWN:
            stream.write(("\n".join(_markdown(result)) + "\n").encode())
        case Format.TABLE:
            stream.write(("\n".join(show_table(result, None)) + "\n").encode())


def _markdown(result: Result) -> Iterator[str]:
    """Yield the result as a Markdown table: numbers on the right, pipes and angles harmless."""
    yield _markdown_row([shown(name) for name in result.columns])
    yield _markdown_row(["---:" if is_number(kind) else "---" for kind in result.types], raw=True)
    for row in _rows(result):
        yield _markdown_row([cell_text(value) for value in row])


def _markdown_row(cells: list[str], *, raw: bool = False) -> str:
    safe = cells if raw else [_MARKDOWN.sub(r"\\\g<0>", cell) for cell in cells]
    return f"| {' | '.join(safe)} |"


def is_number(kind: str) -> bool:
    """Whether DuckDB's type of a column is one of numbers."""
    return kind.upper().startswith(_NUMBER_TYPES) or "INT" in kind.upper()


def _frame(result: Result) -> "pl.DataFrame":
    import polars as pl  # 190 ms that only an export pays

    frame = pl.from_arrow(result.table)
    assert isinstance(frame, pl.DataFrame)
    return frame


def _defused(result: Result) -> "pl.DataFrame":
    """Return the frame for CSV: text cells and headers that a spreadsheet will not run."""
    import polars as pl  # 190 ms that only an export pays

    frame = _frame(result)
    cells: list[pl.Expr | pl.Series] = []
    for name, kind in frame.schema.items():
        if kind == pl.String:
            cells.append(pl.col(name).map_elements(_export_cell, return_dtype=pl.String))
        elif kind.is_nested() or kind == pl.Binary:
            texts = [
                None if v is None else _export_cell(cell_text(v)) for v in frame[name].to_list()
            ]
            cells.append(pl.Series(name, texts, dtype=pl.String))
    defused = frame.with_columns(cells)
    return defused.rename({name: _export_cell(name) for name in defused.columns})


def _export_cell(text: str) -> str:
    return defused_cell(shown(text))
