"""Rows of a result as a table: what is the same in all of them above it, ids at the end."""

from datetime import date, datetime

from rich.cells import cell_len
from textual.geometry import Size
from textual.reactive import var

from cjm_tui.domain.rows import Rows
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.picture import Ink, Line, Picture, Span, Spot, gap, left, line, right
from cjm_tui.widgets.sheet import flowed

# In which order columns are worth their place; others stand where None is.
_ORDER = (
    *("days", "local_at", "value", "weight", None, "customer", "reason", "score", "words", "team"),
    *("queue", "channel", "wait_s", "handle_s", "outcome", "instrument", "segment"),
    *("flow_version", "final_local_at", "contact_id", "interaction_id", "source_id"),
    *("source_table", "touchpoint_id"),
)
_NAMES = ("touchpoint_id", "source_table")  # said above the table even if there is one row only
_ALWAYS = ("local_at", "value", "customer", "words", "source_id", "contact_id")
_IDS = ("customer", "contact_id", "interaction_id", "source_id")  # whole or not at all
_WIDEST, _NARROWEST, _WORDS = 40, 8, 24  # cells of a column of names, and of words at least


class RowsBoard(Board):
    """The rows behind a number, column under column; what does not fit is named above."""

    rows: var[Rows | None] = var(None, init=False)
    reckoning: var[str] = var("", init=False)  # whether the rows are the denominator

    def watch_rows(self) -> None:
        """Draw the rows."""
        self.redraw()

    @property
    def chosen(self) -> dict[str, object]:
        """The row under the cursor by column; empty where there is none."""
        if self.rows is None or self.spot is None or not self.spot.key.isdecimal():
            return {}
        row = self.rows.rows[int(self.spot.key)]
        return dict(zip(self.rows.columns, row, strict=True))

    def draw(self, size: Size) -> Picture:
        """Fit the columns to the width; numbers stand on the right."""
        if self.rows is None:
            return Picture()
        rows, width = self.rows, size.width
        whole_texts = [tuple(_said(value) for value in row) for row in rows.rows]
        same, places = _varying(rows)
        columns = [_column(rows, whole_texts, place) for place in places]
        shown, left_out = _fitted(columns, width - 1)
        lines = [_table_line([row[c.place] for c in shown], shown) for row in whole_texts]
        head = _table_line([c.name for c in shown], shown, Ink.DIM)
        spots = tuple(
            Spot(str(index), 0, index, width, words="\t".join(row))
            for index, row in enumerate(whole_texts)
        )
        above = flowed([Span(self.reckoning)], width)
        if same:
            said = " · ".join(f"{rows.columns[i]} {whole_texts[0][i]}" for i in same)
            above += flowed([Span(f"in each row: {said}", Ink.DIM)], width)
        if left_out:
            names = ", ".join(column.name for column in left_out)
            above += flowed([Span(f"no room for {names}", Ink.DIM)], width)
        return Picture(tuple(lines), (*above, head), spots)


class _Column:
    """A column with the cells it wants, and those below which it says nothing."""

    def __init__(self, place: int, name: str, *, number: bool, widest: int, least: int) -> None:
        self.place = place
        self.name = name
        self.number = number
        self.widest = widest
        self.width = least


def _column(rows: Rows, texts: list[tuple[str, ...]], place: int) -> _Column:
    """Numbers and times are shown whole, or not at all: half of one is a false one."""
    name = rows.columns[place]
    values = [row[place] for row in rows.rows]
    number = all(isinstance(value, int | float) for value in values if value is not None)
    cells = max(cell_len(name), *(cell_len(row[place]) for row in texts[:500]), 1)
    if number or name in _IDS or _is_time(values):
        return _Column(place, name, number=number, widest=cells, least=cells)
    most = _NARROWEST if name != "words" else _WORDS
    widest = cells if name == "words" else min(_WIDEST, cells)
    return _Column(place, name, number=False, widest=widest, least=min(most, cells))


def _rank(name: str) -> int:
    return _ORDER.index(name) if name in _ORDER else _ORDER.index(None)


def _varying(rows: Rows) -> tuple[list[int], list[int]]:
    """Return the columns that say one thing in all shown rows, and the others in order."""
    same = [
        place
        for place, name in enumerate(rows.columns)
        if rows.rows
        and all(row[place] == rows.rows[0][place] for row in rows.rows)
        and rows.rows[0][place] is not None
        and (name in _NAMES or (name not in _ALWAYS and len(rows.rows) > 1))
    ]
    others = [place for place in range(len(rows.columns)) if place not in same]
    return same, sorted(others, key=lambda place: _rank(rows.columns[place]))


def _fitted(columns: list[_Column], width: int) -> tuple[list[_Column], list[_Column]]:
    """Return the columns for which there is room, as wide as that allows, and the rest."""
    shown: list[_Column] = []
    left_out: list[_Column] = []
    room = width
    for column in columns:
        if column.width + 1 <= room or not shown:
            shown.append(column)
            room -= column.width + 1
        else:
            left_out.append(column)
    for column in shown:
        more = min(column.widest - column.width, max(room, 0))
        column.width += more
        room -= more
    return shown, left_out


def _table_line(texts: list[str], columns: list[_Column], ink: Ink = Ink.PLAIN) -> Line:
    spans = [gap()]
    for text, column in zip(texts, columns, strict=True):
        spans += [(right if column.number else left)(text, column.width, ink), gap()]
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


def _is_time(values: list[object]) -> bool:
    return any(isinstance(value, date) for value in values[:200])
