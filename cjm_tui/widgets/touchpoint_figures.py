"""A touchpoint's standard of good, its score, its trend and its KPIs."""

from rich.cells import cell_len

from cjm_tui.domain import display, owner_words, score_words, signal_words
from cjm_tui.domain.kpi import Direction, Kpi, KpiClass, Signal, TargetState
from cjm_tui.domain.touchpoint import KpiLine, TouchpointPage
from cjm_tui.domain.words.sentences import response_words
from cjm_tui.widgets.journey_cells import MARK, cells
from cjm_tui.widgets.picture import Ink, Span, clip, gap, left, line, right
from cjm_tui.widgets.sheet import Sheet, flowed
from cjm_tui.widgets.trend_actions import action_legend
from cjm_tui.widgets.trend_chart import legend, trend_chart, visible_points

_CLASSES = (
    KpiClass.OUTCOME,
    KpiClass.PERCEPTION,
    KpiClass.OUTPUT,
    KpiClass.INPUT,
    KpiClass.QUALITY,
)


def draw_figures(sheet: Sheet, page: TouchpointPage, chart_rows: int) -> None:
    """Draw everything that is a number."""
    _standard(sheet, page)
    _score(sheet, page)
    _trend(sheet, page, chart_rows)
    _kpis(sheet, page)


def _standard(sheet: Sheet, page: TouchpointPage) -> None:
    score = page.score
    parts = [f"{MARK} moment of truth"] if "moment_of_truth" in score.flags else []
    parts += [score.channel, "not placed on the map" if "not_placed" in score.flags else ""]
    parts.append(display.counted(score.open_actions, "open action") if score.open_actions else "")
    if said := " · ".join(part for part in parts if part):
        sheet.text(said, Ink.DIM)
    if not page.standard_of_good:
        sheet.flow([Span("GOOD  ", Ink.HEADING), Span("nobody has said what good looks like here")])
        return
    sentence = Span(clip(page.standard_of_good, 400))
    sheet.flow([Span("GOOD  ", Ink.HEADING), sentence], hang=7)
    author = clip(page.good_author, 40)
    if page.good_set_at is not None:
        author += f", {display.short_day(page.good_set_at)} {page.good_set_at.year}"
    terms = [_threshold(score.kpi, score.target), author]
    sheet.flow([Span(" · ".join(term for term in terms if term), Ink.DIM)], indent=7, hang=7)


def _threshold(kpi: Kpi | None, target: float | None) -> str:
    if kpi is None or target is None:
        return ""
    bound = "at least" if kpi.direction is Direction.HIGHER else "at most"
    return f"{kpi.title} {bound} {display.threshold(target)} {_unit(kpi)}".rstrip()


def _unit(kpi: Kpi) -> str:
    return {"percent": "%", "seconds": "s", "per 1,000": "per 1,000"}.get(kpi.unit.value, "")


def _score(sheet: Sheet, page: TouchpointPage) -> None:
    score, words = page.score, score_words.score_words(page.score, page.period)
    row = cells(score, page.period)
    said = words.signal
    if score.change.signal in (Signal.BETTER, Signal.WORSE):
        said = signal_words.since_words(score.change)
    rest = [Span(words.baseline), Span(words.target, row.target_ink), Span(words.final)]
    whose, alarm = owner_words.owner_sentence(score, page.accountability)
    rest.append(Span(clip(whose, 60), Ink.ALERT if alarm else Ink.PLAIN))
    if score.kpi is not None and score.kpi.kpi_class is KpiClass.PERCEPTION:
        rest.append(Span(response_words(page.response)))
    value, signal = Span(clip(words.value, 70), row.now_ink), Span(said, row.signal_ink)
    first = flowed([value, Span("  "), signal], sheet.width)
    if len(first) > 1:  # the signal is never broken, it goes below as one
        first = flowed([value], sheet.width) + flowed([signal], sheet.width)
    dotted: list[Span] = []
    for part in rest:
        if part.text:
            dotted += [Span(" · ", Ink.DIM), part] if dotted else [part]
    sheet.blank()
    key = f"kpi:{score.kpi.name}" if score.kpi else "score"
    where = f"{page.stage} › {score.name}"
    sheet.spot(key, first + flowed(dotted, sheet.width), score_words.score_line(score, where))
    if score.kpi is not None and score.kpi_reason and score.kpi_reason != "standard of good":
        sheet.flow([Span(f"{score.kpi.short or score.kpi.title}: {score.kpi_reason}", Ink.DIM)])


def _trend(sheet: Sheet, page: TouchpointPage, rows: int) -> None:
    kpi, chart = page.score.kpi, page.chart
    if kpi is None or not chart.points:
        return
    each = "week" if chart.weekly else "day"
    change = chart.change
    said = signal_words.rule_words(change) if change.signal in (Signal.BETTER, Signal.WORSE) else ""
    if change.signal is Signal.NO_HISTORY:
        said = signal_words.signal(change)
    sheet.heading("trend", f"{kpi.title} by {each}" + (f" · {clip(said, 80)}" if said else ""))
    sheet.lines += trend_chart(chart, kpi, sheet.width, rows, page.actions)
    points = visible_points(chart, kpi, sheet.width)
    if explained := legend(chart, points, page.annotations):
        sheet.flow([Span(clip(explained, 500), Ink.DIM)])
    if named := action_legend(chart, points, page.actions):
        sheet.flow([Span(f"actions: {clip(named, 500)}", Ink.DIM)])


def _kpis(sheet: Sheet, page: TouchpointPage) -> None:
    main = page.score.kpi.name if page.score.kpi else ""
    others = [entry for entry in page.kpis if entry.kpi.name != main]
    if not others:
        return
    rows = {entry.kpi.name: _figures(entry) for entry in others}
    head = ("n", "now", "95% range", "target")
    widths = [max(cell_len(row[i]) for row in (head, *rows.values())) + 2 for i in range(4)]
    room = sheet.width - 2 - sum(widths)
    classes = 1 + max(len(entry.kpi.kpi_class.value) for entry in others)
    titles = max(cell_len(entry.kpi.title) for entry in others)
    beside = classes if room - classes >= titles else 0
    title = max(10, room - beside)
    sheet.blank()
    sheet.add(
        *(gap(), left("OTHER KPIS", title + beside, Ink.HEADING)),
        *(right(text, width, Ink.DIM) for text, width in zip(head, widths, strict=True)),
    )
    for kpi_class in _CLASSES:
        of_class = [entry for entry in others if entry.kpi.kpi_class is kpi_class]
        if of_class and not beside:
            sheet.add(gap(), Span(kpi_class.value, Ink.DIM))
        for index, entry in enumerate(of_class):
            missed = entry.state is TargetState.MISSED
            inks = (Ink.DIM, Ink.PLAIN, Ink.DIM, Ink.PLAIN if missed else Ink.DIM)
            row = line(
                *(gap(), left(kpi_class.value if index == 0 else "", beside, Ink.DIM)),
                left(entry.kpi.title if beside else f" {entry.kpi.title}", title),
                *map(right, rows[entry.kpi.name], widths, inks),
            )
            sheet.spot(f"kpi:{entry.kpi.name}", [row], _said(entry))
    if final := _final_days(others):
        sheet.flow([Span(final, Ink.DIM)], indent=beside + 1, hang=beside + 1)


def _final_days(entries: list[KpiLine]) -> str:
    """Return which KPIs wait for their windows to close, and how far they are final."""
    days = sorted({entry.final_until for entry in entries if entry.final_until})
    return " · ".join(
        f"{', '.join(e.kpi.title for e in entries if e.final_until == day)}: "
        f"final to {display.short_day(day)}"
        for day in days
    )


def _figures(entry: KpiLine) -> tuple[str, str, str, str]:
    kpi, estimate = entry.kpi, entry.estimate
    return (
        display.count(estimate.n),
        display.amount(estimate.value, kpi.unit, fine=True)
        or ("too few" if estimate.n else "no data"),
        display.interval(estimate, kpi.unit, fine=True),
        f"{display.threshold(entry.target)} {display.target_state(entry.state)}".strip(),
    )


def _said(entry: KpiLine) -> str:
    measured = display.measured(entry.estimate, entry.kpi.unit) or signal_words.unjudged(
        entry.estimate.n
    )
    return f"{entry.kpi.title} {measured} n={display.count(entry.estimate.n)}"
