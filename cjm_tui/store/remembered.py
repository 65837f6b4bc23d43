"""Answers that stay right until somebody writes: a long-lived process asks for them once."""

from collections.abc import Mapping
from threading import Lock
from typing import Any

MOST_ROWS = 20_000  # of all answers together: some megabytes
Answer = tuple[list[str], list[tuple[Any, ...]]]


class Answers:
    """Answers of one state of the file, for as many readers as see that state."""

    def __init__(self, stamp: object = None) -> None:
        self.stamp = stamp
        self._lock = Lock()
        self._found: dict[str, Answer] = {}
        self._rows = 0

    def get(self, sql: str, params: Mapping[str, Any]) -> Answer | None:
        """Return the answer of the same question, or None; its list of rows is the caller's own."""
        with self._lock:
            found = self._found.get(_key(sql, params))
        return None if found is None else (found[0], list(found[1]))

    def put(self, sql: str, params: Mapping[str, Any], answer: Answer) -> None:
        """Keep an answer, unless with it there would be too many rows.

        What was kept first stays: a screen asks for the same in the same order again and again.
        """
        names, rows = answer
        key = _key(sql, params)
        with self._lock:
            others = self._rows - _size(self._found.get(key))
            if others + len(rows) <= MOST_ROWS:
                self._found[key] = names, list(rows)
                self._rows = others + _size(answer)


def _size(answer: Answer | None) -> int:
    """Return how many rows an answer takes, its names counted as one; 0 for none."""
    return 0 if answer is None else len(answer[1]) + 1


def _key(sql: str, params: Mapping[str, Any]) -> str:
    return repr((sql, sorted(params.items())))
