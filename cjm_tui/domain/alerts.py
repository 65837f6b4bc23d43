"""What needs somebody's attention, and what somebody has seen already: `cjm check`.

An alert covers marks: a finding by its name, and a fingerprint of what it said. Whoever
acknowledges it has seen those; it is told again as soon as one of them says something else.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from cjm_tui.domain.journey import DataState
from cjm_tui.errors import ExitCode

_CODE = 6  # hexadecimal digits: short enough to be typed


class AlertKind(StrEnum):
    """What is the matter, as the line begins; the gravest for the morning first."""

    STALE = "STALE"
    MISSING = "MISSING"
    REFUSED = "REFUSED"
    INCOMPLETE = "INCOMPLETE"
    QUARANTINE = "QUARANTINE"
    SLID_BACK = "SLID BACK"
    WORSE = "WORSE"
    NO_OWNER = "NO OWNER"
    OVERDUE = "OVERDUE"
    STALLED = "STALLED"
    REVIEW = "REVIEW"


DATA_KINDS = frozenset(
    {AlertKind.STALE, AlertKind.MISSING, AlertKind.REFUSED, AlertKind.INCOMPLETE}
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One finding as it reads now."""

    finding: str  # its name, the same from day to day: "overdue:A-7"
    fingerprint: str  # what must differ for it to be told again


@dataclass(frozen=True, slots=True)
class Alert:
    """One line of the check."""

    kind: AlertKind
    about: str  # what it is about, in words
    words: tuple[str, ...]  # what is said of it, the most important first
    marks: tuple[Mark, ...]
    group: str = ""  # alerts of one group are told as one line; "" for a line of its own

    @property
    def code(self) -> str:
        """The few digits by which it is acknowledged, of just what it says now."""
        parts = (part for mark in self.marks for part in (mark.finding, mark.fingerprint))
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:_CODE]


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """An alert that somebody has seen and that says the same still."""

    alert: Alert
    who: str
    at: datetime  # local
    why: str


@dataclass(frozen=True, slots=True)
class Check:
    """All that needs attention, and what rests."""

    state: DataState
    today: date
    alerts: tuple[Alert, ...]
    resting: tuple[Acknowledged, ...] = ()

    @property
    def exit_code(self) -> ExitCode:
        """20 where the data itself lacks something, else 10 where anything is said, else 0."""
        if any(alert.kind in DATA_KINDS for alert in self.alerts):
            return ExitCode.STALE
        return ExitCode.ATTENTION if self.alerts else ExitCode.OK


def told(alerts: Iterable[Alert]) -> tuple[Alert, ...]:
    """Return one alert a group, its first with the marks of all, in the order of the kinds."""
    groups: dict[tuple[AlertKind, str], list[Alert]] = {}
    for number, alert in enumerate(alerts):
        groups.setdefault((alert.kind, alert.group or f"\0{number}"), []).append(alert)
    order = list(AlertKind)
    return tuple(
        _as_one(group) for group in sorted(groups.values(), key=lambda g: order.index(g[0].kind))
    )


def _as_one(group: Sequence[Alert]) -> Alert:
    first, *others = group
    if not others:
        return first
    words = (*first.words[:1], f"and {len(others)} more", *first.words[1:])
    marks = tuple(mark for alert in group for mark in alert.marks)
    return Alert(first.kind, first.about, words, marks, first.group)
