"""How a header is compared, and what a person is told where no mapping fits."""

import time

import pytest

from cjm_tui.errors import RefusedFileError
from cjm_tui.importers.header import recognise
from cjm_tui.importers.mapping import load_mappings

FEEDBACK = "feedback_id,touchpoint_id,at,instrument,score"
ROW = "f1,web,2026-11-02T10:00:00,csat,5"


@pytest.mark.parametrize(
    "header",
    [
        "Feedback ID,Touchpoint ID,At,Instrument,Score",
        "feedback-id,touchpoint id,AT,instrument,score",
        "FeedbackId,TOUCHPOINT_ID,at, Instrument ,score",
    ],
)
def test_case_spaces_and_strokes_of_a_header_do_not_matter(site, header):
    result = site.load_text(f"{header}\n{ROW}\n", "feedback.csv")
    assert (result.mapping, result.accepted) == ("feedback", 1)


@pytest.mark.parametrize("name", ["feedback.csv", "export.csv"])
def test_the_nearest_mapping_is_named_with_what_it_lacks(site, name):
    lacking = "feedback_id,touchpoint_id,at,instrument,contact_id,customer"
    result = site.load_text(f"{lacking}\nf1,web,2026-11-02,csat,c1,k1\n", name)
    assert result.reason == "no mapping fits: nearest is feedback: its header lacks score"


NOTES = """/*---
title = "Notes"
recognise = { name = "notes*", header = ["id", "when", "words"] }
---*/
create table feedback as
select _line, id as feedback_id, "when" as "at", 'csat' as instrument, words as verbatim
from source;
"""


@pytest.mark.parametrize(("delimiter", "said"), [(";", ";"), ("\t", "tabs"), ("|", "|")])
@pytest.mark.parametrize("forced", [None, "notes"])
def test_another_delimiter_than_a_mapping_declares_is_named(site, delimiter, said, forced):
    (site.mappings / "notes.sql").write_text(NOTES)
    text = "id,when,words\n1,2026-11-02T10:00:00,x\n".replace(",", delimiter)
    result = site.load_text(text, "export.csv", mapping=forced)
    assert f"it looks separated by {said} while the mapping notes expects ," in result.reason


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_products_own_files_as_spreadsheets_save_them(site, delimiter, encoding):
    text = f"{FEEDBACK},verbatim\n{ROW},café\n".replace(",", delimiter)
    result = site.load_text(text.encode(encoding), "feedback.csv")
    assert (result.mapping, result.accepted) == ("feedback", 1), result.reason
    assert site.rows("select verbatim from feedback") == [("café",)]


def test_the_first_line_that_excel_writes_for_itself(site):
    text = f"sep=;\r\n{FEEDBACK}\r\n{ROW}\r\nf2,web,soon,csat,5\r\n".replace(",", ";")
    result = site.load_text(text, "feedback.csv", allow_bad=50)
    assert (result.read, result.accepted) == (2, 1)
    assert [row.line for row in site.quarantine()] == [4]
    other = site.load_text(f"sep=;\n{FEEDBACK}\n{ROW}\n", "feedback.csv")
    assert "its header lacks feedback_id" in other.reason
    odd = site.load_text(f"sep=^\n{FEEDBACK}\n{ROW}\n".replace(",", "^"), "feedback.csv")
    assert "it looks separated by ^" in odd.reason


def test_a_name_with_a_line_end_in_it_is_one_header(site):
    text = f'{FEEDBACK},"Anything\nelse?"\n{ROW},x\nf2,web,soon,csat,5,x\n'
    result = site.load_text(text, "feedback.csv", allow_bad=50)
    assert (result.read, result.accepted) == (2, 1)
    assert [row.line for row in site.quarantine()] == [4]


@pytest.mark.parametrize(
    ("header", "why"),
    [
        (f"{FEEDBACK},up\ndated_at", "its header is broken over two lines"),
        (f"{FEEDBACK},\nverbatim", "its header is broken over two lines"),
        (f'{FEEDBACK},"verbatim', "a quote in its header is not closed"),
        (f"{FEEDBACK},verbtaim", "did you mean verbatim?"),
        (f"{FEEDBACK},cevoi", "did you mean voice?"),
        (",".join([FEEDBACK, *(f"extra{n}" for n in range(5000))]), "at most 4,096 are read"),
        (",".join(f"c{n}" for n in range(60_000)), "its first line has no end within 256 kB"),
    ],
)
def test_a_header_that_would_change_the_meaning_is_refused(site, header, why):
    cells = len(header.partition("\n")[0].split(","))
    row = ROW + ",x" * (cells - 5)
    quoted = ROW + ',"x"' + ",x" * (cells - 6)
    result = site.load_text(f"{header}\n{row}\n{quoted}\n", "feedback.csv")
    assert result.status == "refused"
    assert why in result.reason


def test_a_column_that_has_lost_its_name_is_refused_unless_it_is_empty(site):
    lost = site.load_text(f"{FEEDBACK},,segment\n{ROW},,\n{ROW},home,x\n", "feedback.csv")
    assert lost.reason == "cell 6 of its header is empty, but its column is not"
    empty = site.load_text(f"{FEEDBACK},,\n{ROW},, \n", "feedback.csv")
    assert empty.accepted == 1
    numbered = site.load_text(f",{FEEDBACK}\n0,{ROW}\n", "feedback.csv")
    assert numbered.accepted == 1


def test_tens_of_thousands_of_names_are_compared_at_once(new_site):
    names = [f"n{n}" for n in range(40_000)]
    head = ",".join(names).encode() + b"\n"
    began = time.process_time()
    with pytest.raises(RefusedFileError):
        recognise(head, "feedback.csv", load_mappings(new_site().mappings).values())
    assert time.process_time() - began < 5


def test_a_misspelt_or_doubled_column_is_named_as_it_is_written(site):
    misspelt = site.load_text(f"{FEEDBACK},Verbatm\n{ROW},x\n", "feedback.csv")
    assert "did you mean verbatim" in misspelt.reason
    close = site.load_text(f"{FEEDBACK},contact idd\n{ROW},x\n", "feedback.csv")
    assert "'contact idd': did you mean contact_id?" in close.reason
    doubled = site.load_text(f"{FEEDBACK},Touchpoint ID\n{ROW},x\n", "feedback.csv")
    assert "its header names Touchpoint ID twice" in doubled.reason


def test_what_resembles_nothing_is_said_to(site):
    result = site.load_text("a,b\n1,2\n", "x.csv")
    assert result.reason == "no mapping fits its header (or it has none)"


SURVEY = """/*---
title = "Survey"
recognise = { name = "survey*", header = ["Id", "When"], any_columns = true }
optional = ["score", "Duration"]
aliases = { score = ["NPS", "*_nps"] }
timezone = "site"
timezone_in = { row = 2, key = "zone" }
dialect = { header_rows = 2 }
---*/
create table feedback as
select _line, "Id" as feedback_id, "When" as "at", 'nps' as instrument, score from source;
"""
SCORED = 'select score, hour("at") from feedback'


def survey(site, names, *rows, second=None):
    (site.mappings / "survey.sql").write_text(SURVEY)
    second = second or "{}" + "," * names.count(",")
    return site.load_text("\n".join([names, second, *rows, ""]), "survey.csv")


@pytest.mark.parametrize("name", ["Score", "N P S", "Q3_NPS", "nps"])
def test_a_column_goes_by_its_other_names(site, name):
    assert survey(site, f"When,Id,{name}", "2026-07-02T10:00:00,1,7").accepted == 1
    assert site.rows(SCORED) == [(7.0, 9)]


def test_columns_of_any_name_are_no_misspelt_ones(site):
    names = "Id,When,scores,Durations,Q1_1,Q11,Q1.1,Q1_1,NPS"
    assert survey(site, names, "1,2026-07-02T10:00:00,x,x,,,,,7").accepted == 1
    assert site.rows(SCORED) == [(7.0, 9)]


def test_a_name_written_just_so_comes_first(site):
    assert survey(site, "Id,When,NPS,N_PS", "1,2026-07-02T10:00:00,7,8").accepted == 1
    assert site.rows(SCORED) == [(7.0, 9)]


@pytest.mark.parametrize(
    ("names", "why"),
    [
        ("Id,When,a_nps,b_nps", "several of its columns may be score ('a_nps', 'b_nps')"),
        ("Id,When,N.PS,N_PS", "several of its columns may be score"),
    ],
)
def test_what_may_be_several_columns_is_refused(site, names, why):
    assert why in survey(site, names, "1,2026-07-02T10:00:00,7,8").reason


def test_the_time_zone_that_a_header_row_names(site):
    zoned = '"{""zone"":""Asia/Tokyo""}",{},'
    survey(site, "Id,When,NPS", "1,2026-07-02T10:00:00,7", second=zoned)
    assert site.rows(SCORED) == [(7.0, 1)]
    assert site.rows("select timezone from import_batch") == [("Asia/Tokyo",)]
    (forced,) = site.load(site.folder / "survey.csv", timezone="UTC")
    assert (forced.status, site.rows(SCORED)) == ("loaded", [(7.0, 10)])
    survey(site, "Id,When,NPS", "1,2026-07-02T10:00:00,8", second=zoned.replace("Asia/Tokyo", "Z"))
    assert site.rows(SCORED) == [(8.0, 10)]
    odd = survey(site, "Id,When,NPS", "1,2026-07-02T10:00:00,8", second='"{""zone"":""Mars""}",,')
    assert "a time zone that is none: Mars" in odd.reason


HELD = """/*---
title = "Visits"
recognise = { name = "v*", header = ["visit", "began"] }
---*/
create temp table once as from source;
create table interaction as
select _line, visit as interaction_id, visit as contact_id, began as started_at from once;
create table touchpoint as select min(_line) as _line, 'shop' as touchpoint_id, 'Shop' as name from once;
"""


def test_tables_may_be_held_for_others_to_use(site):
    (site.mappings / "visits.sql").write_text(HELD)
    text = "visit,began\n6,soon\n7,2026-11-02T10:00:00\n8,2026-11-02T10:00:00\n"
    result = site.load_text(text, "v.csv", allow_bad=60)
    assert (result.accepted, result.quarantined) == (2, 1)
    assert site.rows("select interaction_id from interaction order by 1") == [("7",), ("8",)]
    assert site.rows("select name from touchpoint") == [("Shop",)]


SHARED = """/*---
title = "Doors"
recognise = { name = "d*", header = ["door", "at"] }
timezone = "Asia/Tokyo"
---*/
create table interaction as
select _line, slug(door) || _line as interaction_id, slug(door) as contact_id,
    iso(moment_of("at") - interval 1 second, has_zone("at")) as started_at
from source;
"""


def test_macros_that_every_mapping_may_use(site):
    (site.mappings / "doors.sql").write_text(SHARED)
    own = SHARED.replace("create table", "create macro slug(words) as 'own';\ncreate table")
    (site.mappings / "others.sql").write_text(own.replace('"d*"', '"o*"'))
    rows = [
        "Hall & Übergang!,1772442000.5",
        "Ost,2026-03-02T09:00:00+01",
        "Ost,2026-03-02 09:00:00",
    ]
    site.load_text("\n".join(["door,at", *rows, ""]), "d.csv")
    site.load_text("\n".join(["door,at", rows[0], ""]), "o.csv")
    assert site.rows("select contact_id, started_at::varchar from interaction order by 1, 2") == [
        ("hall-übergang", "2026-03-02 08:59:59.5"),
        ("ost", "2026-03-01 23:59:59"),
        ("ost", "2026-03-02 07:59:59"),
        ("own", "2026-03-02 08:59:59.5"),
    ]
