"""A mapping that cjm proposes for a file that none reads: a guess for a person to confirm."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ProposedColumn:
    """What a column of the file is taken for."""

    column: str
    becomes: str  # "" where it is left out
    looks: str
    why: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """The proposed mapping, and what it makes of the file's first records."""

    name: str
    text: str
    target: str
    columns: tuple[ProposedColumn, ...]
    notes: tuple[str, ...]  # dialect, dates, time zone: how sure each is; what is missing
    read: int
    accepted: int
    refused: tuple[tuple[int, str, str], ...]  # line, column and reason of the first bad records
    preview_columns: tuple[str, ...]
    preview: tuple[tuple[Any, ...], ...]

    def as_json(self) -> dict[str, Any]:
        """Return the object that `cjm map --json` prints."""
        rows = [
            [None if cell is None else str(cell) for cell in row]  # times and days in ISO 8601
            for row in self.preview
        ]
        return {
            "name": self.name,
            "target": self.target,
            "columns": [
                {
                    "column": column.column,
                    "becomes": column.becomes or None,
                    "looks": column.looks,
                    "why": column.why,
                }
                for column in self.columns
            ],
            "notes": list(self.notes),
            "read": self.read,
            "accepted": self.accepted,
            "refused": [
                {"line": line, "column": column, "reason": reason}
                for line, column, reason in self.refused
            ],
            "preview": [dict(zip(self.preview_columns, row, strict=True)) for row in rows],
            "mapping": self.text,
        }
