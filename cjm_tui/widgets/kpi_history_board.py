"""The history of a KPI: what it is, what was decided, and what each definition did to the value."""

from textual.geometry import Size
from textual.reactive import var

from cjm_tui.domain import kpi_history_words as words
from cjm_tui.domain.kpi_history import Decision, Defined, Effect, KpiHistory
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.picture import Ink, Line, Picture, Span, clip, gap, left
from cjm_tui.widgets.sheet import Sheet, flowed

_PLACE = 20
_VALUE = 26
_DIFF_LINES = 14


class KpiHistoryBoard(Board):
    """Decisions first, then definitions, newest first; each is a spot."""

    history: var[KpiHistory | None] = var(None, init=False)

    def watch_history(self) -> None:
        """Repaint what the new data changes."""
        self.redraw()

    def draw(self, size: Size) -> Picture:
        """What it is today, who decided that, and how it has been computed."""
        found = self.history
        if found is None:
            return Picture()
        sheet = Sheet(size.width)
        ink = Ink.ALERT if found.retired else Ink.PLAIN
        sheet.flow([Span(f"{found.title}  ", Ink.STRONG), Span(words.standing(found), ink)], 1, 3)
        if own := words.whose(found):
            sheet.flow([Span(own, Ink.DIM)], 1, 3)
        sheet.heading("decided", "class and retirement, each with its reason")
        for index, one in enumerate(found.decisions):
            sheet.spot(f"decision:{len(found.decisions) - index}", _decision(one, sheet.width))
        if not found.decisions:
            sheet.flow([Span(words.NEVER, Ink.DIM)])
        if found.definitions:
            sheet.heading("definitions", words.compared(found))
        for index, defined in enumerate(found.definitions):
            key = f"definition:{len(found.definitions) - index}"
            sheet.spot(key, _definition(defined, sheet.width), words.changed(defined))
        return sheet.picture()


def _decision(one: Decision, width: int) -> list[Line]:
    head = flowed([Span(words.when(one), Ink.DIM)], width - 1)
    said = [Span(words.decision(one), Ink.STRONG), Span(f"  {one.why}", Ink.DIM)]
    return [*head, *flowed(said, width - 1, 3, 5)]


def _definition(one: Defined, width: int) -> list[Line]:
    head = [Span(words.when(one), Ink.DIM), Span(f"  {one.sql_hash}", Ink.DIM)]
    lines = flowed(head, width - 1)
    lines += flowed([Span(words.changed(one), Ink.STRONG)], width - 1, 3, 5)
    if one.is_first:
        return lines
    difference = one.difference()
    for text in difference[:_DIFF_LINES]:
        ink = Ink.PLAIN if text[:1] in "+-" else Ink.DIM
        lines.append((gap(3), Span(clip(text, width - 4), ink)))
    if (more := len(difference) - _DIFF_LINES) > 0:
        lines.append((gap(3), Span(f"… {more} more lines: cjm kpis --history", Ink.DIM)))
    if one.why_not:
        return lines + flowed([Span(one.why_not, Ink.DIM)], width - 1, 3, 5)
    head_line = left("before", _VALUE, Ink.DIM), left("after", _VALUE, Ink.DIM)
    lines.append((gap(3), left("on the same data", _PLACE, Ink.DIM), *head_line))
    lines += [_effect(effect, one) for effect in one.effects]
    if rest := words.rest(one):
        lines.append((gap(3), Span(rest, Ink.DIM)))
    return lines


def _effect(effect: Effect, one: Defined) -> Line:
    before, after = (words.value(e, one.unit) for e in (effect.before, effect.after))
    return (
        gap(3),
        left(clip(effect.touchpoint, _PLACE - 1), _PLACE),
        left(clip(before, _VALUE - 1), _VALUE),
        left(clip(after, _VALUE - 1), _VALUE),
        Span(words.moved(effect, one.unit), Ink.STRONG),
    )
