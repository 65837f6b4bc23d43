"""Who changed what: the entries of the change log that concern one touchpoint, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

_NOUNS = {"kpi_target": "target", "rebase": "limits begun anew", "annotation": "note on days"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One change: who, when, what, old and new value, and why."""

    at: datetime  # local time
    who: str
    noun: str
    what: str  # which one of its kind; "" for the touchpoint itself
    field: str
    old: str
    new: str
    why: str

    @property
    def subject(self) -> str:
        """What was changed: "accountability Kim · A", "good threshold"."""
        noun = _NOUNS.get(self.noun, self.noun)
        field = self.field.replace("_", " ")
        if self.noun == "touchpoint" and field:
            return field
        return " ".join(part for part in (noun, self.what, field) if part)

    @property
    def change(self) -> str:
        """What it became: "70 → 80", "added", "removed"."""
        if not self.field and self.new == "added":
            return "added"
        if not self.field and self.old == "removed":
            return "removed"
        return f"{self.old or '–'} → {self.new or '–'}"


@dataclass(frozen=True, slots=True)
class ChangeLog:
    """The newest entries, and how many there are."""

    entries: tuple[Entry, ...]
    total: int


def log_json(log: ChangeLog) -> dict[str, Any]:
    """Return the entries as the JSON that scripts read (docs/cli.md)."""
    return {
        "total": log.total,
        "changes": [
            {
                "at": entry.at,
                "who": entry.who or None,
                "noun": entry.noun,
                "what": entry.what or None,
                "field": entry.field or None,
                "old": entry.old or None,
                "new": entry.new or None,
                "why": entry.why or None,
            }
            for entry in log.entries
        ],
    }
