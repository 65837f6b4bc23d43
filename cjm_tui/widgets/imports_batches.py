"""Batches and refused files: what became of each, in equations that read aloud."""

from datetime import date, datetime, timedelta

from textual.geometry import Size
from textual.reactive import var

from cjm_tui.domain import display
from cjm_tui.domain import imports_words as words
from cjm_tui.domain.imports_board import Batches, BatchLine, BatchPage
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.imports_quarantine import draw_rows
from cjm_tui.widgets.picture import Ink, Line, Picture, Span, both_ends, left, line, right
from cjm_tui.widgets.sheet import Sheet, flowed

_ONE_LINE_FROM = 130  # columns
_ROOMY_FROM = 76
_DAYS_SHOWN = 28
_DAY = timedelta(days=1)


class BatchesBoard(Board):
    """Newest first: number, file, when, and both equations; refused files with their reason."""

    batches: var[Batches | None] = var(None, init=False)

    def watch_batches(self) -> None:
        """Repaint what the new data changes."""
        self.redraw()

    @property
    def number(self) -> int | None:
        """The batch under the cursor."""
        key = self.spot.key if self.spot else ""
        return int(key.removeprefix("batch:")) if key.startswith("batch:") else None

    def draw(self, size: Size) -> Picture:
        """A batch in three lines, or in two where there is room."""
        if self.batches is None:
            return Picture()
        sheet, now = Sheet(size.width), self.batches.now
        for one in self.batches.lines:
            sheet.spot(f"batch:{one.batch}", _lines(one, size.width, now), _said(one, now))
        if len(self.batches.lines) < self.batches.total:
            shown = f"the newest {len(self.batches.lines):,} of {self.batches.total:,} batches"
            sheet.flow([Span(shown, Ink.DIM)])
        return sheet.picture()


class BatchBoard(Board):
    """One batch: where it came from, what it made, the days it touches, what it refused."""

    page: var[BatchPage | None] = var(None, init=False)

    def watch_page(self) -> None:
        """Repaint what the new data changes."""
        self.redraw()

    def draw(self, size: Size) -> Picture:
        """Sections one below the other."""
        if self.page is None:
            return Picture()
        sheet, one, now = Sheet(size.width), self.page.line, self.page.now
        sheet.flow([Span(one.file, Ink.STRONG)])
        sheet.flow([Span(words.came(one, now), Ink.DIM)])
        if undone := words.undone(one, now):
            sheet.flow([Span(undone, Ink.ALERT)])
        if one.refused:
            sheet.flow([Span(f"REFUSED: {one.reason}", Ink.ALERT)])
        else:
            sheet.heading("records")
            said = words.records(one)
            sheet.spot("records", flowed([Span(said)], size.width), said)
            sheet.heading("tables", "rows that it made, as if applied one after another")
            width = max((len(name) for name in one.targets), default=0)
            for name, count in one.targets.items():
                parts = [left(name, width + 2), Span(words.rows(count))]
                block = flowed(parts, size.width, 1, width + 3)
                sheet.spot(f"table:{name}", block, f"{name}: {words.rows(count)}")
            _draw_days(sheet, self.page)
        draw_rows(sheet, self.page.quarantine, heading="quarantine")
        return sheet.picture()


def _lines(one: BatchLine, width: int, now: datetime) -> list[Line]:
    name = Span(f"  {one.name}", Ink.DIM if one.undone_at else Ink.PLAIN)
    parts = [display.moment(one.at, now), one.mapping, words.days(one, now), one.who]
    parts = [part for part in parts if part]
    while len(parts) > 1 and len(" · ".join(parts)) > (width - 8) // 2:
        parts.pop()
    about = Span(f"{' · '.join(parts)} ", Ink.DIM)
    lines = [both_ends(line(right(f"{one.batch}", 6), name), (about,), width)]
    if one.refused:
        return lines + _below([Span(f"REFUSED: {one.reason}", Ink.ALERT)], width)
    if undone := words.undone(one, now):
        lines += _below([Span(undone, Ink.ALERT)], width)
    records = Span(words.records(one), Ink.ALERT if one.quarantined else Ink.PLAIN)
    rows = Span(words.rows(one.rows), Ink.DIM)
    if width >= _ONE_LINE_FROM:
        return lines + _below([records, Span("  ·  ", Ink.DIM), rows], width)
    return lines + _below([records], width) + _below([rows], width)


def _below(spans: list[Span], width: int) -> list[Line]:
    indent = 8 if width >= _ROOMY_FROM else 3
    return flowed(spans, width, indent, indent + 2)


def _said(one: BatchLine, now: datetime) -> str:
    head = f"batch {one.batch}, {one.name}, {words.came(one, now)}"
    if one.refused:
        return f"{head}: REFUSED: {one.reason}"
    parts = (words.records(one), words.rows(one.rows), words.undone(one, now))
    return f"{head}: " + "; ".join(part for part in parts if part)


def _draw_days(sheet: Sheet, page: BatchPage) -> None:
    if not page.days:
        return
    newest = page.days[-_DAYS_SHOWN:]
    first, last = page.days[0][0], page.days[-1][0]
    said = [words.day_count(day, n, page.now) for day, n in newest]
    more = len(page.days) - len(newest)
    rest = f"{display.counted(len(page.days), 'day')}" + (
        f", the last {_DAYS_SHOWN}" if more else ""
    )
    sheet.heading("days touched", rest)
    sheet.spot("days", flowed([Span(" · ".join(said))], sheet.width), " · ".join(said))
    gaps = _gaps({day for day, _ in page.days}, first, last)
    if gaps:
        near = page.now.date()
        named = ", ".join(display.weekday(day, near) for day in gaps[-6:])
        cut = "" if len(gaps) <= 6 else f" and {len(gaps) - 6} earlier"
        sheet.spot(
            "gaps", flowed([Span(f"no rows of {named}{cut}", Ink.ALERT)], sheet.width), named
        )


def _gaps(days: set[date], first: date, last: date) -> list[date]:
    return [day for n in range((last - first).days) if (day := first + n * _DAY) not in days]
