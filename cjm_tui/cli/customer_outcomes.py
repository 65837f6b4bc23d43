"""The part of `cjm audit` on successful customer outcomes, as lines and as JSON."""

from collections.abc import Iterator

from cjm_tui.domain import customer_outcome_words as words
from cjm_tui.domain.customer_outcome import CustomerOutcomes, JourneyOutcome
from cjm_tui.domain.journey_json import period_text


def outcome_lines(found: CustomerOutcomes) -> Iterator[str]:
    """Yield each journey's outcome with its gap; a journey without one says what it lacks."""
    yield f"Successful customer outcome: {words.headline(found)}"
    for one in found.journeys:
        yield f"  {one.journey} · {words.owner(one)}"
        yield f"    {one.statement or 'NO STATEMENT of what success is for the customer'}"
        yield f"    {words.measured(one)} · {words.target(one)}"
        if gap := words.gap(one):
            yield f"    {gap}"
        for said in (words.days(one), words.counted(one), one.doubt):
            if said:
                yield f"    {said}"
        if one.lacks:
            yield f"    lacks {', '.join(one.lacks)}: {words.remedy(one)}"


def outcomes_json(found: CustomerOutcomes) -> list[dict[str, object]]:
    """Return each journey's outcome."""
    return [_one(one) for one in found.journeys]


def _one(one: JourneyOutcome) -> dict[str, object]:
    gap, value = one.distance, one.estimate
    return {
        "journey": one.journey,
        "journey_id": one.journey_id,
        "statement": one.statement or None,
        "kpi": one.kpi.name if one.kpi else None,
        "measure": one.measure or None,
        "class": one.kpi.kpi_class if one.kpi else None,
        "unit": one.kpi.unit if one.kpi else None,
        "value": value.value,
        "low": value.low,
        "high": value.high,
        "n": value.n,
        "target": one.target,
        "state": one.state,
        "short_of_target": gap and gap.short,
        "short_low": gap and gap.low,
        "short_high": gap and gap.high,
        "period": period_text(one.days),
        "final_until": one.final_until,
        "owner": one.owner or None,
        "owner_left": one.owner_left,
        "lacks": list(one.lacks),
        "why_not": one.why_not or None,
        "query": f"kpi/{one.kpi.name}" if one.kpi else None,
        "sql": one.sql or None,
        "touchpoints": [
            {
                "touchpoint": place.name,
                "touchpoint_id": place.touchpoint_id,
                "value": place.estimate.value,
                "low": place.estimate.low,
                "high": place.estimate.high,
                "n": place.estimate.n,
            }
            for place in one.places
        ],
    }
