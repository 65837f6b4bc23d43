"""The current map beside the desired one: what each touchpoint would have to become."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Placed(NamedTuple):
    """A touchpoint in one version of its journey; rows come in the order of the map."""

    stage: str
    touchpoint_id: str
    name: str
    standard_of_good: str
    good_kpi: str
    good_threshold: float | None


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A touchpoint of either version, or of both, and what differs in words."""

    now: Placed | None
    desired: Placed | None
    differences: tuple[str, ...]

    @property
    def mark(self) -> str:
        """Return "+" for a new one, "−" for one that goes, "~" for one that differs, else ""."""
        if self.now is None:
            return "+"
        if self.desired is None:
            return "−"
        return "~" if self.differences else ""


@dataclass(frozen=True, slots=True)
class VersionedJourney:
    """A journey of which there is a desired map."""

    name: str
    has_current: bool
    lines: tuple[VersionLine, ...]

    @property
    def changes(self) -> int:
        """How many touchpoints differ."""
        return sum(bool(line.mark) for line in self.lines)


def compare(current: Sequence[Placed], desired: Sequence[Placed]) -> tuple[VersionLine, ...]:
    """Return the touchpoints of both in the desired order, those that go behind their stage.

    The same id is the same touchpoint, and else the same name.
    """
    pairs = _pairs(current, desired)
    matched = {now.touchpoint_id for now in pairs.values()}
    going = [now for now in current if now.touchpoint_id not in matched]
    staying = [then for then in desired if _stays(then, pairs)]
    ranks_then = _ranks(staying)
    stay = {pairs[then.touchpoint_id].touchpoint_id for then in staying}
    ranks_now = _ranks([now for now in current if now.touchpoint_id in stay])
    found: list[VersionLine] = []
    stages = list(dict.fromkeys(place.stage for place in (*desired, *going)))
    for stage in stages:
        for then in (place for place in desired if place.stage == stage):
            now = pairs.get(then.touchpoint_id)
            if now is None:
                found.append(VersionLine(None, then, ("only on the desired map",)))
                continue
            moved = ranks_now.get(now.touchpoint_id, 0), ranks_then.get(then.touchpoint_id, 0)
            found.append(VersionLine(now, then, _differences(now, then, *moved)))
        found += [
            VersionLine(now, None, ("only on the current map",))
            for now in going
            if now.stage == stage
        ]
    return tuple(found)


def _pairs(current: Sequence[Placed], desired: Sequence[Placed]) -> dict[str, Placed]:
    """Return the current touchpoint of each desired one that has one, by the desired one's id."""
    by_id = {now.touchpoint_id: now for now in current}
    by_name = {now.name.casefold(): now for now in current}
    taken = {then.touchpoint_id for then in desired} & by_id.keys()
    pairs: dict[str, Placed] = {}
    for then in desired:
        now = by_id.get(then.touchpoint_id) or by_name.get(then.name.casefold())
        if now is not None and (
            now.touchpoint_id == then.touchpoint_id or now.touchpoint_id not in taken
        ):
            pairs[then.touchpoint_id] = now
            taken.add(now.touchpoint_id)
    return pairs


def _stays(then: Placed, pairs: dict[str, Placed]) -> bool:
    """Whether the touchpoint is in the same stage on both maps: only these can change places."""
    now = pairs.get(then.touchpoint_id)
    return now is not None and now.stage == then.stage


def _ranks(places: Sequence[Placed]) -> dict[str, int]:
    """Return the place of each touchpoint within its stage, from one."""
    counted: dict[str, int] = {}
    ranks = {}
    for place in places:
        counted[place.stage] = counted.get(place.stage, 0) + 1
        ranks[place.touchpoint_id] = counted[place.stage]
    return ranks


def _differences(now: Placed, then: Placed, rank_now: int, rank_then: int) -> tuple[str, ...]:
    found = []
    if now.name != then.name:
        found.append(f"called {then.name}")
    if now.stage != then.stage:
        found.append(f"moves from {now.stage} to {then.stage}")
    elif rank_now != rank_then:
        found.append(f"order: {rank_then}, now {rank_now}")
    if (now.good_kpi, now.good_threshold) != (then.good_kpi, then.good_threshold):
        found.append(f"good is {_good(then)}, now {_good(now)}")
    if now.standard_of_good != then.standard_of_good:
        found.append(f"standard: {then.standard_of_good or 'none'}")
    return tuple(found)


def _good(place: Placed) -> str:
    if not place.good_kpi:
        return "not set"
    return (
        place.good_kpi
        if place.good_threshold is None
        else f"{place.good_kpi} {place.good_threshold:g}"
    )
