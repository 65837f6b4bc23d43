"""Effects over a real database: what counts, what is written down, and who is told what."""

from datetime import datetime, timedelta

import pytest

from cjm_tui.domain import verification_words as words
from cjm_tui.domain.actions import GateError
from cjm_tui.domain.statistics.verdicts import Verdict
from cjm_tui.domain.verification_json import evaluation_json, outcomes_json
from cjm_tui.errors import UsageError
from cjm_tui.services.verification import effect_sql, evaluation, outcomes
from cjm_tui.services.verification_edits import (
    disagree_form,
    keep_disagreement,
    keep_watch,
    record_verdict,
    watch_form,
)
from tests.services.site import LAST, Site

LIVE = LAST - timedelta(days=10 * 7 - 1)  # ten whole weeks to the last complete day
FIRST = LIVE - timedelta(weeks=16)
SHARES = (12, 14, 13, 15, 12, 14, 13)  # satisfied of twenty, by day


def a_site(effect=5, comparison="line", slide_after=None, state="live", **more):
    """CSAT at the shop that rises by `effect` of twenty on the day live; at the line it stays."""
    site = Site().map()
    for back in range(26 * 7):
        day = FIRST + timedelta(days=back)
        good = SHARES[back % 7] + (back // 7) % 2
        lift = effect if day >= LIVE and (slide_after is None or day < slide_after) else 0
        site.answers("shop", day, good + lift, 20 - good - lift)
        other = SHARES[(back + 3) % 7]
        site.answers("line", day, other, 20 - other)
    row = {
        "action_id": "A-1",
        "title": "Say the price at once",
        "touchpoint_id": "shop",
        "kpi": "csat",
        "comparison_touchpoint": comparison,
        "guardrail": "aht",
        "smallest_effect": 5.0,
        "state": state,
        "owner": "S. Kaur",
        "proposed_at": FIRST,
        "live_at": LIVE,
        "effect_by": LIVE + timedelta(days=60),
    }
    site.insert("action", [row | more])
    site.insert("action_department", [{"action_id": "A-1", "department": "Digital"}])
    site.insert("party", [{"party_id": "p", "name": "S. Kaur", "department": "Contact"}])
    return site


def judged(site, action_id="A-1"):
    return evaluation(site.reader(), site.catalog, action_id)


def test_a_real_effect_worked_and_is_a_win_of_each_department():
    site = a_site()
    found = judged(site)
    assert found.verdict is Verdict.WORKED
    assert found.effect.value == pytest.approx(25, abs=4)
    assert found.action.departments == ("Contact", "Digital")
    assert found.guardrail.state == "cannot be judged"  # there are no calls
    assert any("guardrail" in reason for reason in words.reasons(found))
    every = outcomes(site.reader(), site.catalog)
    assert every.departments == ("Contact", "Digital")
    assert [one.action.action_id for one in every.wins_of("Digital")] == ["A-1"]
    assert every.slid_back == ()
    assert outcomes_json(every, every.wins)["actions"][0]["verdict"] == "worked"


def test_without_a_comparison_the_cause_is_not_shown_and_it_may_be_watched_by_hand():
    site = a_site(comparison=None)
    found = judged(site)
    assert found.verdict is Verdict.IMPROVED
    assert "no comparison" in words.headline(found)
    assert found.watch is None
    assert outcomes(site.reader(), site.catalog).wins == ()
    writer = site.reader()
    form = watch_form(writer, site.catalog, "", "on:A-1")
    keep_watch(writer, form, form.edits({"note": "we care"}), "")
    found = judged(site)
    assert found.by_hand.text == "we care"
    assert found.watch is not None
    writer = site.reader()
    form = watch_form(writer, site.catalog, "", "off:A-1")
    keep_watch(writer, form, form.edits({"note": "enough"}), "")
    assert judged(site).watch is None
    with pytest.raises(GateError):
        watch_form(site.reader(), site.catalog, "", "off:A-1")


def test_a_comparison_without_the_kpi_is_none_and_that_is_said():
    found = judged(a_site(comparison="ivr"))
    assert found.verdict is Verdict.IMPROVED
    assert any("IVR has no" in reason for reason in words.reasons(found))


def test_no_effect_is_never_a_win():
    found = judged(a_site(effect=0, smallest_effect=9.0))
    assert found.verdict is Verdict.NO_DIFFERENCE
    assert judged(a_site(effect=-6)).verdict is Verdict.WORSE


def test_a_verdict_waits_for_the_weeks_that_were_promised():
    site = a_site(effect_by=LIVE + timedelta(days=84))
    found = judged(site)
    assert found.verdict is None
    assert "10 of 12 weeks after are in" in found.waiting
    assert found.ready_on == LIVE + timedelta(days=83)
    assert found.effect is not None  # so far
    assert "so far" in words.headline(found)
    with pytest.raises(GateError, match="10 of 12"):
        record_verdict(site.reader(), "A-1")
    with pytest.raises(GateError):
        disagree_form(site.reader(), site.catalog, "", ":A-1")


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"kpi": None}, "no KPI"),
        ({"kpi": "no_such"}, "no KPI no_such"),
        ({"touchpoint_id": None}, "no touchpoint"),
        ({"live_at": None}, "not live"),
    ],
)
def test_what_cannot_be_measured_says_why(more, why):
    found = judged(a_site(**more))
    assert found.verdict is None
    assert why in found.waiting
    assert evaluation_json(found)["waiting"] == found.waiting


def test_an_unknown_action_is_refused():
    with pytest.raises(UsageError, match="no action"):
        judged(a_site(), "A-9")


def test_the_verdict_on_record_stands_and_both_sides_are_shown():
    site = a_site()
    record_verdict(site.reader(), "A-1")
    writer = site.reader()
    form = disagree_form(writer, site.catalog, "", ":A-1")
    keep_disagreement(writer, form, form.edits({"note": "it was the weather"}), "")
    found = judged(site)
    assert found.verdict is Verdict.WORKED
    assert found.recorded.text == "worked"
    assert "CSAT +" in found.recorded.figures
    assert [one.text for one in found.disagreements] == ["it was the weather"]
    assert site.writer.row("select verdict from action")[0] == "worked"
    # corrected data may say something else by then: the record stands, the difference is said
    site.writer.execute("update feedback set score = 5 where touchpoint_id = 'line'")
    site.writer.execute("delete from feedback where touchpoint_id = 'shop' and score = 5")
    site.writer.execute("delete from kpi_day")
    found = judged(site)
    assert found.verdict is Verdict.WORKED
    assert found.differs or found.judgement is None
    assert "recorded on" in words.recorded(found)


def test_what_was_said_before_a_new_start_counts_no_more():
    site = a_site()
    record_verdict(site.reader(), "A-1")
    site.writer.execute('update action_event set "at" = ?', [datetime(2026, 1, 1)])
    assert judged(site).recorded is None


def test_what_was_taken_back_counts_no_more():
    site = a_site()
    record_verdict(site.reader(), "A-1")
    (number,) = site.writer.row("select max(change) from action_event where event = 'verdict'")
    site.insert(
        "action_event",
        [
            {
                "action_id": "A-1",
                "at": datetime(2026, 11, 20, 9),
                "event": "undo",
                "seq": 99,
                "change": 99,
                "undoes": number,
            }
        ],
    )
    assert judged(site).recorded is None


def test_days_left_out_take_their_weeks_out():
    site = a_site()
    site.insert(
        "annotation",
        [
            {
                "annotation_id": "N-1",
                "touchpoint_id": "line",
                "first_day": LIVE + timedelta(days=8),
                "last_day": LIVE + timedelta(days=8),
                "kind": "outage",
            }
        ],
    )
    found = judged(site)
    assert [block.place for block in found.weeks.after] == [0, 2, 3, 4, 5, 6, 7, 8]
    assert found.verdict is Verdict.WORKED


def test_another_action_in_the_same_weeks_is_named():
    site = a_site()
    other = {"action_id": "A-2", "title": "Also", "state": "live", "touchpoint_id": "line"}
    site.insert("action", [other | {"live_at": LIVE + timedelta(days=3)}])
    (said,) = judged(site).beside
    assert "A-2 went live at Agent call" in said


def test_the_sql_gives_the_weeks_that_count():
    site = a_site()
    found = judged(site)
    reader = site.reader()
    rows = reader.records(effect_sql(reader, site.catalog, found))
    by_week = {(row["touchpoint_id"], row["week_no"]): row for row in rows}
    for block in (*found.weeks.before, *found.weeks.after):
        assert by_week["shop", block.place]["value"] == pytest.approx(block.own.value)
        assert by_week["line", block.place]["n"] == block.other.total.n
        assert by_week["shop", block.place]["first_day"] == block.first


def test_a_level_that_is_lost_is_flagged_and_is_no_win():
    site = a_site(slide_after=LIVE + timedelta(days=60))
    found = judged(site)
    assert found.verdict is Verdict.WORKED
    assert found.slid
    assert abs((found.watch.slide.first - (LIVE + timedelta(days=60))).days) <= 2
    every = outcomes(site.reader(), site.catalog)
    assert every.wins == ()
    assert [one.action.action_id for one in every.slid_back] == ["A-1"]
    assert found.watch.slide.alarm >= found.watch.slide.first


def test_an_abandoned_action_is_neither_listed_nor_watched():
    site = a_site(state="abandoned")
    assert outcomes(site.reader(), site.catalog).evaluations == ()
    assert judged(site).watch is None
