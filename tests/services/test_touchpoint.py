from datetime import datetime, time

import pytest

from cjm_tui.domain.touchpoint import Accountable, ActionLine, Annotation
from cjm_tui.errors import UsageError
from cjm_tui.services.journey_map import Touchpoint
from cjm_tui.services.names import named
from cjm_tui.services.touchpoint import touchpoint
from tests.queries.facts import OFFSET
from tests.services.site import DAY, LAST, TODAY, Site


def points(*pairs):
    empty = ("", None, False, "", "", None, "", None)
    return [Touchpoint(touchpoint_id, name, *empty) for touchpoint_id, name in pairs]


SHOPS = points(("web", "Web shop"), ("shop", "Shop visit"), ("SHOP", "shop"), ("x", "Ünder"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("shop", "shop"),
        ("SHOP", "SHOP"),
        ("Shop visit", "shop"),
        ("web SHOP", "web"),
        ("we", "web"),
        (" WEB ", "web"),
        ("shop v", "shop"),
        ("ÜNDER", "x"),
    ],
)
def test_a_touchpoint_is_meant_by_id_name_or_beginning(text, found):
    assert named(text, SHOPS).touchpoint_id == found


def test_several_that_may_be_meant_are_named():
    with pytest.raises(UsageError) as caught:
        named("s", points(("a", "Shop one"), ("b", "Shop two")))
    assert caught.value.hint == "Shop one (a), Shop two (b)."


def test_none_is_answered_with_near_ones():
    with pytest.raises(UsageError) as caught:
        named("wep shop", SHOPS)
    assert "Web shop" in caught.value.hint
    for text in ("", "zzz"):
        with pytest.raises(UsageError, match="no touchpoint"):
            named(text, SHOPS)


def test_a_hostile_name_is_shown_without_control_characters():
    with pytest.raises(UsageError) as caught:
        named("\x1b[31mx", points(("a", "\x1b[31mzy")))
    assert "\x1b" not in caught.value.message + caught.value.hint


@pytest.fixture
def site():
    return Site().map()


def test_without_data_there_is_no_page(site):
    with pytest.raises(UsageError, match="no data yet"):
        touchpoint(site.reader(), site.catalog, "ivr")


def test_the_page_holds_everything_about_the_touchpoint(site):
    site.touchpoint(
        "desk",
        "Desk",
        "help",
        good_kpi="csat",
        good_threshold=80.0,
        standard_of_good="Served within five minutes",
        good_author="Sara",
        good_set_at=TODAY,
    )
    site.answers("desk", LAST, 30, 10)
    site.answers("desk", LAST - 40 * DAY, 30, 10)
    site.calls("desk", LAST, 20)
    site.owner("desk", "sara", since=LAST)
    site.owner("desk", "olaf", state="left", since=LAST - DAY, until=LAST)
    site.insert("accountability", [{"touchpoint_id": "desk", "party_id": "it", "role": "S"}])
    site.insert(
        "enabler",
        [
            {"touchpoint_id": "desk", "layer": "technology", "item": "till"},
            {"touchpoint_id": "desk", "layer": "people", "item": "training"},
        ],
    )
    action = {"touchpoint_id": "desk", "state": "live", "owner": "sara"}
    site.insert("action", [action | {"action_id": "b", "title": "Later", "due": TODAY + DAY}])
    site.insert("action", [action | {"action_id": "a", "title": "Sooner", "due": TODAY}])
    site.insert("action", [action | {"action_id": "c", "title": "Undated"}])
    over = {"action_id": "d", "title": "Over", "state": "closed", "due": LAST}
    site.insert("action", [action | over])
    event = {"kind": "outage", "first_day": LAST, "last_day": LAST, "note": "all lines down"}
    site.insert("annotation", [event | {"annotation_id": "1", "touchpoint_id": None}])
    site.insert("annotation", [event | {"annotation_id": "2", "touchpoint_id": "ivr"}])
    page = touchpoint(site.reader(), site.catalog, "desk")
    assert (page.stage, page.score.name) == ("Get help", "Desk")
    assert page.standard_of_good == "Served within five minutes"
    assert (page.good_author, page.good_set_at) == ("Sara", TODAY)
    assert page.score.estimate.n == 40
    assert [point.day for point in page.chart.points][-1] == LAST
    assert len(page.chart.points) == 2, "the trend begins with the data, not with the period"
    shown = [line.kpi.name for line in page.kpis]
    assert shown[:2] == ["csat", "abandon_rate"]
    assert {"asa", "service_level", "service_level_both", "offered"} <= set(shown)
    assert page.accountability == (
        Accountable("A", "Sara", "", "active", LAST, None, TODAY, party_id="sara"),
        Accountable("S", "it", "", "active", None, None, None, party_id="it"),
        Accountable("A", "Olaf", "", "left", LAST - DAY, LAST, TODAY, False, "olaf"),
    )
    assert page.enablers == (("people", "training"), ("technology", "till"))
    assert page.actions == (
        ActionLine("a", "Sooner", "live", "Sara", TODAY, ""),
        ActionLine("b", "Later", "live", "Sara", TODAY + DAY, ""),
        ActionLine("c", "Undated", "live", "Sara", None, ""),
        ActionLine("d", "Over", "closed", "Sara", LAST, ""),
    )
    assert page.annotations == (Annotation(LAST, LAST, "outage", "all lines down"),)


def test_words_are_the_periods_newest_first_and_all_are_counted(site):
    for ahead, words in enumerate(["newest", "", "older", None, "oldest"]):
        at = datetime.combine(LAST - ahead * DAY, time(9))
        site.feedback("shop", at, "csat", 4, verbatim=words, scale="1-5")
    site.feedback("shop", datetime.combine(LAST - 30 * DAY, time(9)), "csat", 4, verbatim="before")
    site.feedback("ivr", datetime.combine(LAST, time(9)), "csat", 4, verbatim="elsewhere")
    page = touchpoint(site.reader(), site.catalog, "shop", words=2)
    assert ([w.words for w in page.words], page.words_total) == (["newest", "older"], 3)
    first = page.words[0]
    assert (first.at, first.instrument, first.scale, first.score, first.voice) == (
        datetime.combine(LAST, time(9)),
        "csat",
        "1-5",
        4.0,
        "customer",
    )
    assert first.at - OFFSET != first.at
