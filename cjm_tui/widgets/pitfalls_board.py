"""The five pitfalls: the verdict of each, and its checks with what they found and why it counts."""

from textual.geometry import Size
from textual.reactive import var

from cjm_tui.domain import pitfall_words as words
from cjm_tui.domain.pitfalls import Checked, Pitfalls, Verdict
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.picture import Ink, Line, Picture, Span
from cjm_tui.widgets.sheet import Sheet, flowed

_INKS = {
    Verdict.PRESENT: Ink.WORSE,
    Verdict.UNSURE: Ink.STRONG,
    Verdict.ABSENT: Ink.PLAIN,
    Verdict.UNKNOWN: Ink.DIM,
}


class PitfallsBoard(Board):
    """A heading a pitfall, a block a check."""

    found: var[Pitfalls | None] = var(None, init=False)

    def watch_found(self) -> None:
        """Repaint what the new data changes."""
        self.redraw()

    @property
    def checked(self) -> Checked | None:
        """The check under the cursor."""
        wanted = self.spot.key.partition(":")[2] if self.spot else ""
        pitfalls = self.found.found if self.found else ()
        every = (checked for one in pitfalls for checked in one.checked)
        return next((checked for checked in every if checked.check.name == wanted), None)

    def draw(self, size: Size) -> Picture:
        """The headline, then the pitfalls in their order."""
        if self.found is None:
            return Picture()
        sheet = Sheet(size.width)
        sheet.flow([Span("Five pitfalls, ", Ink.DIM), Span(words.headline(self.found), Ink.STRONG)])
        for one in self.found.found:
            sheet.heading(one.pitfall, words.verdict(one))
            for checked in one.checked:
                key = f"check:{checked.check.name}"
                sheet.spot(key, _check(checked, size.width), words.summary(checked))
        return sheet.picture()


def _check(one: Checked, width: int) -> list[Line]:
    ink = _INKS[one.verdict]
    days = words.days(one)
    # The finding itself begins with "cannot tell".
    verdict = "" if one.known == 0 else f"{one.verdict}  "
    said = [
        Span(f"{words.SIGNS[one.verdict]} {verdict}", ink),
        Span(words.finding(one), Ink.DIM if one.verdict is Verdict.UNKNOWN else Ink.PLAIN),
    ]
    why = f"{words.reasoning(one)}{f' {days}.' if days else ''}"
    return [*flowed(said, width, 1, 5), *flowed([Span(why, Ink.DIM)], width, 5, 5)]
