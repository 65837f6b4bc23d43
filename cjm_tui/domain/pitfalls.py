"""The five pitfalls of journey work, each seen by several checks, and what their rows amount to."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from cjm_tui.domain.journey import DataState
from cjm_tui.domain.period import Period
from cjm_tui.domain.statistics.intervals import paired_difference, wilson


class Pitfall(StrEnum):
    """What makes journey work fail (article 001)."""

    NEEDS = "needs"
    PERSONALISATION = "personalisation"
    COORDINATION = "co-ordination"
    SILOS = "silos"
    DOTS = "unconnected dots"


class Verdict(StrEnum):
    """What can be said of a check, or of a pitfall."""

    PRESENT = "present"
    UNSURE = "not sure"
    ABSENT = "not seen"
    UNKNOWN = "cannot tell"


@dataclass(frozen=True, slots=True)
class Check:
    """One sign of a pitfall as its stored query's front matter declares it.

    Without `allowed` each failed item counts; with it the share that may fail, in per cent.
    """

    name: str
    title: str
    pitfall: Pitfall
    item: str  # what one row is
    items: str
    failed: str  # what is the matter with it: "have no standard of good"
    because: str  # why that is a sign
    needs: str  # the data without which nobody can tell
    allowed: float | None = None
    window_days: int = 0
    order: int = 0
    base: str = ""  # of whom some would fail by chance, in words; "": nothing is taken off


@dataclass(frozen=True, slots=True)
class Failing:
    """How many items failed at one place."""

    place: str
    failed: int


@dataclass(frozen=True, slots=True)
class Base:
    """How many of the judged would have failed by chance: as the same ones did at another time."""

    share_of: int  # judged rows with it
    failed_only: int  # failed, and not by chance
    base_only: int  # not failed, though by chance they would have


@dataclass(frozen=True, slots=True)
class Excess:
    """What failed beyond what does by chance, in points of a hundred, with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found."""

    check: Check
    known: int  # items that can be judged
    failed: int
    unknown: int = 0  # items that cannot
    places: tuple[Failing, ...] = ()  # those with most failed first
    days: Period | None = None  # None: it is of the map, not of days
    minimum: int = 10
    sql: str = ""  # runs as it stands and gives its rows
    sql_hash: str = ""
    base: Base | None = None

    @property
    def excess(self) -> Excess | None:
        """What failed beyond the base, of a check that has one and enough rows."""
        if self.base is None or self.interval is None:
            return None
        more, less = self.base.failed_only, self.base.base_only
        low, high = paired_difference(more, less, self.known)
        return Excess(100 * (more - less) / self.known, 100 * low, 100 * high)

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval of the failed share in per cent, of a check that allows for some."""
        if self.check.allowed is None or self.known < max(1, self.minimum):
            return None
        low, high = wilson(self.failed, self.known)
        return 100 * low, 100 * high

    @property
    def verdict(self) -> Verdict:
        """Whether it is a sign of the pitfall."""
        if self.check.allowed is None:
            if self.failed:
                return Verdict.PRESENT
            return Verdict.ABSENT if self.known else Verdict.UNKNOWN
        if (ends := self.interval) is None:
            return Verdict.UNKNOWN
        low, high = (self.excess.low, self.excess.high) if self.excess else ends
        if low > self.check.allowed:
            return Verdict.PRESENT
        return Verdict.ABSENT if high <= self.check.allowed else Verdict.UNSURE


@dataclass(frozen=True, slots=True)
class PitfallFound:
    """One pitfall with its checks."""

    pitfall: Pitfall
    checked: tuple[Checked, ...]

    def of(self, verdict: Verdict) -> tuple[Checked, ...]:
        """Return the checks with that verdict."""
        return tuple(one for one in self.checked if one.verdict is verdict)

    @property
    def verdict(self) -> Verdict:
        """Present if any check shows it; not seen only if nothing that can be told is unsure."""
        for verdict in (Verdict.PRESENT, Verdict.UNSURE, Verdict.ABSENT):
            if self.of(verdict):
                return verdict
        return Verdict.UNKNOWN


@dataclass(frozen=True, slots=True)
class Pitfalls:
    """All five."""

    state: DataState
    period: Period | None  # None: there is no data yet
    found: tuple[PitfallFound, ...]

    def count(self, verdict: Verdict) -> int:
        """Return how many pitfalls have that verdict."""
        return sum(one.verdict is verdict for one in self.found)


def by_pitfall(checked: Sequence[Checked]) -> tuple[PitfallFound, ...]:
    """Return the checks under their pitfalls, in the pitfalls' order."""
    return tuple(
        PitfallFound(pitfall, tuple(one for one in checked if one.check.pitfall is pitfall))
        for pitfall in Pitfall
    )
