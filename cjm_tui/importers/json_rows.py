"""JSON as records: each object a row of the mapping's columns, written as CSV for the reader.

Objects come one a line, one after another without a line end, laid out over lines, or in a list. A
member within a member is the column `Outer.Inner`; a list is kept as JSON text. Where each line is
an object of its own, one that is broken is a record that is refused, and the others are read.
"""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from cjm_tui.errors import RefusedFileError
from cjm_tui.importers.names import Aliases, Names

NOT_JSON = "is no JSON object"
_BETWEEN = " \t\n\r,[]"
_MOST_HELD = 1 << 26  # characters of one object that is laid out over lines
_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)


class JsonObjects:
    """Cuts a text that comes in chunks into objects; a broken line comes as the text it is."""

    def __init__(self) -> None:
        self._held = ""
        self._by_line: bool | None = None  # known once a line is whole
        self.count = 0

    def feed(self, text: str) -> Iterator[dict[str, Any] | str]:
        """Yield what the text completes. Raises RefusedFileError as `end` does."""
        self._held += text
        if self._by_line is None:
            self._by_line = _by_line(self._held, final=False)
        if self._by_line is not None:
            yield from self._cut(final=False)

    def end(self) -> Iterator[dict[str, Any] | str]:
        """Yield the rest. Raises RefusedFileError where an object that is no line is broken."""
        if self._by_line is None:
            self._by_line = _by_line(self._held, final=True)
        yield from self._cut(final=True)

    def _cut(self, *, final: bool) -> Iterator[dict[str, Any] | str]:
        for found in self._lines(final=final) if self._by_line else self._stream(final=final):
            self.count += 1
            yield found

    def _lines(self, *, final: bool) -> Iterator[dict[str, Any] | str]:
        whole, end, self._held = self._held.rpartition("\n")
        if final:
            whole, self._held = whole + end + self._held, ""
        for line in whole.split("\n"):
            if line.strip():
                yield from _objects_in(line)

    def _stream(self, *, final: bool) -> Iterator[dict[str, Any] | str]:
        at = 0
        while (at := _next(self._held, at)) < len(self._held):
            try:
                found, at = _DECODER.raw_decode(self._held, at)
            except (json.JSONDecodeError, RecursionError) as error:
                if final or len(self._held) - at > _MOST_HELD:
                    raise RefusedFileError(
                        f"its JSON is broken or cut short after record {self.count:,}"
                    ) from error
                break
            if not isinstance(found, dict):
                raise RefusedFileError(f"its JSON holds more than objects: see {str(found)[:40]!r}")
            yield found
        self._held = self._held[at:]


class JsonRows:
    """Turns JSON text into CSV: the mapping's columns, and last what is no object."""

    def __init__(self, columns: tuple[str, ...], aliases: Aliases, delimiter: str) -> None:
        self._columns = columns
        self._aliases = aliases
        self._delimiter = delimiter
        self._objects = JsonObjects()
        self._column_of: dict[str, int | None] = {}

    def feed(self, text: str) -> str:
        """Return the records that the text completes, as CSV. Raises RefusedFileError."""
        return self._written(self._objects.feed(text))

    def end(self) -> str:
        """Return the rest as CSV. Raises RefusedFileError."""
        return self._written(self._objects.end())

    def _written(self, objects: Iterator[dict[str, Any] | str]) -> str:
        out = io.StringIO()
        writer = csv.writer(out, delimiter=self._delimiter, lineterminator="\n")
        for found in objects:
            row = [""] * (len(self._columns) + 1)
            if isinstance(found, str):
                if found.startswith("<<<<<<< "):
                    number = f"{self._objects.count:,}"
                    raise RefusedFileError(f"it holds an unresolved git conflict (record {number})")
                row[-1] = found
            else:
                for path, value in flattened(found):
                    if value and (at := self._column(path)) is not None:
                        row[at] = value.replace("\r\n", "\n").replace("\r", "\n")
            writer.writerow(row)
        return out.getvalue()

    def _column(self, path: str) -> int | None:
        if path not in self._column_of:
            known = Names((path,)).positions(self._columns, self._aliases)
            self._column_of[path] = self._columns.index(next(iter(known))) if known else None
        return self._column_of[path]


def json_names(text: str, records: int) -> Names:
    """Return the columns that the first objects of a file have."""
    objects = JsonObjects()
    paths: dict[str, None] = {}
    try:
        for number, found in enumerate(objects.feed(text + "\n")):
            if number >= records:
                break
            if isinstance(found, dict):
                paths.update(dict.fromkeys(path for path, _ in flattened(found)))
    except RefusedFileError:
        pass  # it is told when the file is read
    return Names(tuple(paths))


def why_no_object(text: str, *, complete: bool) -> str:
    """Return why a file that begins with this text has no first object, "" where it has one."""
    at = _next(text, 0)
    if at == len(text) and complete:
        return "its JSON is an empty list: it holds no records"
    if first_object(text) is not None:
        return ""
    try:
        found, _ = _DECODER.raw_decode(text, at)
    except (json.JSONDecodeError, RecursionError):
        if complete:
            return "its JSON is broken or cut short within its first record"
        return "the first record of its JSON is broken, or has no end within 16 MB"
    return f"its JSON holds more than objects: see {str(found)[:40]!r}"


def first_object(text: str) -> dict[str, Any] | None:
    """Return the first object that the text holds whole, None where there is none."""
    try:
        objects = JsonObjects().feed(text + "\n")
        return next((found for found in objects if isinstance(found, dict)), None)
    except RefusedFileError:
        return None


def flattened(found: dict[str, Any], outer: str = "") -> Iterator[tuple[str, str]]:
    """Yield each value of an object as text, with the names that lead to it, joined by dots."""
    for name, value in found.items():
        path = f"{outer}{name}"
        if isinstance(value, dict) and value:
            yield from flattened(value, f"{path}.")
        elif value is None or value == {}:
            yield path, ""
        elif isinstance(value, bool):
            yield path, "true" if value else "false"
        elif isinstance(value, str):
            yield path, value
        else:
            yield path, json.dumps(value, ensure_ascii=False)


def _by_line(text: str, *, final: bool) -> bool | None:
    """Return whether each line is an object of its own, None while too little is known.

    A broken first line is one where the second is an object that cannot go on with it.
    """
    first, end, rest = text.lstrip().partition("\n")
    if not (end or final):
        return None
    if first[:1] != "{":
        return False
    if _whole(first):
        return True
    if first.rstrip()[-1] in "{[,:":  # laid out over lines
        return False
    second, end, _ = rest.lstrip().partition("\n")
    if not (end or final):
        return None
    return second[:1] == "{" and _whole(second)


def _whole(line: str) -> bool:
    return not isinstance(_objects_in(line)[-1], str)


def _objects_in(line: str) -> list[dict[str, Any] | str]:
    """Return the objects of a line; what is none, and all behind it, as text."""
    found: list[dict[str, Any] | str] = []
    at = _next(line, 0)
    while at < len(line):
        try:
            one, end = _DECODER.raw_decode(line, at)
        except (json.JSONDecodeError, RecursionError):
            one, end = None, at
        if not isinstance(one, dict):
            return [*found, line[at:].strip()]
        found.append(one)
        at = _next(line, end)
    return found or [line]


def _next(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BETWEEN:
        at += 1
    return at
