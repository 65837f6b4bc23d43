"""What stands behind a number: its SQL and its rows."""

from datetime import date, datetime

from rich.cells import cell_len
from textual.geometry import Size
from textual.reactive import var

from cjm_tui.domain import display
from cjm_tui.domain.rows import Rows
from cjm_tui.domain.text import shown_lines
from cjm_tui.domain.touchpoint import Figure
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.picture import Ink, Line, Picture, Span, Spot, gap, left, line, right
from cjm_tui.widgets.sheet import Sheet, flowed

_NAMES = ("touchpoint_id", "source_table")


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


class RowsBoard(Board):
    """The rows of a denominator, column under column."""

    rows: var[Rows | None] = var(None, init=False)
    reckoning: var[str] = var("", init=False)  # whether the rows are the denominator

    def watch_rows(self) -> None:
        """Draw the rows."""
        self.redraw()

    def draw(self, size: Size) -> Picture:
        """Fit the columns to the width; numbers stand on the right."""
        if self.rows is None:
            return Picture()
        width = size.width
        whole_texts = [tuple(_said(value) for value in row) for row in self.rows.rows]
        shown, same = _varying(self.rows)
        rows = Rows(
            tuple(self.rows.columns[i] for i in shown),
            tuple(tuple(row[i] for i in shown) for row in self.rows.rows),
            self.rows.total,
        )
        texts = [tuple(row[i] for i in shown) for row in whole_texts]
        columns = range(len(shown))
        numeric = [
            all(isinstance(row[i], int | float) for row in rows.rows if row[i] is not None)
            for i in columns
        ]
        whole = {i for i in columns if numeric[i] or _is_time(rows, i)}
        widths = _fitted(rows.columns, texts, width - 1, whole)
        lines = [_table_line(row, widths, numeric) for row in texts]
        head = _table_line(rows.columns, widths, numeric, Ink.DIM)
        spots = tuple(
            Spot(str(index), 0, index, width, words="\t".join(row))
            for index, row in enumerate(whole_texts)
        )
        above = flowed([Span(self.reckoning)], width)
        if same:
            above += flowed([Span(f"in each row: {same}", Ink.DIM)], width)
        return Picture(tuple(lines), (*above, head), spots)


def _varying(rows: Rows) -> tuple[list[int], str]:
    """Return the columns to show, and in words those that name one thing in all shown rows."""
    constant = [
        i
        for i, name in enumerate(rows.columns)
        if name in _NAMES and len({row[i] for row in rows.rows}) == 1
    ]
    said = " · ".join(f"{rows.columns[i]} {_said(rows.rows[0][i])}" for i in constant)
    return [i for i in range(len(rows.columns)) if i not in constant], said


def _table_line(
    row: tuple[str, ...], widths: list[int], numeric: list[bool], ink: Ink = Ink.PLAIN
) -> Line:
    spans = [gap()]
    for text, width, number in zip(row, widths, numeric, strict=True):
        spans += [(right if number else left)(text, width, ink), gap()]
    return line(*spans)


def _said(value: object) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case float():
            return f"{value:g}"
        case _:
            return str(value)


def _is_time(rows: Rows, column: int) -> bool:
    return any(isinstance(row[column], date) for row in rows.rows[:200])


def _fitted(
    columns: tuple[str, ...], texts: list[tuple[str, ...]], width: int, whole: set[int]
) -> list[int]:
    """Return column widths that fit, taking from the widest until they do.

    Numbers and times give way last: half of one is a false one.
    """
    widths = [
        min(40, max(cell_len(name), *(cell_len(row[i]) for row in texts[:200]), 1))
        if texts
        else cell_len(name)
        for i, name in enumerate(columns)
    ]
    while sum(widths) + len(widths) > width and any(cells > 3 for cells in widths):
        narrowing = {i: cells for i, cells in enumerate(widths) if cells > 3}
        names = {i: cells for i, cells in narrowing.items() if i not in whole} or narrowing
        widths[max(names, key=names.__getitem__)] -= 1
    return widths
