"""A quick chart drawn in characters: a bar a mark, the number always beside it."""

from rich.cells import cell_len
from textual.geometry import Size
from textual.reactive import var

from cjm_tui.domain.quick_chart import QuickChart
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.picture import Ink, Picture, Span, clip, gap, left, right
from cjm_tui.widgets.sheet import Sheet

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_WIDEST_LABEL = 32


class ChartBoard(Board):
    """Bars from zero; negative ones are hollow, so that a sign is never only a colour."""

    chart: var[QuickChart | None] = var(None, init=False)

    def watch_chart(self) -> None:
        """Draw another one."""
        self.redraw()

    def draw(self, size: Size) -> Picture:
        """A line a mark: label, number, bar."""
        sheet = Sheet(size.width)
        if self.chart is None:
            return sheet.picture()
        marks = self.chart.marks
        sheet.text(f"{self.chart.kind}: {self.chart.words}", Ink.DIM)
        labels = min(_WIDEST_LABEL, max(cell_len(mark.label) for mark in marks))
        numbers = [_number(mark.value) for mark in marks]
        beside = max(map(len, numbers))
        room = max(4, size.width - labels - beside - 5)
        longest = max(abs(mark.value) for mark in marks) or 1.0
        for index, (mark, number) in enumerate(zip(marks, numbers, strict=True)):
            bar = _bar(abs(mark.value) / longest, room)
            drawn = Span(bar if mark.value >= 0 else "░" * cell_len(bar.strip() or "░"))
            sheet.spot(
                f"mark:{index}",
                [
                    (
                        gap(),
                        left(clip(mark.label, labels), labels),
                        gap(),
                        right(number, beside, Ink.STRONG),
                        gap(),
                        drawn,
                    )
                ],
                f"{mark.label}\t{mark.value!r}",
            )
        return sheet.picture()


def _bar(share: float, room: int) -> str:
    eighths = round(share * room * 8)
    whole, rest = divmod(eighths, 8)
    return "█" * whole + (_EIGHTHS[rest] if rest else "")


def _number(value: float) -> str:
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.1f}"
