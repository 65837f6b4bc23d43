"""The ownership ledger: a line a touchpoint, with whose it is and what is wrong with that."""

from collections.abc import Iterable
from datetime import date

from rich.cells import cell_len
from textual.geometry import Size
from textual.reactive import var

from cjm_tui.domain import display
from cjm_tui.domain import ownership_words as words
from cjm_tui.domain.journey_filter import Filter
from cjm_tui.domain.ownership import Ledger, LedgerLine, LedgerOrder, ordered
from cjm_tui.domain.ownership_filter import kept
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.picture import Ink, Line, Picture, Span, clip, left, line
from cjm_tui.widgets.sheet import Sheet

_STAGE_FROM = 100  # cells: then a line says its stage and its department as well
_NAME = (12, 30)
_OWNER = (10, 24)
_CONFIRMED = 12
_STAGE = 14
_DEPARTMENT = 16


class LedgerBoard(Board):
    """Touchpoints in one of three orders, as a filter keeps them."""

    ledger: var[Ledger | None] = var(None, init=False)
    order: var[LedgerOrder] = var(LedgerOrder.TROUBLE, init=False)
    needle: var[Filter] = var(Filter(), init=False)

    def watch_ledger(self) -> None:
        """Repaint what the new data changes."""
        self.redraw()

    def watch_order(self) -> None:
        """Sort anew."""
        self.redraw()

    def watch_needle(self) -> None:
        """Keep other lines."""
        self.redraw()

    @property
    def shown(self) -> tuple[LedgerLine, ...]:
        """The lines that the filter keeps, in order."""
        lines = self.ledger.lines if self.ledger else ()
        return ordered(kept(lines, self.needle), self.order)

    @property
    def line(self) -> LedgerLine | None:
        """The one under the cursor."""
        key = self.spot.key if self.spot else ""
        return next((one for one in self.shown if one.touchpoint_id == key), None)

    def draw(self, size: Size) -> Picture:
        """How many there are of what; then a line each."""
        if self.ledger is None:
            return Picture()
        sheet, shown = Sheet(size.width), self.shown
        name = _fitting((one.name for one in shown), *_NAME)
        owner = _fitting((words.owner(one) for one in shown), *_OWNER)
        wide = size.width >= _STAGE_FROM
        for one in shown:
            spans = self._spans(one, self.ledger.today, name, owner, size.width, wide)
            sheet.spot(one.touchpoint_id, [spans], words.line_words(one, self.ledger.today))
        if not shown:
            sheet.text("no touchpoint is so; esc shows all", Ink.DIM)
        columns = [left("   touchpoint", name + 4, Ink.DIM)]
        columns += [left("stage", _STAGE + 1, Ink.DIM)] if wide else []
        columns += [left("accountable", owner + 1, Ink.DIM)]
        columns += [left("department", _DEPARTMENT + 1, Ink.DIM)] if wide else []
        columns += [left("confirmed", _CONFIRMED + 1, Ink.DIM)]
        columns += [Span("what is wrong", Ink.DIM)]
        said = line(Span(f" {clip(words.summary(self.ledger), size.width - 2)}", Ink.DIM))
        return sheet.picture((said, line(*columns)))

    def _spans(
        self, one: LedgerLine, today: date, name: int, owner: int, width: int, wide: bool
    ) -> Line:
        troubles = words.troubles(one)
        grave = bool({"no_owner", "owner_left", "two_owners"} & set(one.flags))
        spans = [
            Span(" ◆ " if one.moment_of_truth else "   "),
            left(clip(one.name, name), name + 1),
            *([left(clip(one.stage, _STAGE), _STAGE + 1, Ink.DIM)] if wide else []),
            left(
                clip(words.owner(one), owner),
                owner + 1,
                Ink.ALERT if "no_owner" in one.flags else Ink.PLAIN,
            ),
        ]
        if wide:
            department = ", ".join(dict.fromkeys(o.department or o.name for o in one.owners))
            spans.append(left(clip(department, _DEPARTMENT), _DEPARTMENT + 1, Ink.DIM))
        spans.append(left(_confirmed(one, today), _CONFIRMED + 1, Ink.DIM))
        used = 3 + name + 1 + owner + 1 + _CONFIRMED + 1
        used += _STAGE + _DEPARTMENT + 2 if wide else 0
        ink = Ink.ALERT if grave else Ink.PLAIN
        spans.append(Span(clip(" · ".join(troubles), max(0, width - used - 1)), ink))
        return tuple(spans)


def _confirmed(one: LedgerLine, today: date) -> str:
    days = [owner.confirmed_at for owner in one.owners if owner.confirmed_at]
    return display.short_day(min(days), today) if days else ""


def _fitting(texts: Iterable[str], least: int, most: int) -> int:
    longest = max(map(cell_len, texts), default=least)
    return min(most, max(least, longest))
