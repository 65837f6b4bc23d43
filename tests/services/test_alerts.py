"""The morning's check over a small site: each kind is found, rests once seen, and is told anew."""

from datetime import datetime, time, timedelta

import pytest

from cjm_tui.domain.alerts import AlertKind
from cjm_tui.errors import UsageError
from cjm_tui.services import alerts as service
from tests.services.site import DAY, LAST, NOW, TODAY, Site


class Standing:
    """The site as a database that may be written, which `acknowledge` asks for."""

    def __init__(self, site):
        self.site = site

    def write(self):
        return self

    def __enter__(self):
        return self.site.reader()

    def __exit__(self, *_):
        return None


def calm(now=NOW):
    """A hundred even days, and an owner where it matters."""
    site = Site(now).map()
    site.owner("ivr", "ida")
    for back in range(100):
        site.answers("shop", LAST - back * DAY, 40 + back % 3, 10 - back % 3)
    return site


def check(site):
    return service.check(site.reader(), site.catalog)


def said(site, kind):
    return [(one.about, one.words) for one in check(site).alerts if one.kind is kind]


def seen(site):
    """Acknowledge all that is told, and return how many lines that were."""
    found = check(site)
    service.acknowledge(Standing(site), service.chosen(found, ("all",)), "in the stand-up")
    assert check(site).alerts == ()
    return len(found.alerts)


def test_a_calm_site_is_quiet():
    found = check(calm())
    assert (found.alerts, found.exit_code) == ((), 0)


def test_data_that_stays_away_is_stale_and_told_again_only_when_it_has_moved():
    site = calm(NOW + 3 * DAY)
    assert said(site, AlertKind.STALE) == [("no data after Thu 19 Nov", ())]
    assert check(site).exit_code == 20
    seen(site)
    site.now += DAY
    assert check(site).alerts == ()
    site.answers("shop", LAST + DAY, 40, 10)
    assert said(site, AlertKind.STALE) == [("no data after Fri 20 Nov", ())]


def test_no_data_at_all_is_said():
    assert [one.about for one in check(Site().map()).alerts if one.kind is AlertKind.STALE] == [
        "no data yet"
    ]


def test_all_signals_of_a_touchpoint_are_one_line_and_a_new_one_is_told_again():
    site = calm()
    for back in range(100):
        slid = 14 if back < 12 else 0
        site.calls("line", LAST - back * DAY, 90 - back % 3 - slid, 10 + back % 3 + slid)
    (line,) = [one for one in check(site).alerts if one.kind is AlertKind.WORSE]
    names = [mark.finding for mark in line.marks]
    assert line.about == "Agent call"
    assert "worse:line:abandon_rate" in names
    assert line.words[1] == f"and {len(names) - 1} more"
    assert any("in a row" in word or "outside the limits" in word for word in line.words)
    assert seen(site) == 1
    resting = check(site).resting
    assert {one.why for one in resting} == {"in the stand-up"}
    assert {mark.finding for one in resting for mark in one.alert.marks} == set(names)
    for back in range(12):  # the shop follows
        site.answers("shop", LAST - back * DAY, 5, 45)
    assert [about for about, _ in said(site, AlertKind.WORSE)] == ["Web shop"]


def batch(site, number, file, status="loaded", **more):
    row = {"batch": number, "file": file, "sha256": str(number), "mapping": "acd", "read": 200}
    at = {"finished_at": NOW.replace(tzinfo=None) - timedelta(hours=number), "timezone": "UTC"}
    site.insert("import_batch", [row | at | {"status": status} | more])


def quarantined(site, number, lines):
    rows = [
        {"batch": number, "file": "in/a.csv", "line": n, "reason": "no such time: x"} for n in lines
    ]
    site.insert("quarantine", rows)


def test_rows_in_quarantine_above_the_sites_threshold():
    site = calm()
    batch(site, 1, "in/a.csv")
    quarantined(site, 1, range(2, 6))
    assert said(site, AlertKind.QUARANTINE) == [
        ("4 rows of 200 in a.csv", ("no such time", "batch 1"))
    ]
    assert check(site).exit_code == 10
    seen(site)
    quarantined(site, 1, [9])
    assert [about for about, _ in said(site, AlertKind.QUARANTINE)] == ["5 rows of 200 in a.csv"]
    setting = {"key": "check_quarantine_percent", "value": "2.5"}
    site.insert("site_setting", [setting])
    assert said(site, AlertKind.QUARANTINE) == []
    site.writer.execute(
        "update site_setting set value = '2.4' where key = $key", {"key": setting["key"]}
    )
    assert len(said(site, AlertKind.QUARANTINE)) == 1


def test_a_refused_file_until_its_name_has_come_again():
    site = calm()
    batch(site, 7, "in/b.csv", "refused", reason="it is empty")
    assert said(site, AlertKind.REFUSED) == [("b.csv", ("it is empty",))]
    batch(site, 3, "elsewhere/b.csv")
    assert said(site, AlertKind.REFUSED) == []


def test_a_refused_file_of_last_month_is_history():
    site = calm()
    batch(site, 24 * 15, "in/b.csv", "refused", reason="it is empty")
    assert said(site, AlertKind.REFUSED) == []


def test_a_missing_file_says_when_it_was_due_and_how_many_more():
    site = calm()
    site.insert(
        "expected_file",
        [
            {
                "source": "acd",
                "pattern": "acd*",
                "every": "daily",
                "due_at": time(6),
                "valid_from": LAST,
            }
        ],
    )
    assert said(site, AlertKind.MISSING) == [("acd*", ("due Fri 20 Nov 06:00", "and 1 more"))]
    assert check(site).exit_code == 20


def test_moments_of_truth_without_an_owner_and_no_others():
    site = Site().map()
    (line,) = [one for one in check(site).alerts if one.kind is AlertKind.NO_OWNER]
    assert (line.about, line.words[0]) == ("IVR", "moment of truth")
    site.owner("ivr", "gone", state="left")
    ((_, words),) = said(site, AlertKind.NO_OWNER)
    assert "its owner has left" in words


def action(site, number, **more):
    row = {"action_id": f"A-{number}", "title": "Do it", "state": "agreed"}
    site.insert("action", [row | {"proposed_at": TODAY - 40 * DAY} | more])


def test_actions_overdue_or_stalled_and_each_once():
    site = calm()
    action(site, 1, due=LAST)
    action(site, 2, due=TODAY, proposed_at=TODAY - 13 * DAY)
    action(site, 3, due=TODAY + DAY)
    action(site, 4, due=LAST, state="closed")
    assert said(site, AlertKind.OVERDUE) == [("A-1 Do it", ("due 19 Nov", "NO OWNER"))]
    assert [about for about, _ in said(site, AlertKind.STALLED)] == ["A-3 Do it"]
    seen(site)
    site.writer_at(site.now).execute("update action set due = due - 1 where action_id = 'A-1'")
    assert [about for about, _ in said(site, AlertKind.OVERDUE)] == ["A-1 Do it"]


def test_a_map_past_its_review():
    site = calm()
    site.writer_at(site.now).execute(
        "update journey set review_due = $day", {"day": datetime.combine(LAST, time())}
    )
    assert [about for about, _ in said(site, AlertKind.REVIEW)] == ["Broadband", "Leave"]


def test_a_code_that_nobody_has_read_acknowledges_nothing():
    site = calm(NOW + 3 * DAY)
    found = check(site)
    with pytest.raises(UsageError, match="No finding has the code"):
        service.chosen(found, (found.alerts[0].code, "000000"))
