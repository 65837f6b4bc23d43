"""The pane of a change: how large, what it is made of in words, and each dimension's groups."""

from rich.cells import cell_len
from textual.geometry import Size
from textual.reactive import var

from cjm_tui.domain import change_words as words
from cjm_tui.domain.breakdown import value_words
from cjm_tui.domain.kpi import Kpi
from cjm_tui.domain.statistics.decomposition import SPLITTABLE
from cjm_tui.domain.what_changed import Contribution, Split, WhatChanged
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.heat_table import part_key
from cjm_tui.widgets.picture import Ink, Line, Picture, Span, clip, gap, left, line, right
from cjm_tui.widgets.sheet import Sheet, flowed

_HEAD = ("of the rows", "value", "volume", "rate", "both")
_LEAST_NAME = 12
_MOST = 12  # lines of one list; the others are added up


class ChangedBoard(Board):
    """Sentences above lists; the cursor stands on the change and on each group's line."""

    found: var[WhatChanged | None] = var(None, init=False)

    def watch_found(self) -> None:
        """Draw the data that has come."""
        self.redraw()

    @property
    def part(self) -> Contribution | None:
        """The group under the cursor; None on the whole change."""
        key = self.spot.key if self.spot else ""
        splits = self.found.splits if self.found else ()
        return next((p for split in splits for p in split.parts if part_key(p) == key), None)

    def draw(self, size: Size) -> Picture:
        """The change, then why, then the figures that say so."""
        found = self.found
        if found is None:
            return Picture()
        sheet = Sheet(size.width)
        _whole(sheet, found)
        _why(sheet, found)
        rows = [_texts(part, found.kpi) for split in found.splits for part in split.parts[:_MOST]]
        rows += [_sums(split, found.kpi) for split in found.splits]
        columns = [max(map(cell_len, column)) for column in zip(_HEAD, *rows, strict=True)]
        for split in found.splits:
            _list(sheet, found.kpi, split, columns)
        if found.splits:
            sheet.blank()
            sheet.flow([Span(_LEGEND, Ink.DIM)])
        return sheet.picture()


_LEGEND = (
    "volume: its share of the rows changed, and it lies above or below the whole. rate: its own "
    "value changed. The lines of each list sum to the change, each rounded by itself. Nothing is "
    "coloured, for a contribution is no signal."
)


_OVERLAP = "Each list splits the same change in its own way, so these overlap."
_OTHER_DAYS = "t chooses days with as many before them, or what they are held against."


def _whole(sheet: Sheet, found: WhatChanged) -> None:
    said = f"{found.kpi.title} {words.change(found)}"
    shown = flowed([Span(clip(said, 200), Ink.STRONG)], sheet.width)
    sheet.spot("whole", shown, f"{said} · {words.days(found)}")
    sheet.flow([Span(words.days(found), Ink.DIM)])


def _why(sheet: Sheet, found: WhatChanged) -> None:
    sheet.blank()
    if found.why_not:
        sheet.flow([Span(f"Nothing can be said of what changed: {found.why_not}")])
        if found.kpi.measure in SPLITTABLE:
            sheet.flow([Span(_OTHER_DAYS, Ink.DIM)])
        return
    if doubt := words.doubt(found):
        sheet.flow([Span(doubt)])
    sentences = words.sentences(found)
    for sentence in sentences:
        sheet.flow([Span(sentence)])
    if len(sentences) > 1:
        sheet.flow([Span(_OVERLAP, Ink.DIM)])


def _list(sheet: Sheet, kpi: Kpi, split: Split, columns: list[int]) -> None:
    space = 2 if sheet.width - sum(columns) - 2 * len(columns) - 2 >= _LEAST_NAME else 1
    widths = [width + space for width in columns]
    name = max(8, sheet.width - 2 - sum(widths))
    sheet.blank()
    heads = [right(text, width, Ink.DIM) for text, width in zip(_HEAD, widths, strict=True)]
    title = left(split.dimension.label.upper(), name, Ink.HEADING)
    sheet.add(*line(gap(), title, *heads))
    for part in split.parts[:_MOST]:
        shown = _row(_name(part), name, _texts(part, kpi), widths, known=part.cut.known)
        sheet.spot(part_key(part), [shown], words.line(part, kpi))
    if rest := Split(split.dimension, split.parts[_MOST:]).parts:
        more = Split(split.dimension, rest)
        sheet.add(*_row(f"{len(rest)} more", name, _sums(more, kpi), widths, known=False))
    sheet.add(*_row("all", name, _sums(split, kpi), widths, known=False))


def _row(name: str, width: int, texts: tuple[str, ...], widths: list[int], *, known: bool) -> Line:
    inks = (Ink.DIM, Ink.DIM, Ink.DIM, Ink.DIM, Ink.PLAIN)
    cells = (right(*cell) for cell in zip(texts, widths, inks, strict=True))
    return line(gap(), left(name, width, Ink.PLAIN if known else Ink.DIM), *cells)


def _name(part: Contribution) -> str:
    return words.named(part) if part.totalled else value_words(*part.cut.values[0])


def _texts(part: Contribution, kpi: Kpi) -> tuple[str, ...]:
    effects = (part.volume, part.rate, part.both)
    return (words.shares(part), words.values(part, kpi), *(words.effect(e, kpi) for e in effects))


def _sums(split: Split, kpi: Kpi) -> tuple[str, ...]:
    effects = (split.volume, split.rate, split.volume + split.rate)
    return ("", "", *(words.effect(e, kpi) for e in effects))
