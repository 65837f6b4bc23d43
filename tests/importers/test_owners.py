"""Who answers for what, as CSV: whole there and back, and never over what people have decided."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_tui.services import owning
from cjm_tui.services.edits import form, save
from cjm_tui.services.owners_csv import FILES, csv_text
from tests.queries.facts import catalog

MAP = "journey,stage,stage_position,touchpoint_id,touchpoint,accountable,supporting\n"
IVR = "Buy,Help,1,ivr,IVR,{},d1\n"
PARTIES = (
    "party_id,name,department,state\nann,Ann,Sales,active\nbob,Bob,Field,active\nd1,Field,Field,\n"
)


def assign(site, touchpoint, party, why=""):
    with site.database.read() as reader:
        opened = form(reader, catalog(), "owner", touchpoint)
    save(site.database, opened, {"accountable": party, "why": why})


def owners(site):
    return site.rows(
        "select party_id from accountability where role = 'A' and until is null order by 1"
    )


@pytest.fixture(autouse=True)
def _stored_queries(site):
    site.database.catalog = catalog()


@pytest.fixture
def mapped(site):
    site.load_text(MAP + IVR.format("ann"), "touchpoints.csv")
    site.load_text(PARTIES, "parties.csv")
    return site


def test_an_owner_whom_a_person_set_stays_when_the_map_comes_again(mapped):
    assign(mapped, "IVR", "bob", "agreed")
    again = MAP + IVR.format("ann") + "Buy,Help,1,chat,Chat,ann,\n"
    result = mapped.load_text(again, "touchpoints.csv")
    assert owners(mapped) == [("ann",), ("bob",)], "ann owns the new chat, bob still the IVR"
    assert mapped.rows("select party_id from accountability where touchpoint_id = 'chat'") == [
        ("ann",)
    ]
    count = result.targets["accountability"]
    assert (count.kept, count.unchanged) == (1, 2)
    assert count.as_json()["kept"] == 1


def test_an_owner_whom_a_person_set_stays_when_a_file_names_one_for_the_first_time(site):
    site.load_text(MAP + IVR.format(""), "touchpoints.csv")
    site.load_text(PARTIES, "parties.csv")
    assign(site, "IVR", "bob")
    site.load_text(MAP + IVR.format("ann"), "touchpoints.csv")
    assert owners(site) == [("bob",)]


def test_a_confirmation_does_not_hold_up_what_the_file_says_of_the_owner(mapped):
    owning.confirm(mapped.database, ["ivr"])
    mapped.load_text(MAP + IVR.format("bob"), "touchpoints.csv")
    assert owners(mapped) == [("bob",)]


def test_who_left_stays_so_whatever_the_nightly_file_says(mapped):
    with mapped.database.read() as reader:
        opened = form(reader, catalog(), "party", "Ann")
    save(mapped.database, opened, {"state": "left", "why": "gone"})
    night = PARTIES.replace("Ann,Sales", "Ann,Digital")
    result = mapped.load_text(night, "parties.csv")
    assert mapped.rows("select department, state from party where party_id = 'ann'") == [
        ("Digital", "left")
    ]
    assert result.targets["party"].kept == 1


def test_over_edits_takes_the_files_word_also_of_a_file_that_is_in_already(mapped):
    assign(mapped, "IVR", "bob", "agreed")
    first = MAP + IVR.format("ann")
    assert str(mapped.load_text(first, "touchpoints.csv").status) == "unchanged"
    mapped.load_text(first, "touchpoints.csv", over_edits=True)
    assert owners(mapped) == [("ann",)]


def test_roles_may_be_words_and_what_is_none_is_quarantined(mapped):
    result = mapped.load_text(
        "touchpoint_id,party_id,role,since,until\n"
        "ivr,bob,Consulted,2026-01-01,\nivr,bob,boss,,\nivr,bob,I,2026-02-01,2026-01-01\n",
        "accountability.csv",
        allow_bad=100,
    )
    assert (result.accepted, result.quarantined) == (1, 2)
    assert mapped.rows("select role, since from accountability where party_id = 'bob'") == [
        ("C", date(2026, 1, 1))
    ]


names = st.text(st.sampled_from("=+-@'\"aé;, \tß7"), min_size=1, max_size=8).map(str.strip)
some_day = st.none() | st.dates(date(2024, 1, 1), date(2027, 1, 1))


@st.composite
def ledgers(draw):
    """Draw parties, roles, objectives and departments as a person may have made them."""
    people = draw(st.lists(names.filter(bool), min_size=1, max_size=4, unique=True))
    parties = [
        (f"p{n}", name, draw(st.none() | names.filter(bool)), "person", "active", None)
        for n, name in enumerate(people)
    ]
    ids = st.sampled_from([row[0] for row in parties])
    roles = draw(st.lists(st.tuples(ids, st.sampled_from("ARSCI")), max_size=6, unique=True))
    accountability = []
    for party_id, role in roles:
        since, until = draw(some_day), draw(some_day)
        if since is not None and until is not None:
            since, until = sorted((since, until))
        accountability.append(("ivr", party_id, role, since, until, draw(some_day)))
    kpis = draw(st.lists(st.tuples(ids, st.sampled_from(["csat", "aht"])), max_size=3, unique=True))
    objectives = [
        (party_id, draw(st.none() | names.filter(bool)), kpi, draw(st.none() | st.integers(0, 99)))
        for party_id, kpi in kpis
    ]
    departments = draw(st.lists(names.filter(bool), max_size=3, unique=True))
    stages = [
        ("buy/help", name, "support" if index else "lead") for index, name in enumerate(departments)
    ]
    return {
        "party": parties,
        "accountability": accountability,
        "objective": objectives,
        "stage_department": stages,
    }


@settings(max_examples=10)
@given(tables=ledgers())
def test_all_four_files_come_back_as_they_were(new_site, tables):
    one, other = new_site(), new_site()
    one.database.catalog = other.database.catalog = catalog()
    with one.database.write() as writer:
        for table, rows in tables.items():
            for row in rows:
                places = ", ".join("?" for _ in row)
                writer.execute(f"insert into {table} values ({places})", list(row))
    with one.database.read() as reader:
        files = {name: csv_text(reader, name) for name in FILES}
    for name, text in files.items():
        result = other.load_text(text, f"{name}.csv") if text.count("\n") > 1 else None
        assert result is None or result.quarantined == 0
    for table in tables:
        query = f"select * from {table} order by all"
        assert other.rows(query) == one.rows(query), table
    with other.database.read() as reader:
        assert {name: csv_text(reader, name) for name in FILES} == files
