"""Today's findings from facts, the customers hurt counted again by hand."""

import pytest

from cjm_tui.services.findings import findings
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
