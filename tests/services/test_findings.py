"""Today's findings from facts, the customers hurt counted again by hand."""

from datetime import datetime, time

import pytest

from cjm_tui.domain.kpi import Signal
from cjm_tui.services.findings import findings, with_findings
from cjm_tui.services.journey_map import map_of
from cjm_tui.services.scores import Place, Scores
from cjm_tui.services.touchpoint import touchpoint
from tests.queries.facts import OFFSET
from tests.services.site import DAY, LAST, Site


@pytest.fixture
def site():
    """The shop's answers and the line's calls slide for the last twelve days, the farewell's not."""
    site = Site().map()
    for ahead in range(100):
        day, wobble = LAST - (99 - ahead) * DAY, ahead % 3
        slid = 12 if ahead >= 88 else 0
        site.answers("shop", day, 40 + wobble - slid, 10 - wobble + slid)
        site.answers("bye", day, 40 + wobble, 10 - wobble)
        site.calls("line", day, 90 - wobble - slid // 2, 10 + wobble + slid // 2)
    return site


def test_what_is_worse_is_found_and_counted_by_hand(site):
    found = findings(site.reader(), site.catalog)
    assert [finding.touchpoint_id for finding in found] == ["shop", "line"]
    shop = found[0]
    assert (shop.stage, shop.kpi.name) == ("Join", "csat")
    bad = sum(10 - ahead % 3 + (12 if ahead >= 88 else 0) for ahead in range(72, 100))
    usual = shop.change.baseline
    assert shop.estimate.n == 28 * 50
    assert shop.hurt == pytest.approx(bad - (100 - usual) / 100 * 1400)
    assert found[1].kpi.name in ("abandon_rate", "service_level"), "of both as many are hurt"
    assert shop.hurt > found[1].hurt > 0


def test_the_map_with_its_findings_asks_for_scores_once(site, monkeypatch):
    reader, asked = site.reader(), []
    query = type(reader).query

    def noted(self, name, **params):
        asked.append(name)
        return query(self, name, **params)

    monkeypatch.setattr(type(reader), "query", noted)
    board = with_findings(reader, map_of(reader, site.catalog, "28d"))
    for name in ("data_state", "journey_touchpoints", "targets_in_force", "rebasings"):
        assert asked.count(name) == 1, name
    monkeypatch.undo()
    assert board.findings == findings(site.reader(), site.catalog) != ()


def test_who_answers_no_survey_is_no_customer_hurt(site):
    for ahead in range(100):
        day, slid = LAST - (99 - ahead) * DAY, 30 if ahead >= 80 else 0
        noon = datetime.combine(day, time(12))
        rows = [{"touchpoint_id": "ivr", "at": noon - OFFSET, "local_at": noon, "instrument": "csat",
                 "contact_id": f"v{ahead}-{n}"} for n in range(50)]  # fmt: skip
        site.insert("invitation", [row | {"invitation_id": site.id("v")} for row in rows])
        site.insert("feedback", [row | {"feedback_id": site.id("f"), "score": 5.0}
                                 for row in rows[: 40 - slid + ahead % 3]])  # fmt: skip
    reader = site.reader()
    page = touchpoint(reader, site.catalog, "ivr")
    assert {line.kpi.name for line in page.kpis} >= {"survey_response", "csat"}
    scores = Scores(reader, site.catalog, page.state, page.period)
    chart = scores.charts([Place("survey_response", "ivr")], whole=False)
    assert chart[Place("survey_response", "ivr")].change.signal is Signal.WORSE
    assert "ivr" not in {finding.touchpoint_id for finding in findings(reader, site.catalog)}


def test_owner_and_action_stand_with_it(site):
    site.owner("line", "leo")
    for number, due in ((1, LAST + 9 * DAY), (2, LAST + DAY)):
        row = {"action_id": f"a{number}", "touchpoint_id": "shop", "state": "live"}
        site.insert("action", [row | {"title": f"do {number}", "due": due}])
    shop, line = findings(site.reader(), site.catalog)
    assert (shop.owner, shop.action, shop.action_due) == ("", "do 2", LAST + DAY)
    assert (line.owner, line.action) == ("Leo", "")


def test_without_data_or_anything_worse_there_is_none():
    assert findings(Site().map().reader(), Site().catalog) == ()
    calm = Site().map()
    for ahead in range(100):
        calm.answers("shop", LAST - ahead * DAY, 40 + ahead % 3, 10 - ahead % 3)
    assert findings(calm.reader(), calm.catalog) == ()
