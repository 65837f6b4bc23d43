"""Today's three above the map: findings of two lines each, and the map below them."""

from dataclasses import replace

from cjm_tui.domain import finding_words
from cjm_tui.domain.findings import TODAY, Finding
from cjm_tui.widgets.picture import Ink, Line, Picture, Span, Spot, clip

FINDING = "finding:"  # before the id of its touchpoint, in a spot's key


def with_three(found: tuple[Finding, ...], below: Picture, width: int) -> Picture:
    """Put the findings above the picture; its head stays at the top of the pane."""
    drawn: list[Line] = [
        (Span(clip(f" {finding_words.heading(found).upper()}", width), Ink.HEADING),)
    ]
    spots: list[Spot] = []
    for number, finding in enumerate(found[:TODAY], 1):
        first, second = finding_words.lines(finding)
        place = Spot(f"{FINDING}{finding.touchpoint_id}", 0, len(drawn), width, 2)
        spots.append(replace(place, group="findings", words=f"{first}\n{second}"))
        drawn.append((Span(clip(f" {number} {first}", width), Ink.STRONG),))
        ink = Ink.PLAIN if finding.owner else Ink.ALERT
        drawn.append((Span(clip(f"   {second}", width), ink),))
    drawn.append(())
    moved = tuple(replace(spot, y=spot.y + len(drawn)) for spot in below.spots)
    return Picture((*drawn, *below.lines), below.head, (*spots, *moved))
