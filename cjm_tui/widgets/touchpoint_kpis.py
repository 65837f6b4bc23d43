"""A touchpoint's other KPIs by class, and why some have no figure there."""

from collections.abc import Sequence
from datetime import date

from rich.cells import cell_len

from cjm_tui.domain import display, signal_words
from cjm_tui.domain.kpi import TargetState
from cjm_tui.domain.kpi_classes import by_class, meaning
from cjm_tui.domain.kpi_gaps import Gap, main_gaps
from cjm_tui.domain.touchpoint import KpiLine, TouchpointPage
from cjm_tui.domain.words.sentences import survey_words
from cjm_tui.widgets.picture import Ink, Line, Span, gap, left, line, right, wrap
from cjm_tui.widgets.sheet import Sheet, flowed

_HEAD = ("n", "now", "95% range", "target")


def draw_kpis(sheet: Sheet, page: TouchpointPage) -> None:
    """Draw each KPI but the score's own, then those without a figure."""
    main = page.score.kpi.name if page.score.kpi else ""
    others = [entry for entry in page.kpis if entry.kpi.name != main]
    if others:
        _table(sheet, page, others)
    elif page.gaps or page.zero_waits or page.folded:
        sheet.heading("other KPIs")
    gaps = page.gaps if page.every else main_gaps(page.gaps)
    if more := _folded(page, gaps):
        sheet.flow([Span(more, Ink.DIM)], hang=3)
    for gap_ in page.zero_waits:
        sheet.flow([Span(gap_.words, Ink.ALERT)], hang=3)
    if gaps:
        said = " · ".join(gap_.words for gap_ in gaps)
        sheet.flow([Span(f"no data here: {said}", Ink.DIM)], hang=3)


def _folded(page: TouchpointPage, gaps: Sequence[Gap]) -> str:
    """Return how many KPIs are not listed: "and 5 more, 38 without data here: K lists them"."""
    hidden = sum(len(one.kpis) for one in page.gaps) - sum(len(one.kpis) for one in gaps)
    counts = [f"{len(page.folded)} more"] * bool(page.folded)
    counts += [f"{hidden} without data here"] * bool(hidden)
    return f"and {', '.join(counts)}: K lists them" if counts else ""


def _table(sheet: Sheet, page: TouchpointPage, others: list[KpiLine]) -> None:
    rows = {entry.kpi.name: _figures(entry) for entry in others}
    widths = [max(cell_len(row[i]) for row in (_HEAD, *rows.values())) + 2 for i in range(4)]
    title = max(10, sheet.width - 2 - sum(widths))
    sheet.blank()
    sheet.add(
        *(gap(), left("OTHER KPIS", title, Ink.HEADING)),
        *(right(text, width, Ink.DIM) for text, width in zip(_HEAD, widths, strict=True)),
    )
    for kpi_class, of_class in by_class(others):
        sheet.flow([Span(meaning(kpi_class), Ink.DIM)], hang=3)
        for entry in of_class:
            missed = entry.state is TargetState.MISSED
            inks = (Ink.DIM, Ink.PLAIN, Ink.DIM, Ink.PLAIN if missed else Ink.DIM)
            first, *more = wrap(entry.kpi.title, title - 2)
            figures = map(right, rows[entry.kpi.name], widths, inks)
            block: list[Line] = [line(gap(2), left(first, title - 1), *figures)]
            block += [line(gap(3), Span(part)) for part in more]
            if said := survey_words(entry.kpi, page.response):
                block += flowed([Span(said, Ink.DIM)], sheet.width, 3, 3)
            sheet.spot(f"kpi:{entry.kpi.name}", block, _said(entry))
    if final := _final_days(others, page.period.last):
        sheet.flow([Span(final, Ink.DIM)], hang=3)


def _final_days(entries: list[KpiLine], near: date) -> str:
    """Return which KPIs wait for their windows to close, and how far they are final."""
    days = sorted({entry.final_until for entry in entries if entry.final_until})
    return " · ".join(
        f"{', '.join(e.kpi.title for e in entries if e.final_until == day)}: "
        f"final to {display.short_day(day, near)}"
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
        entry.estimate
    )
    return f"{entry.kpi.title} {measured} n={display.count(entry.estimate.n)}"
