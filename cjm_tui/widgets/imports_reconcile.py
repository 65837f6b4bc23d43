"""The ACD's own report beside ours: what agrees, what differs by definition, what to look at."""

from textual.geometry import Size
from textual.reactive import var

from cjm_tui.domain import acd_words as words
from cjm_tui.domain import display, imports_words
from cjm_tui.domain.acd_report import Reconciliation
from cjm_tui.domain.reconciliation import Cell, MeasureResult, Status
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.picture import Ink, Line, Picture, Span, gap, left, line, right
from cjm_tui.widgets.sheet import Sheet, flowed

_WIDTHS = (13, 10, 10, 9)  # name, theirs, ours, difference
_INKS = {
    Status.AGREES: Ink.PLAIN,
    Status.EXPLAINED: Ink.PLAIN,
    Status.FITS: Ink.STRONG,
    Status.MOSTLY: Ink.STRONG,
    Status.UNEXPLAINED: Ink.ALERT,
}


class ReconcileBoard(Board):
    """Each measure of the report with its verdict."""

    found: var[Reconciliation | None] = var(None, init=False)

    def watch_found(self) -> None:
        """Repaint what the new data changes."""
        self.redraw()

    @property
    def result(self) -> MeasureResult | None:
        """The measure under the cursor."""
        if self.found is None or self.spot is None:
            return None
        return next((r for r in self.found.results if _key(r) == self.spot.key), None)

    def draw(self, size: Size) -> Picture:
        """What is compared, a line of figures for each measure, and why they differ."""
        if self.found is None or self.found.report is None:
            return Picture()
        sheet, found, report = Sheet(size.width), self.found, self.found.report
        read = imports_words.read_at(report.read_at, report.who, found.now)
        file = report.file.rpartition("/")[2]
        sheet.flow([Span(file, Ink.STRONG), Span(f"  read {read}, batch {report.batch}", Ink.DIM)])
        sheet.flow([Span(words.heading(found), Ink.DIM)])
        if doubt := words.doubt(found):
            sheet.flow([Span(doubt, Ink.ALERT)])
        sheet.blank()
        heads = ("", "theirs", "ours", "gap")
        sheet.add(*_row(heads, Ink.DIM))
        for result in found.results:
            sheet.spot(_key(result), _lines(result, found, size.width), _said(result, found))
        notes = [*words.left_out(found), words.not_reported(found)]
        if any(notes):
            sheet.heading("not compared")
            for note in filter(None, notes):
                sheet.flow([Span(note, Ink.DIM)], 1, 3)
        return sheet.picture()


class MeasureBoard(Board):
    """One measure: the report's lines beside ours, those that differ still before the others."""

    found: var[Reconciliation | None] = var(None, init=False)
    result: var[MeasureResult | None] = var(None, init=False)

    def watch_result(self) -> None:
        """Repaint what the new data changes."""
        self.redraw()

    @property
    def cell(self) -> Cell | None:
        """The line under the cursor."""
        if self.result is None or self.spot is None:
            return None
        return next((c for c in self.result.cells if _cell_key(c) == self.spot.key), None)

    def draw(self, size: Size) -> Picture:
        """The verdict, then line by line."""
        if self.found is None or self.result is None:
            return Picture()
        sheet, result, found = Sheet(size.width), self.result, self.found
        for finding in result.findings:
            sheet.flow([Span(words.verdict(result, finding, found), _INKS[finding.status])], 1, 3)
        differing = result.left(result.cells)
        if differing:
            sheet.heading("differ still", "the largest first")
            self._table(sheet, differing)
        others = [cell for cell in result.cells if cell not in differing]
        if others:
            explained = any(cell.explained for cell in others)
            sheet.heading("agree", "by their definition" if explained else "")
            self._table(sheet, others)
        return sheet.picture()

    def _table(self, sheet: Sheet, cells: "tuple[Cell, ...] | list[Cell]") -> None:
        assert self.found is not None
        assert self.result is not None
        measure, near = self.result.measure, self.found.now.date()
        room = min(max(16, sheet.width - 52), 40)
        explained = any(cell.explained for cell in cells)
        heads = ["theirs", "ours", "gap"] + (["by theirs"] if explained else [])
        sheet.add(gap(room + 1), *(right(head, 12, Ink.DIM) for head in heads))
        for cell in cells:
            figures = [
                words.amount(measure, cell.theirs),
                words.amount(measure, cell.ours.value(measure)),
                words.difference(measure, cell.gap(measure)),
            ]
            if explained and cell.explained is not None:
                figures.append(words.amount(measure, cell.explained.value(measure)))
            name = left(words.where(cell.day, cell.place, near), room)
            row = line(gap(), name, *(right(text, 12) for text in figures))
            sheet.spot(_cell_key(cell), [row], words.cell(cell, measure, near))


def _row(cells: tuple[str, ...], ink: Ink = Ink.PLAIN) -> list[Span]:
    name, *figures = cells
    spans = [gap(), left(name, _WIDTHS[0], ink)]
    return spans + [
        right(text, width, ink) for text, width in zip(figures, _WIDTHS[1:], strict=True)
    ]


def _lines(result: MeasureResult, found: Reconciliation, width: int) -> list[Line]:
    name, theirs, ours, gap_words, *_ = words.totals(result)
    ink = _INKS[result.status]
    figures = [*_row((name, theirs, ours, gap_words)), gap(2)]
    if result.status is Status.AGREES:
        days = display.counted(result.findings[0].days, "day")
        return [line(*figures, Span(f"{result.status}, {days}", Ink.DIM))]
    lines = [line(*figures, Span(str(result.status), ink))]
    for finding in result.findings:
        said = words.verdict(result, finding, found)
        lines += flowed([Span(said, Ink.DIM if ink is Ink.PLAIN else ink)], width, 3, 5)
    return lines


def _said(result: MeasureResult, found: Reconciliation) -> str:
    verdicts = [words.verdict(result, finding, found) for finding in result.findings]
    return f"{words.title(result.measure)}: {'; '.join(verdicts)}"


def _key(result: MeasureResult) -> str:
    return f"measure:{result.measure}"


def _cell_key(cell: Cell) -> str:
    return f"line:{cell.day}:{cell.place.kind}:{cell.place.name}"
