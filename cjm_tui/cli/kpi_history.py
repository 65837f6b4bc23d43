"""`cjm kpis --history KPI`: its definitions, what each change did, and what was decided."""

from collections.abc import Iterator
from dataclasses import asdict

from cjm_tui.cli.journey import stamp_lines
from cjm_tui.cli.output import say, say_json, table_lines
from cjm_tui.cli.session import Session
from cjm_tui.domain import kpi_history_words as words
from cjm_tui.domain.kpi_history import Defined, KpiHistory
from cjm_tui.services.kpi_history import kpi_history


def print_history(session: Session, name: str, period: str, *, as_json: bool) -> None:
    """Print the history of the KPI of this name, newest first."""
    with session.reading() as reader:
        found = kpi_history(reader, session.catalog, name, period)
    if as_json:
        say_json(_json(found))
        return
    for line in [*stamp_lines(found.state, found.period), *_lines(found)]:
        say(line)


def _lines(found: KpiHistory) -> Iterator[str]:
    yield f"{found.title} ({found.name})"
    yield words.standing(found)
    if own := words.whose(found):
        yield own
    yield ""
    for one in found.decisions:
        yield f"{words.when(one)}  {words.decision(one)}  ({one.why})"
    if not found.decisions:
        yield words.NEVER
    if found.definitions:
        yield ""
        yield f"Definitions: {words.compared(found)}"
    for defined in found.definitions:
        yield from _definition_lines(defined)


def _definition_lines(one: Defined) -> Iterator[str]:
    yield f"{words.when(one)}  {one.sql_hash}  {words.changed(one)}"
    for text in one.difference():
        yield f"    {text}"
    if one.is_first:
        return
    if one.why_not:
        yield f"  {one.why_not}"
        return
    rows = [
        (
            effect.touchpoint,
            words.value(effect.before, one.unit),
            words.value(effect.after, one.unit),
            words.moved(effect, one.unit),
        )
        for effect in one.effects
    ]
    yield from (f"  {text}" for text in table_lines(("touchpoint", "before", "after", ""), rows))
    if rest := words.rest(one):
        yield f"  {rest}"


def _json(found: KpiHistory) -> dict[str, object]:
    return {
        "kpi": found.name,
        "class": found.kpi_class or None,
        "because": found.because or None,
        "retired": found.retired,
        "own_file": found.own or None,
        "replaces_packaged": found.replaces,
        "days": found.days and {"first": found.days.first, "last": found.days.last},
        "decisions": [asdict(one) for one in found.decisions],
        "definitions": [
            {
                "since": one.since,
                "who": one.who or None,
                "sql_hash": one.sql_hash,
                "changed": list(one.declared),
                "sql": one.sql,
                "effects": [asdict(effect) for effect in one.effects],
                "no_effect_because": one.why_not or None,
            }
            for one in found.definitions
        ],
    }
