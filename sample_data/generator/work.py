"""The small tables: the map, its people, targets, actions, annotations, and daily totals."""

from pathlib import Path

import numpy as np

from .company import JOURNEY, PARTIES, STAGES, TOUCHPOINTS
from .days import DAYS, day_of, index_of
from .truths import (
    BAD_WEEK,
    BILLING_LIVE,
    CALLBACK_LIVE,
    FLOW_V7,
    HONEST,
    ORDER_CALL,
    OUTAGE,
    WATERMELON,
)
from .writing import write_table

TOUCHPOINT_HEADER = (
    "journey",
    "stage",
    "stage_position",
    "touchpoint_id",
    "touchpoint",
    "position",
    "channel",
    "customer_need",
    "negatives",
    "moment_of_truth",
    "adds_value",
    "standard_of_good",
    "good_kpi",
    "good_threshold",
    "good_author",
    "good_set_at",
    "accountable",
    "accountable_since",
    "accountable_until",
    "accountable_confirmed_at",
    "responsible",
    "supporting",
    "consulted",
    "informed",
    "people",
    "process",
    "technology",
    "customer_goal",
    "journey_owner",
    "successful_outcome",
    "outcome_kpi",
    "outcome_target",
    "review_due",
    "version",
)
ACTION_HEADER = (
    "action_id",
    "title",
    "state",
    "touchpoint_id",
    "problem",
    "root_cause",
    "owner",
    "sponsor",
    "departments",
    "kpi",
    "baseline",
    "expected_effect",
    "smallest_effect",
    "effect_by",
    "comparison_touchpoint",
    "guardrail",
    "kind",
    "proposed_at",
    "started_at",
    "live_at",
    "closed_at",
    "due",
    "next_communication",
    "verdict",
)
ACTIONS: tuple[dict[str, object], ...] = (
    {"action_id": "A-101", "title": "Offer a call back at busy hours", "state": "closed",
     "touchpoint_id": "setup-call", "problem": "One caller in seven gives up waiting",
     "root_cause": "Everybody rings between nine and eleven", "owner": "S. Kaur", "sponsor": "H. Lind",
     "departments": "Contact;Field", "kpi": "abandon_rate", "baseline": 16, "expected_effect": -8,
     "smallest_effect": 3, "effect_by": "2026-05-01", "comparison_touchpoint": "leave-call",
     "guardrail": "repeat_7d", "kind": "process", "proposed_at": "2026-01-12", "started_at": "2026-02-02",
     "live_at": CALLBACK_LIVE, "closed_at": "2026-06-26", "due": "2026-06-30", "verdict": "worked"},
    {"action_id": "A-102", "title": "Agents may correct a bill by up to £20", "state": "evaluated",
     "touchpoint_id": "billing-call", "problem": "Customers ring again about the same bill",
     "root_cause": "Every credit needs a manager", "owner": "K. Osei", "sponsor": "H. Lind",
     "departments": "Billing;Contact", "kpi": "fcr_7d", "baseline": 61, "expected_effect": 12,
     "smallest_effect": 4, "effect_by": "2026-08-31", "comparison_touchpoint": "agent-call",
     "guardrail": "aht", "kind": "process", "proposed_at": "2026-03-09", "started_at": "2026-04-06",
     "live_at": BILLING_LIVE, "due": "2026-09-30", "next_communication": "2026-12-01"},
    {"action_id": "A-103", "title": "New header picture in the activation mail", "state": "evaluated",
     "touchpoint_id": "activation-mail", "problem": "The mail looks dull", "root_cause": "Old template",
     "owner": "D. Wynn", "sponsor": "J. Reid", "departments": "Marketing", "kpi": "ces", "baseline": 5.8,
     "expected_effect": 0.5, "smallest_effect": 0.3, "effect_by": "2026-09-30",
     "comparison_touchpoint": "bill-mail", "guardrail": "csat", "kind": "communication",
     "proposed_at": "2026-05-18", "started_at": "2026-06-08", "live_at": "2026-07-06",
     "due": "2026-10-15", "next_communication": "2026-12-01"},
    {"action_id": "A-104", "title": "Reminder cards on every desk for e-mail replies", "state": "evaluated",
     "touchpoint_id": "help-email", "problem": "Satisfaction fell to 42 in one week",
     "root_cause": "Not known", "owner": "S. Kaur", "sponsor": "H. Lind", "departments": "Contact",
     "kpi": "csat", "baseline": 42, "expected_effect": 30, "smallest_effect": 6, "effect_by": "2026-08-31",
     "comparison_touchpoint": "", "guardrail": "aht", "kind": "people",
     "proposed_at": day_of(index_of(BAD_WEEK[1])), "started_at": "2026-06-15", "live_at": "2026-06-15",
     "due": "2026-09-15", "next_communication": "2026-12-01"},
    {"action_id": "A-105", "title": "A way to a person from Explain my bill", "state": "planned",
     "touchpoint_id": "ivr", "problem": "Callers leave at Explain my bill and ring back",
     "root_cause": "The node has no way on since v7", "owner": "", "sponsor": "H. Lind",
     "departments": "Technology", "kpi": "repeat_7d", "baseline": 20, "expected_effect": -8,
     "smallest_effect": 3, "comparison_touchpoint": "", "guardrail": "ivr_containment",
     "kind": "technology", "proposed_at": "2026-11-06", "due": "2026-11-13"},
    {"action_id": "A-106", "title": "Stop the restart message from repeating", "state": "live",
     "touchpoint_id": "ivr", "problem": "Callers go round in circles at Router restart",
     "root_cause": "The menu returns to itself", "owner": "N. Cole", "sponsor": "H. Lind",
     "departments": "Technology;Contact", "kpi": "repeat_7d", "baseline": 20, "expected_effect": -4,
     "smallest_effect": 2, "effect_by": "2027-01-31", "guardrail": "ivr_containment",
     "kind": "technology", "proposed_at": "2026-08-24", "started_at": "2026-09-14",
     "live_at": FLOW_V7, "due": "2026-10-30", "next_communication": "2026-10-16"},
    {"action_id": "A-107", "title": "Text the customer when the engineer sets off", "state": "proposed",
     "touchpoint_id": "engineer-visit", "problem": "Nobody comes in the promised hours",
     "root_cause": "Route planning changed in October", "owner": "T. Boyd", "sponsor": "",
     "departments": "Field;Technology", "kpi": "csat", "baseline": 82, "expected_effect": 15,
     "smallest_effect": 5, "guardrail": "", "kind": "process", "proposed_at": "2026-11-12",
     "due": "2026-12-04", "next_communication": "2026-11-27"},
    {"action_id": "A-108", "title": "Ask for the postcode instead of the fault code", "state": "planned",
     "touchpoint_id": "fault-form", "problem": "Customers leave the form and call",
     "root_cause": "Nobody has a fault code", "owner": "P. Shah", "sponsor": "H. Lind",
     "departments": "Digital;Technology", "kpi": "ces", "baseline": 4.2, "expected_effect": 0.8,
     "smallest_effect": 0.4, "effect_by": "2027-02-26", "comparison_touchpoint": "help-pages",
     "guardrail": "repeat_7d", "kind": "technology", "proposed_at": "2026-10-19",
     "started_at": "2026-11-09", "due": "2026-12-11", "next_communication": "2026-11-30"},
    {"action_id": "A-109", "title": "One chat at a time", "state": "live", "touchpoint_id": "chat",
     "problem": "Agents juggle three chats", "root_cause": "Targets on chats an hour", "owner": "P. Shah",
     "sponsor": "H. Lind", "departments": "Digital;Contact", "kpi": "fcr_7d", "baseline": 68,
     "expected_effect": 12, "smallest_effect": 4, "effect_by": "2027-01-15",
     "comparison_touchpoint": "agent-call", "guardrail": "aht", "kind": "process",
     "proposed_at": "2026-08-03", "started_at": "2026-09-07", "live_at": HONEST[0], "due": "2026-12-18",
     "next_communication": "2026-12-01"},
    {"action_id": "A-110", "title": "Read the order back before hanging up", "state": "live",
     "touchpoint_id": "order-call", "problem": "Orders are ringed again about", "root_cause": "Typing errors",
     "owner": "S. Kaur", "sponsor": "J. Reid", "departments": "Contact;Sales", "kpi": "fcr_7d",
     "baseline": 70, "expected_effect": 10, "smallest_effect": 4, "effect_by": "2027-01-15",
     "comparison_touchpoint": "agent-call", "guardrail": "aht", "kind": "people",
     "proposed_at": "2026-08-17", "started_at": "2026-09-14", "live_at": ORDER_CALL[0],
     "due": "2026-12-18", "next_communication": "2026-12-04"},
)  # fmt: skip
TARGETS = (
    ("csat", 75, ""), ("ces", 5.2, ""), ("nps", 20, ""), ("fcr_7d", 72, ""), ("repeat_7d", 20, ""),
    ("service_level", 72, ""), ("abandon_rate", 9, ""), ("asa", 45, ""), ("ivr_containment", 50, "ivr"),
)  # fmt: skip
ANNOTATIONS = (
    (
        "N-1",
        OUTAGE[0],
        OUTAGE[1],
        "outage",
        "Core router failed in Leeds; most lines down",
        "",
        "N. Cole",
    ),
    ("N-2", FLOW_V7, FLOW_V7, "release", "IVR flow v7 replaces v6", "ivr", "N. Cole"),
    ("N-3", "2026-01-05", "2026-01-05", "price", "Prices rise by 3.5 %", "", "H. Lind"),
    ("N-4", "2025-11-28", "2025-11-28", "campaign", "Black Friday offer", "web-shop", "J. Reid"),
)


def write_small_tables(folder: Path, seed: int) -> None:
    """Write the map, parties, targets, actions, annotations and daily totals."""
    write_table(
        folder / "parties.csv", ("party_id", "name", "department", "kind", "state"), PARTIES
    )
    write_table(folder / "touchpoints.csv", TOUCHPOINT_HEADER, _touchpoint_rows())
    targets = [(kpi, target, at, "2026-01-01", "", "H. Lind") for kpi, target, at in TARGETS]
    write_table(
        folder / "kpi_targets.csv",
        ("kpi", "target", "touchpoint_id", "valid_from", "valid_to", "author"),
        targets,
    )
    rows = [[action.get(column, "") for column in ACTION_HEADER] for action in ACTIONS]
    write_table(folder / "actions.csv", ACTION_HEADER, rows)
    header = ("annotation_id", "first_day", "last_day", "kind", "note", "touchpoint_id", "who")
    write_table(folder / "annotations.csv", header, ANNOTATIONS)
    write_table(
        folder / "measures.csv", ("kpi", "touchpoint_id", "day", "n", "sum"), _letter_totals(seed)
    )


def _touchpoint_rows() -> list[list[object]]:
    rows = []
    for position, touchpoint in enumerate(TOUCHPOINTS, 1):
        _, stage, need, negatives = STAGES[touchpoint.stage - 1]
        people, process, technology = touchpoint.enablers
        values: dict[str, object] = {
            **JOURNEY,
            "stage": stage, "stage_position": touchpoint.stage, "touchpoint_id": touchpoint.touchpoint_id,
            "touchpoint": touchpoint.name, "position": position, "channel": touchpoint.channel,
            "customer_need": need, "negatives": negatives,
            "moment_of_truth": "yes" if touchpoint.moment else "no",
            "adds_value": "no" if touchpoint.touchpoint_id in {"payment-letter", "complaint"} else "yes",
            "standard_of_good": touchpoint.good, "good_kpi": touchpoint.good_kpi,
            "good_threshold": touchpoint.good_threshold,
            "good_author": "H. Lind" if touchpoint.good else "",
            "good_set_at": "2026-01-19" if touchpoint.good else "",
            "accountable": touchpoint.accountable, "accountable_since": touchpoint.since,
            "accountable_until": touchpoint.until, "accountable_confirmed_at": touchpoint.confirmed,
            "responsible": touchpoint.responsible, "supporting": touchpoint.supporting,
            "consulted": "t-training" if touchpoint.channel == "phone" else "", "informed": "",
            "people": people, "process": process, "technology": technology,
        }  # fmt: skip
        rows.append([values[column] for column in TOUCHPOINT_HEADER])
    return rows


def _letter_totals(seed: int) -> list[tuple[str, str, str, int, int]]:
    """Return a day's answers to payment letters: how many, and how many in the top two boxes."""
    rng = np.random.default_rng([seed, 77])
    rows = []
    for index in range(DAYS):
        day = day_of(index)
        if day.weekday() < 5:
            n = int(rng.poisson(8))
            if n:
                rows.append(
                    ("csat", "payment-letter", day.isoformat(), n, int(rng.binomial(n, 0.64)))
                )
    return rows


assert WATERMELON[0] < FLOW_V7
