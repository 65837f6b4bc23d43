"""Why a touchpoint has no figure of a KPI is the first thing its rows lack."""

from dataclasses import fields, replace
from datetime import date

import pytest

from cjm_tui.domain.kpi_gaps import Held, gaps, zero_waits
from cjm_tui.domain.period import Period
from tests.queries.facts import catalog

PERIOD = Period(date(2026, 10, 24), date(2026, 11, 20), "28d")
FULL = Held(**{field.name: 50 for field in fields(Held)})


def words(names, held, days=PERIOD):
    kpis = [catalog().kpi(name) for name in names]
    return [gap.words for gap in gaps(kpis, held, PERIOD, dict.fromkeys(names, days))]


@pytest.mark.parametrize(
    ("kpi", "lacking", "why"),
    [
        ("asa", "legs", "no interactions"),
        ("asa", "inbound", "nothing inbound"),
        ("asa", "answered", "nothing inbound answered"),
        ("aht", "handled", "no handling times"),
        ("service_level", "offered", "no outcome says answered or abandoned"),
        ("abandon_rate", "offered", "no outcome says answered or abandoned"),
        ("ivr_containment", "ivr", "no IVR calls"),
        ("ivr_containment", "ivr_ended", "no outcome says how IVR calls ended"),
        ("repeat_7d", "legs", "no interactions"),
        ("repeat_7d", "nps", "no inbound contact of a known customer"),
        ("fcr_7d", "nps", "no answered inbound contact of a known customer"),
        ("csat", "csat", "no answers"),
        ("nps", "csat", "no answer has a score on its scale"),
        ("survey_response", "invitations", "no invitations"),
        ("survey_response", "nps", "no invitation names its contact or customer"),
    ],
)
def test_the_reason_is_what_the_rows_lack(kpi, lacking, why):
    (said,) = words([kpi], replace(FULL, **{lacking: 0}))
    assert said.endswith(f": {why}")


def test_kpis_with_the_same_reason_share_a_line_under_their_short_names():
    nothing = Held(**{field.name: 0 for field in fields(Held)})
    assert words(["csat", "asa", "abandon_rate", "ces"], nothing) == [
        "CSAT, CES 2.0: no answers",
        "ASA, Abandon rate: no interactions",
    ]


def test_rows_that_are_not_final_yet_are_not_denied():
    early = Period(PERIOD.first, date(2026, 11, 13), "28d")
    assert words(["repeat_7d"], FULL, early) == [
        "Repeat within 7 days: no inbound contact of a known customer to 13 Nov, the last final day"
    ]
    assert words(["repeat_7d"], replace(FULL, legs=0), early) == [
        "Repeat within 7 days: no interactions"
    ]


def test_a_kpi_of_somebodys_own_is_not_explained_beyond_what_is_known():
    own = replace(catalog().kpi("asa"), name="own", title="Own")
    (gap,) = gaps([own], FULL, PERIOD, {"own": PERIOD})
    assert gap.words == "Own: no rows that its query counts"


def test_figures_that_count_unknown_waits_as_nought_say_so():
    kpis = [catalog().kpi(name) for name in ("asa", "abandon_rate", "service_level")]
    (gap,) = zero_waits(kpis, replace(FULL, waits=0))
    assert gap.words == "ASA, Service level: no waits in this data, each counts as 0 s"
    assert zero_waits(kpis, FULL) == []
    assert zero_waits(kpis[1:2], replace(FULL, waits=0)) == []
    assert zero_waits(kpis, replace(FULL, waits=0, offered=0)) == [], "all came as daily totals"
