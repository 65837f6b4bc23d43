"""Repeats, overlaps, versions, contacts of several legs, and the map's own way of merging."""

import random

from tests.importers.conftest import HEADER

FULL = f"{HEADER},ended_at,customer,reason,resolved,wait_s"
VERSIONED = f"{HEADER},reason,updated_at"


def interactions(count, start=0, wait=5):
    rows = [
        f"i{n},c{n // 3},web,2026-11-02T10:{n % 60:02}:00,2026-11-02T11:00:00,K{n // 3},r,yes,{wait}"
        for n in range(start, start + count)
    ]
    return "\n".join([FULL, *rows, ""])


def counts(result, table="interaction"):
    count = result.targets[table]
    return count.produced, count.inserted, count.updated, count.unchanged


def test_overlap_adds_only_what_is_new(site):
    assert counts(site.load_text(interactions(30))) == (30, 30, 0, 0)
    again = site.load_text(interactions(30, start=15))
    assert counts(again) == (30, 15, 0, 15)
    assert counts(again, "contact") == (10, 5, 0, 5)
    assert site.rows("select count(*), count(distinct interaction_id) from interaction") == [
        (45, 45)
    ]
    assert site.rows("select count(*) from interaction_history") == [(0,)]


def test_a_differing_repeat_updates_and_keeps_the_old_row(site):
    site.load_text(interactions(30))
    result = site.load_text(interactions(10, wait=9))
    assert counts(result) == (10, 0, 10, 0)
    assert site.rows(
        "select wait_s, first_batch, last_batch, count(*) from interaction group by all order by 1"
    ) == [(5.0, 1, 1, 20), (9.0, 1, 2, 10)]
    assert site.rows(
        "select wait_s, replaced_by, count(*) from interaction_history group by all"
    ) == [(5.0, 2, 10)]


def test_repeats_within_a_file_count_one_after_another(site):
    row = "i1,c1,web,2026-11-02T10:00:00,,,{},,"
    text = "\n".join([FULL, *(row.format(reason) for reason in "aabaa"), ""])
    assert counts(site.load_text(text)) == (5, 1, 2, 2)
    assert site.rows("select reason from interaction") == [("a",)]


def test_the_newest_version_wins_in_any_order(new_site):
    versions = [f"i1,c1,web,2026-11-02T10:00:00,r{n},2026-11-{n:02}T00:00:00" for n in range(3, 9)]
    found = set()
    for seed in range(3):
        site = new_site()
        shuffled = versions + versions[:2]
        random.Random(seed).shuffle(shuffled)
        for part in (shuffled[:3], shuffled[3:4], shuffled[4:]):
            site.load_text("\n".join([VERSIONED, *part, ""]))
        found |= set(site.rows("select reason, source_version::varchar from interaction"))
    assert found == {("r8", "2026-11-08 00:00:00")}


def test_a_contact_is_made_of_all_its_legs_whatever_file_they_came_in(new_site):
    legs = [
        "a,c1,ivr,2026-11-02T10:00:00,2026-11-02T10:01:00,,,,",
        "b,c1,call,2026-11-02T10:01:00,2026-11-02T10:09:00,K1,bill,no,20",
        "d,c1,call,2026-11-02T10:09:00,2026-11-02T10:15:00,K1,other,yes,",
    ]
    expected = None
    for order in ([[0, 1, 2]], [[2], [1], [0]], [[1, 2], [0]], [[0], [2, 1], [0, 1]]):
        site = new_site()
        for part in order:
            site.load_text("\n".join([FULL, *(legs[n] for n in part), ""]))
        found = site.rows(
            "select started_at::varchar, ended_at::varchar, reason, resolved,"
            " customer_key is not null from contact"
        )
        expected = expected or found
        assert found == expected
    assert expected == [("2026-11-02 10:00:00", "2026-11-02 10:15:00", "bill", True, True)]


def test_a_leg_that_moves_leaves_no_empty_contact(site):
    site.load_text(f"{HEADER}\ni1,c1,web,2026-11-02T10:00:00\n")
    site.load_text(f"{HEADER}\ni1,c2,web,2026-11-02T10:00:00\n")
    assert site.rows("select contact_id from contact") == [("c2",)]
    assert site.rows("select contact_id, replaced_by from contact_history") == [("c1", 2)]


MAP = "journey,stage,stage_position,touchpoint_id,touchpoint,standard_of_good,accountable,people\n"


def test_the_map_merges_field_by_field_and_logs_each_change(site):
    site.load_text(
        MAP + "Buy,Order,1,web,Web shop,Quick,p1;p2,Editors; Shop desk\n", "touchpoints.csv"
    )
    with site.database.write() as writer:
        writer.execute("update touchpoint set good_author = 'Ann'")
    result = site.load_text(MAP + "Buy,Order,1,web,Web store,,p2,Editors\n", "touchpoints.csv")
    assert counts(result, "touchpoint") == (1, 0, 1, 0)
    assert site.rows("select name, standard_of_good, good_author from touchpoint") == [
        ("Web store", "Quick", "Ann")
    ]
    assert site.rows(
        "select party_id, until::varchar from accountability order by 1"
    ) == [("p1", "2026-11-20"), ("p2", None)]  # fmt: skip
    assert site.rows("select item from enabler") == [("Editors",)]
    assert site.rows(
        "select noun, id, field, old, new from change_log where why = 'import batch 2' order by all"
    ) == [
        ("accountability", '["web","p1","A"]', "until", None, "2026-11-20"),
        ("enabler", '["web","people","Shop desk"]', None, "removed", None),
        ("touchpoint", "web", "name", "Web shop", "Web store"),
    ]


def test_a_day_far_below_its_weekday_is_marked_until_the_rest_arrives(site):
    def day(number, count):
        return [
            f"d{number}-{n},c{number}-{n},ivr,2026-{9 + number // 30:02}-{1 + number % 30:02}"
            f"T{8 + n % 10:02}:00:00,ivr"
            for n in range(count)
        ]

    header = f"{HEADER},channel"
    rows = [row for number in range(40) for row in day(number, 12 if number == 36 else 60)]
    site.load_text("\n".join([header, *rows, ""]))
    marked = "select day::varchar, touchpoint_id, reason from incomplete_day"
    assert site.rows(marked) == [
        ("2026-10-07", "ivr", "Wednesday 7 October has 12 ivr contacts where 60 are usual")
    ]
    late = "\n".join([header, *day(36, 60), ""])
    site.load_text(late)
    assert site.rows(marked) == []
    site.load_text("\n".join([header, *day(42, 60), ""]))
    assert [row[0] for row in site.rows(f"{marked} order by 1")] == ["2026-10-11", "2026-10-12"]
