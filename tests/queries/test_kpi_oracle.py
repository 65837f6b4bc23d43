"""The KPIs without a window against plain Python, on random facts."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.queries.facts import OFFSET, Facts

seconds = st.sampled_from([None, 0.0, 5.0, 20.0, 20.5, 300.0])
legs = st.lists(
    st.fixed_dictionaries(
        {
            "outcome": st.sampled_from(
                ["answered", "answered", "abandoned", "left", "blocked", "contained", "to_agent"]
            ),
            "channel": st.sampled_from(["phone", "ivr"]),
            "direction": st.sampled_from(["inbound", None, "outbound", "callback"]),
            "wait_s": seconds,
            "talk_s": seconds,
            "hold_s": seconds,
            "wrap_s": seconds,
            "handle_s": seconds,
        }
    ),
    max_size=15,
)
answers = st.lists(
    st.fixed_dictionaries(
        {
            "instrument": st.sampled_from(["csat", "ces", "nps"]),
            "scale": st.sampled_from([None, "1-5", "1-7", "0-10"]),
            "score": st.sampled_from([None, *map(float, range(12))]),
            "voice": st.sampled_from([None, "customer", "employee"]),
        }
    ),
    max_size=15,
)
SECONDS = 20
WITHOUT_WINDOW = (
    *("abandon_rate", "aht", "asa", "ces", "csat", "ivr_containment", "nps", "service_level"),
    *("service_level_both", "service_level_late_abandons", "service_level_short_abandons"),
    *("service_level_answered", "short_abandon_5s", "short_abandon_10s", "offered", "handled"),
    *("blocked", "wait_p90", "wait_longest", "acw", "hold_share", "ces_top3", "ces_1"),
)


def of_leg(leg):
    """Return what each KPI makes of one leg."""
    if leg["direction"] not in ("inbound", None):
        return {}
    found = {}
    if leg["outcome"] in ("answered", "abandoned", "left"):
        in_time = leg["outcome"] == "answered" and (leg["wait_s"] or 0) <= SECONDS
        gone = leg["outcome"] == "abandoned"
        wait = leg["wait_s"]
        gone_early = gone and wait is not None and wait <= SECONDS
        found["abandon_rate"] = float(gone)
        found["service_level"] = float(in_time)
        found["service_level_both"] = float(in_time or gone_early)
        if not gone_early:
            found["service_level_late_abandons"] = float(in_time)
        for seconds in (5, 10):
            short = gone and wait is not None and wait < seconds
            found[f"short_abandon_{seconds}s"] = float(short)
        short = gone and wait is not None and wait < 5
        found["service_level_short_abandons"] = float(in_time or short)
        found["offered"] = 1.0
        if wait is not None or leg["outcome"] == "answered":
            found["wait_p90"] = found["wait_longest"] = wait or 0.0
    if leg["outcome"] in ("answered", "abandoned", "left", "blocked"):
        found["blocked"] = float(leg["outcome"] == "blocked")
    if leg["outcome"] == "answered":
        found["asa"] = leg["wait_s"] or 0.0
        found["handled"] = 1.0
        found["service_level_answered"] = float((leg["wait_s"] or 0) <= SECONDS)
        if leg["wrap_s"] is not None:
            found["acw"] = leg["wrap_s"]
        if leg["hold_s"] is not None:
            found["hold_share"] = float(leg["hold_s"] > 0)
        parts = [leg[key] for key in ("talk_s", "hold_s", "wrap_s") if leg[key] is not None]
        if leg["handle_s"] is not None:
            found["aht"] = leg["handle_s"]
        elif parts:
            found["aht"] = sum(parts)
    if leg["channel"] == "ivr" and leg["outcome"] in ("contained", "to_agent"):
        found["ivr_containment"] = float(leg["outcome"] == "contained")
    return found


def of_answer(answer):
    """Return what the KPI of its instrument makes of one answer."""
    score, kpi = answer["score"], answer["instrument"]
    if score is None or answer["voice"] == "employee":
        return {}
    scale = answer["scale"] or {"csat": "1-5", "ces": "1-7", "nps": "0-10"}[kpi]
    low, high = map(int, scale.split("-"))
    if not low <= score <= high:
        return {}
    if kpi == "csat":
        return {"csat": float(score >= high - 1)}
    if scale == "1-5" and kpi == "ces":
        return {"ces_1": score}
    if scale == "1-7" and kpi == "ces":
        return {"ces": score, "ces_top3": float(score >= 5)}
    return {"nps": score} if scale == "0-10" and kpi == "nps" else {}


@settings(max_examples=50, deadline=None)
@given(legs=legs, answers=answers)
def test_every_kpi_agrees_with_plain_python(legs, answers):
    facts = Facts()
    at = datetime(2026, 11, 2, 9)
    common = {"touchpoint_id": "line", "local_at": at, "contact_id": "c"}
    started = {"started_at": at - OFFSET, "ended_at": at - OFFSET + timedelta(minutes=5)}
    facts.insert(
        "interaction",
        [{**leg, **common, **started, "interaction_id": f"i{n}"} for n, leg in enumerate(legs)],
    )
    facts.insert(
        "feedback",
        [
            {**answer, **common, "at": at - OFFSET, "feedback_id": f"f{n}"}
            for n, answer in enumerate(answers)
        ],
    )
    expected = {}
    for prefix, facts_of, rule in (("i", legs, of_leg), ("f", answers, of_answer)):
        for number, fact in enumerate(facts_of):
            for kpi, value in rule(fact).items():
                expected.setdefault(kpi, {})[f"{prefix}{number}"] = value
    for kpi in facts.catalog.kpis:
        if kpi in WITHOUT_WINDOW:
            assert facts.values(kpi) == expected.get(kpi, {}), kpi
