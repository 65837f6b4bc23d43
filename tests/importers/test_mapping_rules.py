"""What the product's own CSV refuses, with the column and the reason that a person can act on."""

import pytest

from cjm_tui.domain.statistics.measures import bounds_of
from cjm_tui.importers.mapping import load_mappings
from cjm_tui.store.catalog import load_catalog

FEEDBACK = "feedback_id,touchpoint_id,at,instrument,score,scale,voice"
LEG = "interaction_id,contact_id,touchpoint_id,started_at,ended_at,direction,outcome,handle_s"
PLACE = "journey,stage,stage_position,touchpoint_id,touchpoint"
AT = "2026-11-02T10:00:00"

SUMS, POLLS = "kpi,touchpoint_id,day,n,sum", "kpi,touchpoint_id,day,n,promoters,detractors"
REFUSED = {
    "kpi_targets": [
        ("kpi,target", "fcr_9d,75", "kpi", "is no KPI"),
        ("kpi,target", "FCR_7d,750", "target", "beyond what the KPI can ever be"),
        ("kpi,target", "csat,-5", "target", "beyond"),
        ("kpi,target", "aht,-1", "target", "beyond"),
        ("kpi,target", "ces,7.5", "target", "beyond"),
    ],
    "objectives": [("party_id,kpi,target", "p,nps,-101", "target", "beyond")],
    "measures": [
        ("kpi,touchpoint_id,day,n", "mood,web,2026-11-02,5", "kpi", "is no KPI"),
        (SUMS, "csat,web,2026-11-02,20,87.5", "sum", "from 0 to n"),
        (SUMS, "csat,web,2026-11-02,20,-1", "sum", "from 0 to n"),
        (SUMS, "csat,web,2026-11-02,20,", "sum", "from 0 to n"),
        ("kpi,touchpoint_id,day,n", "csat,web,2026-11-02,5", "sum", "from 0 to n"),
        (SUMS, "ces,web,2026-11-02,20,200", "sum", "a mean beyond"),
        (POLLS, "nps,web,2026-11-02,100,60,41", "promoters", "together at most n"),
        (POLLS, "nps,web,2026-11-02,100,60,", "promoters", "are needed"),
    ],
    "cost_rates": [
        ("channel,valid_from,per_contact", "phone,2026-11-01,-2", "per_contact", "is negative"),
        ("channel,valid_from,per_minute", "phone,2026-11-01,-2", "per_minute", "is negative"),
        ("channel,valid_from,per_contact", "phone,2026-11-01,", "per_contact", "says no cost"),
    ],
    "customer_base": [("month,customers", "2026-11,-1", "customers", "is negative")],
    "forecasts": [("touchpoint_id,at,contacts", f"web,{AT},-1", "contacts", "is negative")],
    "actions": [("action_id,title,state", "A1,Call back,done", "state", "in progress")],
    "annotations": [
        (
            "annotation_id,first_day,last_day,kind,note",
            "N1,2026-11-03,2026-11-02,outage,x",
            "last_day",
            "lies before first_day",
        )
    ],
    "parties": [
        ("party_id,name,kind,state", "p,Ann,robot,active", "kind", "department"),
        ("party_id,name,kind,state", "p,Ann,person,gone", "state", "active nor left"),
    ],
    "touchpoints": [
        (f"{PLACE},good_kpi,good_threshold", "J,S,1,w,W,fcr_7d,750", "good_threshold", "beyond"),
        (f"{PLACE},outcome_kpi,outcome_target", "J,S,1,w,W,nps,101", "outcome_target", "beyond"),
        (
            "journey,stage,stage_position,touchpoint_id,touchpoint,moment_of_truth",
            "Broadband,Join,1,web,Web,perhaps",
            "moment_of_truth",
            "is not yes or no: perhaps",
        ),
    ],
    "invitations": [
        ("invitation_id,touchpoint_id,at,instrument", f"s,web,{AT},mood", "instrument", "csat")
    ],
    "feedback": [
        (FEEDBACK, f"f,web,{AT},mood,3,,", "instrument", "is none of csat"),
        (FEEDBACK, f"f,web,{AT},csat,6,,", "score", "outside its scale"),
        (FEEDBACK, f"f,web,{AT},csat,0,,", "score", "outside its scale"),
        (FEEDBACK, f"f,web,{AT},ces,8,,", "score", "outside its scale"),
        (FEEDBACK, f"f,web,{AT},nps,11,,", "score", "outside its scale"),
        (FEEDBACK, f"f,web,{AT},resolved,2,,", "score", "outside its scale"),
        (FEEDBACK, f"f,web,{AT},csat,8,1-7,", "score", "outside its scale"),
        (FEEDBACK, f"f,web,{AT},csat,4,five,", "scale", "low-high"),
        (FEEDBACK, f"f,web,{AT},csat,4,,robot", "voice", "is none of customer"),
    ],
    "interactions": [
        (LEG, f"i,c,web,{AT},,inbound,vanished,9", "outcome", "is none of answered"),
        (LEG, f"i,c,web,{AT},,sideways,answered,9", "direction", "is none of inbound"),
        (LEG, f"i,c,web,{AT},,inbound,answered,-9", "handle_s", "is negative"),
        (LEG, f"i,c,web,{AT},2026-11-02T09:59:00,,answered,9", "ended_at", "before started_at"),
    ],
}
ACCEPTED = {
    "kpi_targets": [
        *(("kpi,target", row) for row in ("FCR_7d,0.75", "fcr_7d,100", "aht,750", "nps,-100")),
        *(("kpi,target", row) for row in ("ces,7", "ces_1,1")),
    ],
    "touchpoints": [
        (f"{PLACE},good_kpi,good_threshold", "J,S,1,w,W,fcr_7d,75"),
        (f"{PLACE},good_kpi,good_threshold", "J,S,1,w,W,no_kpi,750"),
    ],
    "measures": [
        *((SUMS, row) for row in ("csat,web,2026-11-02,20,20", "CSAT,web,2026-11-02,20,0")),
        *((SUMS, row) for row in ("ces,web,2026-11-02,20,140", "aht,web,2026-11-02,20,9000")),
        (POLLS, "nps,web,2026-11-02,100,60,40"),
    ],
    "cost_rates": [
        ("channel,valid_from,per_minute,per_contact", "Phone,2026-11-01,0.8,"),
        ("valid_from,per_contact,channel", "2026-11-01,2.5,phone"),
    ],
    "customer_base": [
        ("month,customers", "2026-11,120000"),
        ("month,segment,customers", "2026-11-01,home,100000"),
    ],
    "forecasts": [("touchpoint_id,at,contacts", f"web,{AT},12.5")],
    "actions": [
        ("action_id,title,state", f"A{state},x,{state}") for state in ("In_Progress", "live")
    ],
    "annotations": [
        ("annotation_id,first_day,last_day,kind,note", "N1,2026-11-02,2026-11-02,outage,x")
    ],
    "parties": [("party_id,name,kind,state", "p,Ann,Team,LEFT"), ("party_id,name", "q,Bo")],
    "feedback": [
        (FEEDBACK, f"f,web,{AT},CSAT,5,,Leader"),
        (FEEDBACK, f"f,web,{AT},csat,7,1 - 7,"),
        (FEEDBACK, f"f,web,{AT},nps,0,,"),
        (FEEDBACK, f"f,web,{AT},nps,,,"),
        (FEEDBACK, f"f,web,{AT},resolved,yes,,"),
    ],
    "interactions": [
        (LEG, f"i,c,web,{AT},{AT},Inbound,Answered,0"),
        (LEG, f"i,c,web,{AT},,,,"),
        (LEG, "i,c,web,2026-10-25T01:50:00,2026-10-25T01:05:00,,done,9"),
        (LEG, "i,c,web,2026-11-02T10:00:00+01:00,2026-11-02T09:30:00+00:00,,done,9"),
    ],
}


def _cases(cases):
    return [(mapping, *case) for mapping, listed in cases.items() for case in listed]


@pytest.mark.parametrize(("mapping", "header", "row", "column", "said"), _cases(REFUSED))
def test_what_cannot_be_is_quarantined_with_its_column_and_reason(
    site, mapping, header, row, column, said
):
    result = site.load_text(f"{header}\n{row}\n", f"{mapping}.csv", allow_bad=100)
    assert (result.mapping, result.accepted, result.quarantined) == (mapping, 0, 1)
    (kept,) = site.quarantine()
    assert kept.column == column
    assert said in kept.reason


@pytest.mark.parametrize(("mapping", "header", "row"), _cases(ACCEPTED))
def test_what_can_be_is_accepted(site, mapping, header, row):
    result = site.load_text(f"{header}\n{row}\n", f"{mapping}.csv")
    assert (result.reason, result.accepted, result.quarantined) == ("", 1, 0)


def test_words_are_stored_as_queries_compare_them(site):
    site.load_text(f"{LEG}\ni,c,web,{AT},{AT},Inbound,To_Agent,0\n")
    site.load_text("action_id,title,state\nA1,x,In_Progress\n", "actions.csv")
    site.load_text(f"{FEEDBACK}\nf,web,{AT},Resolved,No,,\n", "feedback.csv")
    assert site.rows("select direction, outcome from interaction") == [("inbound", "to_agent")]
    assert site.rows("select state from action") == [("in progress",)]
    assert site.rows("select instrument, scale, score from feedback") == [("resolved", "0-1", 0.0)]


@pytest.mark.parametrize("end", ["\n", '\n"two\nlines",c,web,2026-11-02T10:00:00,,,done,1\n'])
def test_a_row_that_a_rule_refuses_counts_once_and_leaves_the_others(site, end):
    rows = [f"i{n},c,web,2026-11-{30 - n:02}T10:00:00,,,done,1" for n in range(28)]
    rows[5] = "i5,c,web,nonsense,,,vanished,x"
    rows[9] = "i9,c,web,nonsense,,,done,1"
    result = site.load_text(LEG + "\n" + "\n".join(rows) + end, allow_bad=50)
    assert result.quarantined == 2
    assert result.accepted == result.read - 2
    kept = {row.line: (row.column, row.reason.partition(":")[0]) for row in site.quarantine()}
    assert kept[7][0] == "outcome"
    assert kept[11] == ("started_at", "is not a time")
    assert site.rows("select count(*) from interaction where interaction_id in ('i5', 'i9')") == [
        (0,)
    ]


def test_the_known_kpis_are_those_of_the_catalogue(tmp_path):
    rule = load_mappings(tmp_path)["measures"].rules[0]
    for name in load_catalog(personal=tmp_path).kpis:
        assert f"'{name}'" in rule.condition
    assert "$kpis" not in rule.condition


def test_the_known_ranges_are_those_of_the_catalogue(tmp_path):
    rule = load_mappings(tmp_path)["kpi_targets"].rules[-1]
    for kpi in load_catalog(personal=tmp_path).kpis.values():
        least, most = bounds_of(kpi)
        row = f"('{kpi.name}', '{kpi.measure}', '{least}'::double, '{most}'::double)"
        assert row in rule.condition
    assert "$ranges" not in rule.condition
