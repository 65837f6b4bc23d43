"""Files without a header row: known by name and shape, cells left out at the end, a PBX's quotes."""

import pytest

from cjm_tui.errors import CatalogError
from cjm_tui.importers.mapping import SHIPPED, parse_mapping
from cjm_tui.importers.quotes import QuoteMender

FRONT = """title = "Gate log"
recognise = { name = ["gate*", "*.gates"], header = ["at", "card", "what"], cells = { at = "[0-9]{10}", what = "[A-Z]+" } }
optional = ["more", "most"]
dialect = { delimiter = "|", quote = "", header_rows = 0, ragged = true }
personal = ["card"]

[[rule]]
refuse = "what is null"
column = "what"
because = "is missing: the record is cut short"
"""
SQL = """create table interaction as
select
    _line,
    'gate:' || "at" || what as interaction_id,
    'gate:' || "at" as contact_id,
    to_timestamp(try_cast("at" as bigint)) as started_at,
    concat_ws('+', more, most) as reason
from source;
"""
GATE = f"/*---\n{FRONT}---*/\n{SQL}"
ROWS = ["1700000000|A1|IN", "1700000060|A1|OUT|late", "1700000120|A2|IN|x|y"]


@pytest.fixture
def gates(site):
    (site.mappings / "gate.sql").write_text(GATE)
    return site


def reasons(site):
    return dict(site.rows("select interaction_id, reason from interaction"))


@pytest.mark.parametrize("name", ["gate_log", "GATE-1.txt", "monday.gates"])
def test_a_file_without_a_header_is_known_by_any_of_its_names_and_its_shape(gates, name):
    result = gates.load_text("\n".join([*ROWS, ""]), name)
    assert (result.mapping, result.accepted) == ("gate", 3)
    assert reasons(gates) == {
        "gate:1700000000IN": "",
        "gate:1700000060OUT": "late",
        "gate:1700000120IN": "x+y",
    }


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("other.csv", "1700000000|A1|IN\n", "no mapping fits"),
        ("gate.csv", "a|b|c\nd|e|f\n", "its cells are not gate's: see at"),
        ("gate.csv", "1700000000|A1|in\n", "its cells are not gate's: see what"),
        ("gate.csv", "1700000000,A1,IN\n", "a record has 1 cells, not 3 to 5"),
        ("gate.csv", "1700000000|A1|IN|1|2|3\n", "a record has 6 cells, not 3 to 5"),
        ("gate.csv", "interaction_id|x|y\n1|2|3\n", "its cells are not gate's: see at"),
    ],
)
def test_a_file_of_another_kind_is_not_taken_for_it(gates, name, text, why):
    result = gates.load_text(text, name)
    assert result.status == "refused"
    assert why in result.reason
    assert gates.rows("from interaction") == []


def test_a_bad_record_among_the_first_does_not_hide_the_file(gates):
    rows = [f"17000000{n:02}|A{n}|IN" for n in range(40)]
    text = "\n".join(["17000|", *rows[:20], "1700001000|A7", "1700001001|A8|IN|1|2|3", *rows[20:]])
    result = gates.load_text(text + "\n", "gate.log", allow_bad=20)
    assert (result.read, result.accepted, result.quarantined) == (43, 40, 3)
    kept = {(row.line, row.reason, row.raw) for row in gates.quarantine()}
    assert kept == {
        (1, "is missing: the record is cut short", "17000"),
        (22, "is missing: the record is cut short", "1700001000|[masked]"),
        (23, "has 6 cells instead of 5", "1700001001|[masked]|IN|1|2|[masked]"),
    }


BROKEN = [
    (FRONT.replace('["gate*", "*.gates"]', '"*"'), "must tell its files"),
    (FRONT.replace(', cells = { at = "[0-9]{10}", what = "[A-Z]+" }', ""), "must tell its files"),
    (FRONT.replace("[A-Z]+", "[A-Z"), "recognise.cells.what"),
    (FRONT.replace("cells = { at", "cells = { when"), "recognise.cells names no column"),
    (FRONT.replace("ragged = true", 'ragged = "yes"'), "ragged must be true or false"),
    (FRONT.replace("ragged = true", 'quote_style = "excel"'), "quote_style is one of csv, pbx"),
    (FRONT.replace("ragged = true", 'quote_style = "pbx"'), "quote_style needs a quote"),
]


@pytest.mark.parametrize(("front", "said"), BROKEN)
def test_a_mapping_that_could_be_taken_for_any_file_is_refused(front, said):
    with pytest.raises(CatalogError) as caught:
        parse_mapping(f"/*---\n{front}---*/\n{SQL}", "gate")
    assert said in caught.value.message


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ('"a","b",3', '"a","b",3'),
        ('""Ann" <1115>","1115"', '"""Ann"" <1115>","1115"'),
        ('"""Ann"" <1115>","1115"', '"""Ann"" <1115>","1115"'),
        ('"",""Ann"","x"', '"","""Ann""","x"'),
        ('"a"b","c"', '"a""b","c"'),
        ('O"Brien,7', '"O""Brien",7'),
        ('"never closed,5', '"never closed,5"'),
        ('"a",""Ann" <1>",', '"a","""Ann"" <1>",'),
        ('"say ""hi"", she","x"', '"say ""hi"", she","x"'),
        ("no quotes,at all", "no quotes,at all"),
    ],
)
def test_quotes_as_a_pbx_writes_them(line, cells):
    mended = QuoteMender(",", '"').mend(f"1,2\n{line}\n3,4\n".encode()).decode()
    assert mended == f"1,2\n{cells}\n3,4\n"


CALLS = """/*---
title = "Calls"
recognise = { name = "calls*", header = ["number", "clid", "began"], cells = { number = "[0-9]+" } }
dialect = { header_rows = 0, quote_style = "pbx" }
personal = ["clid"]
---*/
create table interaction as
select _line, 'call:' || number as interaction_id, 'call:' || number as contact_id,
    began as started_at, clid as reason
from source;
"""


def test_a_cell_with_undoubled_quotes_keeps_its_record_to_itself(site):
    (site.mappings / "calls.sql").write_text(CALLS)
    text = (
        '1,""Ann" <1115>",2026-11-02T10:00:00\r\n'
        '2,"""Bob"" <1116>",2026-11-02T10:01:00\r\n'
        '3,"never closed,2026-11-02T10:02:00\r\n'
        '4,"plain",2026-11-02T10:03:00\r\n'
        "5,bare,2026-11-02T10:04:00"
    )
    result = site.load_text(text, "calls.csv", allow_bad=50)
    assert (result.read, result.accepted, result.quarantined) == (5, 4, 1)
    assert [row.line for row in site.quarantine()] == [3]
    assert site.rows("select reason from interaction order by started_at") == [
        ('"Ann" <1115>',),
        ('"Bob" <1116>',),
        ("plain",),
        ("bare",),
    ]


LENT = """/*---
title = "Gate log with header"
recognise = { name = "*", header = ["what", "card", "at"] }
sql_of = "%s"
---*/
"""


def test_a_mapping_may_take_over_the_sql_of_a_shipped_one():
    lent = parse_mapping(LENT.replace("what", "call_id") % "seelab_calls", "mine")
    base = parse_mapping_of("seelab_calls")
    assert (lent.statements, lent.rules, lent.targets) == (
        base.statements,
        base.rules,
        base.targets,
    )
    assert (lent.name, lent.source, lent.required) == (
        "mine",
        "seelab_calls",
        ("call_id", "card", "at"),
    )
    assert {"vru_entry", "server"} <= set(lent.columns)
    assert lent.dialect.delimiter == ","
    assert lent.sql_hash != base.sql_hash


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (LENT % "nothing", "names no mapping that ships with cjm: nothing"),
        (LENT % "../seelab_calls", "names no mapping"),
        (LENT % "seelab_calls" + SQL, "it has its own as well"),
        (
            LENT.replace("sql_of", 'personal = ["card"]\nsql_of') % "seelab_calls",
            "unknown personal",
        ),
    ],
)
def test_what_cannot_be_taken_over(text, said):
    with pytest.raises(CatalogError) as caught:
        parse_mapping(text, "mine")
    assert said in caught.value.message


def parse_mapping_of(name):
    return parse_mapping((SHIPPED / f"{name}.sql").read_text(encoding="utf-8"), name)
