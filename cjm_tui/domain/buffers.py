"""The texts that one person has open in the query panel, and what they have run."""

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Buffer:
    """One text being written; `cursor` is a row and a column, both from 0."""

    name: str
    text: str = ""
    cursor: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Buffers:
    """All open texts in order, at least one, and which of them is in sight."""

    open: tuple[Buffer, ...] = (Buffer("1"),)
    current: int = 0

    @property
    def shown(self) -> Buffer:
        """The one in sight."""
        return self.open[self.current]

    def with_shown(self, text: str, cursor: tuple[int, int]) -> "Buffers":
        """Return them with what now stands in the one in sight."""
        new = replace(self.shown, text=text, cursor=cursor)
        return replace(self, open=(*self.open[: self.current], new, *self.open[self.current + 1 :]))

    def with_new(self, text: str = "", name: str = "") -> "Buffers":
        """Return them with another text in sight; where the one in sight is empty, in its place."""
        if not self.shown.text.strip():
            named = replace(self.shown, name=name or self.shown.name)
            used = replace(self, open=tuple(named if b is self.shown else b for b in self.open))
            return used.with_shown(text, (0, 0))
        added = Buffer(self._free_name(name), text)
        return Buffers((*self.open, added), len(self.open))

    def without_shown(self) -> "Buffers":
        """Return them without the one in sight; of the last an empty one is left."""
        kept = tuple(b for b in self.open if b is not self.shown)
        return Buffers(kept, max(0, self.current - 1)) if kept else Buffers()

    def turned(self, by: int) -> "Buffers":
        """Return them with the next one in sight, or the one before, round and round."""
        return replace(self, current=(self.current + by) % len(self.open))

    def _free_name(self, wanted: str) -> str:
        taken = {buffer.name for buffer in self.open}
        if wanted and wanted not in taken:
            return wanted
        stem = f"{wanted} " if wanted else ""
        number = 2 if wanted else 1
        while f"{stem}{number}" in taken:
            number += 1
        return f"{stem}{number}"


@dataclass(frozen=True, slots=True)
class Run:
    """A statement that was run, and what came of it."""

    at: datetime  # UTC
    sql: str
    outcome: str  # "1,204 rows" or the error in one line
    seconds: float = 0.0
