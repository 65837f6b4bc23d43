"""What is planted in paths, the IVR, times, words and ownership is there, and its controls."""

from datetime import date

import polars as pl
import pytest

_FORM = """
with visit as (
    select customer, outcome, ended, local_at::date as day from leg
    where touchpoint_id = '{form}' and customer is not null
), judged as (
    select *, exists (
        select 1 from leg where leg.customer = visit.customer and touchpoint_id = 'ivr'
            and leg.started >= visit.ended and leg.local_at::date = visit.day) as called
    from visit
)
select 100 * avg(called::int), 100 * avg(called::int) filter (outcome = 'not_done') from judged
"""
_RING_BACK = """
with left_form as (
    select customer, ended, local_at::date as day from leg
    where touchpoint_id = 'fault-form' and outcome = 'not_done'
), call as (
    select again, exists (
        select 1 from left_form as f where f.customer = leg.customer and f.ended <= leg.started
            and f.day = leg.local_at::date) as from_form
    from leg join again using (contact_id)
    where touchpoint_id = 'agent-call' and outcome = 'answered' and local_at < '2026-11-14'
)
select avg(again::int) filter (from_form) / avg(again::int) filter (not from_form) from call
"""
_NODES = """
with visit as (
    select interaction_id, flow_version, node, count(*) filter (event = 'enter') as visits,
           max(seq) as last_seq
    from event group by all
), call as (
    select interaction_id, max(seq) as end_seq from event group by all
)
select flow_version, node, avg((last_seq = end_seq)::int), max(visits), count(*)
from visit join call using (interaction_id) group by all
"""


def test_customers_leave_the_form_and_call_and_ring_back_twice_as_often(company, planted):
    truth = planted["desire_path"]
    of_all, of_undone = company.one(_FORM.format(form=truth["form"]))
    assert of_all == pytest.approx(truth["share_of_form_visits"], abs=1.5)
    assert of_undone == pytest.approx(truth["share_of_not_done"], abs=3)
    assert company.one(_FORM.format(form=truth["control"]))[1] < 15
    assert company.one(_RING_BACK)[0] == pytest.approx(truth["ring_back_times"], abs=0.3)


def test_the_dead_end_has_no_way_on_in_v7_and_its_controls_have(company, planted):
    node, version = planted["dead_end"]["node"], planted["dead_end"]["flow_version"]
    after = (
        "select count(*) from event as here join event as later using (interaction_id) "
        "where here.node = '{}' and here.flow_version = '{}' and later.seq > here.seq "
        "and (later.event = 'task_ok' or later.node = 'Payment date')"
    )
    assert company.one(after.format(node, version)) == (0,)
    assert company.one(after.format(node, "v6"))[0] > 500
    exits = {(row[0], row[1]): row[2] for row in company.all(_NODES)}
    assert exits["v7", node] > exits["v6", node] + 0.2
    done = "select count(*) from event where node = '{}' and event = 'task_ok'"
    assert company.one(done.format(planted["dead_end"]["control"]))[0] > 1000


def test_callers_go_in_circles_at_one_node_only(company, planted):
    visits: dict[str, int] = {}
    for _, node, _, most, _ in company.all(_NODES):
        visits[node] = max(most, visits.get(node, 0))
    assert visits[planted["loop"]["node"]] == planted["loop"]["visits_in_a_call"]
    assert visits[planted["loop"]["control"]] == 1
    assert {node for node, most in visits.items() if most >= 3} == {"Fault", "Router restart"}


def test_every_call_of_the_ivr_has_its_events_in_order(company):
    assert company.one(
        "select count(*) from leg anti join event using (interaction_id) "
        "where touchpoint_id = 'ivr'"
    ) == (0,)
    assert company.one(
        'select count(*) from (select "at" < lag("at") over (partition by interaction_id '
        "order by seq) as back from event) where back"
    ) == (0,)
    assert company.one(
        "select count(*) from (select interaction_id from event group by all "
        "having min(seq) <> 1 or max(seq) <> count(*))"
    ) == (0,)


def test_the_flow_changes_on_one_day(company, planted):
    truth = planted["flow_change"]
    for source, day in (("leg", "local_at"), ("event", '"at"')):
        found = company.all(
            f"select flow_version, min({day}::date), max({day}::date) from {source} "
            "where flow_version is not null group by all order by 1"
        )
        assert [row[0] for row in found] == [truth["before"], truth["after"]]
        assert found[0][2] < truth["first_day"] <= found[1][1]


def test_one_tuesday_lacks_the_ivr_file_and_no_other_day_does(company, planted):
    day = planted["missing_file"]["day"]
    assert day.strftime("%A") == "Tuesday"
    days = {
        row[0] for row in company.all("select local_at::date from leg where touchpoint_id = 'ivr'")
    }
    every = {row[0] for row in company.all("select distinct local_at::date from leg")}
    assert every - days == {day}
    assert company.one(f"select count(*) from event where \"at\"::date = '{day}'") == (0,)
    agents = "select count(*) from leg where touchpoint_id = 'agent-call' and local_at::date = '{}'"
    assert company.one(agents.format(day))[0] > 20


def test_contacts_fall_into_the_hour_that_occurs_twice(company, planted):
    for day in planted["doubled_hour"]["days"]:
        within = f"from leg where local_at >= '{day} 01:00' and local_at < '{day} 02:00'"
        local, first, second = company.one(
            "select count(*) filter (started_at not like '%Z'), "
            f"count(*) filter (started_at like '{day}T00:%Z'), "
            f"count(*) filter (started_at like '{day}T01:%Z') {within}"
        )
        assert local >= 4
        assert first >= 2
        assert second >= 2


def test_no_time_lies_in_the_hour_that_never_was(company):
    for column in ("started_at", "ended_at"):
        never = f"select count(*) from leg where {column} like '2026-03-29T01:%' "
        assert company.one(never + f"and {column} not like '%Z'") == (0,)
    assert company.one(
        "select count(*) from event where strftime(\"at\", '%Y-%m-%d %H') = '2026-03-29 01'"
    ) == (0,)


def test_kept_calls_back_are_no_contacts_of_the_customer(company):
    calls, first, last = company.one(
        "select count(*), min(local_at::date), max(local_at::date) from leg "
        "where direction = 'callback'"
    )
    assert calls > 200
    assert first >= date(2026, 3, 2)
    assert last < date(2026, 9, 28)


def test_words_go_with_the_score_some_disagree_and_some_are_personal(company):
    words, personal = company.one(
        "select count(*), count(*) filter (regexp_matches(verbatim, '@example|7700 ?900')) "
        "from feedback where verbatim is not null"
    )
    assert words > 12_000
    assert 0.005 < personal / words < 0.03
    low, high = (
        company.one(
            "select avg(regexp_matches(verbatim, 'circles|rang back|hung up|no way', 'i')::int) "
            f"from feedback where touchpoint_id = 'ivr' and verbatim is not null and score {band}"
        )[0]
        for band in ("<= 3", ">= 6")
    )
    assert low > 0.3
    assert 0 < high < 0.1


def test_ownership_is_planted_as_written(sample_data, planted):
    table = pl.read_csv(sample_data / "touchpoints.csv", infer_schema=False)
    parties = dict(pl.read_csv(sample_data / "parties.csv").select("party_id", "state").iter_rows())
    last = planted["company"]["last_day"]
    rows = {row["touchpoint_id"]: row for row in table.to_dicts()}
    ended = {at: row["accountable_until"] for at, row in rows.items() if row["accountable_until"]}
    assert ended == {"ivr": str(planted["no_owner"]["until"])}
    assert (last - planted["no_owner"]["until"]).days == planted["no_owner"]["days_on_last_day"]
    several = {at for at, row in rows.items() if ";" in row["accountable"]}
    assert several == {planted["two_leads"]["touchpoint"]}
    left = {at for at, row in rows.items() if parties[row["accountable"].split(";")[0]] == "left"}
    assert left == {planted["leaver"]["touchpoint"]}
    old = {
        at
        for at, row in rows.items()
        if (last - date.fromisoformat(row["accountable_confirmed_at"])).days > 90 and at != "ivr"
    }
    assert old == {planted["unconfirmed"]["touchpoint"]}
    assert (last - planted["unconfirmed"]["confirmed"]).days == 120
    named = {party for row in rows.values() for party in row["accountable"].split(";")}
    assert named <= set(parties)


def test_the_malformed_file_is_bad_where_it_says(sample_data, planted):
    lines = (sample_data / planted["malformed"]["file"]).read_bytes().decode().splitlines()
    assert len(lines) - 1 == planted["malformed"]["records"]
    width = lines[0].count(",")
    assert sum(line.count(",") < width for line in lines[1:]) == 1
    assert sum(line.count(",") > width for line in lines[1:]) == 1
    assert sum('"' in line for line in lines) == 1
    assert sum("\x1b" in line and "\x9b" in line for line in lines) == 1
    assert sum("fax-machine" in line for line in lines) == 1
    assert planted["malformed"]["refused"] / planted["malformed"]["records"] < 0.05


def test_the_night_after_holds_the_next_day_only(sample_data, planted, company):
    day = planted["nightly"]["day"]
    known = {row[0] for row in company.all("select contact_id from contact")}
    for path in sorted((sample_data / "nightly").glob("interactions-*.csv")):
        rows = pl.read_csv(path, infer_schema=False)
        assert set(rows["started_at"].str.slice(0, 10)) == {str(day)}, path.name
        assert not known & set(rows["contact_id"])
