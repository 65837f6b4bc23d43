"""The journey map, a touchpoint and KPI lines as the JSON that scripts read (docs/cli.md)."""

from typing import Any
from zoneinfo import ZoneInfo

from cjm_tui.domain.comparison import Compared
from cjm_tui.domain.findings import TODAY, Finding
from cjm_tui.domain.journey import DataState, JourneyMap, TouchpointScore
from cjm_tui.domain.journey_versions import VersionedJourney
from cjm_tui.domain.kpi import Chart, Estimate, ResponseRate, WeekChange
from cjm_tui.domain.kpi_gaps import Gap
from cjm_tui.domain.period import Period
from cjm_tui.domain.touchpoint import Figure, KpiLine, TouchpointPage


def state_json(state: DataState, period: Period | None) -> dict[str, Any]:
    """Return how current the data is and which days are shown; `period` is a valid `--period`."""
    zone = ZoneInfo(state.timezone)
    until = state.data_until
    return {
        "as_of": state.as_of.astimezone(zone),
        # Of the hour that occurs twice the second is meant.
        "data_until": None if until is None else until.replace(tzinfo=zone, fold=1),
        "timezone": state.timezone,
        "period": period_text(period),
        "stale": state.stale,
        "demo": state.demo,
        "incomplete": [
            {"day": day.day, "source": day.source, "reason": day.reason} for day in state.incomplete
        ],
    }


def period_text(period: Period | None) -> str | None:
    """Return the period's two days as `A..B`."""
    return None if period is None else f"{period.first}..{period.last}"


def journey_json(board: JourneyMap) -> dict[str, Any]:
    """Return the whole map."""
    return {
        **state_json(board.state, board.period),
        "comparison": board.comparison,
        "segment": board.segment.words if board.segment else None,
        "journeys": [
            {
                "journey": journey.name,
                "stages": [
                    {
                        "stage": stage.name,
                        "customer_need": stage.customer_need,
                        "touchpoints": [touchpoint_json(score) for score in stage.touchpoints],
                    }
                    for stage in journey.stages
                ],
            }
            for journey in board.journeys
        ],
    }


def touchpoint_json(score: TouchpointScore) -> dict[str, Any]:
    """Return one line of the map."""
    return {
        "touchpoint": score.name,
        "touchpoint_id": score.touchpoint_id,
        "channel": score.channel,
        "kpi": score.kpi.name if score.kpi else None,
        "unit": score.kpi.unit if score.kpi else None,
        **_interval(score.estimate),
        "baseline": score.change.baseline,
        "change": score.change.change,
        "signal": score.change.signal,
        "signal_since": score.change.since,
        "signal_rule": score.change.rule or None,
        "signal_fired": score.change.opened,
        "week_to_week": _week(score.change.week),
        "compared": _compared(score.compared),
        "target": score.target,
        "state": score.state,
        "final_until": score.final_until,
        "owner": score.owner or None,
        "open_actions": score.open_actions,
        "flags": list(score.flags),
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """Return one of today's findings."""
    return {
        "touchpoint": finding.touchpoint,
        "touchpoint_id": finding.touchpoint_id,
        "stage": finding.stage,
        "kpi": finding.kpi.name,
        "unit": finding.kpi.unit,
        **_interval(finding.estimate),
        "baseline": finding.change.baseline,
        "change": finding.change.change,
        "customers_hurt": finding.hurt,
        "signal_since": finding.change.since,
        "signal_days": finding.change.days,
        "signal_rule": finding.change.rule or None,
        "owner": finding.owner or None,
        "days_without_owner": finding.days_without_owner,
        "action": finding.action or None,
        "action_due": finding.action_due,
    }


def three_json(
    found: tuple[Finding, ...], state: DataState, period: Period | None
) -> dict[str, Any]:
    """Return today's three, of how many findings, and of which days."""
    return {
        **state_json(state, period),
        "of": len(found),
        "findings": [finding_json(finding) for finding in found[:TODAY]],
    }


def figure_json(found: Figure) -> dict[str, Any]:
    """Return a number with the SQL whose rows it counts; `totalled` of its n have no rows."""
    return {
        "kpi": found.kpi,
        "touchpoint_id": found.touchpoint_id or None,
        **_interval(found.estimate),
        "totalled": found.totalled,
        "query": found.query,
        "sql_hash": found.sql_hash,
        "sql": found.sql,
    }


def versions_json(journey: VersionedJourney) -> dict[str, Any]:
    """Return what a desired map would change."""
    return {
        "journey": journey.name,
        "has_current": journey.has_current,
        "touchpoints": [
            {
                "touchpoint": place.name,
                "touchpoint_id": place.touchpoint_id,
                "stage_now": line.now.stage if line.now else None,
                "stage_desired": line.desired.stage if line.desired else None,
                "differences": list(line.differences),
            }
            for line in journey.lines
            if (place := line.desired or line.now) is not None
        ],
    }


def _compared(compared: Compared | None) -> dict[str, Any] | None:
    if compared is None:
        return None
    return {
        "period": f"{compared.first}..{compared.last}",
        **_interval(compared.estimate),
        "change": compared.change,
        "change_low": compared.low,
        "change_high": compared.high,
        "sure": compared.sure,
        "why": compared.why or None,
    }


def _week(week: WeekChange | None) -> dict[str, Any] | None:
    if week is None:
        return None
    return {
        "first_day": week.first,
        "last_day": week.last,
        "weekdays": week.days,
        "change": week.difference,
        "low": week.low,
        "high": week.high,
    }


def _response(rate: ResponseRate) -> dict[str, Any]:
    return {**_interval(rate), "invited_until": rate.invited_until}


def _interval(estimate: Estimate) -> dict[str, Any]:
    return {
        "n": estimate.n,
        "value": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
    }


def kpi_json(line: KpiLine, period: Period | None) -> dict[str, Any]:
    """Return one KPI of one touchpoint; `touchpoint` is null for the whole site."""
    return {
        "kpi": line.kpi.name,
        "title": line.kpi.title,
        "class": line.kpi.kpi_class,
        "variant": line.kpi.variant,
        "touchpoint": line.touchpoint_name or None,
        "touchpoint_id": line.touchpoint_id or None,
        "period": period_text(period),
        "unit": line.kpi.unit,
        "value": line.estimate.value,
        "low": line.estimate.low,
        "high": line.estimate.high,
        "n": line.estimate.n,
        "numerator": line.estimate.numerator,
        "denominator": line.estimate.denominator,
        "target": line.target,
        "state": line.state,
        "window_days": line.kpi.window_days,
        "final_until": line.final_until,
        "guardrail": line.kpi.guardrail,
        "query": f"kpi/{line.kpi.name}",
    }


def _gap(gap: Gap) -> dict[str, Any]:
    return {"kpis": [kpi.name for kpi in gap.kpis], "why": gap.why}


def _anew(chart: Chart) -> dict[str, Any] | None:
    if chart.rebased_from is None:
        return None
    return {
        "from_day": chart.rebased_from,
        "who": chart.rebased_by,
        "why": chart.rebased_why,
        "recorded_on": chart.rebased_on,
    }


def page_json(page: TouchpointPage) -> dict[str, Any]:
    """Return one touchpoint with its KPIs, words, accountability and actions."""
    return {
        **state_json(page.state, page.period),
        "stage": page.stage,
        **touchpoint_json(page.score),
        "standard_of_good": page.standard_of_good or None,
        "good_author": page.good_author or None,
        "good_set_at": page.good_set_at,
        "kpis": [kpi_json(line, page.period) for line in page.kpis],
        "kpis_without_data": [_gap(gap) for gap in page.gaps],
        "kpis_of_unknown_waits": [kpi.name for gap in page.zero_waits for kpi in gap.kpis],
        "survey_response": _response(page.response) if page.response else None,
        "limits_begun_anew": _anew(page.chart),
        "words_total": page.words_total,
        "words": [
            {
                "at": words.at,
                "instrument": words.instrument,
                "scale": words.scale,
                "score": words.score,
                "words": words.words,
                "voice": words.voice,
            }
            for words in page.words
        ],
        "accountability": [
            {
                "role": party.role,
                "name": party.name,
                "department": party.department,
                "state": party.state,
                "since": party.since,
                "until": party.until,
                "confirmed_at": party.confirmed_at,
            }
            for party in page.accountability
        ],
        "enablers": [{"layer": layer, "item": item} for layer, item in page.enablers],
        "actions": [
            {
                "action": action.action_id,
                "title": action.title,
                "state": action.state,
                "owner": action.owner or None,
                "due": action.due,
                "verdict": action.verdict or None,
                "started_at": action.started_at,
                "live_at": action.live_at,
                "closed_at": action.closed_at,
            }
            for action in page.actions
        ],
        "annotations": [
            {
                "first_day": annotation.first_day,
                "last_day": annotation.last_day,
                "kind": annotation.kind,
                "note": annotation.note,
            }
            for annotation in page.annotations
        ],
    }
