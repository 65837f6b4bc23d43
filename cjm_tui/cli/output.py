"""Printing: data on stdout, diagnostics on stderr, nothing that acts on a terminal."""

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rich.cells import cell_len

from cjm_tui.domain.json_text import json_text
from cjm_tui.domain.text import shown, shown_lines


def prepare_streams() -> None:
    """Make both streams take any text: what the locale cannot write becomes `?`.

    A stream that was closed before we began takes it and drops it.
    """
    sys.stdout = sys.stdout or Path(os.devnull).open("w")  # noqa: SIM115  lives with the process
    sys.stderr = sys.stderr or Path(os.devnull).open("w")  # noqa: SIM115  the same
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def say(text: str = "", *, now: bool = False) -> None:
    """Print one line of data, made safe; `now` does not keep it in the buffer of a pipe."""
    print(shown(text), flush=now)


def say_lines(text: str) -> None:
    """Print text of several lines, made safe."""
    print(shown_lines(text))


def note(text: str) -> None:
    """Print one line of diagnostics, made safe, on stderr."""
    print(shown(text), file=sys.stderr)


def say_json(value: Any) -> None:
    """Print a value as JSON: NaN and infinity are null, decimals numbers, times ISO 8601."""
    print(json_text(value, indent=2))


def table_lines(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, right: Iterable[int] = ()
) -> list[str]:
    """Return a plain table: a header, a rule, the rows, columns aligned by cell width."""
    safe_columns = [shown(column) for column in columns]
    safe = [[shown(cell) for cell in row] for row in rows]
    widths = [
        max((cell_len(row[index]) for row in [safe_columns, *safe]), default=0)
        for index in range(len(safe_columns))
    ]
    to_right = set(right)

    def line(cells: Sequence[str]) -> str:
        padded = (
            " " * (width - cell_len(cell)) + cell
            if index in to_right
            else cell + " " * (width - cell_len(cell))
            for index, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        return "  ".join(padded).rstrip()

    return [line(safe_columns), "  ".join("─" * width for width in widths), *map(line, safe)]
