"""Today's three above the map: findings of at most three lines each, and the map below them."""

from dataclasses import replace

from cjm_tui.domain import finding_words
from cjm_tui.domain.findings import TODAY, Finding
from cjm_tui.widgets.picture import Ink, Line, Picture, Span, Spot, clip, fit, line
from cjm_tui.widgets.sheet import flowed

_LINES = 3  # of a finding at most
_OWNER = 1  # which of the words behind it says whose it is
FINDING = "finding"  # the kind of a spot whose key is the id of its touchpoint


def with_three(found: tuple[Finding, ...], below: Picture, width: int) -> Picture:
    """Put the findings above the picture; its head stays at the top of the pane."""
    drawn: list[Line] = [
        (Span(clip(f" {finding_words.heading(found).upper()}", width), Ink.HEADING),)
    ]
    spots: list[Spot] = []
    for number, finding in enumerate(found[:TODAY], 1):
        block = _block(number, finding, width)
        words = "\n".join(finding_words.lines(finding))
        size = (width, len(block))
        spots.append(Spot(finding.touchpoint_id, 0, len(drawn), *size, "findings", words, FINDING))
        drawn += block
    drawn.append(())
    moved = tuple(replace(spot, y=spot.y + len(drawn)) for spot in below.spots)
    return Picture((*drawn, *below.lines), below.head, (*spots, *moved))


def _block(number: int, finding: Finding, width: int) -> list[Line]:
    """Return a finding in as few lines as its words need; only the rule gives way whole."""
    whole, most = Span(f"{number} {finding_words.first(finding)}", Ink.STRONG), _LINES
    parts = finding_words.rest(finding)
    for said in (parts, parts[:3]):
        spans = [_part(part, number, finding) for number, part in enumerate(said)]
        apart = flowed([whole], width, 1, 3) + flowed(spans, width, 3, 3)
        if len(apart) <= most:
            return apart
        joined = flowed([whole, Span(" · "), *spans], width, 1, 3)
        if len(joined) <= most:
            return joined
    return [*joined[: most - 1], fit(line(*joined[most - 1], Span(" …")), width - 1)]


def _part(part: str, place: int, finding: Finding) -> Span:
    alarm = place == _OWNER and not finding.owner
    return Span(f"{' · ' if place else ''}{part}", Ink.ALERT if alarm else Ink.PLAIN)
