"""What is known of the rows behind a number, and of the contact that one of them belongs to."""

from datetime import datetime, timedelta

import pytest

from cjm_tui.domain.breakdown import Cut, Dimension
from cjm_tui.errors import UsageError
from cjm_tui.services.contact_story import contact_story
from cjm_tui.services.figure import figure, figure_known, figure_rows
from tests.services.site import DAY, LAST, Site

NOON = datetime(LAST.year, LAST.month, LAST.day, 12)


@pytest.fixture(scope="module")
def site():
    site = Site(minimum_n=1).map()
    for number in range(12):
        at = NOON - number * DAY
        contact = site.contact(
            f"k{number % 3}", at, at + timedelta(minutes=4), contact_id=f"C{number}", legs=(),
            reason="fault", segment="home", resolved=number != 1,
        )  # fmt: skip
        site.leg(contact, "ivr", at, interaction_id=f"I{number}", outcome="to_agent", channel="ivr")
        site.leg(
            contact, "line", at + timedelta(minutes=1), at + timedelta(minutes=4),
            interaction_id=f"L{number}", outcome="answered", team="Leeds", queue="help", wait_s=7.0,
            talk_s=60.0, wrap_s=5.0, channel="phone", reason="" if number else "move",
        )  # fmt: skip
        site.feedback(
            "line", at + timedelta(hours=1), "csat", 5.0 if number else 1.0, contact_id=contact,
            feedback_id=f"F{number}", verbatim="=never again" if not number else None, scale="1-5",
        )  # fmt: skip
    site.invitation("line", NOON + timedelta(minutes=10), contact_id="C0", invitation_id="V0")
    site.feedback(
        "line", NOON - timedelta(hours=2), "csat", 2.0, feedback_id="LOOSE", customer_key="k0"
    )
    return site


def known(site, kpi, **asked):
    reader = site.reader()
    found = figure(reader, site.catalog, "line", kpi, "28d", **asked)
    rows = figure_known(reader, site.catalog, found)
    assert rows.total == len(rows.rows) == found.n == figure_rows(reader, found, 1).total
    return {row["source_id"]: row for row in dicts(rows)}


def dicts(rows):
    return [dict(zip(rows.columns, row, strict=True)) for row in rows.rows]


def test_a_counted_leg_says_who_why_where_how_long_and_how_it_ended(site):
    row = known(site, "asa")["L3"]
    assert (row["customer"], row["contact_id"]) == ("k0", "C3")
    assert (row["reason"], row["segment"]) == ("fault", "home")
    assert (row["team"], row["channel"], row["queue"]) == ("Leeds", "phone", "help")
    assert (row["wait_s"], row["handle_s"], row["outcome"]) == (7.0, 65.0, "answered")
    assert "words" not in row, "a column that is empty in every row says nothing"
    assert known(site, "asa")["L0"]["reason"] == "move", "the leg's own reason goes before"


def test_a_counted_answer_has_its_score_and_words_and_its_contacts_leg_there(site):
    rows = known(site, "csat")
    told = rows["F0"]
    assert (told["score"], told["words"], told["customer"]) == (1.0, "=never again", "k0")
    assert (told["team"], told["wait_s"]) == ("Leeds", 7.0), "the leg at the line, not at the IVR"
    loose = rows["LOOSE"]
    assert (loose["customer"], loose["contact_id"], loose["team"]) == ("k0", None, None)


def test_the_end_of_the_follow_up_stands_in_local_time_as_the_row_does(site):
    row = known(site, "fcr_7d")["L8"]
    ended = NOON - 8 * DAY + timedelta(minutes=4)
    assert row["final_local_at"] == ended + 7 * DAY
    assert "final_at" not in row


def test_a_part_of_a_number_keeps_its_own_column_and_its_count(site):
    part = Cut(((Dimension.REASON, "move"),))
    assert [row["reason"] for row in known(site, "asa", cut=part).values()] == ["move"]


def test_the_sql_of_the_rows_runs_as_it_stands_and_gives_all_of_them(site):
    reader = site.reader()
    found = figure(reader, site.catalog, "line", "csat", "28d")
    cut = figure_known(reader, site.catalog, found, 5)
    assert (len(cut.rows), cut.total) == (5, found.n)
    rows = site.connection.execute(cut.sql).fetchall()
    assert len(rows) == found.n
    assert [row[3] for row in rows[:5]] == [row["source_id"] for row in dicts(cut)]


@pytest.mark.parametrize("row", [("interaction", "L1"), ("feedback", "F1"), ("contact", "C1")])
def test_any_row_of_a_contact_leads_to_its_whole_story(site, row):
    for table in (row[0], ""):
        story = contact_story(site.reader(), table, row[1])
        assert story.words == (
            "customer k1 · contact C1 · reason fault · segment home · recorded as NOT resolved"
        )
        own = [step for step in story.steps if step.part == "contact"]
        assert [(step.kind, step.line) for step in own] == [
            ("leg", "IVR: to_agent"),
            ("leg", "Agent call: answered, waited 7s, handled 65s, queue help, team Leeds"),
            ("answer", "Agent call: answered CSAT 5 of 1-5"),
        ]
        assert {step.at.date() for step in story.steps if step.part == "before"} == {
            (NOON - back * DAY).date() for back in (4, 7, 10)
        }, "the same customer's contacts, and nobody else's"


def test_the_newest_contact_has_its_invitation_and_words_and_nothing_later(site):
    story = contact_story(site.reader(), "interaction", "I0")
    lines = [step.line for step in story.steps if step.part == "contact"]
    assert lines[-2:] == [
        "Agent call: invited to answer CSAT",
        "Agent call: answered CSAT 1 of 1-5 “=never again”",
    ]
    assert {step.part for step in story.steps} == {"before", "contact"}


def test_an_answer_about_no_contact_stands_for_itself_beside_its_customers_contacts(site):
    story = contact_story(site.reader(), "feedback", "LOOSE")
    assert story.words == "customer k0 · about no contact"
    assert [s.words for s in story.steps if s.part == "contact"] == ["answered CSAT 2"]
    assert sum(step.kind == "leg" for step in story.steps if step.part == "before") == 6
    assert sum(step.kind == "leg" for step in story.steps if step.part == "later") == 2


def test_an_id_that_nothing_has_is_refused_in_words(site):
    with pytest.raises(UsageError, match="no leg, answer, invitation or contact 'C99'"):
        contact_story(site.reader(), "", "C99")
