"""`cjm audit`: outputs or outcomes among the KPIs in use, and what hides a red outcome."""

from collections.abc import Iterator
from dataclasses import asdict

import click

from cjm_tui.cli.customer_outcomes import outcome_lines, outcomes_json
from cjm_tui.cli.journey import period_option, stamp_lines
from cjm_tui.cli.output import say, say_json, table_lines
from cjm_tui.cli.pitfalls import pitfall_lines, pitfalls_json
from cjm_tui.cli.session import Session, pass_session
from cjm_tui.domain import display
from cjm_tui.domain.audit import TYPICAL_OUTPUTS, Audit, InUse, Watermelon
from cjm_tui.domain.kpi import KpiClass
from cjm_tui.domain.statistics.slow_change import Spell
from cjm_tui.services.audit import audit as audit_of
from cjm_tui.services.customer_outcomes import customer_outcomes
from cjm_tui.services.pitfalls import pitfalls


@click.command()
@period_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@pass_session
def audit(session: Session, period: str, as_json: bool) -> None:
    """Print the share of outputs among the KPIs in use, and the outputs that hide a red outcome.

    Then how far each journey is from its successful customer outcome, and the five pitfalls.
    """
    with session.reading() as reader:
        found = audit_of(reader, session.catalog, period)
        outcomes = customer_outcomes(reader, session.catalog, period)
        fallen = pitfalls(reader, session.catalog, period)
    if as_json:
        parts = {"customer_outcomes": outcomes_json(outcomes), "pitfalls": pitfalls_json(fallen)}
        say_json(_json(found) | parts)
        return
    for line in [*stamp_lines(found.state, found.period), *_lines(found)]:
        say(line)
    say()
    for line in [*outcome_lines(outcomes), "", *pitfall_lines(fallen)]:
        say(line)


def _lines(found: Audit) -> Iterator[str]:
    yield from _share_lines(found)
    yield ""
    if found.in_use:
        rows = [_use_cells(used) for used in found.in_use]
        yield from table_lines(("in use", "class", "where"), rows)
        yield ""
    yield f"Watermelons: {len(found.watermelons)} of {found.judged} pairs of output and outcome"
    for one in found.watermelons:
        yield from _watermelon_lines(one)
    if found.unjudged:
        yield ""
        yield "Pairs without enough data to be judged"
        for pair in found.unjudged:
            yield f"  {pair.touchpoint}: {pair.output.title} with {pair.outcome.title}"


def _share_lines(found: Audit) -> Iterator[str]:
    if not found.shares:
        yield "No KPI is in use: none has a target, a place on the map or in an objective."
        return
    total = sum(share.n for share in found.shares)
    yield f"{total} KPIs in use, by class"
    for share in found.shares:
        beside = f" (typical: {TYPICAL_OUTPUTS}%)" if share.kpi_class is KpiClass.OUTPUT else ""
        yield f"  {share.kpi_class.value:<10} {share.n:>3}  {share.percent:5.1f}%{beside}"
    if found.unclassified:
        yield f"  unclassified: {', '.join(used.name for used in found.unclassified)}"


def _use_cells(used: InUse) -> tuple[str, str, str]:
    where = "; ".join(f"{use.how}: {use.place}" for use in used.uses)
    if used.kpi is None:
        return used.name, "unclassified", where
    return used.kpi.title, used.kpi.kpi_class.value, where


def _watermelon_lines(one: Watermelon) -> Iterator[str]:
    suspected = " (suspected: its last days are provisional)" if one.suspected else ""
    yield f"  {one.touchpoint}{suspected}"
    yield f"    green outside: {one.output.title} better {_since(one.output_spell)}"
    yield f"    red inside: {one.outcome.title} worse {_since(one.outcome_spell)}"


def _since(spell: Spell) -> str:
    over = "" if spell.end is None else f" to {display.short_day(spell.end)}"
    return f"since {display.short_day(spell.first)}{over}"


def _json(found: Audit) -> dict[str, object]:
    return {
        "period": found.period and {"first": found.period.first, "last": found.period.last},
        "typical_output_percent": TYPICAL_OUTPUTS,
        "shares": [asdict(share) for share in found.shares],
        "in_use": [
            {
                "kpi": used.name,
                "class": used.kpi.kpi_class if used.kpi else None,
                "because": used.kpi.because if used.kpi else None,
                "uses": [asdict(use) for use in used.uses],
            }
            for used in found.in_use
        ],
        "pairs_judged": found.judged,
        "watermelons": [
            {
                "touchpoint": one.touchpoint_id,
                "output": one.output.name,
                "outcome": one.outcome.name,
                "suspected": one.suspected,
                "output_better": asdict(one.output_spell),
                "outcome_worse": asdict(one.outcome_spell),
            }
            for one in found.watermelons
        ],
        "pairs_unjudged": [
            {"touchpoint": p.touchpoint, "output": p.output.name, "outcome": p.outcome.name}
            for p in found.unjudged
        ],
    }
