"""Local time ↔ UTC as plain SQL over the few transitions of a time zone in the data's range.

A zone changes its offset twice a year at most, so a `case` over those moments is exact, needs no
per-row lookup and does not depend on the database's own time zone tables.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_EARLIEST = datetime(1900, 1, 1)
_LATEST = datetime(2200, 1, 1)
_MARGIN = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Transition:
    """A moment (UTC, naive) at which the offset from UTC changes, in seconds."""

    at: datetime
    before: int
    after: int

    @property
    def gap(self) -> int:
        """Seconds that local clocks skip; negative where an hour occurs twice."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class ZoneRules:
    """A time zone's offsets between two moments."""

    name: str
    first_offset: int  # seconds east of UTC before the first transition
    transitions: tuple[Transition, ...]

    def utc_of(self, local: str) -> str:
        """Return SQL for the UTC of a naive local time; null where that time never was.

        Of the hour that occurs twice it takes the second occurrence.
        """
        branches = []
        offset = self.first_offset
        for change in self.transitions:
            if change.gap > 0:
                start, end = _moved(change.at, change.before), _moved(change.at, change.after)
                branches.append(f"when {local} < {start} then {_shift(local, -offset)}")
                branches.append(f"when {local} < {end} then null")
            elif change.gap < 0:
                start = _moved(change.at, change.after)
                branches.append(f"when {local} < {start} then {_shift(local, -offset)}")
            offset = change.after
        return _case(branches, _shift(local, -offset))

    def doubled(self, local: str) -> str:
        """Return SQL for whether a naive local time occurs twice."""
        spans = [
            f"({local} >= {_moved(change.at, change.after)}"
            f" and {local} < {_moved(change.at, change.before)})"
            for change in self.transitions
            if change.gap < 0
        ]
        return " or ".join(spans) if spans else "false"

    def local_of(self, utc: str) -> str:
        """Return SQL for the local time of a naive UTC time."""
        branches = []
        offset = self.first_offset
        for change in self.transitions:
            branches.append(f"when {utc} < {_literal(change.at)} then {_shift(utc, offset)}")
            offset = change.after
        return _case(branches, _shift(utc, offset))


@lru_cache(maxsize=64)
def zone_rules(name: str, first: datetime, last: datetime) -> ZoneRules:
    """Return the offsets of a zone from `first` to `last` (naive; local or UTC will both do)."""
    zone = ZoneInfo(name)
    start = max(min(first, _LATEST) - _MARGIN, _EARLIEST).replace(microsecond=0)
    end = min(max(last, _EARLIEST) + _MARGIN, _LATEST)
    found = []
    moment = start
    offset = first_offset = _offset(zone, start)
    while moment < end:
        following = moment + timedelta(days=1)
        if (changed := _offset(zone, following)) != offset:
            at = _bisect(zone, moment, following)
            found.append(Transition(at, offset, changed))
            offset = changed
        moment = following
    return ZoneRules(name, first_offset, tuple(found))


def _bisect(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """Return the first second with the offset of `high`."""
    before = _offset(zone, low)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        if _offset(zone, middle) == before:
            low = middle
        else:
            high = middle
    return high


def _offset(zone: ZoneInfo, utc: datetime) -> int:
    offset = utc.replace(tzinfo=UTC).astimezone(zone).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def _moved(at: datetime, seconds: int) -> str:
    return _literal(at + timedelta(seconds=seconds))


def _literal(moment: datetime) -> str:
    return f"timestamp '{moment:%Y-%m-%d %H:%M:%S}'"


def _shift(expression: str, seconds: int) -> str:
    return f"{expression} + interval ({seconds}) second" if seconds else expression


def _case(branches: list[str], otherwise: str) -> str:
    return f"(case {' '.join(branches)} else {otherwise} end)" if branches else f"({otherwise})"
