"""Single bad rows: quarantined with line, column, reason and raw text, while the good ones load."""

import pytest

from tests.importers.conftest import HEADER

GOOD = [f"i{n},c{n},web,2026-11-02T10:00:{n:02}" for n in range(40)]


def with_row(bad, at=20):
    return "\n".join([HEADER, *GOOD[:at], bad, *GOOD[at:], ""])


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("x,c,web", "has 3 of 4 cells"),
        ("x,c,web,2026-11-02,more,and more", "has 6 cells instead of 4"),
        ('x,"c" c,web,2026-11-02', "a quote is not closed, or has text after it"),
        ("x,c,web,2026-02-30T10:00:00", "is not a time: 2026-02-30T10:00:00"),
        ("x,c,web,infinity", "is not a time: infinity"),
        ("x,c,web,", "is missing"),
        ("x,,web,2026-11-02", "is missing"),
        ("x,c\0,web,2026-11-02", "holds a NUL byte"),
        ("x,c," + "w" * 2_100_000 + ",2026-11-02", "is longer than 2 million bytes"),
        ("x,c,web,2026-03-29T01:30:00", "never was in Europe/London: the clocks went forward"),
    ],
    ids=lambda text: text[:40],
)
def test_a_bad_row_among_good_ones(site, bad, reason):
    result = site.load_text(with_row(bad))
    assert (result.status, result.read, result.accepted) == ("loaded", 41, 40)
    (row,) = site.quarantine()
    assert row.line == 22
    assert reason in row.reason
    assert row.raw.startswith("x,")


def test_bytes_that_are_not_utf8(site):
    result = site.load_text(with_row("x,c,w@b,2026-11-02").encode().replace(b"@", b"\xff"))
    assert (result.accepted, result.quarantined) == (40, 1)
    assert site.quarantine()[0].reason == "has bytes that are not UTF-8"


def test_lines_are_the_files_own_where_cells_hold_line_ends(site):
    text = with_row('x,"c\nd",web,soon').replace("i3,c3", 'i3,"c\n\n3"').replace("i30,", "i30,,")
    result = site.load_text(text, allow_bad=10)
    assert result.accepted == 39
    assert [(row.line, row.reason[:8]) for row in site.quarantine()] == [
        (24, "is not a"),
        (36, "has 5 ce"),
    ]
    assert site.rows("select contact_id from interaction where interaction_id = 'i3'") == [
        ("c\n\n3",)
    ]


def test_numbers_and_flags_are_checked(site):
    header = f"{HEADER},wait_s,transfers,resolved"
    rows = [f"{row},1.5,2,yes" for row in GOOD] + [
        "a,c,web,2026-11-02,abc,,",
        "b,c,web,2026-11-02,,1.5,",
        "d,c,web,2026-11-02,,,perhaps",
        "e,c,web,2026-11-02,nan,,",
        "f,c,web,2026-11-02, , ,NO",
        "g,c,web,2026-11-02,1e308,,",
    ]
    result = site.load_text("\n".join([header, *rows, ""]), allow_bad=20)
    reasons = {(row.column, row.reason) for row in site.quarantine()}
    assert reasons == {
        ("wait_s", "is not a number of seconds: abc"),
        ("transfers", "is not a whole number: 1.5"),
        ("resolved", "is not yes or no: perhaps"),
        ("wait_s", "is not a number of seconds: nan"),
        ("wait_s", "is not a number of seconds: 1e308"),
    }
    assert result.accepted == 41
    assert site.rows("select resolved, wait_s from interaction where interaction_id = 'f'") == [
        (False, None)
    ]


def test_a_record_is_accepted_whole_or_not_at_all(site):
    text = (
        "journey,stage,stage_position,touchpoint_id,touchpoint,accountable,accountable_since\n"
        "Buy,Order,1,web,Web shop,p1,2026-01-01\n"
        "Buy,Order,1,call,Order call,p1,yesterday\n"
        "Buy,,1,shop,Shop,p1,2026-01-01\n"
    )
    result = site.load_text(text, "touchpoints.csv", allow_bad=90)
    assert (result.accepted, result.quarantined) == (1, 2)
    assert site.rows("select touchpoint_id from touchpoint") == [("web",)]
    assert site.rows("select touchpoint_id from accountability") == [("web",)]


def test_control_and_bidi_characters_are_replaced(site):
    dirty = "web\x1b[31m\u202eshop\x9b"
    site.load_text(f"{HEADER}\ni1,c1,{dirty},2026-11-02\n")
    assert site.rows("select touchpoint_id from interaction") == [("web�[31m�shop�",)]


def test_personal_cells_are_masked_in_quarantine(site):
    header = f"{HEADER},customer"
    rows = [f"{row},+44 7700 900{n:03}" for n, row in enumerate(GOOD)]
    rows += ["x,c,web,soon,+44 7700 900999", "x,c,web,+44 7700 900998"]
    site.load_text("\n".join([header, *rows, ""]), allow_bad=20)
    raw = " ".join(row.raw for row in site.quarantine())
    assert "7700" not in raw
    assert "x,c,web,soon,[masked]" in raw
