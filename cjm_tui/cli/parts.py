"""`cjm touchpoint --by` and `--changed`: parts of a KPI, and of its change, as text or JSON."""

from collections.abc import Iterator

from cjm_tui.cli.journey import stamp_lines
from cjm_tui.cli.output import say, say_json, table_lines
from cjm_tui.cli.session import Session
from cjm_tui.domain import breakdown_words, change_words, display
from cjm_tui.domain.breakdown import WEEKDAYS, Breakdown, Dimension, Part, value_words
from cjm_tui.domain.comparison import Comparison
from cjm_tui.domain.parts_json import breakdown_json, changed_json
from cjm_tui.domain.what_changed import WhatChanged
from cjm_tui.services.breakdown import breakdown
from cjm_tui.services.what_changed import what_changed

_PART = ("", "n", "share", "now", "95% range", "vs others", "hurt")
_CHANGE = ("", "of the rows", "n", "value", "volume", "rate", "both")


def print_parts(
    session: Session,
    name: str,
    kpi: str | None,
    period: str,
    by: Dimension | None,
    against: Comparison | None,
    *,
    as_json: bool,
) -> None:
    """Print a KPI by `by`, or with `against` what its change is made of."""
    with session.reading() as reader:
        catalog = session.catalog
        if against is not None:
            changed = what_changed(reader, catalog, name, kpi, period, against)
        else:
            broken = breakdown(reader, catalog, name, kpi, period)
    if against is not None:
        value, lines = changed_json(changed, by), changed_lines(changed, by)
    else:
        assert by is not None
        value, lines = breakdown_json(broken, by), breakdown_lines(broken, by)
    if as_json:
        say_json(value)
        return
    for line in lines:
        say(line)


def breakdown_lines(found: Breakdown, by: Dimension) -> Iterator[str]:
    """Yield a breakdown by one dimension as plain lines; by hour, with the weekdays beside."""
    kpi = found.kpi
    yield from stamp_lines(found.state, found.period)
    yield ""
    measured = display.measured(found.whole, kpi.unit) or "too few to say"
    where = f"{found.stage} › {found.touchpoint}"
    yield f"{where}   {kpi.title} {measured} n={display.count(found.whole.n)}"
    yield ""
    columns = (by.label, *_PART[1:])
    rows = [_part_cells(found, part) for part in found.division(by).parts]
    yield from table_lines(columns, rows, right=(1, 2, 3, 4, 5, 6))
    if by is Dimension.HOUR:
        yield ""
        yield from _heat_lines(found)
    yield ""
    yield breakdown_words.rule(found)


def _part_cells(found: Breakdown, part: Part) -> tuple[str, ...]:
    kpi = found.kpi
    return (
        breakdown_words.name(part),
        display.count(part.estimate.n),
        breakdown_words.share(part),
        breakdown_words.value(part, kpi),
        display.interval(part.estimate, kpi.unit, fine=True),
        breakdown_words.gap(part, kpi),
        breakdown_words.hurt(part, kpi),
    )


def _heat_lines(found: Breakdown) -> list[str]:
    cells = {tuple(value for _, value in p.cut.values): p for p in found.cells.known}
    hours = [part.cut.values[0][1] for part in found.division(Dimension.HOUR).known]
    rows = [
        (
            value_words(Dimension.HOUR, hour),
            *(_cell(found, cells.get((str(day), hour))) for day in range(1, 8)),
        )
        for hour in hours
    ]
    return table_lines(("value (n)", *WEEKDAYS), rows, right=range(1, 8))


def _cell(found: Breakdown, part: Part | None) -> str:
    if part is None:
        return ""
    text = display.number(part.estimate.value, found.kpi.unit, fine=True) or "too few"
    return f"{breakdown_words.sign(part)}{text} ({display.count(part.estimate.n)})"


def changed_lines(found: WhatChanged, by: Dimension | None) -> Iterator[str]:
    """Yield what a change is made of as plain lines."""
    kpi = found.kpi
    yield from stamp_lines(found.state, found.period)
    yield ""
    yield f"{found.stage} › {found.touchpoint}   {kpi.title} {change_words.change(found)}"
    yield change_words.days(found)
    yield ""
    if found.why_not:
        yield f"Nothing can be said of what changed: {found.why_not}"
        return
    if doubt := change_words.doubt(found):
        yield doubt
    yield from change_words.sentences(found)
    for split in found.splits:
        if by is not None and split.dimension is not by:
            continue
        rows = [
            (
                change_words.named(part) if part.totalled else value_words(*part.cut.values[0]),
                change_words.shares(part),
                f"{display.count(part.before.n)}→{display.count(part.now.n)}",
                change_words.values(part, kpi),
                *(change_words.effect(v, kpi) for v in (part.volume, part.rate, part.both)),
            )
            for part in split.parts
        ]
        sums = (split.volume, split.rate, split.volume + split.rate)
        rows.append(("all", "", "", "", *(change_words.effect(v, kpi) for v in sums)))
        yield ""
        yield from table_lines((split.dimension.label, *_CHANGE[1:]), rows, right=range(1, 7))
