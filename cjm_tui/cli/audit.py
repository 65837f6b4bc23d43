"""`cjm audit`: outputs or outcomes among the KPIs in use, and what hides a red outcome."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date

import click

from cjm_tui.cli.customer_outcomes import outcome_lines, outcomes_json
from cjm_tui.cli.journey import period_option, stamp_lines
from cjm_tui.cli.output import note, say, say_json
from cjm_tui.cli.pitfalls import pitfall_lines, pitfalls_json
from cjm_tui.cli.session import Session, pass_session
from cjm_tui.domain import audit_words as words
from cjm_tui.domain.audit import TYPICAL_OUTPUTS, Audit, Held, InUse, Watermelon
from cjm_tui.domain.kpi import KpiClass
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
    for said in found.troubles:
        note(said)
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
    for used in found.in_use:
        yield from _use_lines(used, found)
    if found.in_use:
        yield ""
    yield f"Watermelons: {len(found.watermelons)} of {found.judged} pairs of output and outcome"
    near = found.period.last if found.period else None
    for one in found.watermelons:
        yield from _watermelon_lines(one, near)
    if found.unjudged:
        yield ""
        yield "Pairs without enough data to be judged"
        for pair in found.unjudged:
            yield f"  {words.unjudged(pair)}"


def _share_lines(found: Audit) -> Iterator[str]:
    if not found.in_use:
        yield "No KPI is in use: none has a target, a place on the map or in an objective."
        return
    if not found.shares:
        yield words.summary(found)
        yield "No KPI in use has a class, so there is no share."
        return
    yield words.summary(found)
    for share in found.shares:
        beside = f" (typical: {TYPICAL_OUTPUTS}%)" if share.kpi_class is KpiClass.OUTPUT else ""
        yield f"  {share.kpi_class.value:<10} {share.n:>3}  {share.percent:5.1f}%{beside}"
    if found.unclassified:
        yield f"  unclassified: {', '.join(used.name for used in found.unclassified)}"


def _use_lines(used: InUse, found: Audit) -> Iterator[str]:
    """Yield a KPI in use, then each of its places with the figure there."""
    today = found.state.as_of.date()
    about = (
        words.class_name(used.kpi_class),
        f"guardrail {used.guardrail}" if used.guardrail else "",
        words.defined(used, today),
    )
    yield f"{used.title} ({used.name}): {' · '.join(part for part in about if part)}"
    yield f"  in use as {words.uses(used)}"
    for line in used.lines:
        parts = (
            f"  {line.place}   {words.figure(line)}",
            f"target {words.target(line.target, line.state)}" if line.target is not None else "",
            words.trend(line.drift, found.period),
            words.final(line.final_until, found.period),
            words.whose(line.owner),
        )
        yield " · ".join(part for part in parts if part)


def _watermelon_lines(one: Watermelon, near: date | None) -> Iterator[str]:
    suspected = " (suspected: its last days are provisional)" if one.suspected else ""
    yield f"  {one.touchpoint}{suspected} · {words.whose(one.owner)}"
    yield f"    green outside: {words.outside(one)} {words.spell(one.output_spell, near)}"
    yield f"    red inside: {words.inside(one)} {words.spell(one.outcome_spell, near)}"


def _held_json(line: Held, found: Audit) -> dict[str, object]:
    figure = line.estimate
    return {
        "place": line.place,
        "touchpoint": line.touchpoint_id or None,
        "as": line.hows,
        "value": figure and figure.value,
        "low": figure and figure.low,
        "high": figure and figure.high,
        "n": figure and figure.n,
        "target": line.target,
        "state": line.state,
        "trend": words.trend(line.drift, found.period),
        "final_until": line.final_until,
        "owner": line.owner or None,
    }


def _json(found: Audit) -> dict[str, object]:
    return {
        "period": found.period and {"first": found.period.first, "last": found.period.last},
        "typical_output_percent": TYPICAL_OUTPUTS,
        "shares": [asdict(share) for share in found.shares],
        "in_use": [
            {
                "kpi": used.name,
                "class": used.kpi_class,
                "because": used.kpi.because if used.kpi else None,
                "guardrail": used.kpi.guardrail if used.kpi else None,
                "defined_since": used.definition.since if used.definition else None,
                "uses": [asdict(use) for use in used.uses],
                "places": [_held_json(line, found) for line in used.lines],
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
                "owner": one.owner or None,
                "output_value": asdict(one.output_estimate),
                "outcome_value": asdict(one.outcome_estimate),
                "output_better": asdict(one.output_spell),
                "outcome_worse": asdict(one.outcome_spell),
            }
            for one in found.watermelons
        ],
        "pairs_unjudged": [
            {
                "touchpoint": p.touchpoint,
                "output": p.output.name,
                "outcome": p.outcome.name,
                "lacks": p.lacks,
            }
            for p in found.unjudged
        ],
    }
