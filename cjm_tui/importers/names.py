"""The names of a file's columns as they are compared: case, spaces, `-` and `_` do not matter."""

import difflib
import re
from collections.abc import Iterable
from functools import cached_property

_BETWEEN = re.compile(r"[\s_-]+")
_CLOSE = 0.75


def fold(column: str) -> str:
    """Return a header cell as it is compared."""
    return "".join(_BETWEEN.split(column)).casefold()


class Names:
    """A header row's cells, and where each name stands."""

    def __init__(self, cells: tuple[str, ...]) -> None:
        self.cells = cells

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for at, cell in enumerate(self.cells):
            places.setdefault(fold(cell), []).append(at)
        return places

    @property
    def twice(self) -> list[str]:
        """The names that stand more than once, as they are written last."""
        places = self._places.items()
        return sorted(self.cells[at[-1]] for name, at in places if name and len(at) > 1)

    def positions(self, columns: Iterable[str]) -> dict[str, int]:
        """Return where the columns stand; absent ones are left out."""
        places = self._places
        return {name: places[fold(name)][0] for name in columns if fold(name) in places}

    def misspelt(self, columns: Iterable[str], optional: Iterable[str]) -> tuple[str, str] | None:
        """Return a cell that is none of the columns, and the absent one that it resembles."""
        known = {fold(name) for name in columns}
        absent = {fold(name): name for name in optional if fold(name) not in self._places}
        letters = {"".join(sorted(name)): name for name in absent}
        for name, at in self._places.items():
            if name and name not in known:
                close = difflib.get_close_matches(name, absent, n=1, cutoff=_CLOSE)
                near = letters.get("".join(sorted(name))) or next(iter(close), None)
                if near:
                    return self.cells[at[0]], absent[near]
        return None
