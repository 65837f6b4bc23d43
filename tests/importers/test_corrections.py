"""Refused rows corrected: by a sheet, or by the whole file once more."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_tui.errors import UsageError
from cjm_tui.importers.recurrence import _agree
from cjm_tui.services import corrections
from cjm_tui.services.imports import quarantined
from tests.importers.conftest import HEADER
from tests.importers.test_merge import counts

COLUMNS = f"{HEADER},customer,outcome,reason"
GOOD = "{0},c{0},web,2026-11-02T10:00:00,+44 7700 90011{0},answered,bill"
PHONES = """/*---
title = "Calls by number"
recognise = {{ name = "calls*", header = ["call", "at", "phone", "note"] }}
optional = ["agent"]
dialect = {{ delimiter = ";" }}
timezone = "Europe/Madrid"
personal = ["phone", "agent"]
[[rule]]
refuse = "try_cast(\\"at\\" as timestamp) is null"
column = "at"
because = "is not a time"
---*/
create table interaction as select _line, {id} as interaction_id, 'c' || call as contact_id,
    'line' as touchpoint_id, strptime("at", '%Y-%m-%d %H:%M') as started_at,
    {customer} as customer, note as reason from source;
"""
RECORDS = "call;at;phone;agent;note\n{};2026-11-02 10:00;+34911222333;Ann;bill\n{};noon;+34911222444;Bob;move\n"


def sheet_rows(site, batch=None, **options):
    (sheet,) = corrections.sheets(site.database, batch, **options).sheets
    text = sheet.text.removeprefix("\ufeff")
    delimiter = next(d for d in ";\t," if f"{d}cjm_line" in text)
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def sheet_of(rows, delimiter=","):
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def load_bad(site, *bad, name="interactions.csv"):
    rows = [GOOD.format(n) for n in range(1, 4)]
    text = "\n".join([COLUMNS, *rows, *bad, ""])
    return site.load_text(text, name, allow_bad=100)


def state(site):
    return site.rows("select batch, line, resolved_by from quarantine order by all")


def customer(site, number):
    """The key that the number gets when it is imported as anybody's."""
    site.load_text(f"{COLUMNS}\nx{number},cx,web,2026-11-01,{number},,\n", f"{number}.csv")
    ((key,),) = site.rows(
        f"select customer_key from interaction where interaction_id = 'x{number}'"
    )
    return key


def test_a_corrected_row_takes_its_place_and_is_linked(site):
    load_bad(site, "8,c8,web,noon,C-8,answered,bill", "9,c9,web,2026-11-02,C-9,asleep,move")
    rows = sheet_rows(site)
    assert list(rows[0]) == [*COLUMNS.split(","), "cjm_batch", "cjm_line", "cjm_reason"]
    assert rows[0]["cjm_reason"] == "started_at: is not a time: noon"
    rows[0]["started_at"] = "2026-11-02T12:00:00"
    rows[1]["outcome"] = "done"
    result = site.load_text(sheet_of(rows), "whatever.csv")
    assert (result.mapping, result.read, result.accepted) == ("interactions", 2, 2)
    assert counts(result) == (2, 2, 0, 0)
    assert site.quarantine() == ()
    assert state(site) == [(1, 5, 2), (1, 6, 2)]
    assert [row.resolved_by for row in quarantined(site.database, resolved=True)] == [2, 2]
    assert site.load_text(sheet_of(rows), "whatever.csv").status == "unchanged"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_it_may_come_back_as_a_spreadsheet_writes_it(site, delimiter, encoding):
    load_bad(site, '8,c8,web,noon,C-8,answered,"größer, =1"', "9,c9,web,noon,C-9,,-x")
    rows = sheet_rows(site)
    assert rows[1]["reason"] == "'-x"
    for row in rows:
        row["started_at"] = "2026-11-02T12:00:00"
    site.load_text(sheet_of(rows, delimiter).encode(encoding))
    assert site.rows("select reason from interaction where last_batch = 2 order by 1") == [
        ("-x",),
        ("größer, =1",),
    ]


def test_a_mask_that_is_left_stands_for_the_same_customer(site):
    load_bad(site, "8,c8,web,noon,+44 (7700) 900111,,", "9,c9,web,noon,withheld,,")
    rows = sheet_rows(site)
    assert [row["customer"] for row in rows] == ["[masked]", "[masked]"]
    for row in rows:
        row["started_at"] = "2026-11-02T12:00:00"
    site.load_text(sheet_of(rows))
    found = dict(site.rows("select interaction_id, customer_key from interaction"))
    assert found["8"] == found["1"]
    assert found["9"] is None
    assert dict(site.rows("select contact_id, customer_key from contact"))["c8"] == found["1"]


def test_a_mask_that_is_written_over_or_emptied_is_what_the_row_says(site):
    load_bad(site, "8,c8,web,noon,C-8,,", "9,c9,web,noon,C-9,,")
    rows = sheet_rows(site)
    rows[0] |= {"started_at": "2026-11-02", "customer": "+447700900112"}
    rows[1] |= {"started_at": "2026-11-02", "customer": ""}
    site.load_text(sheet_of(rows))
    found = dict(site.rows("select interaction_id, customer_key from interaction"))
    assert found["8"] == found["2"]
    assert found["9"] is None


def test_no_mask_ever_becomes_a_customer(site):
    for name in ("interactions.csv", "again.csv"):
        rows = [f"{n},c{n},web,2026-11-02,{mark},," for n, mark in enumerate(
            ["[masked]", "z:[masked]", "[number]", "[e-mail]", " [masked] "]
        )]  # fmt: skip
        site.load_text("\n".join([COLUMNS, *rows, ""]), name)
    assert site.rows("select distinct customer_key from interaction") == [(None,)]


def test_what_more_than_the_customer_hangs_on_must_be_written_anew(site):
    (site.mappings / "calls.sql").write_text(PHONES.format(id="phone || call", customer="phone"))
    site.load_text(RECORDS.format(1, 2), "calls.csv", allow_bad=100)
    (row,) = sheet_rows(site)
    row["at"] = "2026-11-02 12:00"
    again = site.load_text(sheet_of([row]))
    assert again.quarantined == 1
    (refused,) = site.quarantine()
    assert (refused.column, refused.reason[:10]) == ("phone", "is masked:")
    (row,) = sheet_rows(site)
    row |= {"phone": "+34911222444", "agent": ""}
    site.load_text(sheet_of([row]))
    assert site.quarantine() == ()
    assert state(site) == [(1, 3, 2), (2, 2, 3)]


def test_a_number_that_means_nobody_still_does_behind_its_mask(site):
    nobody = "case when phone = '+34911222444' then null else phone end"
    (site.mappings / "calls.sql").write_text(PHONES.format(id="call", customer=nobody))
    site.load_text(RECORDS.format(1, 2), "calls.csv", allow_bad=100)
    (row,) = sheet_rows(site)
    row["at"] = "2026-11-02 12:00"
    assert site.load_text(sheet_of([row])).accepted == 1
    assert site.rows("select customer_key from interaction where interaction_id = '2'") == [(None,)]


def test_masks_are_written_over_together_or_not_at_all(site):
    (site.mappings / "calls.sql").write_text(PHONES.format(id="call", customer="phone"))
    site.load_text(RECORDS.format(1, 2), "calls.csv", allow_bad=100)
    (row,) = sheet_rows(site)
    row |= {"at": "2026-11-02 12:00", "agent": "Zoe"}
    assert site.load_text(sheet_of([row])).quarantined == 1
    assert "over all masked" in site.quarantine()[0].reason


def test_the_time_zone_is_that_of_the_file_it_came_from(site):
    (site.mappings / "calls.sql").write_text(PHONES.format(id="call", customer="phone"))
    site.load_text(RECORDS.format(1, 2), "calls.csv", allow_bad=100, timezone="America/New_York")
    (row,) = sheet_rows(site)
    row["at"] = "2026-11-02 10:00"
    site.load_text(sheet_of([row]))
    first, second = site.rows("select started_at from interaction order by interaction_id")
    assert first == second


def test_words_are_masked_as_ever_so_their_masks_may_stay(site):
    header = "feedback_id,touchpoint_id,at,instrument,score,verbatim"
    words = '"call me on 07700 900123"'
    site.load_text(f"{header}\nf1,web,noon,nps,9,{words}\n", "feedback.csv", allow_bad=100)
    (row,) = sheet_rows(site)
    row["at"] = "2026-11-02"
    site.load_text(sheet_of([row]))
    assert site.rows("select verbatim from feedback") == [("call me on [number]",)]


def test_a_mask_in_words_that_are_not_masked_when_stored_must_go(site):
    load_bad(site, "8,c8,web,noon,C-8,,call 07700 900123 back")
    (row,) = sheet_rows(site)
    row["started_at"] = "2026-11-02"
    site.load_text(sheet_of([row]))
    (refused,) = site.quarantine()
    assert (refused.column, refused.reason[:9]) == ("reason", "is masked")
    (row,) = sheet_rows(site)
    row["reason"] = "call back"
    site.load_text(sheet_of([row]))  # the customer's mask has been left all the time
    assert site.quarantine() == ()
    assert site.rows("select customer_key from interaction where interaction_id = '8'") == [
        (customer(site, "C-8"),)
    ]


def test_a_row_that_is_still_bad_takes_the_place_of_the_old_one(site):
    load_bad(site, "8,c8,web,noon,C-8,,", "9,c9,web,noon,C-9,,")
    rows = sheet_rows(site)
    rows[0]["started_at"] = "2026-11-02"
    rows[1]["started_at"] = "midnight"
    result = site.load_text(sheet_of(rows))  # more than 5 % are bad: they all were before
    assert (result.status, result.accepted, result.quarantined) == ("loaded", 1, 1)
    assert state(site) == [(1, 5, 2), (1, 6, 2), (2, 3, None)]
    (row,) = sheet_rows(site)
    assert (row["started_at"], row["cjm_batch"], row["cjm_line"]) == ("midnight", "2", "3")
    row["started_at"] = "2026-11-02"
    site.load_text(sheet_of([row]))
    assert site.quarantine() == ()
    assert site.rows("select customer_key from interaction where interaction_id = '9'") == [
        (customer(site, "C-9"),)
    ]


def test_a_record_with_more_cells_than_columns_is_put_right(site):
    load_bad(site, "8,c8,we,b,2026-11-02,C-8,,bill", "9,c9,web,2026-11-02")
    rows = sheet_rows(site)
    assert (rows[0]["started_at"], rows[0]["cjm_more"]) == ("b", "bill")
    assert rows[1]["contact_id"] == "[masked]"  # it might be the customer, a cell is missing
    rows[1] |= {"contact_id": "c9", "customer": "C-9"}
    assert site.load_text(sheet_of(rows)).accepted == 1  # the other is refused for cjm_more
    (row,) = sheet_rows(site)
    assert row["cjm_more"] == "bill"
    row |= {
        "touchpoint_id": "web", "started_at": "2026-11-02", "customer": "C-8", "outcome": "",
        "reason": "bill", "cjm_more": "",
    }  # fmt: skip
    site.load_text(sheet_of([row]))
    assert site.quarantine() == ()
    assert site.rows("select reason from interaction where interaction_id = '8'") == [("bill",)]


def test_a_record_whose_quote_is_not_closed_is_put_right(site):
    bad = '8,c8,web,2026-11-02,C-8,"answered,bill'
    load_bad(site, bad, "9,c9,web,2026-11-03,C-9,answered,move")
    (row,) = sheet_rows(site)
    assert row["outcome"] == '"answered'
    row |= {"outcome": "answered", "customer": "C-8"}
    assert site.load_text(sheet_of([row])).accepted == 1
    assert state(site) == [(1, 5, 2)]


def test_a_sheet_corrects_only_what_is_in_quarantine_of_its_kind(site):
    load_bad(site, "8,c8,web,noon,C-8,,")
    header = "feedback_id,touchpoint_id,at,instrument,score"
    site.load_text(f"{header}\nf1,web,noon,nps,9\n", "feedback.csv", allow_bad=100)
    (row,) = sheet_rows(site, 1)
    others = [{"cjm_line": "99"}, {"cjm_batch": "2", "cjm_line": "2"}, {"cjm_line": "five"}]
    rows = [row | {"started_at": "2026-11-02"} | other for other in [{}, *others]]
    result = site.load_text(sheet_of(rows))
    assert (result.accepted, result.quarantined) == (1, 3)
    assert {r.reason for r in site.quarantine() if r.batch == 3} == {
        "cjm_batch and cjm_line name no refused record of this mapping"
    }


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"cjm_batch": "77"}, "batch 77"),
        ({"cjm_batch": ""}, "no record says in cjm_batch"),
    ],
)
def test_a_sheet_of_nothing_is_refused(site, change, why):
    load_bad(site, "8,c8,web,noon,C-8,,")
    (row,) = sheet_rows(site)
    result = site.load_text(sheet_of([row | change]))
    assert result.status == "refused"
    assert why in result.reason


def test_a_sheet_whose_column_was_deleted_or_whose_mapping_is_gone_is_refused(site):
    (site.mappings / "calls.sql").write_text(PHONES.format(id="call", customer="phone"))
    site.load_text(RECORDS.format(1, 2), "calls.csv", allow_bad=100)
    (row,) = sheet_rows(site)
    short = {name: cell for name, cell in row.items() if name != "note"}
    assert "lacks note" in site.load_text(sheet_of([short])).reason
    (site.mappings / "calls.sql").unlink()
    assert "is gone" in site.load_text(sheet_of([row])).reason


def test_a_file_that_was_refused_whole_has_no_sheet(site):
    rows = "".join(f"{n},c,web,noon,,,\n" for n in range(9))
    assert site.load_text(f"{COLUMNS}\n{rows}").status == "refused"
    assert corrections.sheets(site.database).sheets == ()
    with pytest.raises(UsageError, match="refused whole"):
        corrections.sheets(site.database, 1)


def test_rows_that_are_longer_than_what_is_kept_are_left_out_and_named(site):
    load_bad(site, f"8,c8,web,noon,C-8,,{'long ' * 500}", "9,c9,web,noon,C-9,,")
    found = corrections.sheets(site.database)
    assert [line.rpartition("/")[2] for line in found.cut] == ["interactions.csv line 5"]
    assert [row["interaction_id"] for row in sheet_rows(site)] == ["9"]


def test_a_sheet_for_each_kind_of_file(site, tmp_path):
    load_bad(site, "8,c8,web,noon,C-8,,")
    load_bad(site, "9,c9,web,noon,C-9,,", name="interactions-2.csv")
    header = "feedback_id,touchpoint_id,at,instrument,score"
    site.load_text(f"{header}\nf1,web,noon,nps,9\n", "feedback.csv", allow_bad=100)
    found = corrections.sheets(site.database)
    assert [(s.mapping, s.batches, s.records) for s in found.sheets] == [
        ("interactions", (1, 2), 2),
        ("feedback", (3,), 1),
    ]
    folder = tmp_path / "sheets"
    written = [*corrections.write_sheets(found, folder), *corrections.write_sheets(found, folder)]
    assert sorted(path.name for path in written) == [
        "corrections-feedback-2.csv", "corrections-feedback.csv",
        "corrections-interactions-2.csv", "corrections-interactions.csv",
    ]  # fmt: skip


def test_an_undone_correction_opens_its_row_again(site):
    load_bad(site, "8,c8,web,noon,C-8,,", "9,c9,web,noon,C-9,,")
    rows = sheet_rows(site)
    rows[0]["started_at"] = "2026-11-02"
    site.load_text(sheet_of(rows))
    site.undo(2)
    assert [(row.batch, row.line) for row in site.quarantine()] == [(1, 5), (1, 6)]
    assert site.load_text(sheet_of(rows)).accepted == 1
    site.undo(1)
    assert "undone" in site.load_text(sheet_of(rows[:1])).reason


LOG = """/*---
title = "Events"
recognise = { name = "log*", header = ["call", "at", "event"] }
[[rule]]
refuse = "try_cast(\\"at\\" as timestamp) is null"
column = "at"
because = "is not a time"
---*/
create table interaction as select min(_line) as _line, call as interaction_id,
    call as contact_id, 'line' as touchpoint_id, min("at"::timestamp) as started_at,
    case when bool_or(event = 'answer') then 'answered' else 'abandoned' end as outcome
from source group by call;
"""
LOG_TEXT = "call,at,event\n1,2026-11-02T10:00:00,ring\n1,later,answer\n"


def test_a_correction_that_is_part_of_a_row_made_of_several_records_is_refused(site):
    (site.mappings / "log.sql").write_text(LOG)
    site.load_text(LOG_TEXT, "log.csv", allow_bad=100)
    (row,) = sheet_rows(site)
    row["at"] = "2026-11-02T10:00:09"
    result = site.load_text(sheet_of([row]))
    assert result.status == "refused"
    assert "line 3 of batch 1" in result.reason
    assert "in the file itself and import that file whole" in result.reason
    site.load_text(LOG_TEXT.replace("later", "2026-11-02T10:00:09"), "log.csv")
    assert site.rows("select outcome from interaction") == [("answered",)]
    assert site.quarantine() == ()


def test_no_number_of_steps_gets_round_that(site):
    """A correction that is still bad is a record of its own batch, and of the file all the same."""
    (site.mappings / "log.sql").write_text(LOG)
    site.load_text(LOG_TEXT, "log.csv", allow_bad=100)
    for still in ("noon", "night"):
        (row,) = sheet_rows(site)
        assert site.load_text(sheet_of([row | {"at": still}])).quarantined == 1
    (row,) = sheet_rows(site)
    assert row["cjm_batch"] == "3"
    result = site.load_text(sheet_of([row | {"at": "2026-11-02T10:00:09"}]))
    assert (result.status, "line 2 of batch 3" in result.reason) == ("refused", True)
    assert site.rows("select outcome, started_at::varchar from interaction") == [
        ("abandoned", "2026-11-02 10:00:00")
    ]


def test_two_sheets_do_not_replace_what_each_other_made(site):
    """Only the record that made a row may be corrected in it once more."""
    (site.mappings / "log.sql").write_text(LOG)
    text = LOG_TEXT.replace("2026-11-02T10:00:00", "sooner")
    site.load_text(text, "log.csv", allow_bad=100)
    ring, answer = sheet_rows(site)
    ring["at"], answer["at"] = "2026-11-02T10:00:00", "still later"
    assert site.load_text(sheet_of([ring])).accepted == 1
    assert site.load_text(sheet_of([answer])).quarantined == 1
    (again,) = sheet_rows(site)
    for record in (again, answer):
        result = site.load_text(sheet_of([record | {"at": "2026-11-02T10:00:09"}]))
        assert (result.status, "makes one row" in result.reason) == ("refused", True)
    ring["at"] = "2026-11-02T10:00:01"
    assert counts(site.load_text(sheet_of([ring])), "interaction") == (1, 0, 1, 0)


def file_text(*rows):
    return "\n".join([COLUMNS, *(GOOD.format(n) for n in range(1, 4)), *rows, ""])


@pytest.mark.parametrize(
    ("bad", "better"),
    [
        ("8,c8,web,noon,C-8,answered,bill", "8,c8,web,2026-11-02,C-8,answered,bill"),
        ("8,c8,web,2026-11-02,C-8,asleep,bill", "8,c8,web,2026-11-02,C-9,done,move"),
        ("8,c8,web,2026-11-02,C-8,,a,b", '8,c8,web,2026-11-02,C-8,,"a,b"'),
        ("8,c8,web,2026-11-02,C-8,bill", "8,c8,web,2026-11-02,C-8,,bill"),
        ('8,c8,web,2026-11-02,C-8,"answered,bill', "8,c8,web,2026-11-02,C-8,answered,bill"),
        ("8,c8,web,2026-11-02,\xff,,", "8,c8,web,2026-11-02,\xff,,"),
    ],
)  # fmt: skip
def test_a_file_that_was_corrected_itself_resolves_what_was_refused_of_it(site, bad, better):
    encode = lambda text, code: file_text(text).encode(code)  # noqa: E731
    first = site.load_text(encode(bad, "latin-1"), allow_bad=100)
    assert first.quarantined == 1
    assert site.load_text(encode(better, "utf-8")).accepted == 4
    assert state(site) == [(1, 5, 2)]
    site.undo(2)
    assert state(site) == [(1, 5, None)]


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("interactions-of-tomorrow.csv", "8,c8,web,2026-11-02,C-8,answered,bill"),  # another file
        ("interactions.csv", "7,c7,web,2026-11-02,C-8,answered,bill"),  # another row of that line
        ("interactions.csv", "8,c8,shop,2026-11-02,C-8,answered,bill"),
    ],
)
def test_in_doubt_a_refused_row_stays_open(site, name, better):
    site.load_text(file_text("8,c8,web,noon,C-8,answered,bill"), allow_bad=100)
    assert site.load_text(file_text(better), name).accepted == 4
    assert state(site) == [(1, 5, None)]


def test_a_row_that_comes_again_as_bad_as_before_is_open_once(site):
    bad = "8,c8,web,noon,C-8,answered,bill"
    site.load_text(file_text(bad), allow_bad=100)
    site.load_text(file_text(bad, GOOD.format(4)), allow_bad=100)
    assert state(site) == [(1, 5, 2), (2, 5, None)]


def test_the_whole_file_resolves_what_a_sheet_left_open(site):
    bad = ["8,c8,web,noon,C-8,,", "9,c9,web,noon,C-9,,"]
    site.load_text(file_text(*bad), allow_bad=100)
    rows = sheet_rows(site)
    rows[0]["started_at"] = "2026-11-02"
    site.load_text(sheet_of(rows), "sheet.csv")
    site.load_text(file_text(*(text.replace("noon", "2026-11-02") for text in bad)))
    assert site.quarantine() == ()
    site.undo(2)  # what came again after it stays resolved
    assert [(row.batch, row.line) for row in site.quarantine()] == [(1, 5)]


def test_a_file_refused_whole_is_resolved_when_it_comes_right(site):
    rows = [f"{n},c{n},web,noon,C-{n},," for n in range(10, 20)]
    assert site.load_text("\n".join([COLUMNS, *rows, ""])).status == "refused"
    assert len(site.quarantine()) == 10
    site.load_text("\n".join([COLUMNS, *rows, ""]).replace("noon", "2026-11-02"))
    assert site.quarantine() == ()


def test_the_changed_mapping_resolves_what_it_now_accepts_or_ignores(site):
    text = PHONES.format(id="call", customer="phone")
    (site.mappings / "calls.sql").write_text(text)
    site.load_text(RECORDS.format(1, 2), "calls.csv", allow_bad=100)
    (site.mappings / "calls.sql").write_text(
        text.replace("refuse =", "ignore =").replace('column = "at"\n', "")
    )
    assert site.load_text(RECORDS.format(1, 2), "calls.csv").ignored == 1
    assert state(site) == [(1, 3, 2)]


@given(
    parts=st.lists(st.text("ab.", max_size=3), min_size=1, max_size=5),
    text=st.text("ab.", max_size=12),
)
def test_masked_parts_match_as_a_pattern_with_gaps_would(parts, text):
    kept = "[number]".join(parts)
    pattern = ".*".join(map(re.escape, parts))
    assert _agree(kept, text) == (re.fullmatch(pattern, text) is not None)


def test_a_cell_with_many_masked_numbers_is_compared_at_once():
    kept = ", ".join(["[number]"] * 200) + " end"
    assert _agree(kept, ", ".join(["123456"] * 300) + " end")
    assert not _agree(kept, ", ".join(["123456"] * 300) + " END")
