"""Paths as JSON: counts as they are, shares 0–100, no value where there are too few."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from cjm_tui.domain import path_lists as lists
from cjm_tui.domain import path_words as words
from cjm_tui.domain.path_design import Beside
from cjm_tui.domain.path_lists import PathOrder
from cjm_tui.domain.paths import Paths
from cjm_tui.domain.statistics.intervals import wilson


def paths_json(found: Paths, order: PathOrder = PathOrder.VOLUME) -> Mapping[str, Any]:
    """Return everything that the paths screen shows."""
    own = found.rules
    return {
        "as_of": found.state.as_of,
        "data_until": found.state.data_until,
        "period": _days(found.period),
        "read": _days(found.read),
        "rules": {
            "gap_hours": own.gap_hours,
            "rule": own.rule,
            "back_days": own.back_days,
            "segment": own.segment,
        },
        "coverage": asdict(found.coverage),
        "totals": asdict(found.totals) | _came_back(found, found.totals.known, found.totals.back),
        "variants": [
            {
                "touchpoints": None if one.is_rest else list(one.touchpoints),
                "goes_on": one.goes_on,
                "variants": one.variants,
                "paths": one.paths,
                "share": 100 * one.paths / found.totals.paths,
                "seconds": one.seconds,
                "answers": one.answers,
                "low_answers": one.low_answers,
                "paths_before": one.before,
            }
            | _came_back(found, one.known, one.back)
            | {"excess": _excess(found, words.variant_beside(found, one))}
            for one in lists.variants(found, order)
        ],
        "designed": found.design.explicit,
        "deviations": [
            {
                "kind": one.kind,
                "words": words.deviation(found, one),
                "from": one.touchpoint_id,
                "to": one.next_id,
                "new_contact": one.turns,
                "missed": [list(alternatives) for alternatives in one.missed],
                "paths": one.paths,
                "of": one.of,
                "others_known": one.beside.other_known,
                "others_came_back": one.beside.other_back,
                "excess": _excess(found, one.beside),
                "low": 100 * one.beside.low,
                "high": 100 * one.beside.high,
                "sure": one.sure,
            }
            | _came_back(found, one.beside.known, one.beside.back)
            for one in lists.deviations(found)
        ],
        "moves": [
            {
                "from": one.touchpoint_id,
                "to": one.next_id,
                "goes_on": one.goes_on,
                "new_contact": one.turns,
                "visits": one.visits,
                "paths": one.paths,
                "wait_s": one.wait_s,
            }
            | _came_back(found, one.known, one.back)
            for one in found.moves
        ],
        "touchpoints": [
            {
                "touchpoint": one.touchpoint_id,
                "visits": one.visits,
                "begins": one.begins,
                "ends": one.ends,
                "paths": one.paths,
            }
            | _came_back(found, one.known, one.back)
            for one in found.places
        ],
        "loops": [
            {
                "touchpoint": one.touchpoint_id,
                "direct": one.direct,
                "via": one.via,
                "returns": one.times,
                "paths": one.paths,
                "most_visits": one.most,
            }
            | _came_back(found, one.known, one.back)
            for one in lists.loops(found)
        ],
        "switches": [
            {
                "from": one.channel,
                "to": one.next_channel,
                "switches": one.switches,
                "paths": one.paths,
                "wait_s": one.wait_s,
            }
            | _came_back(found, one.known, one.back)
            for one in found.switches
        ],
    }


def _days(period: Any) -> Mapping[str, Any] | None:
    return None if period is None else {"first": period.first, "last": period.last}


def _came_back(found: Paths, known: int, back: int) -> dict[str, Any]:
    value: dict[str, Any] = {"known": known, "came_back": back}
    if known < max(1, found.minimum):
        return value | {"value": None, "value_low": None, "value_high": None}
    low, high = wilson(back, known)
    return value | {"value": 100 * back / known, "value_low": 100 * low, "value_high": 100 * high}


def _excess(found: Paths, one: Beside) -> float | None:
    return one.excess if one.enough(found.minimum) else None
