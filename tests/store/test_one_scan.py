"""KPIs counted in one scan: which they are, and that the sums are those of their own rows."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from cjm_tui.store.counting import recount
from cjm_tui.store.one_scan import plain_kpis
from tests.queries.facts import Facts

MONDAY = date(2026, 11, 2)
NINE = datetime.combine(MONDAY, time(9))
DAY = timedelta(days=1)
ROWS = "select touchpoint_id, local_at, 'interaction' as source_table, interaction_id as source_id"
SPAN = "local_at >= $from and local_at < $to and started_at <= $as_of"


@pytest.fixture
def facts():
    facts = Facts()
    for number in range(24):
        facts.leg(
            f"c{number % 5}",
            ("line", "shop", None)[number % 3],
            NINE + number // 6 * DAY,
            outcome="answered" if number % 4 else "abandoned",
            wait_s=number if number % 7 else None,
            talk_s=10.5 * number,
            hold_s=2.0 * number,
        )
    return facts


def mean_of(facts, name, value, condition="true", *, start=ROWS, table="interaction", more=""):
    """Return a KPI like the shipped `asa`, of another value and condition."""
    own_sql = f"{start}, {value} as value, started_at as final_at{more} from {table} where {SPAN}"
    return replace(facts.catalog.get("asa"), name=name, own_sql=f"{own_sql} and {condition}")


def sums(facts, queries):
    """Return what is counted of the queries, together, by KPI, touchpoint and day."""
    facts.writer.execute("delete from kpi_day")
    recount(facts.writer, None, queries, MONDAY, MONDAY + 5 * DAY)
    return {row[:3]: row[3:] for row in facts.rollup()}


def together(facts, queries):
    return {kpi.query.name for kpis in plain_kpis(facts.writer, queries) for kpi in kpis}


def test_conditions_values_and_empty_cells_are_each_kpis_own(facts):
    queries = [
        mean_of(facts, "all_waits", "wait_s"),
        mean_of(facts, "answered", "wait_s", "outcome = 'answered'"),
        mean_of(facts, "either", "talk_s", "(wait_s > 20 or outcome = 'abandoned')"),
        mean_of(facts, "long", "cast(wait_s > 3 as double)", "wait_s is not null"),
    ]
    assert together(facts, queries) == {"all_waits", "answered", "either", "long"}
    # On Monday the line has the legs 0 (abandoned, no wait) and 3, the shop 1 and 4 (abandoned).
    found = {
        (kpi, at): day[:3] for (kpi, at, on), day in sums(facts, queries).items() if on == MONDAY
    }
    assert found == {
        ("all_waits", "line"): (2, 3.0, 9.0),
        ("all_waits", "shop"): (2, 5.0, 17.0),
        ("answered", "line"): (1, 3.0, 9.0),
        ("answered", "shop"): (1, 1.0, 1.0),
        ("either", "line"): (1, 0.0, 0.0),
        ("either", "shop"): (1, 42.0, 1764.0),
        ("long", "line"): (1, 0.0, 0.0),
        ("long", "shop"): (2, 1.0, 1.0),
    }


def test_promoters_detractors_and_weights_are_counted_where_a_kpi_has_them(facts):
    for score in (10, 9, 8, 3, None):
        facts.feedback("shop", NINE, "nps", score)
    queries = [facts.catalog.get(name) for name in ("nps", "ces", "csat")]
    weight = ", talk_s + hold_s as weight"
    queries.append(mean_of(facts, "held", "hold_s", "outcome = 'answered'", more=weight))
    assert together(facts, queries) >= {"nps", "held"}
    found = sums(facts, queries)
    assert found["nps", "shop", MONDAY] == (4, 30.0, 254.0, 2, 1, 0.0)
    # The legs 1 and 4, of which 4 was abandoned: 2 of 12.5 seconds were on hold.
    assert found["held", "shop", MONDAY] == (1, 2.0, 4.0, 0, 0, 12.5)


@pytest.mark.parametrize(
    ("value", "condition", "more"),
    [
        ("count(*) over ()::double", "true", {}),
        ("(select max(wait_s) from interaction)", "true", {}),
        ("wait_s", "interaction_id in (select min(interaction_id) from interaction)", {}),
        ("unnest([wait_s, 1.0])", "true", {}),
        ("wait_s", "true", {"table": "interaction natural join contact"}),
        ("wait_s", "true", {"table": "(select * from interaction limit 3)"}),
        ("wait_s", "true", {"table": "interaction as i (interaction_id, contact_id)"}),
        ("wait_s", "true qualify row_number() over (order by interaction_id) < 3", {}),
        ("wait_s", "true order by interaction_id limit 3", {}),
        ("max(wait_s)", "true group by all", {}),
        ("wait_s", "true", {"start": ROWS.replace("select", "select distinct")}),
        # What is called a touchpoint here is none in the condition.
        (
            "wait_s",
            "Touchpoint_ID = 'phone'",
            {"start": ROWS.replace("touchpoint_id", "channel as touchpoint_id")},
        ),
    ],
)
def test_whatever_is_more_than_conditions_is_counted_by_itself(facts, value, condition, more):
    facts.contact("ann", NINE)
    odd = mean_of(facts, "odd", value, condition, **more)
    plain = mean_of(facts, "plain", "wait_s")
    assert together(facts, [odd, plain]) == {"plain"}
    alone = sums(facts, [odd])
    assert {key: day for key, day in sums(facts, [odd, plain]).items() if key[0] == "odd"} == alone
    rows = facts.writer.rows(
        f"select touchpoint_id, cast(local_at as date), count(*) from ({odd.own_sql})"
        " where touchpoint_id is not null group by all",
        {"from": NINE - DAY, "to": NINE + 5 * DAY, "as_of": NINE + 90 * DAY},
    )
    assert {key[1:]: day[0] for key, day in alone.items()} == {row[:2]: row[2] for row in rows}


def test_what_most_sites_look_at_is_counted_together(facts):
    plain = {"asa", "aht", "abandon_rate", "service_level", "nps", "fcr_7d", "repeat_7d"}
    assert plain <= together(facts, facts.catalog.kpi_queries)
    assert "repeat_reason_7d" not in together(facts, facts.catalog.kpi_queries)
