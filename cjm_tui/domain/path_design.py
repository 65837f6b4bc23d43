"""The designed path against the paths that people take: each deviation with what came of it.

Without designed paths the order of the stages is the design: a customer's need of a stage should be
met at one touchpoint, and he should then go on to the next stage, neither back nor past it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from cjm_tui.domain.statistics.groups import told_apart
from cjm_tui.domain.statistics.intervals import two_proportions

CHANCE = 0.05  # that any deviation of an even design is said to differ


class Kind(StrEnum):
    """How a move differs from the design."""

    TURNS = "turns"  # to another touchpoint of the stage, or off the designed path
    SKIPS = "skips"
    BACK = "back"
    BEGINS = "begins"  # later than at the beginning


Missed = tuple[tuple[str, ...], ...]  # what is left out, each with its alternatives
Judgement = tuple[Kind, Missed]


@dataclass(frozen=True, slots=True)
class DesignedPath:
    """One designed path: its positions in order, each with its alternative touchpoints."""

    name: str
    positions: tuple[tuple[str, ...], ...]

    def position(self, touchpoint_id: str) -> int | None:
        """Return where it stands; None off the path."""
        found = (i for i, here in enumerate(self.positions) if touchpoint_id in here)
        return next(found, None)


@dataclass(frozen=True, slots=True)
class Design:
    """The designed paths, and the journey and place of each touchpoint's stage."""

    paths: tuple[DesignedPath, ...] = ()
    stages: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    stage_names: Mapping[tuple[str, int], str] = field(default_factory=dict)

    @property
    def explicit(self) -> bool:
        """Whether paths have been designed; else the order of the stages stands in for them."""
        return bool(self.paths)

    def judge(self, touchpoint_id: str, next_id: str, *, turns: bool) -> Judgement | None:
        """Return how a move differs from the design, with what it leaves out; None for as designed.

        The same touchpoint again is a loop, not a deviation. In one contact the organisation moves
        the customer: that is judged by designed paths only.
        """
        if touchpoint_id == next_id:
            return None
        if self.explicit:
            return self._by_paths(touchpoint_id, next_id)
        return self._by_stages(touchpoint_id, next_id) if turns else None

    def _by_paths(self, here: str, there: str) -> Judgement | None:
        found: list[Judgement] = []
        for path in self.paths:
            at, to = path.position(here), path.position(there)
            if at is None:
                continue
            if to is None:
                found.append((Kind.TURNS, ()))
            elif to in (at, at + 1):
                return None
            elif to < at:
                found.append((Kind.BACK, ()))
            else:
                found.append((Kind.SKIPS, path.positions[at + 1 : to]))
        found.sort(key=lambda one: one[0] is Kind.TURNS)  # on a path rather than off another
        return found[0] if found else None

    def _by_stages(self, here: str, there: str) -> Judgement | None:
        at, to = self.stages.get(here), self.stages.get(there)
        if at is None or to is None:
            return None
        if at[0] != to[0] or at[1] == to[1]:
            return Kind.TURNS, ()
        if to[1] < at[1]:
            return Kind.BACK, ()
        between = [place for place in self.stage_names if place[0] == at[0] and at < place < to]
        names = tuple((self.stage_names[place],) for place in sorted(between))
        return (Kind.SKIPS, names) if names else None


class MoveLike(Protocol):
    """What is asked of a move."""

    @property
    def touchpoint_id(self) -> str:
        """The touchpoint."""
        ...

    @property
    def next_id(self) -> str | None:
        """Where they went, None for nowhere else."""
        ...

    @property
    def turns(self) -> bool:
        """Whether the next leg belongs to another contact."""
        ...

    @property
    def paths(self) -> int:
        """How many paths."""
        ...

    @property
    def known(self) -> int:
        """How many of them have been watched long enough."""
        ...

    @property
    def back(self) -> int:
        """How many of those came back."""
        ...


class PlaceLike(Protocol):
    """What is asked of a touchpoint's part in the paths."""

    @property
    def touchpoint_id(self) -> str:
        """The touchpoint."""
        ...

    @property
    def begins(self) -> int:
        """How many paths begin here."""
        ...

    @property
    def begins_known(self) -> int:
        """How many of these have been watched long enough."""
        ...

    @property
    def begins_back(self) -> int:
        """How many of those came back."""
        ...

    @property
    def paths(self) -> int:
        """How many paths."""
        ...

    @property
    def known(self) -> int:
        """How many of them have been watched long enough."""
        ...

    @property
    def back(self) -> int:
        """How many of those came back."""
        ...


@dataclass(frozen=True, slots=True)
class Beside:
    """Paths held against others: how often the customers of each came back."""

    known: int
    back: int
    other_known: int
    other_back: int
    low: float = 0.0  # of the difference of the two shares, with 95 % confidence
    high: float = 0.0
    p: float = 1.0

    @property
    def share(self) -> float:
        """The share that came back."""
        return self.back / self.known if self.known else 0.0

    @property
    def other_share(self) -> float:
        """The same of the others."""
        return self.other_back / self.other_known if self.other_known else 0.0

    @property
    def excess(self) -> float:
        """How many more came back than would have if they were as the others."""
        return self.known * (self.share - self.other_share) if self.other_known else 0.0

    def enough(self, minimum: int) -> bool:
        """Whether both have as many known paths as a share needs."""
        return min(self.known, self.other_known) >= minimum


def beside(known: int, back: int, all_known: int, all_back: int) -> Beside:
    """Return paths held against the others of all, which include them."""
    others, other_back = all_known - known, all_back - back
    if not known or not others:
        return Beside(known, back, others, other_back)
    found = two_proportions(other_back, others, back, known)
    return Beside(known, back, others, other_back, found.low, found.high, found.p)


@dataclass(frozen=True, slots=True)
class Deviation:
    """Paths that differ from the design in one way, beside those that do not."""

    kind: Kind
    touchpoint_id: str  # from where; of `begins` the beginning that was left out
    next_id: str
    turns: bool
    missed: Missed  # touchpoints that are skipped, or names of stages
    paths: int
    of: int  # paths at the touchpoint; of `begins` all that begin on the designed path
    beside: Beside
    sure: bool  # told apart from chance, all deviations considered


def deviations(
    design: Design, moves: Iterable[MoveLike], places: Sequence[PlaceLike], minimum: int
) -> tuple[Deviation, ...]:
    """Return all deviations, those first that are sure and after which most come back more often.

    Each is held against the other paths at the same touchpoint; Holm's rule says which are told
    apart from chance.
    """
    at = {place.touchpoint_id: place for place in places}
    found: list[Deviation] = []
    for move in moves:
        place = at.get(move.touchpoint_id)
        if move.next_id is None or place is None:
            continue
        judged = design.judge(move.touchpoint_id, move.next_id, turns=move.turns)
        if judged is not None:
            kind, missed = judged
            compared = beside(move.known, move.back, place.known, place.back)
            ends = (move.touchpoint_id, move.next_id, move.turns)
            found.append(Deviation(kind, *ends, missed, move.paths, place.paths, compared, False))
    found += _late_beginnings(design, at)
    return _ranked(found, minimum)


def _late_beginnings(design: Design, at: Mapping[str, PlaceLike]) -> Iterable[Deviation]:
    firsts = {touchpoint for path in design.paths for touchpoint in path.positions[0]}
    for path in design.paths:
        here = [at[t] for position in path.positions for t in position if t in at]
        proper = [at[t] for t in path.positions[0] if t in at]
        of = sum(place.begins for place in here)
        known, back = (
            sum(place.begins_known for place in proper),
            sum(place.begins_back for place in proper),
        )
        for place in here:
            if place.touchpoint_id in firsts or not place.begins:
                continue
            compared = beside(
                place.begins_known,
                place.begins_back,
                known + place.begins_known,
                back + place.begins_back,
            )
            position = path.position(place.touchpoint_id) or 0
            missed = path.positions[:position]
            first = path.positions[0][0]
            yield Deviation(
                *(Kind.BEGINS, first, place.touchpoint_id, True, missed),
                *(place.begins, of, compared, False),
            )


def _ranked(found: Sequence[Deviation], minimum: int) -> tuple[Deviation, ...]:
    judged = [one for one in found if one.beside.enough(minimum)]
    differ = told_apart([one.beside.p for one in judged], CHANCE)
    sure = {id(one) for one, differs in zip(judged, differ, strict=True) if differs}
    marked = [
        Deviation(
            *(one.kind, one.touchpoint_id, one.next_id, one.turns, one.missed),
            *(one.paths, one.of, one.beside, id(one) in sure),
        )
        for one in found
    ]
    return tuple(sorted(marked, key=lambda one: _order(one, minimum)))


def _order(one: Deviation, minimum: int) -> tuple[bool, float, int, str, str, bool]:
    worse = one.sure and one.beside.excess > 0
    harm = one.beside.excess if one.beside.enough(minimum) else 0.0
    return not worse, -harm, -one.paths, one.touchpoint_id, one.next_id, one.turns
