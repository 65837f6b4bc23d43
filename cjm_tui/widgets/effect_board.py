"""The pane of an action's effect: verdict and reasons, both touchpoints' weeks, the watch."""

from textual.geometry import Size
from textual.reactive import var

from cjm_tui.domain import display
from cjm_tui.domain import verification_words as words
from cjm_tui.domain.kpi import Chart, ChartPoint, Kpi
from cjm_tui.domain.period import Period
from cjm_tui.domain.statistics.blocks import Block, Weeks
from cjm_tui.domain.statistics.effects import Change, Effect
from cjm_tui.domain.statistics.verdicts import Verdict
from cjm_tui.domain.statistics.watching import Watched
from cjm_tui.domain.touchpoint import ActionLine
from cjm_tui.domain.verification import Evaluation
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.picture import Ink, Picture, Span, clip, gap, left, right
from cjm_tui.widgets.sheet import Sheet
from cjm_tui.widgets.trend_chart import trend_chart

_INKS = {Verdict.WORKED: Ink.BETTER, Verdict.WORSE: Ink.WORSE}
_CHART_ROWS = 5
_NAME = 24  # cells of a touchpoint's name in the list of weeks


class EffectBoard(Board):
    """Each figure is a spot: a stretch at a touchpoint, or one week of it."""

    found: var[Evaluation | None] = var(None, init=False)

    def watch_found(self) -> None:
        """Draw the data that has come."""
        self.redraw()

    @property
    def figure(self) -> tuple[str, Period] | None:
        """The touchpoint and the days of what is under the cursor; None of what has no rows."""
        found, spot = self.found, self.spot
        if found is None or spot is None or found.weeks is None:
            return None
        kind, _, rest = spot.key.partition(":")
        side, _, place = rest.partition(":")
        at = found.action.comparison_id if side == "other" else found.action.touchpoint_id
        blocks: tuple[Block, ...] = ()
        if kind == "week":
            blocks = tuple(b for b in found.weeks.blocks if str(b.place) == place)
        elif kind == "before":
            blocks = found.weeks.before
        elif kind in ("after", "effect"):
            blocks = found.weeks.after
        elif kind == "level" and found.watch is not None:
            first, last = found.watch.first, found.watch.last
            return at, Period(first, last, f"{first}..{last}")
        if not blocks:
            return None
        first, last = blocks[0].first, blocks[-1].last
        return at, Period(first, last, f"{first}..{last}")

    def draw(self, size: Size) -> Picture:
        """The verdict first, then why, then what it rests on."""
        found = self.found
        if found is None:
            return Picture()
        sheet = Sheet(size.width)
        _verdict(sheet, found)
        kpi, weeks = found.kpi, found.weeks
        if kpi is not None and weeks is not None:
            if found.watch is not None and found.slid:  # the news goes first
                _watch(sheet, found, kpi, found.watch)
            if found.effect is not None:
                _figures(sheet, found, kpi, weeks, found.effect)
            if found.watch is not None and not found.slid:
                _watch(sheet, found, kpi, found.watch)
            if weeks.after:
                _weeks(sheet, found, kpi, weeks)
        return sheet.picture()


def _verdict(sheet: Sheet, found: Evaluation) -> None:
    verdict = found.verdict
    ink = _INKS.get(verdict, Ink.STRONG) if verdict else Ink.STRONG
    sign = {Verdict.WORKED: "▲ ", Verdict.WORSE: "▼ "}.get(verdict, "") if verdict else ""
    title = f"{sign}{words.title(verdict).upper()}"
    said = words.headline(found).removeprefix(words.title(verdict)).lstrip(": ")
    line = Span(title, ink)
    rest = Span(f"  {said}" if said else "")
    start = len(sheet.lines)
    sheet.flow([line, rest])
    drawn = sheet.lines[start:]
    del sheet.lines[start:]
    sheet.spot("effect:own", drawn, words.headline(found))
    for text in (words.recorded(found), words.stated(found)):
        if text:
            sheet.text(text, Ink.DIM)
    for one in found.disagreements:
        sheet.text(words.disagreement(one.who, one.text), Ink.ALERT)
    for reason in words.reasons(found):
        sheet.flow([Span(f"· {reason}")], 1, 3)


def _figures(sheet: Sheet, found: Evaluation, kpi: Kpi, weeks: Weeks, effect: Effect) -> None:
    sheet.heading(kpi.title, f"{words.method(found)} · {words.stretch(weeks)}")
    sides: list[tuple[str, str, Change]] = [("own", found.action.touchpoint, effect.own)]
    if effect.other is not None:
        sides.append(("other", found.action.comparison, effect.other))
    for side, name, change in sides:
        _side(sheet, found, kpi, weeks, side, name, change)
    if said := words.guardrail(found.guardrail):
        sheet.flow([Span("guardrail ", Ink.DIM), Span(said)])


def _side(
    sheet: Sheet,
    found: Evaluation,
    kpi: Kpi,
    weeks: Weeks,
    side: str,
    name: str,
    change: Change,
) -> None:
    own = side == "own"
    rows = {
        when: sum(
            (block.own if own or block.other is None else block.other).total.n for block in part
        )
        for when, part in (("before", weeks.before), ("after", weeks.after))
    }
    for when, value in (("before", change.before), ("after", change.after)):
        amount = display.amount(value, kpi.unit, fine=True)
        count = f"n={display.count(rows[when])}"
        expected = ""
        if when == "after" and change.before != change.expected:
            same = display.amount(change.expected, kpi.unit, fine=True)
            expected = f"its weekdays before: {same}"
        text = f"{name} {when} {amount} {count}"
        head = left(name if when == "before" else "", min(_NAME, sheet.width // 3))
        sheet.spot(
            f"{when}:{side}",
            [(gap(), head, left(when, 7), right(amount, 9, Ink.STRONG), gap(2),
              left(count, 11, Ink.DIM), Span(clip(expected, sheet.width - 56), Ink.DIM))],
            text,
        )  # fmt: skip
    sheet.lines += trend_chart(
        _chart(weeks, change, own=own),
        kpi,
        sheet.width,
        _CHART_ROWS,
        (ActionLine("", found.action.title, "", "", None, "", live_at=found.action.live_at),),
    )
    sheet.flow([Span(f"─ level before · a: live {_live(found)} · × does not count", Ink.DIM)])


def _live(found: Evaluation) -> str:
    live = found.action.live_at
    return display.short_day(live, found.state.as_of.date()) if live else ""


def _chart(weeks: Weeks, change: Change, *, own: bool) -> Chart:
    first = weeks.trend[0].place
    last = weeks.after[-1].place
    points = []
    for block in weeks.blocks:
        week = block.own if own else block.other
        if week is None or not first <= block.place <= last:
            continue
        points.append(
            ChartPoint(
                block.first,
                7,
                week.total.n,
                week.value,
                change.before,
                excluded=words.LEFT_OUT.get(block.left_out, block.left_out),
            )
        )
    return Chart(tuple(points), weekly=True)


def _watch(sheet: Sheet, found: Evaluation, kpi: Kpi, watch: Watched) -> None:
    by = f"put there by {found.by_hand.who}: {found.by_hand.text}" if found.by_hand else ""
    sheet.heading("slide-back watch", clip(by, 120))
    level, *rest = words.watch(kpi, watch)
    sheet.spot("level:own", [(gap(), Span(clip(level, sheet.width - 2)))], level)
    for text in rest:
        slid = watch.slid and "SLID" in text
        sheet.flow([Span(f"▼ {text}" if slid else text, Ink.WORSE if slid else Ink.PLAIN)], 1, 3)


def _weeks(sheet: Sheet, found: Evaluation, kpi: Kpi, weeks: Weeks) -> None:
    """List the weeks, newest first: each with its own rows behind it."""
    sheet.heading("weeks", "newest first; enter shows the rows behind one")
    shown = [b for b in weeks.blocks if weeks.trend and b.place >= weeks.trend[0].place]
    shown = [b for b in shown if b.place <= weeks.after[-1].place]
    sheet.add(
        gap(), left("week", 6, Ink.DIM), left("from", 13, Ink.DIM),
        right(clip(found.action.touchpoint, 12), 12, Ink.DIM), right("n", 8, Ink.DIM),
        right(clip(found.action.comparison, 12) if weeks.compared else "", 14, Ink.DIM),
        right("n" if weeks.compared else "", 8, Ink.DIM),
    )  # fmt: skip
    near = weeks.after[-1].last
    for block in reversed(shown):
        number = f"{block.place + 1:+d}" if block.place >= 0 else f"−{-block.place}"
        cells = [
            gap(), left(number, 6), left(display.short_day(block.first, near), 13),
            right(display.amount(block.own.value, kpi.unit, fine=True) or "–", 12),
            right(display.count(block.own.total.n), 8, Ink.DIM),
        ]  # fmt: skip
        if block.other is not None:
            there = display.amount(block.other.value, kpi.unit, fine=True) or "–"
            cells += [right(there, 14), right(display.count(block.other.total.n), 8, Ink.DIM)]
        reason = words.LEFT_OUT.get(block.left_out, block.left_out)
        if reason:
            cells.append(Span(f"  × {clip(reason, 16)}", Ink.DIM))
        said = f"week {number} from {block.first}: {display.amount(block.own.value, kpi.unit)}"
        sheet.spot(f"week:own:{block.place}", [tuple(cells)], said)
