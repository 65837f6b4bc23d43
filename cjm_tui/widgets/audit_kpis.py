"""The KPIs in use, by class: at each place the figure, the trend and the owner."""

from collections.abc import Iterator
from datetime import date

from rich.cells import cell_len
from textual.geometry import Size
from textual.reactive import var

from cjm_tui.domain import audit_words as words
from cjm_tui.domain.audit import AUDITED, Audit, Held, InUse
from cjm_tui.domain.kpi import KpiClass, Signal, TargetState
from cjm_tui.domain.kpi_classes import MEANINGS
from cjm_tui.domain.period import Period
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.picture import Ink, Line, Picture, Span, clip, gap, left
from cjm_tui.widgets.sheet import Sheet, flowed

_ROOMY_FROM = 100  # cells: then a line has n, owner and final day beside the rest
_PLACE = (12, 26)
_TREND = 26
_OWNER = 18
_INKS = {Signal.BETTER: Ink.BETTER, Signal.WORSE: Ink.WORSE}


class AuditKpisBoard(Board):
    """One block a KPI, one line a place."""

    audit: var[Audit | None] = var(None, init=False)

    def watch_audit(self) -> None:
        """Repaint what the new data changes."""
        self.redraw()

    @property
    def in_use(self) -> InUse | None:
        """The KPI under the cursor."""
        kind, _, rest = self.spot.key.partition(":") if self.spot else ("", "", "")
        name = rest if kind == "kpi" else rest.partition(":")[0]
        found = self.audit.in_use if self.audit else ()
        return next((one for one in found if one.name == name), None)

    @property
    def held(self) -> Held | None:
        """The line under the cursor: on a KPI's own line the first of its places."""
        one, spot = self.in_use, self.spot
        if one is None or spot is None:
            return None
        if spot.key.startswith("kpi:"):
            return next((line for line in one.lines if line.estimate), None)
        return next((line for line in one.lines if _key(line) == spot.key), None)

    def show_first(self, kpi_class: KpiClass | None, name: str = "") -> None:
        """Put the cursor on a KPI, or on the first one of a class."""
        wanted = (o.name for o in self._ordered() if o.name == name or o.kpi_class is kpi_class)
        self.move_to(f"kpi:{name or next(wanted, '')}")

    def draw(self, size: Size) -> Picture:
        """Classes in the order of the audit; what has none first, for somebody must decide."""
        if self.audit is None:
            return Picture()
        sheet = Sheet(size.width)
        lines = [line for one in self.audit.in_use for line in one.lines]
        place = min(_PLACE[1], max([_PLACE[0], *(cell_len(line.place) for line in lines)]))
        shown: KpiClass | None = KpiClass.QUALITY
        begun = False
        for one in self._ordered():
            if one.kpi_class is not shown or not begun:
                shown, begun = one.kpi_class, True
                meaning = MEANINGS[shown] if shown else "nobody has said what they are; c does"
                sheet.heading(words.class_name(shown), meaning)
            self._draw_kpi(sheet, one, place)
        return sheet.picture()

    def _ordered(self) -> Iterator[InUse]:
        if self.audit is None:
            return
        for kpi_class in (None, *AUDITED, KpiClass.QUALITY):
            yield from (one for one in self.audit.in_use if one.kpi_class is kpi_class)

    def _draw_kpi(self, sheet: Sheet, one: InUse, place: int) -> None:
        assert self.audit is not None
        today = self.audit.state.as_of.date()
        about = " · ".join(part for part in _about(one, today, self.audit.period) if part)
        lines = flowed(
            [Span(one.title, Ink.STRONG), Span(f"  {about}", Ink.DIM)], sheet.width, 1, 5
        )
        sheet.spot(f"kpi:{one.name}", lines, f"{one.title}: {about}")
        for line in one.lines:
            sheet.spot(
                _key(line),
                self._line(line, sheet.width, place),
                words.held(line, self.audit.period),
            )

    def _line(self, one: Held, width: int, place: int) -> list[Line]:
        assert self.audit is not None
        period = self.audit.period
        found = words.latest(one.drift, period)
        coloured = found is not None and one.estimate is not None and one.estimate.coloured
        ink = _INKS[found.signal] if coloured and found is not None else Ink.DIM
        trend = words.trend(one.drift, period)
        missed = one.state is TargetState.MISSED
        target = words.target(one.target, one.state)
        figure = words.figure(one)
        owner = one.owner or "NO OWNER"
        owner_ink = Ink.PLAIN if one.owner else Ink.ALERT
        figure_width = 34 if width >= _ROOMY_FROM else 30
        first = (
            gap(3),
            left(clip(one.place, place), place + 1),
            left(clip(figure, figure_width - 1), figure_width),
            left(clip(target, 17), 18, Ink.PLAIN if missed else Ink.DIM),
        )
        rest = [
            Span(trend, ink),
            Span(" · ", Ink.DIM),
            Span(owner, owner_ink),
            Span(f" · {', '.join(one.hows)}", Ink.DIM),
        ]
        used = 3 + place + 1 + figure_width + 18
        if width - used >= _TREND + _OWNER + 10:
            return [(*first, *_clipped(rest, width - used - 1))]
        return [first, *flowed(rest, width, 6, 6)]


def _clipped(spans: list[Span], width: int) -> Iterator[Span]:
    for text, ink in spans:
        kept = clip(text, width)
        width -= cell_len(kept)
        if kept:
            yield Span(kept, ink)


def _about(one: InUse, today: date, period: Period | None) -> Iterator[str]:
    if one.kpi is None:
        yield words.chosen(one.choice)
        yield words.uses(one)
        yield "no query of the catalogue computes it"
        return
    yield "one place" if len(one.lines) == 1 else f"{len(one.lines)} places"
    yield f"guardrail {one.guardrail}" if one.guardrail else "no guardrail"
    yield words.defined(one, today)
    yield words.final(next((line.final_until for line in one.lines), None), period)
    yield words.chosen(one.choice)


def _key(line: Held) -> str:
    return f"held:{line.kpi.name}:{line.touchpoint_id}:{line.place}"
