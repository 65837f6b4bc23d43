"""Contacts whose records come in several files: the same whatever files, order and versions."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_tui.errors import CatalogError, UsageError
from cjm_tui.importers.mapping import parse_mapping
from tests.importers.test_merge import counts
from tests.queries.facts import catalog_of

KPIS = catalog_of("repeat_7d", "aht", "service_level")
HEADER = "call,step,at,caller,agent,queue"
STEPS = """/*---
title = "Steps of calls"
recognise = { name = "steps*", header = ["call", "step", "at", "caller"] }
optional = ["agent", "queue"]
timezone = "UTC"
personal = ["caller", "agent"]

[gather]
contact = "call"
record = ["call", "step", "at"]
kept = { agent = "agent is not null" }

[[rule]]
refuse = "try_cast(\\"at\\" as timestamp) is null"
column = "at"
because = "is not a time"
---*/
create view leg as
select
    min(_line) as _line, _contact as contact_id, coalesce(queue, 'none') as queue,
    min(caller) as customer, min("at"::timestamp) as began, max("at"::timestamp) as ended,
    min("at"::timestamp) filter (where step = 'talk') as talked,
    bool_or(agent = 'true') as answered
from source group by all;
create table interaction as
select _line, contact_id || '/' || queue as interaction_id, contact_id, queue as touchpoint_id,
    customer, 'phone' as channel, began as started_at, ended as ended_at,
    case when answered then 'answered' else 'abandoned' end as outcome,
    date_diff('second', began, talked) as wait_s, date_diff('second', talked, ended) as talk_s
from leg;
create table interaction_event as
select _line, _contact || '/' || coalesce(queue, 'none') as interaction_id,
    row_number() over (partition by _contact, queue order by "at", step) as seq, "at", step as event
from source;
"""
CALL = [
    "c1,ring,2026-11-02T10:00:00,+44 7700 900123,,sales",
    "c1,talk,2026-11-02T10:00:30,,ann,sales",
    "c1,end,2026-11-02T10:05:30,,,sales",
    "c1,ring,2026-11-02T10:05:40,+44 7700 900123,,help",
    "c1,dance,2026-11-02T10:05:41,,,help",
]
OTHERS = [
    "c2,ring,2026-11-03T09:00:00,+44 7700 900123,,help",
    "c2,end,2026-11-03T09:01:00,,,help",
    "c3,ring,2026-11-03T09:00:00,,,help",
    "c3,talk,2026-11-03T09:00:10,,bob,help",
    "c3,end,2026-11-03T09:02:10,,,help",
]
LEGS = """select interaction_id, outcome, wait_s, talk_s, customer_key is not null
    from interaction order by 1"""


def text(rows):
    return "\n".join([HEADER, *rows, ""])


def steps(site):
    (site.mappings / "steps.sql").write_text(STEPS)
    return site


def said(site):
    """All facts; the key that hashes customers and record ids is each site's own."""
    with site.database.rehearse() as writer:
        found = {}
        for table in ("contact", "interaction"):
            writer.execute(f"update {table} set customer_key = customer_key is not null")
            found[table] = sorted(
                writer.rows(f"select * exclude (first_batch, last_batch) from {table}"), key=repr
            )
        found["event"] = writer.rows(
            "select * exclude (first_batch, last_batch) from interaction_event order by all"
        )
        found["record"] = writer.rows("select count(*) from source_record")
        found["kpi"] = writer.rows("select * exclude (sql_hash) from kpi_day order by all")
    return found


def test_a_call_in_two_files_is_one_contact_with_its_legs_in_either_order(new_site):
    expected = [
        ("steps:c1/help", "abandoned", None, None, True),
        ("steps:c1/sales", "answered", 30.0, 300.0, True),
    ]
    for parts in ([CALL], [CALL[:1], CALL[1:]], [CALL[2:], CALL[:2]], [CALL, CALL[1:3]]):
        site = steps(new_site())
        for part in parts:
            site.load_text(text(part), "steps.csv")
        assert site.rows(LEGS) == expected
        assert site.rows("select contact_id, ended_at::varchar from contact") == [
            ("steps:c1", "2026-11-02 10:05:41")
        ]
        assert site.rows("select event from interaction_event order by interaction_id, seq") == [
            (event,) for event in ("ring", "dance", "ring", "talk", "end")
        ]


def test_what_a_file_adds_is_counted_and_what_it_ends_goes_to_the_history(site):
    steps(site)
    site.load_text(text(CALL[:1]), "steps.csv")
    result = site.load_text(text(CALL[1:4]), "steps.csv")
    assert counts(result, "source_record") == (3, 3, 0, 0)
    assert counts(result) == (2, 1, 1, 0)
    assert counts(result, "contact") == (1, 0, 1, 0)
    again = site.load_text(text(CALL[1:2]), "steps.csv")
    assert counts(again, "source_record") == (1, 0, 0, 1)
    assert counts(again) == (2, 0, 0, 2)
    moved = site.load_text(text([CALL[3].replace(",help", ",sales")]), "steps.csv")
    assert counts(moved, "source_record") == (1, 0, 1, 0)
    assert [row[0] for row in site.rows(LEGS)] == ["steps:c1/sales"]
    assert site.rows(
        "select interaction_id, replaced_by from interaction_history order by 2, 1"
    ) == [("steps:c1/sales", 2), ("steps:c1/help", 4), ("steps:c1/sales", 4)]


def test_nobody_is_kept_by_name_or_number(site):
    steps(site)
    site.load_text(text(CALL), "steps.csv")
    kept = " ".join(row[0] for row in site.rows("select cells from source_record"))
    assert '"step":"dance"' in kept
    assert "ann" not in kept
    assert "900123" not in kept
    assert site.rows("select count(distinct customer_key) from interaction") == [(1,)]
    site.load_text(
        "interaction_id,contact_id,touchpoint_id,started_at,customer\n"
        "i1,k1,web,2026-11-02T10:00:00,tel:+447700900123\n"
    )
    assert site.rows("select count(distinct customer_key) from interaction") == [(1,)]


def test_bad_records_are_left_out_and_the_call_is_made_of_the_others(site):
    steps(site)
    broken = CALL[2].replace("2026-11-02T10:05:30", "later")
    result = site.load_text(text([*CALL[:2], broken]), "steps.csv", allow_bad=50)
    assert (result.accepted, result.quarantined) == (2, 1)
    assert site.rows(LEGS) == [("steps:c1/sales", "answered", 30.0, 0.0, True)]
    never = STEPS.replace('"UTC"', '"Europe/London"')
    (site.mappings / "steps.sql").write_text(never)
    skipped = "c9,ring,2026-03-29T01:30:00,,,help"
    result = site.load_text(text([*OTHERS[:2], skipped]), "steps.csv", allow_bad=50)
    assert (result.accepted, result.quarantined) == (2, 1)
    assert site.rows("select count(*) from contact where contact_id = 'steps:c9'") == [(0,)]


def test_a_rehearsal_says_what_a_run_would_do(site):
    steps(site)
    site.load_text(text(CALL[:2]), "steps.csv")
    rehearsed = site.load_text(text(CALL[2:]), "steps.csv", dry_run=True)
    assert site.rows(LEGS) == [("steps:c1/sales", "answered", 30.0, 0.0, True)]
    assert rehearsed.targets == site.load_text(text(CALL[2:]), "steps.csv").targets


@settings(max_examples=4)
@given(data=st.data())
def test_any_split_in_any_order_twice_gives_the_same_facts(new_site, data):
    rows = CALL + OTHERS
    whole = steps(new_site(KPIS))
    whole.load_text(text(rows), "steps.csv")
    parted = steps(new_site(KPIS))
    shuffled = data.draw(st.permutations(rows))
    cuts = sorted(data.draw(st.lists(st.integers(1, 9), max_size=3, unique=True)))
    parts = [shuffled[a:b] for a, b in zip([0, *cuts], [*cuts, 10], strict=True)]
    for part in parts + data.draw(st.permutations(parts)):
        parted.load_text(text(part), "steps.csv")
    assert said(parted) == said(whole)


@settings(max_examples=4)
@given(data=st.data())
def test_after_an_undo_the_facts_are_what_the_other_files_make(new_site, data):
    rows = CALL + OTHERS + [CALL[1].replace("sales", "help"), OTHERS[0].replace("help", "sales")]
    files = [
        data.draw(st.lists(st.sampled_from(rows), min_size=1, max_size=6, unique=True))
        for _ in range(data.draw(st.integers(2, 4)))
    ]
    site = steps(new_site(KPIS))
    batches = {}
    for number, part in enumerate(files):
        result = site.load_text(text(part), "steps.csv")
        if result.status == "loaded":
            batches[number] = result.batch
    left = list(batches)
    for _ in range(data.draw(st.integers(1, len(left)))):
        gone = data.draw(st.sampled_from(left))
        left.remove(gone)
        site.undo(batches[gone])
        alone = steps(new_site(KPIS))
        for number in left:
            alone.load_text(text(files[number]), "steps.csv")
        assert said(site) == said(alone)
    if not left:
        assert site.rows("select * from interaction_history") == []


def test_the_newest_version_of_a_record_counts_with_just_its_rows(new_site):
    versioned = STEPS.replace(
        'optional = ["agent"', 'version = "changed"\noptional = ["changed", "agent"'
    )
    versioned = versioned.replace('record = ["call", "step", "at"]', 'record = ["call", "step"]')
    rows = [f"c1,ring,2026-11-02T10:0{n}:00,K{n},,q{n},2026-11-02T11:0{n}:00" for n in (1, 2, 3)]
    found = set()
    for seed in range(4):
        site = new_site()
        (site.mappings / "steps.sql").write_text(versioned)
        shuffled = rows + rows[:1]
        random.Random(seed).shuffle(shuffled)
        for part in (shuffled[:1], shuffled[1:]):
            site.load_text("\n".join([HEADER + ",changed", *part, ""]), "steps.csv")
        found.add(repr(site.rows("select interaction_id, started_at::varchar from interaction")))
        for batch in (1, 2):
            site.undo(batch)
        assert site.rows("from interaction union all by name from contact") == []
    assert found == {"[('steps:c1/q3', '2026-11-02 10:03:00')]"}


def test_an_undo_needs_the_mapping_and_changes_nothing_without_it(site):
    steps(site)
    site.load_text(text(CALL[:2]), "steps.csv")
    site.load_text(text(CALL[2:]), "steps.csv")
    before = said(site)
    (site.mappings / "steps.sql").unlink()
    with pytest.raises(UsageError, match="steps"):
        site.undo(1)
    assert said(site) == before


def test_a_changed_mapping_makes_the_same_file_anew(site):
    steps(site)
    site.load_text(text(CALL), "steps.csv")
    (site.mappings / "steps.sql").write_text(STEPS.replace("'abandoned'", "'left'"))
    assert counts(site.load_text(text(CALL), "steps.csv")) == (2, 0, 1, 1)
    assert site.rows("select outcome from interaction order by 1") == [("answered",), ("left",)]


def test_what_is_kept_as_a_hash_may_be_made_of_several_cells(site):
    made = STEPS.replace(
        'kept = { agent = "agent is not null" }',
        'kept = { agent = "agent is not null", caller = "null" }\n'
        "hashed = { who = \"coalesce(caller, 'N' || agent)\" }",
    ).replace("min(caller) as customer", "min(who) as customer")
    (site.mappings / "steps.sql").write_text(made)
    site.load_text(text([*CALL[1:3], *OTHERS[2:4]]), "steps.csv")
    assert site.rows("select count(customer_key), count(*) from contact") == [(2, 2)]
    assert site.rows("select count(*) from source_record where contains(cells, 'Nann')") == [(0,)]


@pytest.mark.parametrize(
    ("gather", "why"),
    [
        ("record = ['call']", "gather.contact is missing"),
        ("contact = 'call'\nrecord = ['who']", "names no column"),
        ("contact = 'call'\nwhatever = 1", "unknown gather.whatever"),
    ],
)
def test_a_broken_gather_is_named(gather, why):
    text = f"""/*---
title = "x"
recognise = {{ header = ["call"] }}
[gather]
{gather}
---*/
create table interaction as select _line from source;"""
    with pytest.raises(CatalogError, match=why):
        parse_mapping(text, "x")


def test_a_gathered_contact_has_no_measures():
    text = """/*---
title = "x"
recognise = { header = ["call"] }
gather = { contact = "call" }
---*/
create table measure as select _line from source;"""
    with pytest.raises(CatalogError, match="cannot make measure"):
        parse_mapping(text, "x")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("_contact as contact_id, coalesce", "call as contact_id, coalesce", "_contact"),
        ("min(caller) as customer", "min(step) as customer", "personal"),
    ],
)
def test_what_a_gathering_mapping_may_not_do(site, old, new, why):
    (site.mappings / "steps.sql").write_text(STEPS.replace(old, new))
    result = site.load_text(text(CALL), "steps.csv")
    assert (result.status, why in result.reason) == ("refused", True)


def test_a_contact_is_not_made_of_records_in_two_time_zones(new_site):
    """Records of an earlier file are not read anew in the later file's zone, by hours beside."""
    site = new_site()
    (site.mappings / "steps.sql").write_text(STEPS)
    site.load_text("\n".join([HEADER, *CALL[:2], ""]), "steps-1.csv", timezone="Europe/Madrid")
    rest = "\n".join([HEADER, *CALL[2:], ""])
    refused = site.load_text(rest, "steps-2.csv")
    assert refused.status == "refused"
    assert "import it with --timezone Europe/Madrid" in refused.reason
    assert site.load_text(rest, "steps-2.csv", timezone="Europe/Madrid").accepted == 3
    assert site.rows(
        "select min(started_at)::varchar, max(ended_at)::varchar from interaction"
    ) == [("2026-11-02 09:00:00", "2026-11-02 09:05:41")]
    whole = "\n".join([HEADER, *CALL, ""])
    assert site.load_text(whole, "steps-all.csv").targets["source_record"].updated == 5
    assert site.rows("select min(started_at)::varchar from interaction") == [
        ("2026-11-02 10:00:00",)
    ]
