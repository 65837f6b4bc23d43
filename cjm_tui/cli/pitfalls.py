"""The part of `cjm audit` on the five pitfalls, as lines and as JSON."""

from collections.abc import Iterator

from cjm_tui.domain import pitfall_words as words
from cjm_tui.domain.journey_json import period_text
from cjm_tui.domain.pitfalls import Checked, Pitfalls


def pitfall_lines(found: Pitfalls) -> Iterator[str]:
    """Yield each pitfall with its verdict, its checks, their reasoning and their query."""
    yield f"Five pitfalls, {words.headline(found)}"
    for one in found.found:
        yield f"  {one.pitfall.upper()}: {words.verdict(one)}"
        for checked in one.checked:
            yield f"  {words.SIGNS[checked.verdict]} {words.finding(checked)}"
            days = words.days(checked)
            rows = f"rows: cjm query {checked.check.name}"
            yield f"      {words.reasoning(checked)} {f'{days}; ' if days else ''}{rows}"


def pitfalls_json(found: Pitfalls) -> list[dict[str, object]]:
    """Return each pitfall with its checks."""
    return [
        {
            "pitfall": one.pitfall,
            "verdict": one.verdict,
            "reasoning": words.verdict(one),
            "checks": [_check(checked) for checked in one.checked],
        }
        for one in found.found
    ]


def _check(one: Checked) -> dict[str, object]:
    ends, beyond = one.interval, one.excess
    return {
        "check": one.check.name,
        "title": one.check.title,
        "verdict": one.verdict,
        "finding": words.finding(one),
        "because": one.check.because,
        "needs": one.check.needs,
        "allowed_percent": one.check.allowed,
        "failed": one.failed,
        "known": one.known,
        "unknown": one.unknown,
        "percent": 100 * one.failed / one.known if one.known else None,
        "base": one.check.base or None,
        "base_percent": 100 * one.base.share_of / one.known if one.base and one.known else None,
        "excess": beyond and beyond.value,
        "excess_low": beyond and beyond.low,
        "excess_high": beyond and beyond.high,
        "low": ends and ends[0],
        "high": ends and ends[1],
        "period": period_text(one.days),
        "places": [{"place": place.place, "failed": place.failed} for place in one.places],
        "query": f"pitfalls/{one.check.name}",
        "sql": one.sql or None,
    }
