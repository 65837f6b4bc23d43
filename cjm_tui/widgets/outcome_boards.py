"""Two lists of what became of actions: those that worked, and those that slid back."""

from collections.abc import Iterable

from textual.geometry import Size
from textual.reactive import var

from cjm_tui.domain import display
from cjm_tui.domain import verification_words as words
from cjm_tui.domain.verification import Evaluation, Outcomes
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.picture import Ink, Line, Picture, Span, clip, gap, key_of
from cjm_tui.widgets.sheet import Sheet, flowed


class OutcomeBoard(Board):
    """A list of actions, each with the figure that speaks for it."""

    found: var[Outcomes | None] = var(None, init=False)

    def __init__(self) -> None:
        super().__init__()
        self._ids: dict[str, str] = {}  # of the actions that are drawn, by the keys of their spots

    def watch_found(self) -> None:
        """Draw the data that has come."""
        self.redraw()

    @property
    def action_id(self) -> str:
        """The action under the cursor, "" for none."""
        return self._ids.get(self.spot.key, "") if self.spot else ""

    def spot_of(
        self, sheet: Sheet, under: str, one: Evaluation, lines: Iterable[Line], said: str
    ) -> None:
        """Add an action's lines under a heading; the cursor stands on them as one."""
        key = key_of("action", under, one.action.action_id)
        self._ids[key] = one.action.action_id
        sheet.spot(key, lines, said)


class WinsBoard(OutcomeBoard):
    """What worked and holds, by department."""

    def draw(self, size: Size) -> Picture:
        """Each department's wins; a shared one stands under each of its departments."""
        sheet = Sheet(size.width)
        found = self.found
        if found is None:
            return sheet.picture()
        for department in found.departments:
            sheet.heading(clip(department or "no department", 60))
            for one in found.wins_of(department):
                head = f"{one.action.action_id} {one.action.title}"
                said = words.headline(one)
                lines = [
                    (gap(), Span(clip(head, sheet.width - 2), Ink.STRONG)),
                    *flowed([Span(f"▲ {said}", Ink.BETTER)], sheet.width, 3, 5),
                ]
                self.spot_of(sheet, department, one, lines, f"{head}: {said}")
        if found.slid_back:
            sheet.blank()
            lost = display.counted(len(found.slid_back), "more action")
            sheet.flow([Span(f"{lost} worked once and slid back since.", Ink.DIM)])
        return sheet.picture()


class SlidBackBoard(OutcomeBoard):
    """What was reached and is lost, the longest lost first."""

    def draw(self, size: Size) -> Picture:
        """Each with its levels, the rule and the days."""
        sheet = Sheet(size.width)
        for one in self.found.slid_back if self.found else ():
            slide = one.watch.slide if one.watch else None
            if one.watch is None or one.kpi is None or slide is None:
                continue
            kpi, watch = one.kpi, one.watch
            level, now = (
                display.amount(part.value, kpi.unit, fine=True) or "too few"
                for part in (watch.level, watch.latest)
            )
            sheet.blank()
            head = (gap(), Span(clip(_name(one), sheet.width - 2), Ink.STRONG))
            figure = f"{kpi.title}: frozen at {level}, last 28 days {now}"
            lines = [
                head,
                *flowed([Span(f"▼ {figure}", Ink.WORSE)], sheet.width, 3, 5),
                *flowed([Span(words.slide(slide, watch.until))], sheet.width, 3, 5),
            ]
            if seen := words.visible(kpi, watch):
                lines += flowed([Span(seen, Ink.DIM)], sheet.width, 3, 5)
            self.spot_of(sheet, "slid", one, lines, f"{_name(one)}: {figure}")
        return sheet.picture()


class VerdictsBoard(OutcomeBoard):
    """All that went live, by verdict: each with its figures and the first thing to know."""

    def draw(self, size: Size) -> Picture:
        """A heading for each verdict, those that worked first."""
        sheet = Sheet(size.width)
        for verdict, those in self.found.by_verdict if self.found else ():
            sheet.heading(words.title(verdict), display.counted(len(those), "action"))
            for one in those:
                said = words.headline(one).removeprefix(words.title(verdict)).lstrip(": ")
                lines = flowed([Span(clip(_name(one), sheet.width - 2), Ink.STRONG)], sheet.width)
                for text in filter(None, (said, words.first_of(one))):
                    lines += flowed([Span(text)], sheet.width, 3, 5)
                self.spot_of(
                    sheet, words.title(verdict), one, lines, f"{_name(one)}: {words.headline(one)}"
                )
        return sheet.picture()


def _name(one: Evaluation) -> str:
    departments = ", ".join(one.action.departments)
    return f"{one.action.action_id} {one.action.title}" + (
        f" · {departments}" if departments else ""
    )
