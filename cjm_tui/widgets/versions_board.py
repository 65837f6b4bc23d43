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
)

_NAME = 26  # cells of a touchpoint


class VersionsBoard(Board):
    """One line a touchpoint: a mark, where it stands, and in words what differs."""

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
                spots.append(Spot(key, 0, len(drawn), size.width, group=group, words=words))
                drawn.append(_beside(entry, size.width) if wide else _merged(entry, size.width))
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


def _merged(entry: VersionLine, width: int) -> Line:
    place = entry.desired or entry.now
    name = place.name if place else ""
    said = clip("; ".join(entry.differences), width - _NAME - 5)
    ink = Ink.STRONG if entry.mark else Ink.DIM
    return line(Span(f" {entry.mark or ' '} "), left(name, _NAME, ink), gap(), Span(said))


def _beside(entry: VersionLine, width: int) -> Line:
    side = _side(width)
    said = clip("; ".join(entry.differences), width - 2 * (side + 2) - 4)
    return line(
        Span(f" {entry.mark or ' '} "),
        *(_place(entry.now, side, entry), gap(2)),
        *(_place(entry.desired, side, entry), gap(2)),
        Span(said),
    )


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
