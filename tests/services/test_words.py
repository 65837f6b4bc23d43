"""The words of a touchpoint: sorted, by voice, and the response rate beside them."""

from datetime import datetime, time, timedelta

import pytest

from cjm_tui.domain.words.page import View, Voice
from cjm_tui.errors import UsageError
from cjm_tui.services import words as service
from cjm_tui.services.journey_map import journey_map
from cjm_tui.services.kpis import kpis
from cjm_tui.services.touchpoint import touchpoint
from cjm_tui.services.words import words
from tests.services.site import DAY, LAST, Site

NOON = datetime.combine(LAST, time(12))


@pytest.fixture
def site():
    return Site().map()


def say(site, text, score, hours=0, *, touchpoint="line", instrument="csat", **more):
    site.feedback(
        touchpoint, NOON - timedelta(hours=hours), instrument, score, verbatim=text, **more
    )


def page(site, view=View.NEWEST, voice=Voice.CUSTOMER, period="28d", touchpoint="line"):
    return words(site.reader(), site.catalog, touchpoint, period, view, voice)


def texts(found):
    return [said.words for said in found.words]


def test_worst_and_best_go_by_the_place_on_each_answers_own_scale(site):
    say(site, "three of five", 3, 1, scale="1-5")
    say(site, "two of ten", 2, 2, instrument="nps", scale="0-10")
    say(site, "seven of seven", 7, 3, instrument="ces", scale="1-7")
    say(site, "four of five", 4, 4)
    say(site, "silent", None, 5)
    say(site, "one, or five, of five", 1, 6, instrument="ces", scale="1-5")
    worst = ["two of ten", "three of five", "four of five", "seven of seven"]
    assert texts(page(site, View.WORST)) == worst
    assert texts(page(site, View.BEST)) == worst[::-1]
    assert page(site, View.BEST).total == 4
    assert texts(page(site))[0] == "three of five"
    assert page(site).total == 6
    heights = {said.words: said.height for said in page(site).words}
    assert heights["two of ten"] == pytest.approx(0.2)
    assert heights["one, or five, of five"] is None


def test_equal_scores_come_newest_first(site):
    for hours in (3, 1, 2):
        say(site, f"{hours} hours ago", 1, hours)
    assert texts(page(site, View.WORST)) == ["1 hours ago", "2 hours ago", "3 hours ago"]


def test_voices_are_kept_apart_in_words_and_in_scores(site):
    for number in range(12):
        say(site, f"customer {number}", 5, number)
        say(site, f"employee {number}", 1, number, voice="employee")
    say(site, "leader", 3, voice="leader")
    assert {said.words.split()[0] for said in page(site).words} == {"customer"}
    for voice, total, value in ((Voice.CUSTOMER, 12, 100.0), (Voice.EMPLOYEE, 12, 0.0)):
        found = page(site, voice=voice)
        assert (found.total, found.counted.with_words) == (total, total)
        (score,) = found.counted.scores
        assert (score.kpi.name, score.estimate.value, score.estimate.n) == ("csat", value, 12)
    (leader,) = page(site, voice=Voice.LEADER).counted.scores
    assert (leader.estimate.n, leader.estimate.value) == (1, None)
    assert [count.voice for count in page(site).voices] == ["customer", "employee", "leader"]


def test_the_customers_score_is_that_of_the_kpi(site):
    for number, (instrument, scale) in enumerate(
        [("csat", "1-5"), ("ces", "1-7"), ("nps", "0-10")]
    ):
        for score in range(8):
            say(site, "", score, number, instrument=instrument, scale=scale)
            say(site, "", score, number, instrument=instrument)
            say(site, "", score, number, instrument=instrument, voice="leader")
    board = kpis(site.reader(), site.catalog, "28d", "line")
    of_kpis = {line.kpi.name: line.estimate for line in board.lines if line.kpi.main}
    of_words = {score.kpi.name: score.estimate for score in page(site).counted.scores}
    assert of_words == of_kpis


def test_response_rate_is_not_known_without_invitations_or_without_a_way_to_link_them(site):
    say(site, "well", 5)
    assert page(site).response is None
    for number in range(20):
        site.invitation("line", NOON - 10 * DAY, contact_id=f"c{number}")
    assert page(site).response is None
    for number in range(5):
        say(site, "linked", 5, 9 * 24, contact_id=f"c{number}")
    response = page(site).response
    assert (response.n, response.value) == (20, 25.0)


def test_response_rate_is_nought_where_nobody_answered_at_all(site):
    say(site, "elsewhere", 5, touchpoint="ivr")
    for number in range(20):
        site.invitation("line", NOON - 10 * DAY, contact_id=f"c{number}")
    assert page(site).response.value == 0.0


def test_themes_and_disagreements_read_the_newest_answers_and_say_so(site, monkeypatch):
    monkeypatch.setattr(service, "READ", 60)
    for number in range(30):
        say(site, "quick and friendly", 5, 2 * number)
        say(site, f"engineer late, {'box' if number % 2 else 'line'} broken", 1, 2 * number + 1)
        say(site, "long ago", 3, 100 + number)
    found = page(site, View.THEMES)
    assert (found.read, found.total) == (60, 90)
    assert (found.themes.low, found.themes.others) == (30, 30)
    assert found.themes.found[0].term == "engineer late"
    assert found.themes.found[0].low == 30
    assert page(site, View.DISAGREEMENTS).disagreements.too_few


def test_few_others_here_are_joined_by_the_sites(site):
    for number in range(20):
        say(site, f"{'router' if number % 2 else 'modem'} never came", 1, number)
        say(site, "all of it is fine with me and with the line", 5, number, touchpoint="ivr")
        say(site, "engineer late", 1, number, touchpoint="ivr")
    found = page(site, View.THEMES).themes
    assert (found.low, found.others, found.elsewhere) == (20, 20, 20)
    assert found.found[0].spelled == "never came"


def test_without_data_there_are_no_words(site):
    with pytest.raises(UsageError, match="no data yet"):
        page(site)


def test_the_touchpoints_page_has_the_same_response_rate(site):
    for number in range(20):
        site.invitation("line", NOON - 10 * DAY, contact_id=f"c{number}")
    for number in range(5):
        say(site, "linked", 5, 9 * 24, contact_id=f"c{number}")
    assert touchpoint(site.reader(), site.catalog, "line").response == page(site).response
    (journey,) = [j for j in journey_map(site.reader(), site.catalog).journeys if j.name != "Leave"]
    rates = {t.touchpoint_id: t.response for stage in journey.stages for t in stage.touchpoints}
    assert rates == {"shop": None, "ivr": None, "line": page(site).response}
