"""A touchpoint's standard of good, its score and its trend, and its KPIs below."""

from cjm_tui.domain import display, owner_words, score_words, signal_words
from cjm_tui.domain.kpi import Direction, Kpi, Signal
from cjm_tui.domain.touchpoint import TouchpointPage
from cjm_tui.domain.words.sentences import survey_words
from cjm_tui.widgets.journey_cells import MARK, cells
from cjm_tui.widgets.picture import Ink, Span, clip
from cjm_tui.widgets.sheet import Sheet, flowed
from cjm_tui.widgets.touchpoint_kpis import draw_kpis
from cjm_tui.widgets.trend_actions import action_legend
from cjm_tui.widgets.trend_chart import legend, trend_chart, visible_points


def draw_figures(sheet: Sheet, page: TouchpointPage, chart_rows: int) -> None:
    """Draw everything that is a number."""
    _standard(sheet, page)
    _score(sheet, page)
    _trend(sheet, page, chart_rows)
    draw_kpis(sheet, page)


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
    rest.append(Span(survey_words(score.kpi, page.response)))
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
    sheet.spot(
        key, first + flowed(dotted, sheet.width), score_words.score_line(score, where, page.period)
    )
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
    sheet.heading("trend", f"{kpi.title} by {each}" + (f" · {clip(said, 200)}" if said else ""))
    sheet.lines += trend_chart(chart, kpi, sheet.width, rows, page.actions)
    points = visible_points(chart, kpi, sheet.width)
    if explained := legend(chart, points, page.annotations):
        sheet.flow([Span(clip(explained, 500), Ink.DIM)])
    if named := action_legend(chart, points, page.actions):
        sheet.flow([Span(f"actions: {clip(named, 500)}", Ink.DIM)])
