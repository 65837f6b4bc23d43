"""What the query panel asks and is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_BORDER = ";\n"


@dataclass(frozen=True, slots=True)
class Ask:
    """Statements that run one after the other; the last one's rows are the answer."""

    statements: tuple[str, ...]
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """All of it as one text."""
        return _BORDER.join(self.statements)

    @property
    def again(self) -> str:
        """The text with which it can be asked again: the values of its parameters stand first."""
        given = (f"--: {name} = {value}" for name, value in self.params.items())
        return "\n".join((*given, self.text))

    def place(self, line: int, column: int) -> tuple[int, int]:
        """Return which statement a place of the text is in, and how many characters into it."""
        lines = self.text.split("\n")
        at = sum(len(text) + 1 for text in lines[: line - 1]) + column - 1
        for index, statement in enumerate(self.statements):
            if at <= len(statement):
                return index, at
            at -= len(statement) + len(_BORDER)
        return len(self.statements) - 1, len(self.statements[-1])


@dataclass(frozen=True, slots=True)
class Result:
    """The rows of an answer, and whether they are all."""

    columns: tuple[str, ...]
    types: tuple[str, ...]  # DuckDB's names
    table: Any  # pyarrow.Table
    cut: bool  # there are more rows than these
    seconds: float  # of the query alone
    total: int | None = None  # how many rows there are; None where that is not known
    again: bool = False  # it gave way to an import and was run once more

    @property
    def rows(self) -> int:
        """How many rows are here."""
        return int(self.table.num_rows)

    @property
    def words(self) -> str:
        """How many rows are shown and of how many; a cut is never presented as the whole."""
        if not self.cut:
            return f"{self.rows:,} row{'' if self.rows == 1 else 's'}, all of them"
        of = f"of {self.total:,} rows" if self.total is not None else "rows, there are more"
        return f"first {self.rows:,} {of}"
