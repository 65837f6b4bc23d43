"""Records counted by ourselves: a defect of quotes takes its own record and nothing else."""

import csv
import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_tui.importers.content import LINE_LIMIT, Scan
from cjm_tui.importers.cutting import Cutter, State
from cjm_tui.importers.dialect import Dialect
from cjm_tui.importers.header import Header
from cjm_tui.importers.mapping import parse_mapping
from cjm_tui.importers.survey import survey
from tests.importers.conftest import HEADER

GOOD = [f"i{n},c{n},web,2026-11-02T10:00:{n:02}" for n in range(40)]


def with_lines(*bad, at=20, rows=GOOD):
    return "\n".join([HEADER, *rows[:at], *bad, *rows[at:], ""])


@pytest.mark.parametrize(
    ("bad", "raw"),
    [
        (['x,"c,web,2026-11-02'], 'x,"c,web,2026-11-02'),
        (['x,c,web,"2026-11-02'], 'x,c,web,"2026-11-02'),
        (['x,"c"c,web,2026-11-02'], 'x,"c"c,web,2026-11-02'),
        (['x,""c" <1>",web,2026-11-02'], 'x,""c" <1>",web,2026-11-02'),
        (
            ['x,"c', "more, of it", 'end"x,web,2026-11-02'],
            'x,"c\nmore, of it\nend"x,web,2026-11-02',
        ),
        (['x,"c', 'end",web'], 'x,"c\nend",web'),
    ],
)
@pytest.mark.parametrize("quoted_rows", [False, True])
def test_a_broken_record_takes_no_other_with_it(site, bad, raw, quoted_rows):
    rows = [f'"{row}"'.replace(",", '","') for row in GOOD] if quoted_rows else GOOD
    result = site.load_text(with_lines(*bad, rows=rows))
    assert (result.status, result.read, result.accepted, result.quarantined) == (
        "loaded", 41, 40, 1,
    )  # fmt: skip
    (row,) = site.quarantine()
    assert (row.line, row.raw) == (22, raw)
    assert "quote" in row.reason


def test_a_broken_record_at_the_end_and_two_beside_each_other(site):
    text = with_lines('x,"c,web,2026-11-02', 'y,"c,web,2026-11-02', '"z,c,web,2026-11-02', at=40)
    result = site.load_text(text, allow_bad=20)
    assert (result.read, result.accepted) == (43, 40)
    assert [row.line for row in site.quarantine()] == [42, 43, 44]


def test_good_records_with_line_ends_beside_a_broken_one(site):
    header = f"{HEADER},reason"
    rows = [f'{row},"first\nlast, of {n}"' for n, row in enumerate(GOOD)]
    rows[10] = rows[10].removesuffix('"')
    result = site.load_text("\n".join([header, *rows, ""]))
    assert (result.read, result.accepted) == (40, 39)
    assert [row.line for row in site.quarantine()] == [22]
    ((reason,),) = site.rows("select reason from interaction where interaction_id = 'i11'")
    assert reason == "first\nlast, of 11"


def test_a_quote_that_seems_to_close_where_the_next_record_opens_one(site):
    """What it swallows is a record by its form; the line behind it shows that it is none."""
    header = f"{HEADER},reason"
    rows = [f"{row},r" for row in GOOD]
    rows[10] = rows[10].replace(",r", ',"r')
    rows[12] = rows[12].replace(",r", ',"\nfirst, and\n\nlast\n"')
    result = site.load_text("\n".join([header, *rows, ""]))
    assert (result.read, result.accepted) == (40, 39)
    assert [row.line for row in site.quarantine()] == [12]
    found = dict(site.rows("select interaction_id, reason from interaction"))
    assert found["i11"] == "r"
    assert found["i12"] == "\nfirst, and\n\nlast\n"


def test_lines_are_numbered_as_in_the_file(site):
    text = with_lines("", 'x,"c,web,2026-11-02', "", "y,c,web,soon", 'z,"c\nd",web,soon', "w,c", "")
    site.load_text(text + "v,c,web,soon", allow_bad=20)
    assert [(row.line, row.raw.split(",")[0]) for row in site.quarantine()] == [
        (23, "x"), (25, "y"), (26, "z"), (28, "w"), (50, "v"),
    ]  # fmt: skip


def test_lines_of_any_length_are_told_from_records(site):
    over = "w" * (LINE_LIMIT + 1)
    result = site.load_text(
        with_lines(f"x,c,{over},2026-11-02", f'y,"{over}', "z,c,web,soon", "w" * 40_000_000),
        allow_bad=20,
    )
    assert (result.read, result.accepted) == (44, 40)
    assert [(row.line, row.reason[:9]) for row in site.quarantine()] == [
        (22, "is longer"), (23, "is longer"), (24, "is not a "), (25, "is longer"),
    ]  # fmt: skip


@pytest.mark.parametrize("rows", [300_000])
def test_a_large_file_with_line_ends_in_its_cells(site, rows):
    """Several threads share such a file, and may take a record twice at their border."""
    lines = [HEADER]
    lines += [f'i{n},"c{n}\n more, or ""less""",web,2026-11-02T10:00:00+00:00' for n in range(rows)]
    lines[200_000] = lines[200_000].replace('",web', ",web")
    result = site.load_text("\n".join(lines) + "\n")
    assert (result.read, result.accepted, result.quarantined) == (rows, rows - 1, 1)
    assert [row.line for row in site.quarantine()] == [2 * 200_000]
    assert site.rows("select count(distinct contact_id) from interaction") == [(rows - 1,)]


CELL = st.text(st.sampled_from('ab ,;"\n'), max_size=8)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=20))
def test_what_a_writer_of_csv_writes_is_counted_as_it_meant(rows):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    text = out.getvalue().encode()
    cutter = Cutter(Dialect())
    at = records = 0
    cells = []
    lines = text.splitlines(keepends=True)
    while at < len(lines):
        state, count = cutter.start(lines[at])
        at += 1
        while state is State.OPEN:
            state, more = cutter.go_on(lines[at])
            count += more
            at += 1
        assert state is State.DONE
        records += 1
        cells.append(count)
    assert (records, set(cells)) == (len(rows), {3})


def surveyed(tmp_path, text):
    path = tmp_path / "content"
    path.write_bytes(text)
    mapping = parse_mapping(
        '/*---\ntitle = "t"\nrecognise = { header = ["a", "b", "c"] }\n---*/\n'
        "create table feedback as select _line, a as feedback_id from source;",
        "t",
    )
    header = Header(mapping, mapping.dialect, ("a", "b", "c"), {"a": 0, "b": 1, "c": 2}, 1, 1, 0)
    scan = Scan('"')
    scan.look(text)
    return survey(scan.content(path), header)


def test_a_file_full_of_broken_records_is_walked_in_one_go(tmp_path):
    text = b"a,b,c\n" + b'1,"2,3\n' * 100_000 + b'1,"","x\n' * 100_000 + b"1,2,3\n" * 100_000
    began = time.process_time()
    found = surveyed(tmp_path, text)
    assert time.process_time() - began < 10
    assert found.records + len(found.broken) == 300_000
    assert found.records == 100_000


@given(st.lists(st.sampled_from(['"', ",", "x", "\n", " ", '""', "1,2,3\n"]), max_size=40))
def test_every_line_belongs_to_one_record_or_is_blank(tmp_path_factory, pieces):
    text = ("a,b,c\n" + "".join(pieces)).encode()
    found = surveyed(tmp_path_factory.mktemp("survey"), text)
    lines = text.split(b"\n")[1:]
    begins = sorted(
        [found.layout.line_of(at) for at in range(found.records)]
        + [reject.line for reject in found.broken]
    )
    assert len(set(begins)) == len(begins)
    filled = [at for at, line in enumerate(lines, start=2) if line]
    assert set(begins) <= set(filled)
    for line, following in zip([1, *begins], [*begins, len(lines) + 2], strict=True):
        if line == 1:
            assert not any(line < at < following for at in filled)
