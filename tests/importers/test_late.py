"""Data that comes late, or corrected: only the days concerned change, and what was is kept."""

import pytest

from tests.importers.conftest import HEADER
from tests.importers.test_merge import MAP, counts, interactions
from tests.queries.facts import catalog_of

KPIS = catalog_of("repeat_7d", "aht", "csat")
LEGS = f"{HEADER},customer,handle_s,updated_at"
ROLLED = "select kpi, touchpoint_id, day::varchar, n, sum, sum_sq from kpi_day order by all"
DAYS = [f"2026-10-{day:02}" for day in range(1, 31)]
LATE = "2026-10-15"
WINDOW = {f"2026-10-{day:02}" for day in range(8, 16)}  # seven days before, and the day


def day(date, customers, first=0, version="2026-11-01"):
    """A day's file: a contact of each customer at noon."""
    rows = [
        f"{date}-{n},{date}-{n},line,{date}T{9 + n}:00:00,{who},{60 + n},{version}"
        for n, who in enumerate(customers, start=first)
    ]
    return "\n".join([LEGS, *rows, ""])


def fill(site, late=True):
    """A month, with or without one day of it."""
    days = [
        day(date, [f"K{number}", "Kx"]).split("\n", 1)[1]
        for number, date in enumerate(DAYS)
        if date != LATE or late
    ]
    site.load_text(LEGS + "\n" + "".join(days))


def changed_days(before, after):
    return {row[2] for row in set(before) ^ set(after)}


def test_an_older_days_file_changes_that_day_and_the_window_before_it(new_site):
    site, in_order = new_site(KPIS), new_site(KPIS)
    fill(in_order)
    fill(site, late=False)
    before = site.rows(ROLLED)
    with site.database.write() as writer:  # a mark on every row that is not computed anew
        writer.execute("update kpi_day set promoters = 7")
    site.load_text(day(LATE, ["K14", "Kx"]), f"interactions-{LATE}.csv")
    after = site.rows(ROLLED)
    assert LATE in changed_days(before, after) <= WINDOW
    anew = site.rows("select distinct day::varchar from kpi_day where promoters is distinct from 7")
    # One day more: a contact of that evening may last into the next.
    assert {LATE} < {d for (d,) in anew} <= WINDOW | {"2026-10-07"}
    assert after == in_order.rows(ROLLED)


def test_a_newer_version_updates_its_day_and_the_older_goes_to_the_history(new_site):
    site = new_site(KPIS)
    fill(site)
    before = site.rows(ROLLED)
    newer = day(LATE, ["K14", "Kother"], version="2026-11-05")
    result = site.load_text(newer, "correction.csv")
    assert counts(result) == (2, 0, 2, 0)
    assert LATE in changed_days(before, site.rows(ROLLED)) <= WINDOW
    old = site.rows(
        "select interaction_id, source_version::date::varchar, replaced_by"
        " from interaction_history order by 1"
    )
    assert old == [
        (f"{LATE}-0", "2026-11-01", result.batch),
        (f"{LATE}-1", "2026-11-01", result.batch),
    ]
    older = day(LATE, ["K14", "Kelse"], version="2026-10-20")
    state = site.facts()
    assert counts(site.load_text(older, "too-late.csv")) == (2, 0, 0, 2)
    assert site.facts() == state
    assert len(site.rows("from interaction_history")) == 4  # kept, should the newer be undone


def test_an_undone_correction_gives_the_roll_up_back(new_site):
    site = new_site(KPIS)
    fill(site)
    before, facts = site.rows(ROLLED), site.facts()
    result = site.load_text(day(LATE, ["Kz", "Kz"], version="2026-11-05"), "correction.csv")
    outcome = site.undo(result.batch)
    assert outcome.targets["interaction"].restored == 2
    assert (site.rows(ROLLED), site.facts()) == (before, facts)


def test_an_undo_takes_what_the_batch_still_owns_and_lists_the_rest(site):
    site.load_text(interactions(10))
    site.load_text(interactions(3, start=4, wait=99), "later.csv")
    count = site.undo(1).targets["interaction"]
    assert (count.removed, count.left_total) == (7, 3)
    assert count.left == ("i4", "i5", "i6")
    assert site.rows("select interaction_id from interaction order by 1") == [
        ("i4",),
        ("i5",),
        ("i6",),
    ]


TIMED = """/*---
title = "Visits"
recognise = {{ name = "visits*", header = ["visit", "at"] }}
timezone = "site"
---*/
create table interaction as select _line, visit as interaction_id, visit as contact_id,
    'shop' as touchpoint_id, "at" as started_at, '{reason}' as reason from source;
"""


@pytest.mark.parametrize("after", ["an undo", "a mended mapping", "another time zone"])
def test_the_same_file_imports_again_after(site, after):
    (site.mappings / "visits.sql").write_text(TIMED.format(reason="bill"))
    text = "visit,at\nv1,2026-11-02T10:00:00\n"
    assert site.load_text(text, "visits.csv").status == "loaded"
    assert site.load_text(text, "visits.csv").status == "unchanged"
    options = {}
    if after == "an undo":
        site.undo(1)
    elif after == "a mended mapping":
        (site.mappings / "visits.sql").write_text(TIMED.format(reason="move"))
    else:
        options["timezone"] = "Asia/Tokyo"
    again = site.load_text(text, "visits.csv", **options)
    assert (again.status, again.batch) == ("loaded", 2)
    inserted = after == "an undo"
    assert counts(again) == (1, int(inserted), int(not inserted), 0)
    assert site.rows("select reason, started_at::varchar from interaction") == [
        (
            "move" if "mapping" in after else "bill",
            "2026-11-02 01:00:00" if "zone" in after else "2026-11-02 10:00:00",
        )
    ]
    assert site.load_text(text, "visits.csv", **options).status == "unchanged"


def test_the_same_map_file_imports_again_after_an_undo(site):
    text = MAP + "Buy,Order,1,web,Web shop,Quick,p1,Desk\n"
    site.load_text(text, "touchpoints.csv")
    tables = ("journey", "stage", "touchpoint", "enabler", "accountability")
    before = [site.rows(f"from {table}") for table in tables]
    site.undo(1)
    assert site.load_text(text, "touchpoints.csv").status == "loaded"
    assert [site.rows(f"from {table}") for table in tables] == before
