"""Where the cursor goes next, and which cells of a row differ from what is shown."""

from dataclasses import dataclass

from rich.cells import cell_len

from cjm_tui.widgets.picture import Line, Spot, width_of


@dataclass(frozen=True, slots=True)
class Row:
    """What one row of the pane shows: a line, and the cells of it that the cursor covers."""

    line: Line = ()
    cursor: tuple[int, int] | None = None
    leads: bool = False  # the first row under the cursor, which bears its mark


def overlaps_across(one: Spot, other: Spot) -> bool:
    """Whether the spots share a column of cells."""
    return one.x < other.x + other.width and other.x < one.x + one.width


def next_spot(spots: tuple[Spot, ...], here: Spot, across: int, down: int) -> Spot | None:
    """Return the nearest spot in that direction; sideways in a list, the next group's first."""
    if down:
        ahead = [s for s in spots if overlaps_across(s, here) and (s.y - here.y) * down > 0]
        return min(ahead, key=lambda s: abs(s.y - here.y), default=None)
    aside = [s for s in spots if not overlaps_across(s, here) and (s.x - here.x) * across > 0]
    if aside:
        return min(aside, key=lambda s: (abs(s.y - here.y), abs(s.x - here.x)))
    groups = list(dict.fromkeys(spot.group for spot in spots))
    index = groups.index(here.group) + across if here.group in groups else -1
    if not 0 <= index < len(groups):
        return None
    return next(spot for spot in spots if spot.group == groups[index])


def changed_cells(new: Row, old: Row, width: int) -> list[tuple[int, int]]:
    """Return the ranges of cells to repaint for one row."""
    if new == old:
        return []
    if new.line == old.line:
        return [range_ for range_ in (old.cursor, new.cursor) if range_ is not None]
    if new.cursor != old.cursor:
        return [(0, width)]
    start = _same_cells(new.line, old.line)
    end = width - _same_cells(new.line[::-1], old.line[::-1], width)
    return [(start, max(end, start + 1))]


def _same_cells(new: Line, old: Line, width: int = 0) -> int:
    """Return the cells of the spans that both lines begin with.

    With `width`, for reversed lines: 0 unless both lines fill the width, so that ends align.
    """
    if width and not (width_of(new) == width_of(old) == width):
        return 0
    same = 0
    for one, other in zip(new, old, strict=False):
        if one != other:
            break
        same += cell_len(one.text)
    return same
