"""A canonical file, single defects to plant into it, and which of its records each one touches."""

import csv
import io
import random
from dataclasses import dataclass

ROWS = 60
INTERACTIONS = (
    "interaction_id", "contact_id", "touchpoint_id", "started_at", "ended_at", "channel",
    "direction", "customer", "reason", "segment", "resolved", "outcome", "wait_s", "talk_s",
    "transfers", "queue", "team", "updated_at",
)  # fmt: skip
FEEDBACK = (
    "feedback_id", "touchpoint_id", "at", "instrument", "score", "verbatim", "customer", "segment",
)  # fmt: skip
WORDS = (
    "fine", 'they said "no", twice', "first line\nsecond line", "café, très bien", "", "it's ok",
    'a quote " alone', "one;two;three", "tab\there", "\nends and begins with lines\n",
)  # fmt: skip


@dataclass(frozen=True)
class Original:
    """A file as its source wrote it."""

    name: str
    header: tuple[str, ...]
    records: tuple[tuple[str, ...], ...]
    delimiter: str = ","
    line_end: str = "\n"
    quoting: int = csv.QUOTE_MINIMAL

    def text(self, records=None, header=None):
        lines = [self.line(header or self.header)]
        return "".join([*lines, *(self.line(record) for record in records or self.records)])

    def line(self, cells):
        out = io.StringIO()
        writer = csv.writer(
            out, delimiter=self.delimiter, lineterminator=self.line_end, quoting=self.quoting
        )
        writer.writerow(cells)
        return out.getvalue()

    @property
    def bounds(self):
        """Where the header and each record begin and end, in bytes."""
        ends, at = [], 0
        for cells in (self.header, *self.records):
            end = at + len(self.line(cells).encode())
            ends.append((at, end))
            at = end
        return ends


@dataclass(frozen=True)
class Defect:
    """The file with its defect; record 0 is the header."""

    kind: str
    content: bytes
    touched: frozenset[int]
    whole: bool = False  # a defect of the whole file: its encoding, a column

    @property
    def lines(self):
        """At most so many records may be made of those that are touched."""
        return self.content.count(b"\n") + self.content.count(b"\r") + 1


def interactions(**dialect):
    records = []
    for n in range(ROWS):
        start = f"2026-11-02T{9 + n // 12:02}:{5 * n % 60:02}:07"
        records.append(
            (
                f"i{n}", f"c{n - n % 3}", f"touchpoint-{n % 4}", start, start.replace(":07", ":59"),
                "phone", "inbound", f"+44770090{n:04}", WORDS[n % len(WORDS)],
                "home" if n % 2 else "", "yes", "answered" if n % 5 else "abandoned", str(n),
                f"{n}.5", str(n % 3), f"queue {n % 7}", f"team {n % 2}", "2026-11-03T01:00:00",
            )
        )  # fmt: skip
    return Original("interactions.csv", INTERACTIONS, tuple(records), **dialect)


def feedback(**dialect):
    records = tuple(
        (
            f"f{n}", f"touchpoint-{n % 4}", f"2026-11-02 10:{n:02}", "nps", str(n % 11),
            WORDS[n % len(WORDS)], f"person{n}@example.org", "home" if n % 2 else "shop",
        )
        for n in range(ROWS)
    )  # fmt: skip
    return Original("feedback.csv", FEEDBACK, records, **dialect)


ORIGINALS = (
    interactions(),
    interactions(delimiter=";", line_end="\r\n"),
    interactions(delimiter="\t", quoting=csv.QUOTE_ALL),
    feedback(),
    feedback(delimiter="|", quoting=csv.QUOTE_ALL, line_end="\r\n"),
)
BYTES = [bytes([byte]) for byte in b"x0 ,;\t|'\"\\#=-\0\x1b\x7f\xa0\xc3\xff"] + [b"\n", b"\r"]
ENCODINGS = (
    "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1252", "cp500",
)  # fmt: skip


def plant(original: Original, chance: random.Random) -> Defect:
    """Return the file with one defect, chosen by chance."""
    kinds = ("bytes", "bytes", "bytes", "sign", "sign", "sign", "column", "header", "file")
    return {
        "bytes": _bytes, "sign": _sign, "column": _column, "header": _header_cell, "file": _file,
    }[chance.choice(kinds)](original, chance)  # fmt: skip


def _touched(original, start, end):
    """Return the records of these bytes, and the next one where a line end is among them."""
    if b"\n" in original.text().encode()[start:end]:
        end += 1
    return frozenset(
        at for at, (low, high) in enumerate(original.bounds) if low < end and start < high
    )


def _bytes(original, chance):
    """Any byte deleted, doubled, exchanged, or one put before it."""
    content = original.text().encode()
    at = chance.randrange(len(content))
    kind = chance.choice(["delete", "double", "insert", "replace", "swap"])
    one = content[at : at + 1]
    new = {
        "delete": b"", "double": one * 2, "insert": chance.choice(BYTES) + one,
        "replace": chance.choice(BYTES), "swap": content[at : at + 2][::-1],
    }[kind]  # fmt: skip
    width = 2 if kind == "swap" else 1
    return Defect(
        f"{kind} byte {at} {one!r} -> {new!r}",
        content[:at] + new + content[at + width :],
        _touched(original, at, at + width),
    )


def _sign(original, chance):
    """A delimiter, quote or line end deleted, doubled or inserted."""
    content = original.text().encode()
    sign = chance.choice([original.delimiter, '"', original.line_end]).encode()
    places = [at for at in range(len(content)) if content.startswith(sign, at)]
    kind = chance.choice(["delete", "double", "insert"])
    if kind == "insert" or not places:
        at = chance.randrange(len(content) + 1)
        return Defect(
            f"insert {sign!r} at {at}", content[:at] + sign + content[at:],
            _touched(original, at - 1, at + 1),
        )  # fmt: skip
    at = chance.choice(places)
    new = b"" if kind == "delete" else sign * 2
    return Defect(
        f"{kind} {sign!r} at {at}", content[:at] + new + content[at + len(sign) :],
        _touched(original, at, at + len(sign)),
    )  # fmt: skip


def _column(original, chance):
    """A cell of one record, or a whole column, deleted, doubled or inserted."""
    cell = chance.randrange(len(original.header))
    kind = chance.choice(["delete", "double", "insert"])

    def changed(cells, new):
        cells = list(cells)
        put = {"delete": [], "double": [cells[cell]] * 2, "insert": [new, cells[cell]]}[kind]
        return (*cells[:cell], *put, *cells[cell + 1 :])

    if chance.random() < 0.5:
        at = chance.randrange(ROWS)
        records = list(original.records)
        records[at] = changed(records[at], "new")
        text, touched, whole = original.text(records), {at + 1}, False
    else:
        records = [changed(record, "new") for record in original.records]
        text, touched, whole = original.text(records, changed(original.header, "more")), {0}, True
    where = "column" if whole else "cell of record"
    return Defect(f"{kind} {where} {cell}", text.encode(), frozenset(touched), whole)


def _header_cell(original, chance):
    """A cell of the header alone deleted, doubled, inserted or emptied."""
    cell = chance.randrange(len(original.header) - 1)
    one, other = original.header[cell : cell + 2]
    kind = chance.choice(["delete", "double", "insert", "empty"])
    put = {
        "delete": [other], "double": [one, one, other], "insert": [one, "more", other],
        "empty": ["", other],
    }[kind]  # fmt: skip
    header = (*original.header[:cell], *put, *original.header[cell + 2 :])
    return Defect(f"header: {kind} {one}", original.text(header=header).encode(), frozenset({0}))


def _file(original, chance):
    """Another encoding, or only the beginning of the file."""
    text = original.text()
    if chance.random() < 0.5:
        encoding = chance.choice(ENCODINGS)
        content = text.encode(encoding, "replace")
        return Defect(f"in {encoding}", content, frozenset({0}), whole=True)
    content = text.encode()
    at = chance.randrange(len(content))
    return Defect(f"cut at {at}", content[:at], _touched(original, max(0, at - 1), len(content)))
