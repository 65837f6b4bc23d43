"""The pane of the desired maps beside the current ones."""

from textual.geometry import Size
from textual.reactive import var

from cjm_tui.domain import display
from cjm_tui.domain.journey_versions import Placed, VersionedJourney, VersionLine
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.picture import (
    WIDE_FROM,
    Ink,
    Line,
    Picture,
    Span,
    Spot,
    clip,
    gap,
    left,
    line,
    width_of,
    wrap,
)

_NAME = 26  # cells of a touchpoint


class VersionsBoard(Board):
    """Each touchpoint with its mark, where it stands, and in words what differs, in full."""

    versions: var[tuple[VersionedJourney, ...]] = var((), init=False)

    def watch_versions(self) -> None:
        """Repaint what the new data changes."""
        self.redraw()

    def draw(self, size: Size) -> Picture:
        """Draw one merged list, and from 120 columns both maps side by side."""
        drawn: list[Line] = []
        spots: list[Spot] = []
        wide = size.width >= WIDE_FROM
        for journey in self.versions:
            if drawn:
                drawn.append(())
            drawn.append(_heading(journey, size.width))
            stage = ""
            for number, entry in enumerate(journey.lines):
                place = entry.desired or entry.now
                assert place is not None
                if place.stage != stage:
                    stage = place.stage
                    drawn.append((Span(clip(f" {stage.upper()}", size.width), Ink.HEADING),))
                key = f"{journey.name}/{number}"
                words = f"{stage} › {place.name}: {'; '.join(entry.differences) or 'the same'}"
                group = f"{journey.name}/{stage}"
                block = _beside(entry, size.width) if wide else _merged(entry, size.width)
                place_of = (0, len(drawn), size.width, len(block))
                spots.append(Spot(key, *place_of, group=group, words=words))
                drawn += block
        return Picture(tuple(drawn), (_head(size.width, wide=wide),), tuple(spots))


def _heading(journey: VersionedJourney, width: int) -> Line:
    if not journey.has_current:
        words = "there is no current map of it"
    else:
        words = f"{display.counted(journey.changes, 'touchpoint')} would change"
    name = clip(journey.name, width // 2)
    return line(Span(f" {name}", Ink.STRONG), Span(f"  {words}", Ink.DIM))


def _head(width: int, *, wide: bool) -> Line:
    if not wide:
        words = line(gap(3), left("touchpoint", _NAME), gap(), Span("what differs"))
    else:
        columns = ("now", "desired")
        heads = [part for name in columns for part in (left(name, _side(width)), gap(2))]
        words = line(gap(3), *heads, Span("what differs"))
    return tuple(Span(span.text, Ink.DIM) for span in words)


def _merged(entry: VersionLine, width: int) -> list[Line]:
    place = entry.desired or entry.now
    ink = Ink.STRONG if entry.mark else Ink.DIM
    return _with_differences(entry, [left(place.name if place else "", _NAME, ink), gap()], width)


def _beside(entry: VersionLine, width: int) -> list[Line]:
    side = _side(width)
    places = (entry.now, entry.desired)
    cells = [part for place in places for part in (_place(place, side, entry), gap(2))]
    return _with_differences(entry, cells, width)


def _with_differences(entry: VersionLine, cells: list[Span], width: int) -> list[Line]:
    """Return the cells with what differs behind them, going on below itself."""
    start = line(Span(f" {entry.mark or ' '} "), *cells)
    behind = width_of(start)
    said = wrap("; ".join(entry.differences), max(20, width - behind - 1))
    return [line(*start, Span(said[0])), *(line(gap(behind), Span(part)) for part in said[1:])]


def _place(place: Placed | None, width: int, entry: VersionLine) -> Span:
    """A touchpoint with its stage where the two maps disagree about it."""
    if place is None:
        return left("–", width, Ink.DIM)
    moved = entry.now is not None and entry.desired is not None
    other = moved and entry.now.stage != entry.desired.stage  # type: ignore[union-attr]
    words = f"{place.name} ({place.stage})" if other else place.name
    return left(words, width, Ink.STRONG if entry.mark else Ink.DIM)


def _side(width: int) -> int:
    return max(_NAME, (width - 8) // 4)
