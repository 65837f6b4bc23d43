"""Each kind of dirt that docs/imports.md lists, made and imported: the table cannot drift."""

import bz2
import gzip
import io
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cjm_tui.services.imports import quarantined
from tests.importers.conftest import HEADER

DOCS = Path(__file__).parents[2] / "docs" / "imports.md"
NAME = "interactions.csv"
GOOD = [f"i{n},c{n},web,2026-11-02T10:00:{n:02}" for n in range(40)]
TEXT = "\n".join([HEADER, *GOOD, ""])
NOTES = """/*---
title = "Notes"
recognise = {{ name = "notes*", header = ["no", "when", "took", "words"] }}
dialect = {{ {dialect} }}
timezone = "UTC"
---*/
create table interaction as
select _line, no as interaction_id, no as contact_id, 'web' as touchpoint_id, "when" as started_at,
    took as handle_s, words as reason
from source;
"""


@dataclass(frozen=True)
class Case:
    """A file, and how many of its records are to be in and in quarantine."""

    content: bytes
    accepted: int = 40
    quarantined: int = 0
    name: str = NAME
    dialect: str = ""  # of the mapping `notes`, which is there where this is not empty
    reason: str = ""  # must be said beside what the table quotes
    stored: dict = field(default_factory=dict)  # SQL → its first value


def own(text, **more):
    return Case(text if isinstance(text, bytes) else text.encode(), **more)


def row(bad, **more):
    """The good rows with one that is bad among them."""
    text = "\n".join([HEADER, *GOOD[:20], bad, *GOOD[20:], ""])
    return own(text, **{"accepted": 40, "quarantined": 1, **more})


def header(header, cell=""):
    return own("\n".join([header, *(line + cell for line in GOOD), ""]))


def notes(dialect, took="12.5", when="2026-11-02T10:00:00", encoding="utf-8", words="café", **more):
    rows = [f"{n};{when};1;x" for n in range(39)] + [f"39;{when};{took};{words}"]
    text = "\n".join(["no;when;took;words", *rows, ""])
    return own(
        text.encode(encoding), name="notes.csv", dialect=f'delimiter = ";", {dialect}', **more
    )


def zipped(members, encrypted=False):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    content = bytearray(out.getvalue())
    if encrypted:  # the flag in both places where it stands
        content[6] |= 1
        content[content.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def damaged(archive):
    middle = len(archive) // 2
    return archive[:middle] + bytes(4) + archive[middle + 4 :]


GERMAN = 'decimal = ",", dates = "D.M.Y"'
TOOK = "select handle_s from interaction where interaction_id = '39'"
WORDS = "select reason from interaction where interaction_id = '39'"
CONFLICT = [
    "<<<<<<< HEAD",
    "x,c,web,2026-11-02",
    "=======",
    "x,c,shop,2026-11-02",
    ">>>>>>> theirs",
]

CASES = {
    "UTF-8, with a mark or without": [own(TEXT), own(TEXT.encode("utf-8-sig"))],
    "UTF-16 with its mark, little or big endian": [
        own(b"\xff\xfe" + TEXT.encode("utf-16-le")), own(b"\xfe\xff" + TEXT.encode("utf-16-be")),
    ],
    "UTF-16 without a mark": [own(TEXT.encode("utf-16-le")), own(TEXT.encode("utf-16-be"))],
    "Windows-1252 or latin-1, declared": [
        notes('encoding = "cp1252"', encoding="cp1252", words="5 € café", stored={WORDS: "5 € café"}),
        notes('encoding = "latin-1"', encoding="latin-1", stored={WORDS: "café"}),
    ],
    "Windows-1252 where UTF-8 is declared": [
        notes('encoding = "utf-8"', encoding="cp1252", accepted=39, quarantined=1)
    ],
    "UTF-8 where Windows-1252 is declared": [notes('encoding = "cp1252"')],
    "UTF-16 that no mapping of its kind declares": [
        notes('encoding = "utf-8"', encoding="utf-16")
    ],
    "UTF-32": [own(TEXT.encode("utf-32"))],
    "binary, or Excel's own format": [
        own(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0"), own(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", reason="Excel"),
        own(zipped({"[Content_Types].xml": "<x/>", "xl/sheet1.xml": "<x/>"}), reason="Excel"),
    ],
    "CRLF, LF, CR, or mixed line ends": [
        own(TEXT.replace("\n", end)) for end in ("\r\n", "\n", "\r")
    ] + [own(TEXT.replace("\n", "\r\n", 9)), own(TEXT.replace("\n", "\r", 9))],
    "no line end at the end": [own(TEXT[:-1]), own(TEXT[:-1].replace("\n", "\r\n"))],
    "blank lines": [own(TEXT.replace("\n", "\n\n")), own("\n\n" + TEXT + "\n\n\n")],
    "gzip, or a zip with several files": [
        own(gzip.compress(TEXT.encode()), name="interactions.csv.gz"),
        own(zipped({"a/interactions-1.csv": TEXT, "interactions-2.csv": TEXT + "x,c,web,2026-11-02\n"}),
            name="night.zip", stored={"select count(*) from interaction": 41}),
    ],
    "gzip or zip cut short or damaged": [
        own(gzip.compress(TEXT.encode())[:-9]), own(gzip.compress(TEXT.encode())[:-8] + b"12345678"),
        own(zipped({NAME: TEXT})[:-30]), own(damaged(zipped({NAME: TEXT}))),
    ],
    "a zip that holds two files of one name": [
        own(zipped({NAME: TEXT, NAME[:-1] + "_": TEXT}).replace(NAME[:-1].encode() + b"_", NAME.encode()),
            name="night.zip"),
    ],
    "gzip or zip within gzip or zip, but for a zip's `.gz` members": [
        own(gzip.compress(gzip.compress(TEXT.encode()))), own(zipped({"a.zip": zipped({NAME: TEXT})}), name="night.zip"),
    ],
    "an encrypted zip": [own(zipped({NAME: TEXT}, encrypted=True), name="night.zip")],
    "bzip2, xz, zstd, 7z, rar": [own(bz2.compress(TEXT.encode()))],
    "a bomb: gzip or zip that unpacks to over 200 times its size, and 100 MB": [
        own(gzip.compress((TEXT + "x,c,web,2026-11-02\n" * 500_000).encode()) * 13),
    ],
    "semicolons, tabs or pipes, declared": [own(TEXT.replace(",", sign)) for sign in ";\t|"],
    "Excel's first line `sep=;`": [own("sep=;\n" + TEXT.replace(",", ";"))],
    "a delimiter that its mapping does not declare": [
        own("no,when,took,words\n1,2026-11-02,1,x\n", name="notes.csv", dialect='delimiter = ";"'),
        own("sep=^\n" + TEXT.replace(",", "^")),
    ],
    "decimal commas, declared": [
        notes(GERMAN, took="12,5", stored={TOOK: 12.5}),
        notes(GERMAN, took="1.5", accepted=39, quarantined=1, reason="is not a number of seconds: 1.5"),
    ],
    "a decimal comma where none is declared": [
        notes('dates = "D.M.Y"', took="12,5", accepted=39, quarantined=1)
    ],
    "days first or months first, declared": [
        notes('dates = "D/M/Y"', when=when, stored={"select max(started_at)::date::varchar from interaction": "2026-11-02"})
        for when in ("02/11/2026", "2/11/2026 9:05 AM")
    ] + [notes('dates = "M/D/YY"', when="11/02/26 10:00", stored={"select max(started_at)::date::varchar from interaction": "2026-11-02"})],
    "a single date that only the other order can mean": [
        own(notes('dates = "D/M/Y"', when="02/11/2026").content.replace(b"\n7;02/11", b"\n7;11/23"),
            name="notes.csv", dialect='delimiter = ";", dates = "D/M/Y"'),
    ],
    "a date in an order that is not declared": [row("x,c,web,02/11/2026 10:00")],
    "delimiters, doubled quotes and line ends in a quoted cell": [
        row('x,"c,""d""\n\ne",web,2026-11-02', accepted=41, quarantined=0,
            stored={"select contact_id from interaction where interaction_id = 'x'": 'c,"d"\n\ne'}),
    ],
    "a quote that is not closed": [
        row('x,"c,web,2026-11-02'), row('x,"c\nd,web,2026-11-02'), own(TEXT + 'x,"c,web', quarantined=1),
    ],
    "text behind a closing quote": [row('x,"c"d,web,2026-11-02')],
    "a quote inside a cell that is not quoted": [
        row('x,c"d",web,2026-11-02', accepted=41, quarantined=0,
            stored={"select contact_id from interaction where interaction_id = 'x'": 'c"d"'}),
    ],
    "a PBX's undoubled quotes, declared": [
        notes('quote_style = "pbx"', words='""Ann" <1115>"', stored={WORDS: '"Ann" <1115>'})
    ],
    "a short row": [row("x,c,web")],
    "a long row": [row("x,c,web,2026-11-02,more,more")],
    "a row with one empty cell too many": [row("x,c,web,2026-11-02,", accepted=41, quarantined=0)],
    "a NUL byte": [row("x,c\0,web,2026-11-02")],
    "control and bidi characters": [
        row("x,c,\x1b[31m\u202eweb,2026-11-02", accepted=41, quarantined=0,
            stored={"select touchpoint_id from interaction where interaction_id = 'x'": "�[31m�web"}),
    ],
    "a line of 10 MB": [row("x,c," + "w" * 10_000_000 + ",2026-11-02"), row('x,c,"' + ("w" * 99 + "\n") * 100_000, reason="a quote is not closed")],
    "columns in another order, names in other case or with spaces": [
        own("\n".join(["Started At, TOUCHPOINT-ID,contactId,Interaction id",
                       *(",".join(reversed(line.split(","))) for line in GOOD), ""])),
    ],
    "columns that no mapping knows": [header(HEADER + ",colour", ",red")],
    "optional columns that are absent": [own(TEXT, stored={"select max(queue) from interaction": None})],
    "a required column that is absent or renamed": [
        header(HEADER.replace("touchpoint_id", "place")), header(HEADER.partition(",")[2]),
    ],
    "an optional column that is misspelt": [header(HEADER + ",ended_t", ","), header(HEADER + ",queeu", ",x")],
    "a column that is named twice": [header(HEADER + ",Contact ID", ",x")],
    "a column without a name that holds something": [header(HEADER + ",,queue", ",x,y")],
    "a header broken over two lines": [header(HEADER + ",q\nueue", ",x")],
    "a quote in the header that is not closed": [header(HEADER + ',"queue', ',"x"')],
    "a line end in a quoted name": [header(HEADER + ',"what\nelse"', ",x")],
    "more than 4,096 columns": [header(HEADER + ",x" + ",x".join(map(str, range(5000))), "," * 5000)],
    "a first line of more than 256 kB": [header(HEADER + ",x" * 150_000)],
    "no bytes": [own(""), own("\n\n"), own(gzip.compress(b""))],
    "a header and no records": [own(HEADER + "\n"), own(HEADER), own(HEADER + "\n\n\n")],
    "cut short within a row": [own(TEXT + "x,c", quarantined=1)],
    "a git conflict in the middle": [own("\n".join([HEADER, GOOD[0], *CONFLICT, *GOOD[1:], ""]))],
}  # fmt: skip


def table():
    section = (
        DOCS.read_text(encoding="utf-8").partition("## Dialects and dirt")[2].partition("\n## ")[0]
    )
    rows = [
        line.strip("| \n").split(" | ") for line in section.splitlines() if line.startswith("| ")
    ]
    return {
        dirt: (becomes.strip(" |"), " ".join(how).strip(" |")) for dirt, becomes, *how in rows[1:]
    }


def test_the_table_and_the_cases_name_the_same_dirt():
    assert table().keys() == CASES.keys()


@pytest.mark.parametrize(
    ("dirt", "at"), [(dirt, at) for dirt, cases in CASES.items() for at in range(len(cases))]
)
def test_what_becomes_of_it(site, dirt, at):
    becomes, how = table()[dirt]
    case = CASES[dirt][at]
    if case.dialect:
        (site.mappings / "notes.sql").write_text(NOTES.format(dialect=case.dialect))
    results = site.load(site.write(case.name, case.content))
    reasons = [result.reason for result in results]
    reasons += [row.reason for row in site.quarantine()]
    for result in results:
        assert result.balanced
    assert case.reason in "".join(reasons)
    quoted = re.findall(r'"(.*?)"', how)
    if becomes == "file":
        assert {result.status for result in results} == {"refused"}
        assert site.rows("select count(*) from interaction") == [(0,)]
        assert case.reason or any(text in reasons[0] for text in quoted), reasons
        return
    first = results[0]
    assert (first.status, first.accepted, first.quarantined) == (
        "loaded", case.accepted, case.quarantined,
    ), reasons  # fmt: skip
    assert first.read == case.accepted + case.quarantined
    for sql, value in case.stored.items():
        assert site.rows(sql)[0][0] == value
    if becomes == "row":
        assert first.quarantined == 1
        assert case.reason or any(text in reasons[-1] for text in quoted), reasons
    else:
        assert becomes == "read"
        assert not case.quarantined or case.reason


def test_few_bad_rows_are_many_of_a_small_file(site):
    """Three rows with a NUL byte: of a hundred they are quarantined, of twenty the file is."""
    for name, count, status in (
        ("interactions-1", 100, "loaded"),
        ("interactions-2", 20, "refused"),
    ):
        rows = [f"{name}-{n},c{n},web,2026-11-02\n" for n in range(count)]
        rows[3:6] = [row.replace("web", "w\0b") for row in rows[3:6]]
        text = "interaction_id,contact_id,touchpoint_id,started_at\n" + "".join(rows)
        result = site.load_text(text, f"{name}.csv")
        assert result.status == status
        assert [row.reason for row in quarantined(site.database, result.batch)] == [
            "holds a NUL byte"
        ] * 3
    assert "15.0 % of its rows are bad (3 of 20); 5 % are allowed" in result.reason
