"""Every truth about scores that is planted in the sample company is found, and its control is not."""

import tomllib
from datetime import UTC, date, datetime, timedelta

import pytest

from cjm_tui.config import FixedClock
from cjm_tui.domain.kpi import Signal
from cjm_tui.domain.period import Period
from cjm_tui.domain.statistics.baseline import Rebase
from cjm_tui.domain.statistics.slow_change import slow_change
from cjm_tui.domain.words.levels import Level
from cjm_tui.domain.words.page import View
from cjm_tui.services.audit import audit
from cjm_tui.services.data_state import data_state, period_of
from cjm_tui.services.ivr import ivr
from cjm_tui.services.journey_map import journey_map
from cjm_tui.services.kpis import kpis
from cjm_tui.services.scores import Place, Scores
from cjm_tui.services.touchpoint import touchpoint
from cjm_tui.services.words import words
from cjm_tui.store.catalog import load_catalog
from cjm_tui.store.database import Database
from tests.end_to_end.conftest import ROOT

PLANTED = tomllib.loads((ROOT / "sample_data" / "planted.toml").read_text())
MORNING = FixedClock(datetime(2026, 11, 21, 7, 30, tzinfo=UTC))
LAST = PLANTED["company"]["last_day"]


@pytest.fixture(scope="module")
def reader(demo_master):
    catalog = load_catalog()
    with Database(demo_master, MORNING, catalog).read() as opened:
        yield opened


@pytest.fixture(scope="module")
def catalog():
    return load_catalog()


@pytest.fixture(scope="module")
def scores(reader, catalog):
    board = journey_map(reader, catalog)
    (journey,) = board.journeys
    return {score.touchpoint_id: score for stage in journey.stages for score in stage.touchpoints}


@pytest.fixture(scope="module")
def history(reader, catalog):
    """All days of a KPI at a touchpoint, as the slow-change rule takes them."""
    state = data_state(reader)
    found = Scores(reader, catalog, state, period_of(state, "all"))

    def days(touchpoint_id, kpi):
        place = Place(kpi, touchpoint_id)
        return found.histories([place])[place]

    return days


@pytest.mark.parametrize("touchpoint_id", PLANTED["signals"])
def test_each_planted_signal_is_open_on_the_last_day(scores, touchpoint_id):
    planted, score = PLANTED["signals"][touchpoint_id], scores[touchpoint_id]
    assert score.kpi.name == planted["kpi"]
    assert score.change.signal == planted["signal"]
    assert score.change.since <= planted["since_no_later_than"]
    assert score.change.rule


def test_no_other_touchpoint_has_a_signal(scores):
    open_signals = {
        t for t, s in scores.items() if s.change.signal in (Signal.BETTER, Signal.WORSE)
    }
    assert open_signals == set(PLANTED["signals"])
    assert {scores[t].change.signal for t in PLANTED["stable"]} == {Signal.NONE}
    assert scores[PLANTED["noisy_but_stable"]["touchpoint"]].change.signal is Signal.NONE


def test_what_is_too_few_to_say_has_no_value(scores):
    planted = PLANTED["too_few"]
    score = scores[planted["touchpoint"]]
    assert score.estimate.n == planted["n_last_28_days"]
    assert score.estimate.value is None
    assert score.change.signal is Signal.TOO_FEW


def both_sides(catalog, history, planted, watched):
    spells = {}
    for side in ("output", "outcome"):
        kpi = planted[side]["kpi"]
        found = slow_change(catalog.kpi(kpi), history(planted["touchpoint"], kpi), None, watched)
        spells[side] = [s for s in found.spells if s.end is None or s.end >= watched.last]
    return spells


def test_the_watermelon_is_green_outside_and_red_inside_and_its_control_is_not(catalog, history):
    watched = Period(LAST - timedelta(days=27), LAST - timedelta(days=7), "final")
    bad = both_sides(catalog, history, PLANTED["watermelon"], watched)
    assert {spell.signal for spell in bad["output"]} == {Signal.BETTER}
    assert {spell.signal for spell in bad["outcome"]} == {Signal.WORSE}
    assert bad["output"][-1].overlaps(bad["outcome"][-1])
    honest = both_sides(catalog, history, PLANTED["honest"], watched)
    assert {spell.signal for spell in honest["output"]} == {Signal.BETTER}
    assert {spell.signal for spell in honest["outcome"]} == {Signal.BETTER}


def test_the_audit_finds_the_planted_watermelon_and_only_that(reader, catalog):
    found = audit(reader, catalog)
    planted = PLANTED["watermelon"]
    assert [
        (one.touchpoint_id, one.output.name, one.outcome.name) for one in found.watermelons
    ] == [(planted["touchpoint"], planted["output"]["kpi"], planted["outcome"]["kpi"])]
    assert found.judged > 5
    assert sum(share.percent for share in found.shares) == pytest.approx(100)


@pytest.mark.parametrize(("truth", "slid"), [("slid_back", True), ("real_effect", False)])
def test_the_level_of_a_verified_action_slides_back_only_where_planted(
    catalog, history, truth, slid
):
    planted = PLANTED[truth]
    kpi = catalog.kpi(planted["kpi"])
    verified = Rebase(planted["live"] + timedelta(days=28), "the watch", "verified level")
    final = LAST - timedelta(days=kpi.window_days)
    watched = Period(planted["live"], final, "watch")
    days = [d for d in history(planted["touchpoint"], kpi.name) if d.day <= final]
    found = slow_change(kpi, days, verified, watched)
    assert any(s.signal is Signal.WORSE and s.end is None for s in found.spells) is slid


def test_owners_are_missing_double_gone_or_silent_where_planted(scores):
    wrong = {"no_owner", "two_owners", "owner_left", "unconfirmed"}
    found = {t: set(s.flags) & wrong for t, s in scores.items() if set(s.flags) & wrong}
    assert found == {
        PLANTED["no_owner"]["touchpoint"]: {"no_owner"},
        PLANTED["two_leads"]["touchpoint"]: {"two_owners"},
        PLANTED["leaver"]["touchpoint"]: {"owner_left"},
        PLANTED["unconfirmed"]["touchpoint"]: {"unconfirmed"},
    }
    assert scores["ivr"].days_without_owner == PLANTED["no_owner"]["days_on_last_day"] + 1


def test_the_day_without_the_ivr_file_is_said_and_left_out(reader, catalog, scores):
    state = data_state(reader)
    planted = PLANTED["missing_file"]
    recent = {day.day for day in state.incomplete if day.day > LAST - timedelta(days=28)}
    assert recent == {planted["day"]}
    marked = {t for t, s in scores.items() if "incomplete" in s.flags}
    assert marked == {planted["touchpoint"]}


def test_the_outage_is_on_the_chart_and_left_out_of_it(reader, catalog):
    planted = PLANTED["outage"]
    page = touchpoint(reader, catalog, planted["touchpoints"][0], "all")
    at = {point.day: point for point in page.chart.points}
    covering = [p for d, p in at.items() if d in planted["days"]] or [
        at[planted["days"][0] - timedelta(days=planted["days"][0].weekday())]
    ]
    assert all(point.excluded or point.days < 7 for point in covering)
    assert any(a.first_day == planted["days"][0] for a in page.annotations)


def test_both_occurrences_of_the_doubled_hour_are_kept_and_flagged(reader):
    for day in PLANTED["doubled_hour"]["days"]:
        rows = reader.rows(
            "select count(*), count(*) filter (where time_flag = 'doubled') from interaction "
            "where local_at >= ? and local_at < ?",
            [
                datetime.combine(day, datetime.min.time()).replace(hour=1),
                datetime(day.year, day.month, day.day, 2),
            ],
        )
        assert rows[0][0] > 0
        assert rows[0][1] > 0


def test_daily_totals_feed_the_same_kpi(reader, catalog):
    planted = PLANTED["totals_only"]
    board = kpis(reader, catalog, "28d", planted["touchpoint"])
    assert planted["kpi"] in {line.kpi.name for line in board.lines}


def test_words_are_masked(reader):
    said = [
        row[0] for row in reader.rows("select verbatim from feedback where verbatim is not null")
    ]
    assert any("[number]" in text for text in said)
    assert any("[e-mail]" in text for text in said)
    assert not [text for text in said if "@" in text]


@pytest.mark.parametrize("place", ["engineer-visit", "web-shop"])
def test_what_the_discontented_say_stands_out_and_few_words_are_at_odds(reader, catalog, place):
    found = words(reader, catalog, place, "all", View.THEMES).themes
    assert found.found
    assert all(theme.low > 3 * theme.chance for theme in found.found)
    odd = words(reader, catalog, place, "all", View.DISAGREEMENTS).disagreements
    assert odd.sorted_rightly > 0.95
    assert 0 < len(odd.found) <= 0.03 * odd.looked_at  # about 2 % are planted
    assert {one.level for one in odd.found} == {Level.LOW, Level.HIGH}


def test_what_is_planted_lies_in_the_data(reader):
    assert date(2025, 10, 17) == PLANTED["company"]["first_day"] == data_state(reader).first_day


@pytest.fixture(scope="module")
def flow(reader, catalog):
    return ivr(reader, catalog, "", "28d")


def test_the_dead_end_and_the_loop_are_marked_and_their_controls_are_not(flow):
    dead, loop = PLANTED["dead_end"], PLANTED["loop"]
    marks = {mark.partition(" (")[0]: mark for mark in flow.marks}
    assert set(marks) == {dead["node"], loop["node"]}
    assert f"(flow {dead['flow_version']}): dead end: none of " in marks[dead["node"]]
    assert "loop: " in marks[loop["node"]]
    unmarked = {node.name for node in flow.nodes if not node.mark}
    assert {dead["control"], loop["control"]} <= unmarked
    worst = sorted(flow.nodes, key=lambda node: -node.lost)[:3]
    assert {dead["node"], loop["node"]} <= {node.name for node in worst}
    changed = {n.name: n.change.points for n in flow.nodes if n.change and n.change.sure}
    assert max(changed, key=changed.get) == dead["node"]


def test_the_dead_end_was_none_in_the_version_before(reader, catalog):
    last = PLANTED["flow_change"]["first_day"] - timedelta(days=1)
    found = ivr(reader, catalog, "", f"{last - timedelta(days=55)}..{last}")
    assert not any("dead end" in mark for mark in found.marks)


def test_the_change_of_the_flow_parts_the_calls(flow):
    change = PLANTED["flow_change"]
    before, after = flow.versions
    assert (before.name, after.name) == (change["before"], change["after"])
    assert (after.first, before.last) == (
        change["first_day"],
        change["first_day"] - timedelta(days=1),
    )
    assert before.calls + after.calls == flow.calls
    assert flow.in_use[-1] == (change["after"], change["first_day"])


def test_containment_is_up_while_more_ring_back(flow):
    assert "better" in flow.contained_signal
    assert "worse" in flow.back_signal
    assert flow.excess is not None
    assert flow.excess.low > 0
    assert flow.owner.startswith("NO OWNER for")


def test_what_was_designed_and_is_not_walked_is_said(flow):
    assert set(flow.design[:2]) == {
        "nobody reaches Contract details in flow v7",
        "nobody goes from Explain my bill to Payment date, as designed in flow v7",
    }
    assert flow.design[2].startswith("nobody designed Router restart → Fault")
    assert len(flow.design) == 3
