"""The pane of a breakdown: the figure, and its rows by reason, team, hour and weekday …"""

from textual.geometry import Size
from textual.reactive import var

from cjm_tui.domain import breakdown_words as words
from cjm_tui.domain import display
from cjm_tui.domain.breakdown import Breakdown, Dimension, Division, Part
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.heat_table import draw_heat, part_key
from cjm_tui.widgets.part_cells import PartColumns
from cjm_tui.widgets.picture import Ink, Picture, Span, clip
from cjm_tui.widgets.sheet import Sheet, flowed

_MOST = 40  # lines of one list; what follows is counted
_BEFORE_HEAT = (Dimension.REASON, Dimension.TEAM)


class BreakdownBoard(Board):
    """Lists with a line a part, and the table of hours and weekdays; each number is a spot."""

    found: var[Breakdown | None] = var(None, init=False)
    by_harm: var[bool] = var(True, init=False)  # else by n

    def watch_found(self) -> None:
        """Draw the data that has come."""
        self.redraw()

    def watch_by_harm(self) -> None:
        """Draw the lists in the other order."""
        self.redraw()

    @property
    def part(self) -> Part | None:
        """The part under the cursor; None on the whole figure."""
        key = self.spot.key if self.spot and self.found else ""
        divisions = (*self.found.divisions, self.found.cells) if self.found else ()
        return next((p for d in divisions for p in d.parts if part_key(p) == key), None)

    def draw(self, size: Size) -> Picture:
        """Lists first that say why, the clock between, the technical ones last."""
        found = self.found
        if found is None:
            return Picture()
        sheet = Sheet(size.width)
        _whole(sheet, found)
        lists = words.told_by(found)
        parts = [part for division in lists for part in division.parts]
        columns = PartColumns.fitted(parts, found.kpi, size.width)
        for division in lists:
            if division.dimensions[0] in _BEFORE_HEAT:
                self._list(sheet, found, division, columns)
        draw_heat(sheet, found)
        for division in lists:
            if division.dimensions[0] not in _BEFORE_HEAT:
                self._list(sheet, found, division, columns)
        _rest(sheet, found)
        return sheet.picture()

    def _list(
        self, sheet: Sheet, found: Breakdown, division: Division, columns: PartColumns
    ) -> None:
        parts = sorted(division.parts, key=words.order) if self.by_harm else list(division.parts)
        sheet.blank()
        sheet.add(*columns.heading(division.dimensions[0].label))
        for part in parts[:_MOST]:
            said = words.line(part, found.kpi)
            sheet.spot(part_key(part), [columns.row(part, found.kpi)], said)
        if rest := parts[_MOST:]:
            n = display.count(sum(part.estimate.n for part in rest))
            more = display.counted(len(rest), "more value")
            sheet.flow([Span(f"and {more}, n={n}", Ink.DIM)])


def _whole(sheet: Sheet, found: Breakdown) -> None:
    kpi, whole = found.kpi, found.whole
    measured = f"{kpi.title} {display.measured(whole, kpi.unit) or 'too few to say'}"
    rows = f" n={display.count(whole.n)}"
    spans = [Span(clip(measured, 120), Ink.STRONG), Span(rows)]
    if kpi.window_days:
        spans.append(
            Span(f" · days to {display.short_day(found.span.last, found.period.last)}", Ink.DIM)
        )
    sheet.spot("whole", flowed(spans, sheet.width), f"{measured}{rows}")


def _rest(sheet: Sheet, found: Breakdown) -> None:
    if divisions := words.not_told_by(found):
        sheet.heading("alike in all rows")
        sheet.flow([Span(words.alike(divisions), Ink.DIM)])
    sheet.blank()
    sheet.flow([Span(words.rule(found), Ink.DIM)])
