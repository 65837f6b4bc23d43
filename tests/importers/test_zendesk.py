"""Zendesk's tickets: the newest state of each, its survey, and nobody's name."""

import pytest

from tests.importers.exports import exported, kpis, said

SAMPLE = "zendesk_tickets.csv"


@pytest.fixture
def loaded(new_site, kpi_catalog):
    site = new_site(kpi_catalog)
    (result,) = site.load(exported(SAMPLE))
    assert (result.mapping, result.read, result.accepted) == ("zendesk_tickets", 6, 5)
    assert (result.ignored, result.balanced) == (1, True)
    return site


def test_tickets_and_the_kpis_that_they_feed(loaded):
    assert loaded.rows(
        "select right(contact_id, 3), channel, outcome, wait_s, team from interaction order by 1"
    ) == [
        ("101", "email", "done", 2700.0, "Billing"),
        ("102", "email", "done", 7200.0, "Billing"),
        ("103", "web", None, 1200.0, "Repairs"),
        ("104", "chat", "done", 60.0, "Repairs"),
        ("105", "email", "done", 1800.0, "Billing"),
    ]
    # Good, bad and 5; who wrote ticket 101 wrote 103 two days later. 104 has not answered yet.
    assert kpis(loaded, "zendesk-mail") == {"csat": (3, 66.67), "repeat_7d": (3, 33.33)}
    assert loaded.rows("select count(*) from invitation") == [(4,)]


def test_nobody_is_stored(loaded):
    everything = repr(loaded.facts()) + repr(loaded.rows("from source_record"))
    for word in ("Bo Ray", "bo.ray", "Ann Lee", "invoice"):
        assert word not in everything


def test_the_newest_state_counts_whatever_the_order(new_site):
    text = exported(SAMPLE).read_text(encoding="utf-8")
    older = text.replace("2026-03-02 12:00,2026-03-02 09:20", "2026-03-02 11:00,2026-03-02 09:20")
    older = older.replace(",Bad with comment,", ",Good,").replace("03-05 10:00", "03-04 10:01")
    older = older.replace(",0,Offered,", ",0,Good,").replace(
        "2026-03-04 11:30,2026-03-04 11:01", "2026-03-04 11:29,2026-03-04 11:01"
    )
    found = []
    for files in ((text,), (older, text), (text, older), (older, text, older)):
        site = new_site()
        for part in files:
            site.load_text(part, SAMPLE)
        found.append(
            said(site) + repr(site.rows("select feedback_id, score from feedback order by 1"))
        )
    assert len(set(found)) == 1


def test_columns_of_ones_own_and_few_of_the_usual_ones(site):
    text = "Id,Status,Via,Created at,Updated at,Ticket Category [list]\n7,Open,Fax,2026-03-02 09:00:00,2026-03-02 09:00:00,x\n"
    assert site.load_text(text, "export.csv").mapping == "zendesk_tickets"
    assert site.rows("select channel, outcome from interaction") == [("fax", None)]


def test_a_reply_after_more_than_ten_years_refuses_its_ticket_alone(site):
    header = "Id,Status,Via,Created at,Updated at,First reply time in minutes"
    rows = [f"{n},Open,Mail,2026-03-02 09:00,2026-03-02 09:30,{r}" for n, r in ((1, 5), (2, 1e300))]
    result = site.load_text("\n".join([header, *rows, ""]), "tickets.csv", allow_bad=50)
    assert (result.accepted, result.quarantined) == (1, 1)
    assert site.quarantine()[0].reason.startswith("is not a number of seconds")
