"""A finding in two plain lines with its numbers, and how rows make up an n."""

from dataclasses import replace

from cjm_tui.domain import (
    breakdown_words,
    change_words,
    display,
    owner_words,
    score_words,
    signal_words,
)
from cjm_tui.domain.breakdown import Breakdown, Part
from cjm_tui.domain.journey import DataState, TouchpointScore
from cjm_tui.domain.kpi import Estimate
from cjm_tui.domain.period import Period
from cjm_tui.domain.touchpoint import Figure, KpiLine, TouchpointPage
from cjm_tui.domain.what_changed import Contribution, WhatChanged
from cjm_tui.domain.words.sentences import survey_words


def page_summary(page: TouchpointPage, kpi: str | None) -> str:
    """Return two lines about a KPI of the touchpoint, by default the score's."""
    where = f"{page.stage} › {page.score.name}"
    own = page.score.kpi.name if page.score.kpi else ""
    line = next((line for line in page.kpis if kpi != own and line.kpi.name == kpi), None)
    if line is None:
        answered = survey_words(page.score.kpi, page.response)
        return summary(page.score, where, page.period, page.state, answered)
    answered = survey_words(line.kpi, page.response)
    return kpi_summary(line, page.score, where, page.period, page.state, answered)


def summary(
    score: TouchpointScore,
    where: str,
    period: Period | None,
    state: DataState,
    answered: str = "",
) -> str:
    """Return two lines with their numbers: the score, and what it rests on."""
    said = score_words.score_words(score, period)
    whose, _ = owner_words.owner_sentence(score)
    line = replace(said, owner=whose).line
    name = score.kpi.name if score.kpi else ""
    return _two_lines(
        *(where, line, period, state, score.estimate, name),
        *(answered, signal_words.rule_words(score.change)),
    )


def kpi_summary(
    line: KpiLine,
    score: TouchpointScore,
    where: str,
    period: Period | None,
    state: DataState,
    answered: str = "",
) -> str:
    """Return two lines about another KPI of the touchpoint; a signal is only the score's."""
    own = replace(
        score,
        kpi=line.kpi,
        estimate=line.estimate,
        target=line.target,
        state=line.state,
        final_until=line.final_until,
    )
    said, (whose, _) = score_words.score_words(own, period), owner_words.owner_sentence(score)
    value = (
        said.value
        if line.estimate.value is not None
        else f"{said.value} {signal_words.unjudged(line.estimate)}"
    )
    parts = (value, said.target, said.final, whose)
    text = " · ".join(part for part in parts if part)
    return _two_lines(where, text, period, state, line.estimate, line.kpi.name, answered)


def part_summary(found: Breakdown, part: Part | None) -> str:
    """Return two lines about a part of a breakdown, or about the whole figure."""
    where, kpi = f"{found.stage} › {found.touchpoint}", found.kpi
    if part is None:
        measured = display.measured(found.whole, kpi.unit) or "too few to say"
        said = f"{kpi.title} {measured} n={display.count(found.whole.n)}"
    else:
        said = breakdown_words.line(part, kpi)
        said += f"; of all {display.measured(found.whole, kpi.unit) or 'too few to say'}"
    estimate = found.whole if part is None else part.estimate
    return _two_lines(where, said, found.span, found.state, estimate, kpi.name, "")


def change_summary(found: WhatChanged, part: Contribution | None) -> str:
    """Return two lines about a change, or about what a group of rows contributed to it."""
    where, kpi = f"{found.stage} › {found.touchpoint}", found.kpi
    whole = f"{kpi.title} {change_words.change(found)}"
    said = whole if part is None else f"{change_words.line(part, kpi)}; in all {whole}"
    basis = (
        change_words.days(found),
        display.data_until(found.state),
        change_words.doubt(found),
        f"query {kpi.name}",
    )
    second = " · ".join(part.rstrip(".") for part in basis if part)
    return "\n".join(" ".join(text.split("\n")) for text in (f"{where}   {said}", second))


def _two_lines(
    where: str,
    said: str,
    period: Period | None,
    state: DataState,
    estimate: Estimate,
    name: str,
    answered: str,
    rule: str = "",
) -> str:
    basis = [
        display.period_words(period, state.as_of.date()),
        display.data_until(state),
        rule,
        answered,
        f"query {name}" if name else "",
        "95% interval" if estimate.low is not None else "",
    ]
    second = " · ".join(part for part in basis if part)
    return "\n".join(" ".join(part.split("\n")) for part in (f"{where}   {said}", second))


def reckoning(rows: int, figure: Figure, value: str, *, shown: str = "") -> str:
    """Return in a sentence how rows and daily totals make up the n behind a number.

    `rows` stand behind the number now, `shown` says how many of them are to be seen.
    """
    n, totalled, before = figure.n, figure.totalled, figure.before
    if not rows and totalled == n > 0:
        return f"All {display.count(n)} behind {value} came as daily totals, which have no rows."
    parts = display.counted(rows, "row") + shown
    if totalled:
        parts += f" and {display.count(totalled)} that came as daily totals, without rows,"
    if rows + totalled == n:
        halves = (
            f": {display.count(before.n)} before, {display.count(figure.estimate.n)} now"
            if before
            else ""
        )
        return f"{parts} = the {display.count(n)} behind {value}{halves}"
    return f"{parts.rstrip(',')}, but n was {display.count(n)} when {value} was read"


def words_behind(shown: int, total: int, n: int, value: str = "") -> str:
    """Return how many answers with words come from the `n` counted, and how many are shown."""
    said = f"{display.counted(total, 'answer')} with words, from the {display.count(n)} counted"
    if shown < total:
        said += f"; the newest {display.count(shown)} shown"
    return f"{value}: {said}" if value else said
