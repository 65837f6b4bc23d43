"""JSON as it comes: objects a line, joined, laid out over lines, or in a list."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_tui.errors import CatalogError, RefusedFileError
from cjm_tui.importers.json_rows import JsonObjects, JsonRows
from cjm_tui.importers.mapping import parse_mapping

WORDS = """/*---
title = "Words"
recognise = { name = "words*", header = ["Id", "When"] }
optional = ["Who.Name", "Who.Mail", "Words", "Tags"]
dialect = { format = ["csv", "json"] }
timezone = "UTC"
personal = ["Who.Mail"]

[[rule]]
refuse = "try_cast(\\"When\\" as timestamp) is null"
column = "When"
because = "is no time"
---*/
create table feedback as
select _line, "Id" as feedback_id, "When" as "at", 'csat' as instrument,
    "Who.Name" as segment, "Who.Mail" as customer, coalesce("Words", "Tags") as verbatim
from source;
"""
ONE = {"Id": "1", "When": "2026-11-02T10:00:00Z", "Who": {"Name": "a", "Mail": "a@x.org"}}
TWO = {"When": "2026-11-02T11:00:00Z", "Id": 2, "Who": None, "Words": 'café,\r\n"so" \ud83d\ude00'}
THREE = {"Id": 3, "When": "2026-11-02T12:00:00Z", "Tags": [True, "x"], "Extra": {"Deep": {"x": 1}}}
ROWS = [
    ("1", "a", True, None),
    ("2", None, False, 'café,\n"so" 😀'),
    ("3", None, False, '[true, "x"]'),
]
SAID = """select feedback_id, segment, customer_key is not null, verbatim
    from feedback order by feedback_id"""


@pytest.fixture
def words(site):
    (site.mappings / "words.sql").write_text(WORDS)
    return site


def lines(*objects):
    return "".join(json.dumps(one) + "\n" for one in objects)


@pytest.mark.parametrize(
    "text",
    [
        lines(ONE, TWO, THREE),
        lines(ONE, TWO, THREE).rstrip("\n"),
        lines(ONE, TWO, THREE).replace("\n", "\r\n\r\n"),
        lines(ONE, TWO, THREE).replace("\n", ""),
        lines(ONE, TWO, THREE).replace("\n", ",\n"),
        json.dumps([ONE, TWO, THREE]),
        json.dumps([ONE, TWO, THREE], indent=2),
        "\n".join(json.dumps(one, indent=4) for one in (ONE, TWO, THREE)),
        "\ufeff" + lines(ONE, TWO, THREE),
        json.dumps(ONE, ensure_ascii=False) + lines(TWO, THREE),
    ],
    ids=[
        "lines",
        "no end",
        "crlf",
        "joined",
        "commas",
        "list",
        "list over lines",
        "over lines",
        "mark",
        "first joined",
    ],
)
def test_the_same_objects_however_they_are_laid_out(words, text):
    result = words.load_text(text, "words.json")
    assert (result.mapping, result.read, result.accepted) == ("words", 3, 3), result.reason
    assert words.rows(SAID) == ROWS


def test_the_same_mapping_reads_the_flattened_csv(words):
    text = "When,Id,who_name,Who Mail,Words\n2026-11-02T10:00:00Z,1,a,a@x.org,\n"
    assert words.load_text(text, "words.csv").accepted == 1
    assert words.rows(SAID) == ROWS[:1]
    again = words.load_text(lines(ONE), "words.jsonl")
    assert again.targets["feedback"].unchanged == 1


def test_a_broken_line_is_refused_and_the_others_are_read(words):
    broken = '{"Id": "9", "Who": {"Mail": "b@y.org", "Phone": "+447700900123"'
    late = json.dumps({"Id": "4", "When": "soon", "Who": {"Mail": "c@y.org"}})
    text = lines(ONE) + broken + "\n" + lines(TWO) + "7\n" + late + "\n" + lines(THREE)
    result = words.load_text(text, "words.jsonl", allow_bad=60)
    assert (result.read, result.accepted, result.quarantined) == (6, 3, 3)
    assert words.rows(SAID) == ROWS
    found = [(row.line, row.column, row.reason) for row in words.quarantine()]
    assert found == [
        (2, "", "is no JSON object"),
        (4, "", "is no JSON object"),
        (5, "When", "is no time"),
    ]
    kept = " ".join(row.raw for row in words.quarantine())
    assert "y.org" not in kept
    assert "900123" not in kept
    assert '"Id": "9"' in kept


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (json.dumps([ONE, TWO])[:-20], "broken or cut short after record 1"),
        (json.dumps([ONE, TWO], indent=1).replace('"Who": null', '"Who" null'), "after record 1"),
        ("[1, 2]", "its JSON holds more than objects: see '1'"),
        ("[]", "its JSON is an empty list: it holds no records"),
        ("\ufeff\n [ ]\r\n", "an empty list"),
        (json.dumps(ONE)[:-9], "broken or cut short within its first record"),
        ('[{"Id": 1, }]', "broken or cut short within its first record"),
        ("[{}]", "no mapping fits"),
        (lines({"Id": 1, "Words": "x"}), "lacks When"),
        (lines(ONE) + "<<<<<<< HEAD\n" + lines(TWO) + "=======\n", "git conflict (record 2)"),
        (lines({**ONE, "Id": "\0"}), "100.0 %"),
        (lines({**ONE, "Wrods": "x"}), "did you mean Words"),
    ],
)
def test_refused_whole(words, text, why):
    result = words.load_text(text, "words.json")
    assert (result.status, why in result.reason) == ("refused", True), result.reason


def test_numbers_keep_their_digits(words):
    text = '{"Id": 12345678901234567890123, "When": "2026-11-02", "Words": 0.10}\n'
    words.load_text(text, "words.jsonl")
    assert words.rows("select feedback_id, verbatim from feedback") == [
        ("12345678901234567890123", "0.10")
    ]


@pytest.mark.parametrize(
    "dialect",
    [
        'format = "xml"',
        'format = ["json"], encoding = "cp1252"',
        'format = "json", header_rows = 0',
    ],
)
def test_a_dialect_that_cannot_be(dialect):
    with pytest.raises(CatalogError, match=r"dialect\.format"):
        parse_mapping(WORDS.replace('format = ["csv", "json"]', dialect), "words")


values = st.one_of(st.none(), st.booleans(), st.text(), st.integers(), st.lists(st.text()))
objects = st.lists(
    st.dictionaries(st.text(), st.one_of(values, st.dictionaries(st.text(), values)))
)


@given(objects, st.data())
def test_objects_come_out_whole_however_the_text_is_cut(found, data):
    text = data.draw(
        st.sampled_from(
            [
                lines(*found),
                json.dumps(found),
                json.dumps(found, indent=1),
                lines(*found).replace("\n", ""),
            ]
        )
    )
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=5)))
    reader = JsonObjects()
    out = []
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        out += list(reader.feed(text[start:end]))
    out += list(reader.end())
    expected = json.loads(json.dumps(found), parse_int=str)
    assert out == expected


@given(st.text())
def test_no_text_brings_the_reader_down(text):
    rows = JsonRows(("a",), {}, ",")
    try:
        rows.feed(text)
        rows.end()
    except RefusedFileError:
        pass


def test_objects_joined_beyond_the_first_256_kb(words):
    many = [{**ONE, "Id": number} for number in range(4000)]
    text = lines(*many).replace("\n", "")
    assert len(text) > 1 << 18
    assert words.load_text(text, "words.json").accepted == 4000


@pytest.mark.parametrize("layout", ["line", "list", "indented", "broken"])
def test_a_first_record_beyond_256_kb_is_recognised(words, layout):
    large = {**ONE, "Other": ["x" * 1000] * 400}
    text = {
        "line": lines(large, TWO, THREE),
        "list": json.dumps([large, TWO, THREE]),
        "indented": json.dumps([large, TWO, THREE], indent=1),
        "broken": lines({"x": "y" * 300_000})[:-3] + "\n" + lines(ONE, TWO, THREE),
    }[layout]
    result = words.load_text(text, "words.json", allow_bad=30)
    assert (result.mapping, result.accepted) == ("words", 3), result.reason
    assert result.quarantined == (layout == "broken")
    assert words.rows(SAID) == ROWS


def test_a_first_record_without_an_end_is_not_read_for_ever(words):
    text = '{"Id": "1", "Words": "' + "x" * (17 << 20)
    result = words.load_text(text, "words.json")
    assert "has no end within 16 MB" in result.reason


def test_a_broken_first_line_is_refused_and_the_others_are_read(words):
    text = '{"Id": "0", "When": "2026-11-02T10:0\n' + lines(ONE, TWO, THREE)
    result = words.load_text(text, "words.jsonl", allow_bad=30)
    assert (result.read, result.accepted, result.quarantined) == (4, 3, 1), result.reason
    assert words.rows(SAID) == ROWS


def test_bytes_that_are_not_utf8_are_refused_and_half_a_character_is_replaced(words):
    bad = b'{"Id": "b\xff", "When": "2026-11-02T10:00:00Z", "Who": {"Name": "x"}}\n'
    unread = b'{"Id": "9", "When": "2026-11-02T10:00:00Z", "Other": "\xff"}\n'
    half = b'{"Id": "8", "When": "2026-11-02T10:00:00Z", "Words": "ok \\ud83d"}\n'
    result = words.load_text(lines(ONE).encode() + bad + unread + half, "words.json", allow_bad=50)
    assert (result.read, result.accepted, result.quarantined) == (4, 3, 1)
    (refused,) = words.quarantine()
    assert (refused.line, refused.reason) == (2, "has bytes that are not UTF-8")
    assert words.rows("select feedback_id, verbatim from feedback order by 1") == [
        ("1", None),
        ("8", "ok \ufffd"),
        ("9", None),
    ]
