"""Rows that were refused: by reason, and one by one with file, line, column and raw text."""

from datetime import datetime

from textual.geometry import Size
from textual.reactive import var

from cjm_tui.domain import display
from cjm_tui.domain import imports_words as words
from cjm_tui.domain.imports_board import (
    Quarantine,
    QuarantineReason,
    QuarantineRows,
)
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.picture import Ink, Line, Picture, Span, key_of, right
from cjm_tui.widgets.sheet import Sheet, flowed


class QuarantineBoard(Board):
    """Why rows are in quarantine, the most frequent reason first."""

    quarantine: var[Quarantine | None] = var(None, init=False)

    def watch_quarantine(self) -> None:
        """Repaint what the new data changes."""
        self.redraw()

    @property
    def reason(self) -> QuarantineReason | None:
        """The reason under the cursor."""
        if self.quarantine is None or self.spot is None:
            return None
        return next((r for r in self.quarantine.reasons if _key(r) == self.spot.key), None)

    def draw(self, size: Size) -> Picture:
        """How many for each reason, and where it was met last."""
        if self.quarantine is None:
            return Picture()
        sheet, now = Sheet(size.width), self.quarantine.now
        total = f"{display.counted(self.quarantine.total, 'row')} for"
        reasons = display.counted(len(self.quarantine.reasons), "reason")
        rest = "; corrected and imported again they take their place"
        sheet.flow([Span(f"{total} {reasons}", Ink.STRONG), Span(rest, Ink.DIM)])
        sheet.blank()
        for one in self.quarantine.reasons:
            said = f"{one.n:,} × {words.reason(one)}; {_where(one, now)}"
            sheet.spot(_key(one), _lines(one, size.width, now), said)
        return sheet.picture()


class QuarantineRowsBoard(Board):
    """Refused rows one by one."""

    rows: var[QuarantineRows | None] = var(None, init=False)

    def watch_rows(self) -> None:
        """Repaint what the new data changes."""
        self.redraw()

    def draw(self, size: Size) -> Picture:
        """Where each stands, why it was refused, and what it says."""
        sheet = Sheet(size.width)
        if self.rows is not None:
            draw_rows(sheet, self.rows)
        return sheet.picture()


def draw_rows(sheet: Sheet, found: QuarantineRows, heading: str = "") -> None:
    """Draw refused rows, with a heading where one is wanted; nothing where there are none."""
    if not found.total:
        return
    total = display.counted(found.total, "row")
    cut = "" if len(found.rows) == found.total else f", the first {len(found.rows):,} shown"
    if heading:
        sheet.heading(heading, total + cut)
    else:
        sheet.flow([Span(total + cut, Ink.DIM)])
    for index, row in enumerate(found.rows):
        lines = flowed([Span(words.quarantined(row))], sheet.width, 1, 3)
        lines += flowed([Span(row.raw, Ink.DIM)], sheet.width, 3, 3)[:4]
        sheet.spot(f"row:{index}", lines, f"{words.quarantined(row)}: {row.raw}")


def _lines(one: QuarantineReason, width: int, now: datetime) -> list[Line]:
    lines = flowed([right(f"{one.n:,}", 8), Span(f"  {words.reason(one)}")], width, 0, 10)
    return lines + flowed([Span(_where(one, now), Ink.DIM)], width, 10, 10)


def _where(one: QuarantineReason, now: datetime) -> str:
    newest = one.newest_file.rpartition("/")[2]
    files = "" if one.files == 1 else f"{one.files:,} files, the newest "
    return f"in {files}{newest}, batch {one.newest_batch}, {display.moment(one.newest_at, now)}"


def _key(one: QuarantineReason) -> str:
    return key_of("reason", one.column, one.reason)
