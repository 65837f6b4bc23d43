import pytest

from cjm_tui.domain.kpi import TargetState
from cjm_tui.errors import UsageError
from cjm_tui.services.kpis import kpis
from cjm_tui.services.touchpoint import touchpoint
from tests.services.site import DAY, LAST, Site
from tests.services.test_journey_map import site_noon


@pytest.fixture
def site():
    site = Site().map()
    site.calls("line", LAST, 27, 3)
    site.calls("ivr", LAST, 18, 2)
    for number in range(12):
        site.contact(f"k{number}", site_noon(LAST), legs=("ivr", "line"), outcome="to_agent")
    return site


def test_every_kpi_with_rows_first_over_the_site_then_by_touchpoint(site):
    board = kpis(site.reader(), site.catalog)
    ours = ("repeat_7d", "abandon_rate", "asa", "service_level")
    told = [
        (line.touchpoint_name, line.kpi.name, line.estimate.n)
        for line in board.lines
        if line.kpi.name in ours
    ]
    assert told == [
        ("", "abandon_rate", 50),
        ("", "asa", 45),
        ("", "service_level", 50),
        ("IVR", "repeat_7d", 12),
        ("IVR", "abandon_rate", 20),
        ("IVR", "asa", 18),
        ("IVR", "service_level", 20),
        ("Agent call", "repeat_7d", 12),
        ("Agent call", "abandon_rate", 30),
        ("Agent call", "asa", 27),
        ("Agent call", "service_level", 30),
    ]
    assert board.lines[0].touchpoint_id == ""


def test_a_line_has_numerator_denominator_and_target(site):
    site.insert("kpi_target", [{"kpi": "abandon_rate", "target": 9.0}])
    line = kpis(site.reader(), site.catalog).lines[0]
    assert (line.estimate.numerator, line.estimate.denominator) == (5.0, 50)
    assert line.estimate.value == pytest.approx(10.0)
    assert (line.target, line.state, line.final_until) == (9.0, TargetState.MISSED, None)


def test_only_one_touchpoint(site):
    board = kpis(site.reader(), site.catalog, "7d", "agent")
    assert {line.touchpoint_name for line in board.lines} == {"Agent call"}
    with pytest.raises(UsageError, match="no touchpoint"):
        kpis(site.reader(), site.catalog, "7d", "nowhere")


def test_without_data_there_are_no_lines():
    site = Site().map()
    board = kpis(site.reader(), site.catalog)
    assert (board.period, board.lines) == (None, ())


def lacking(site, name):
    page = touchpoint(site.reader(), site.catalog, name)
    return {kpi.name: gap.why for gap in page.gaps for kpi in gap.kpis}


def test_every_kpi_is_either_shown_or_its_lack_explained(site):
    page = touchpoint(site.reader(), site.catalog, "line")
    shown, explained = {line.kpi.name for line in page.kpis}, lacking(site, "line")
    assert shown | set(explained) == set(site.catalog.kpis)
    assert not shown & set(explained)
    assert explained["nps"] == "no answers"
    assert explained["aht"] == "no handling times"
    assert explained["ivr_containment"] == "no IVR calls"
    assert explained["survey_response"] == "no invitations"


def test_reasons_are_of_this_touchpoint_and_of_this_period(site):
    at = site_noon(LAST - 40 * DAY)
    site.feedback("line", at, "nps", 9)
    site.feedback("ivr", site_noon(LAST), "nps", 9, voice="employee")
    site.feedback("ivr", site_noon(LAST), "ces", 9, scale="1-10")
    site.invitation("ivr", site_noon(LAST))
    assert lacking(site, "line")["nps"] == "no answers"
    assert lacking(site, "ivr")["nps"] == "no answers"
    assert lacking(site, "ivr")["ces"] == "no answer has a score on its scale"
    assert lacking(site, "ivr")["survey_response"].startswith("no invitation names")
    assert lacking(site, "bye")["asa"] == "no interactions"


def test_waits_that_the_data_lacks_are_said_beside_the_figures_that_count_them(site):
    page = touchpoint(site.reader(), site.catalog, "line")
    assert [[kpi.name for kpi in gap.kpis] for gap in page.zero_waits] == [["asa", "service_level"]]
    site.calls("line", LAST, 1, wait_s=12.0)
    assert touchpoint(site.reader(), site.catalog, "line").zero_waits == ()


def named_at(site, touchpoint):
    board = kpis(site.reader(), site.catalog, "7d", touchpoint)
    return {line.kpi.name: line.estimate.value for line in board.lines}


def test_nothing_blocked_is_missing_until_the_touchpoint_has_ever_said_so(site):
    assert "blocked" not in named_at(site, "line")
    missing = {kpi.name: gap.words for gap in page_of(site).gaps for kpi in gap.kpis}
    assert "ever said blocked" in missing["blocked"]
    long_ago = site_noon(LAST) - 30 * DAY
    site.contact("z", long_ago, legs=("line",), outcome="blocked")
    assert named_at(site, "line")["blocked"] == 0.0  # none this week, and it would be told
    assert "blocked" not in named_at(site, "ivr")


def test_no_change_of_channel_is_missing_until_there_ever_was_one(site):
    assert "channel_switch" not in named_at(site, "line")
    site.contact("z", site_noon(LAST) - DAY, legs=("line",), channel="chat")
    site.contact("z", site_noon(LAST) - DAY / 2, legs=("ivr",), channel="phone")
    assert "channel_switch" in named_at(site, "line")


def page_of(site):
    return touchpoint(site.reader(), site.catalog, "line", "7d")


def test_a_page_may_only_name_what_is_neither_main_nor_targeted(site):
    short = touchpoint(site.reader(), site.catalog, "line", "7d", every=False)
    named = {kpi.name for kpi in short.folded}
    shown = {line.kpi.name for line in short.kpis}
    assert "wait_longest" in named
    assert {"abandon_rate", "asa"} <= shown
    assert named | shown == {line.kpi.name for line in page_of(site).kpis}
    site.insert("kpi_target", [{"kpi": "wait_longest", "target": 600.0}])
    targeted = touchpoint(site.reader(), site.catalog, "line", "7d", every=False)
    assert "wait_longest" in {line.kpi.name for line in targeted.kpis}
