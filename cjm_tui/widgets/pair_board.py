"""An output and its outcome at a touchpoint: the evidence of both sides."""

from textual.geometry import Size
from textual.reactive import var

from cjm_tui.domain import audit_words as words
from cjm_tui.domain import display
from cjm_tui.domain.audit import Pair, Side
from cjm_tui.domain.kpi import Signal
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.picture import Ink, Picture, Span
from cjm_tui.widgets.sheet import Sheet, flowed, side_by_side
from cjm_tui.widgets.trend_chart import trend_chart

_TWO_FROM = 100  # cells: then the sides stand beside each other
_CHART_ROWS = 6
_SHORT_CHART_ROWS = 3
_INKS = {Signal.BETTER: Ink.BETTER, Signal.WORSE: Ink.WORSE}


class PairBoard(Board):
    """Each side is a spot: its SQL and rows stand behind it."""

    pair: var[Pair | None] = var(None, init=False)

    def watch_pair(self) -> None:
        """Repaint what the new data changes."""
        self.redraw()

    @property
    def side(self) -> Side | None:
        """The side under the cursor."""
        if self.pair is None or self.spot is None:
            return None
        return self.pair.outcome if self.spot.key == "side:outcome" else self.pair.output

    def draw(self, size: Size) -> Picture:
        """The verdict, then both sides."""
        found = self.pair
        if found is None:
            return Picture()
        sheet = Sheet(size.width)
        ink = Ink.ALERT if found.watermelon else Ink.STRONG
        sheet.flow([Span(words.verdict(found), ink), Span(_whose(found), Ink.DIM)])
        for reason in _reasons(found):
            sheet.flow([Span(f"· {reason}")], 1, 3)
        wide = size.width >= _TWO_FROM
        sides = (("output", found.output), ("outcome", found.outcome))
        sheets = []
        for name, one in sides:
            own = Sheet((size.width - 3) // 2 if wide else size.width)
            _draw_side(own, name, one, found, tall=wide or size.height > 30)
            sheets.append(own)
        left, right = sheets
        for own in [side_by_side(left, right)] if wide else sheets:
            sheet.append(own)
        return sheet.picture()


def _whose(found: Pair) -> str:
    owner = words.whose(found.owner)
    return f"  {found.touchpoint} · {owner} · {display.counted(found.open_actions, 'open action')}"


def _reasons(found: Pair) -> list[str]:
    one = found.watermelon
    if one is None:
        return []
    near = found.period.last
    return [
        f"{one.output.title} is {words.spell(one.output_spell, near)}, while"
        f" {one.outcome.title} is {words.spell(one.outcome_spell, near)}: the days overlap",
        f"{one.output.title}: {one.output.because}",
    ]


def _draw_side(sheet: Sheet, name: str, one: Side, found: Pair, *, tall: bool) -> None:
    outside = name == "output"
    sheet.heading("output" if outside else "outcome", one.kpi.title)
    spell = words.latest(one.drift, found.period)
    ink = _INKS[spell.signal] if spell and one.estimate.coloured else Ink.PLAIN
    measured = display.measured(one.estimate, one.kpi.unit) or "too few to say"
    block = flowed(
        [
            Span(f"{measured} ", Ink.STRONG),
            Span(f"n={display.count(one.estimate.n)}  ", Ink.DIM),
            Span(words.trend(one.drift, found.period), ink),
        ],
        sheet.width,
        1,
        3,
    )
    goal = f"target {words.target(one.target, one.state)}" if one.target is not None else ""
    rest = " · ".join(p for p in (goal, words.final(one.final_until, found.period)) if p)
    block += flowed([Span(rest, Ink.DIM)], sheet.width, 1, 3) if rest else []
    block += flowed([Span(words.baseline(one, found.period), Ink.DIM)], sheet.width, 1, 3)
    sheet.spot(f"side:{name}", block, words.side(one, found.period))
    rows = _CHART_ROWS if tall else _SHORT_CHART_ROWS
    sheet.lines += trend_chart(one.chart, one.kpi, sheet.width, rows)
