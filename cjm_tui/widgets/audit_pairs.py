"""All pairs of an output and its outcome, by touchpoint: what hides, what could not be judged."""

from textual.geometry import Size
from textual.reactive import var

from cjm_tui.domain import audit_words as words
from cjm_tui.domain.audit import Audit, Drift, Sound, Unjudged
from cjm_tui.domain.kpi import Signal
from cjm_tui.widgets.audit_board import draw_watermelons
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.picture import Ink, Line, Picture, Span, clip
from cjm_tui.widgets.sheet import Sheet, flowed

_INKS = {Signal.BETTER: Ink.BETTER, Signal.WORSE: Ink.WORSE}


class AuditPairsBoard(Board):
    """Watermelons first, then the honest pairs, then those that nobody can judge."""

    audit: var[Audit | None] = var(None, init=False)

    def watch_audit(self) -> None:
        """Repaint what the new data changes."""
        self.redraw()

    def draw(self, size: Size) -> Picture:
        """A block a pair."""
        found = self.audit
        if found is None:
            return Picture()
        sheet = Sheet(size.width)
        draw_watermelons(sheet, found)
        if found.sound:
            sheet.heading("nothing hides", "judged, and not moved apart")
            for one in found.sound:
                sheet.spot(pair_key(one), self._sound(one, size.width), _said(one))
        if found.unjudged:
            sheet.heading("not judged", "never enough data on both sides")
            for lacking in found.unjudged:
                said = words.unjudged(lacking)
                lines = flowed([Span(said, Ink.DIM)], size.width, 1, 5)
                sheet.spot(pair_key(lacking), lines, said)
        return sheet.picture()

    def _sound(self, one: Sound, width: int) -> list[Line]:
        return flowed(
            [
                Span(f"{clip(one.touchpoint, 30)}  ", Ink.STRONG),
                Span(f"{one.output.title} "),
                self._trend(one.output_drift),
                Span(f" · {one.outcome.title} "),
                self._trend(one.outcome_drift),
            ],
            width,
            1,
            5,
        )

    def _trend(self, drift: Drift) -> Span:
        assert self.audit is not None
        found = words.latest(drift, self.audit.period)
        ink = Ink.DIM if found is None else _INKS[found.signal]
        return Span(words.trend(drift, self.audit.period), ink)


def pair_key(one: Sound | Unjudged) -> str:
    """Return the spot of a pair, as that of a watermelon."""
    return f"pair:{one.output.name}:{one.outcome.name}:{one.touchpoint_id}"


def _said(one: Sound) -> str:
    return f"{one.touchpoint}: {one.output.title} with {one.outcome.title}: nothing hides"
