"""The names of a file's columns as they are compared: case, spaces, - _ and . do not matter."""

import difflib
import fnmatch
import re
from collections.abc import Iterable, Mapping
from functools import cached_property

_BETWEEN = re.compile(r"[\s._-]+")
_CLOSE = 0.75

Aliases = Mapping[str, tuple[str, ...]]  # a column → other names of it, or patterns as in a shell


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

    def positions(self, columns: Iterable[str], aliases: Aliases) -> dict[str, int]:
        """Return where the columns stand, by their own names or by others; without absent ones."""
        found = {name: self.candidates(name, aliases) for name in columns}
        return {name: places[0] for name, places in found.items() if places}

    def candidates(self, column: str, aliases: Aliases) -> list[int]:
        """Return the cells that may be the column: its own name, else the first alias that fits.

        A name that is written just so comes before those that differ by what does not matter.
        """
        for alias in (column, *aliases.get(column, ())):
            pattern = fold(alias)
            fitting = self._places.get(pattern, [])
            if "*" in pattern:
                names = (name for name in self._places if fnmatch.fnmatchcase(name, pattern))
                fitting = [at for name in names for at in self._places[name]]
            exact = [at for at in fitting if self.cells[at].casefold() == alias.casefold()]
            if fitting:
                return exact or fitting
        return []

    def misspelt(
        self, positions: Mapping[str, int], optional: Iterable[str]
    ) -> tuple[str, str] | None:
        """Return a cell that is none of the columns, and the absent one that it resembles."""
        known = set(positions.values())
        absent = {fold(name): name for name in optional if name not in positions}
        letters = {"".join(sorted(name)): name for name in absent}
        for name, at in self._places.items():
            if name and at[0] not in known:
                close = difflib.get_close_matches(name, absent, n=1, cutoff=_CLOSE)
                near = letters.get("".join(sorted(name))) or next(iter(close), None)
                if near:
                    return self.cells[at[0]], absent[near]
        return None
