"""The map's two rules, and how long what they found stays open.

Opens: a point outside the limits, or 8 points in a row on one side of the centre. A point on the
centre line ends a run. Stays open until recovery, which is a matter of the latest points:

* after a run: at least half of the latest points lie on the centre line or beyond it: of the
  latest 8, and the longer it lasted the more it takes, of half the episode's points, up to 16;
* after a point outside: at least half of the latest 4 points do, all of them after that point;

and none of those points is outside on the same side. An opposite run needs no rule of its own, for
its eighth point has closed the first; an opposite point outside replaces a point outside, but not
a run: one good day is no recovery.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

RUN = 8
LONG_RUN = 16
AFTER_OUTSIDE = 4


class Mark(NamedTuple):
    """Where a judged point lies: −1 below, +1 above, 0 on the line or within the limits."""

    side: int
    outside: int


@dataclass(slots=True)
class Episode:
    """An open or closed signal; numbers are positions in the sequence of marks."""

    side: int
    first: int  # the run's first point, or the point outside
    opened: int
    run: int = 0  # longest run within the episode
    outside: int = 0  # points outside on its side
    last_outside: int = -1
    closed: int | None = None  # the point that closed it


def episodes(marks: Sequence[Mark]) -> list[Episode]:
    """Return all episodes in order; only the last can be open."""
    found: list[Episode] = []
    current: Episode | None = None
    side = length = 0
    for place, mark in enumerate(marks):
        length = length + 1 if mark.side == side and mark.side else abs(mark.side)
        side = mark.side
        if mark.outside and (current is None or _replaced(current, mark)):
            if current is not None:
                current.closed = place
            current = Episode(mark.outside, place, place)
            found.append(current)
        if length >= RUN and (current is None or current.side != side):
            if current is not None:
                current.closed = place
            current = Episode(side, place - length + 1, place)
            found.append(current)
        if current is None:
            continue
        if mark.outside == current.side:
            current.outside += 1
            current.last_outside = place
        if length >= RUN and side == current.side:
            current.run = max(current.run, length)
            current.first = min(current.first, place - length + 1)
        if _recovered(current, marks, place):
            current.closed = place
            current = None
    return found


def _replaced(current: Episode, mark: Mark) -> bool:
    return current.run == 0 and mark.outside == -current.side


def _recovered(current: Episode, marks: Sequence[Mark], place: int) -> bool:
    latest = AFTER_OUTSIDE
    if current.run:
        latest = min(LONG_RUN, max(RUN, (place - current.first + 1) // 2))
    start = place - latest + 1
    if start < 0 or (not current.run and start <= current.last_outside):
        return False
    window = marks[start : place + 1]
    back = sum(mark.side != current.side for mark in window)
    return 2 * back >= latest and all(mark.outside != current.side for mark in window)
