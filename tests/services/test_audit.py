"""The audit on sites small enough to work by hand."""

from datetime import datetime, time

import pytest

from cjm_tui.domain.audit import hollow
from cjm_tui.domain.kpi import KpiClass, Signal
from cjm_tui.domain.period import Period
from cjm_tui.domain.statistics.slow_change import SlowChange, Spell
from cjm_tui.errors import UsageError
from cjm_tui.services.audit import audit
from cjm_tui.services.audit_uses import kpis_in_use
from cjm_tui.services.figure import figure, figure_rows
from tests.services.site import DAY, LAST, TODAY, Site

MONTH = Period(LAST - 27 * DAY, LAST, "28d")


@pytest.fixture
def site():
    return Site().map()


def test_only_kpis_that_are_held_against_something_are_in_use_and_say_where(site):
    site.insert(
        "kpi_target",
        [
            {"kpi": "asa", "target": 30.0},
            {"kpi": "aht", "target": 300.0, "touchpoint_id": "line"},
            {"kpi": "nps", "target": 20.0, "valid_to": TODAY - DAY},  # over
        ],
    )
    site.insert("party", [{"party_id": "p", "name": "Sara"}])
    site.insert("objective", [{"party_id": "p", "kpi": "asa"}, {"party_id": "p", "kpi": "sales"}])
    site.touchpoint("desk", "Desk", "help", good_kpi="csat", good_threshold=80.0)
    found = {
        used.name: [(use.how, use.place, use.target) for use in used.uses]
        for used in kpis_in_use(site.reader(), site.catalog)
    }
    assert found == {
        "aht": [("target", "Agent call", 300.0)],
        "asa": [("objective", "Sara", None), ("target", "everywhere", 30.0)],
        "csat": [("standard of good", "Desk", 80.0)],
        "sales": [("objective", "Sara", None)],
    }


def test_of_two_targets_of_a_place_the_one_that_came_later_is_in_use(site):
    for since, target in ((TODAY - 90 * DAY, 8.0), (TODAY - 9 * DAY, 6.0), (None, 9.0)):
        row = {"kpi": "asa", "target": target, "valid_from": since, "author": f"for {target}"}
        site.insert("kpi_target", [row])
    site.insert("kpi_target", [{"kpi": "asa", "target": 5.0, "touchpoint_id": "line"}])
    (asa,) = kpis_in_use(site.reader(), site.catalog)
    assert [(use.place, use.target, use.who) for use in asa.uses] == [
        ("Agent call", 5.0, ""),
        ("everywhere", 6.0, "for 6.0"),
    ]


def test_each_target_of_the_whole_site_is_judged_for_itself_under_its_own_name(site):
    for back in range(28):
        site.calls("line", LAST - back * DAY, 92, 8)
    site.insert("kpi_target", [{"kpi": "abandon_rate", "target": 10.0, "author": "Hal"}])
    site.insert("party", [{"party_id": p, "name": p.title()} for p in ("ann", "bob")])
    site.insert(
        "objective",
        [
            {"party_id": "ann", "kpi": "abandon_rate", "target": 3.0},
            {"party_id": "bob", "kpi": "abandon_rate", "target": 10.0},
        ],
    )
    (used,) = audit(site.reader(), site.catalog).in_use
    assert [(line.place, line.target, str(line.state), line.owner) for line in used.lines] == [
        ("Ann", 3.0, "missed", "Ann"),
        ("everywhere", 10.0, "met", "Bob, Hal"),
    ]


def test_shares_are_of_the_classified_kpis_in_use(site):
    for kpi in ("asa", "aht", "service_level", "csat", "fcr_7d", "survey_response", "sales"):
        site.insert("kpi_target", [{"kpi": kpi, "target": 1.0}])
    found = audit(site.reader(), site.catalog)
    # Five count: three outputs, a perception, an outcome; data quality and the unknown do not.
    assert [(s.kpi_class, s.n, s.percent) for s in found.shares] == [
        (KpiClass.OUTCOME, 1, 20.0),
        (KpiClass.PERCEPTION, 1, 20.0),
        (KpiClass.OUTPUT, 3, 60.0),
        (KpiClass.INPUT, 0, 0.0),
    ]
    assert [used.name for used in found.unclassified] == ["sales"]


def test_without_a_kpi_in_use_there_is_no_share(site):
    found = audit(site.reader(), site.catalog)
    assert (found.in_use, found.shares, found.watermelons) == ((), (), ())


def test_a_pair_without_a_baseline_is_listed_not_hidden(site):
    for ahead in range(20):
        site.calls("line", LAST - ahead * DAY, 9, 1, handle_s=60.0)
        at = datetime.combine(LAST - ahead * DAY, time(12))
        site.contact("ann", at, legs=("line",), outcome="answered")
    found = audit(site.reader(), site.catalog)
    pairs = {(p.output.name, p.outcome.name, p.touchpoint) for p in found.unjudged}
    assert ("aht", "repeat_7d", "Agent call") in pairs
    assert found.judged == 0


def change(*spells):
    return SlowChange(spells, 1.0, 100, 1, LAST - 200 * DAY, LAST - 145 * DAY)


def spell(signal, first, end=None):
    begun = LAST - first * DAY
    return Spell(signal, begun, begun + 5 * DAY, None if end is None else LAST - end * DAY)


@pytest.mark.parametrize(
    ("output", "outcome", "flagged"),
    [
        ([spell(Signal.BETTER, 40)], [spell(Signal.WORSE, 30)], True),
        ([spell(Signal.WORSE, 40)], [spell(Signal.BETTER, 30)], False),
        ([spell(Signal.BETTER, 40)], [spell(Signal.BETTER, 30)], False),
        ([spell(Signal.BETTER, 90, 60)], [spell(Signal.WORSE, 30)], False),  # one after the other
        ([spell(Signal.BETTER, 90, 50)], [spell(Signal.WORSE, 80, 45)], False),  # long over
        ([spell(Signal.BETTER, 40)], [], False),
    ],
)
def test_both_sides_must_have_moved_apart_at_the_same_time(output, outcome, flagged):
    assert (hollow(change(*output), change(*outcome), MONTH) is not None) is flagged


def held_of(site, kpi):
    found = audit(site.reader(), site.catalog)
    (one,) = [used for used in found.in_use if used.name == kpi]
    return one


def test_each_place_has_its_figure_and_a_general_target_that_of_the_whole_site(site):
    site.touchpoint("desk", "Desk", "help")
    site.insert(
        "kpi_target",
        [
            {"kpi": "aht", "target": 80.0, "author": "H. Lind"},
            {"kpi": "aht", "target": 50.0, "touchpoint_id": "desk"},
        ],
    )
    site.calls("line", LAST, 40, 40, handle_s=60.0)
    site.calls("desk", LAST, 40, 40, handle_s=90.0)
    one = held_of(site, "aht")
    figures = {line.place: (line.estimate.n, line.estimate.value) for line in one.lines}
    # 40 calls of 60 s and 40 of 90 s: 75 s on average over the site.
    assert figures == {"Desk": (40, 90.0), "everywhere": (80, 75.0)}
    states = {line.place: str(line.state) for line in one.lines}
    assert states == {"Desk": "missed", "everywhere": "met"}
    assert [line.owner for line in one.lines if line.place == "everywhere"] == ["H. Lind"]
    assert [line.drift.why_not for line in one.lines] == ["no baseline: 1 of 56 days"] * 2


def test_the_rows_behind_a_figure_of_the_whole_site_are_its_denominator(site):
    site.touchpoint("desk", "Desk", "help")
    site.calls("line", LAST, 40, 40, handle_s=60.0)
    site.calls("desk", LAST, 40, 40, handle_s=90.0)
    reader = site.reader()
    found = figure(reader, site.catalog, "", "aht")
    rows = figure_rows(reader, found)
    assert (found.n, rows.total) == (80, 80)
    assert found.estimate.value == 75.0


def test_a_kpi_whose_contacts_count_at_each_touchpoint_has_no_figure_of_the_whole_site(site):
    site.insert("kpi_target", [{"kpi": "repeat_7d", "target": 20.0}])
    site.calls("line", LAST, 20, 20)
    with pytest.raises(UsageError, match="no total"):
        figure(site.reader(), site.catalog, "", "repeat_7d")


def test_an_objective_without_a_kpi_goes_by_its_words_and_has_no_class(site):
    site.insert("party", [{"party_id": "p", "name": "Sara"}])
    site.insert("objective", [{"party_id": "p", "value": "Be kind"}])
    found = audit(site.reader(), site.catalog)
    assert [(one.title, one.uses[0].place) for one in found.unclassified] == [("Be kind", "Sara")]
    assert found.shares == ()


def test_a_kpi_that_an_open_action_is_to_move_is_on_the_stand_up_and_a_closed_one_is_not(site):
    action = {"title": "x", "touchpoint_id": "line"}
    site.insert(
        "action",
        [
            {"action_id": "A-1", "kpi": "aht", "state": "live"} | action,
            {"action_id": "A-2", "kpi": "asa", "state": "closed"} | action,
        ],
    )
    used = kpis_in_use(site.reader(), site.catalog)
    assert [(one.name, one.uses[0].how, one.uses[0].place) for one in used] == [
        ("aht", "stand-up", "Agent call")
    ]
