"""Effects, verdicts and the watch as JSON."""

from typing import Any

from cjm_tui.domain import verification_words as words
from cjm_tui.domain.kpi import Estimate
from cjm_tui.domain.statistics.effects import Change, Effect
from cjm_tui.domain.statistics.watching import Recheck, Watched
from cjm_tui.domain.verification import Evaluation, Outcomes, Statement


def evaluation_json(found: Evaluation) -> dict[str, Any]:
    """Return all that an effect is judged by."""
    action, weeks = found.action, found.weeks
    return {
        "action_id": action.action_id,
        "title": action.title,
        "state": action.state,
        "departments": list(action.departments),
        "owner": action.owner or None,
        "touchpoint": action.touchpoint_id or None,
        "kpi": action.kpi or None,
        "unit": found.kpi.unit.value if found.kpi else None,
        "comparison": action.comparison_id if words.compared(found) else None,
        "method": words.method(found) if weeks else None,
        "live_at": action.live_at,
        "verdict": found.verdict.value if found.verdict else None,
        "waiting": found.waiting or None,
        "ready_on": found.ready_on,
        "reasons": list(words.reasons(found)),
        "effect": _effect(found.effect) if found.effect else None,
        "smallest_effect": action.smallest_effect,
        "weeks": {
            "before": len(weeks.before),
            "after": len(weeks.after),
            "after_wanted": weeks.wanted,
            "first_day": found.span.first if found.span else None,
            "last_day": found.span.last if found.span else None,
        }
        if weeks
        else None,
        "guardrail": {
            "kpi": found.guardrail.kpi.name if found.guardrail.kpi else None,
            "state": found.guardrail.state.value,
        },
        "regression_to_the_mean": found.regression is not None,
        "recorded": _statement(found.recorded),
        "figures_say": found.judgement.verdict.value if found.judgement else None,
        "disagreements": [_statement(one) for one in found.disagreements],
        "watched_by_hand": _statement(found.by_hand),
        "watch": _watch(found.watch) if found.watch else None,
    }


def outcomes_json(found: Outcomes, chosen: tuple[Evaluation, ...]) -> dict[str, Any]:
    """Return a list of evaluations with the state of the data that they rest on."""
    state = found.state
    return {
        "as_of": state.as_of,
        "data_until": state.data_until,
        "timezone": state.timezone,
        "actions": [evaluation_json(one) for one in chosen],
    }


def _effect(found: Effect) -> dict[str, Any]:
    return {
        "value": found.value,
        "low": found.low,
        "high": found.high,
        "here": _change(found.own),
        "there": _change(found.other) if found.other else None,
        "trend_before": found.drift,
        "beyond_trend": {
            "value": found.beyond,
            "low": found.beyond_low,
            "high": found.beyond_high,
        },
    }


def _change(found: Change) -> dict[str, float]:
    return {"before": found.before, "expected": found.expected, "after": found.after}


def _statement(found: Statement | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {"at": found.at, "who": found.who or None, "text": found.text}


def _watch(found: Watched) -> dict[str, Any]:
    slide = found.slide
    return {
        "level": _estimate(found.level),
        "first_day": found.first,
        "last_day": found.last,
        "latest": _estimate(found.latest),
        "until": found.until,
        "slid_back": found.slid,
        "slide": {
            "rule": words.RULE,
            "since": slide.first,
            "fired_on": slide.alarm,
            "back_since": slide.end,
        }
        if slide
        else None,
        "visible_slide_28_days": found.visible,
        "visible_slide_91_days": found.visible_quarter,
        "rechecks": [_recheck(check) for check in found.rechecks],
    }


def _estimate(found: Estimate) -> dict[str, Any]:
    return {"value": found.value, "low": found.low, "high": found.high, "n": found.n}


def _recheck(check: Recheck) -> dict[str, Any]:
    change = check.change
    return {
        "after_days": check.after_days,
        "day": check.day,
        "due": check.due,
        "difference": change.difference if change else None,
        "low": change.low if change else None,
        "high": change.high if change else None,
    }
