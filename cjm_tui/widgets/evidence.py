"""What stands behind a number: its SQL."""

from textual.geometry import Size
from textual.reactive import var

from cjm_tui.domain import display
from cjm_tui.domain.text import shown_lines
from cjm_tui.domain.touchpoint import Figure
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.picture import Ink, Line, Picture, Span, Spot
from cjm_tui.widgets.sheet import Sheet, flowed


class FigureBoard(Board):
    """The stored SQL behind a number, with the figure's own parameters."""

    figure: var[Figure | None] = var(None, init=False)
    value: var[str] = var("", init=False)  # "CSAT 62.0% [60.1–63.9]"

    def watch_figure(self) -> None:
        """Draw the SQL."""
        self.redraw()

    def draw(self, size: Size) -> Picture:
        """Say what it gives, then the SQL as it stands."""
        if self.figure is None:
            return Picture()
        figure, width = self.figure, size.width
        sheet = Sheet(width)
        rows = display.counted(figure.n - figure.totalled, "row")
        rests = f"  rests on {rows}; enter shows them"
        if figure.totalled:
            rests += f"; {display.count(figure.totalled)} more came as daily totals, without rows"
        sheet.flow([Span(self.value, Ink.STRONG), Span(rests)])
        sheet.flow(
            [Span(f"stored query {figure.query} · definition {figure.sql_hash[:12]}", Ink.DIM)]
        )
        sheet.blank()
        first = len(sheet.lines)
        for text in shown_lines(figure.sql).strip("\n").split("\n"):
            comment = text.lstrip().startswith("--")
            sheet.lines += _code(text, width, Ink.DIM if comment else Ink.PLAIN)
        sheet.spots.append(Spot("sql", 0, 0, width, min(first - 1, 2), words=figure.sql))
        return sheet.picture()


def _code(text: str, width: int, ink: Ink) -> list[Line]:
    indent = len(text) - len(text.lstrip(" "))
    hang = min(indent + 4, width // 2) + 1
    return flowed([Span(text.lstrip(" "), ink)], width, min(indent, width // 2) + 1, hang)
