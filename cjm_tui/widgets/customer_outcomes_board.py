"""The successful customer outcome of each journey: its figure, the gap, and whose it is."""

from textual.geometry import Size
from textual.reactive import var

from cjm_tui.domain import customer_outcome_words as words
from cjm_tui.domain import display
from cjm_tui.domain.customer_outcome import CustomerOutcomes, JourneyOutcome
from cjm_tui.domain.kpi import Estimate, Kpi, TargetState
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.picture import Ink, Line, Picture, Span, clip, gap, left, width_of
from cjm_tui.widgets.sheet import Sheet, flowed

_NAMES = 40


class CustomerOutcomesBoard(Board):
    """A block a journey; one without an outcome says what it lacks."""

    found: var[CustomerOutcomes | None] = var(None, init=False)

    def watch_found(self) -> None:
        """Repaint what the new data changes."""
        self.redraw()

    @property
    def journey(self) -> JourneyOutcome | None:
        """The journey under the cursor."""
        wanted = self.spot.key.partition(":")[2] if self.spot else ""
        journeys = self.found.journeys if self.found else ()
        return next((one for one in journeys if one.journey_id == wanted), None)

    def draw(self, size: Size) -> Picture:
        """The headline, then the journeys in the map's order."""
        if self.found is None:
            return Picture()
        sheet = Sheet(size.width)
        sheet.flow([Span(words.headline(self.found), Ink.STRONG)])
        for one in self.found.journeys:
            sheet.blank()
            sheet.spot(f"outcome:{one.journey_id}", _journey(one, size.width), words.summary(one))
            _places(sheet, one)
        return sheet.picture()


def _journey(one: JourneyOutcome, width: int) -> list[Line]:
    owned = bool(one.owner) and not one.owner_left
    lines = flowed(
        [
            Span(f"{clip(one.journey, _NAMES)}  ", Ink.STRONG),
            Span(words.owner(one), Ink.PLAIN if owned else Ink.ALERT),
        ],
        width,
    )
    statement = one.statement or "nobody has said what success is for the customer"
    lines += flowed([Span(statement, Ink.PLAIN if one.statement else Ink.ALERT)], width, 3, 3)
    lines += flowed(
        [
            Span(f"{words.measured(one)} · "),
            Span(words.target(one), _ink(one)),
            Span(f" · {words.gap(one)}" if words.gap(one) else "", _ink(one)),
        ],
        width,
        3,
        5,
    )
    lacks = f"lacks {', '.join(one.lacks)}: {words.remedy(one)}" if one.lacks else ""
    said = (words.days(one), words.counted(one), one.doubt, lacks)
    if rest := [part for part in said if part]:
        lines += flowed([Span(" · ".join(rest), Ink.DIM)], width, 3, 5)
    return lines


def _ink(one: JourneyOutcome) -> Ink:
    gap = one.distance
    sure = gap is not None and gap.sure and one.estimate.coloured
    return Ink.WORSE if one.state is TargetState.MISSED and sure else Ink.PLAIN


def _places(sheet: Sheet, one: JourneyOutcome) -> None:
    """Draw the same measure at each touchpoint, which are no parts of the figure."""
    if one.kpi is None or len(one.places) < 2:
        return
    sheet.text(
        "the same measure at its touchpoints, where a contact may count at several", Ink.DIM, 3
    )
    wide = min(_NAMES, max(width_of((Span(place.name),)) for place in one.places))
    for place in one.places:
        value = _value(place.estimate, one.kpi)
        sheet.add(gap(5), left(place.name, wide), gap(2), Span(value, Ink.DIM))


def _value(estimate: Estimate, kpi: Kpi) -> str:
    value = display.measured(estimate, kpi.unit) or "too few to say"
    return f"{value} n={display.count(estimate.n)}"
