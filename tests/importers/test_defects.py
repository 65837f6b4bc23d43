"""Random tables, defects and texts: the equations hold, good rows load, nothing is a traceback."""

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.importers.conftest import HEADER

ROWS = 30
LINES = [HEADER, *(f"i{n},c{n},web,2026-11-02T10:00:{n:02}" for n in range(ROWS))]
TEXT = "\n".join(LINES) + "\n"
INSERTED = [b",", b'"', b"\n", b"\r", b"\0", b"\xff", b"\xc3", b"x", b"\t", b";", b"\x1b"]


@settings(max_examples=50)
@given(data=st.data())
def test_one_defect_anywhere(new_site, data):
    content = bytearray(TEXT.encode())
    at = data.draw(st.integers(0, len(content) - 1))
    match data.draw(st.sampled_from(["insert", "delete", "double", "cut", "swap"])):
        case "insert":
            content[at:at] = data.draw(st.sampled_from(INSERTED))
        case "delete":
            del content[at]
        case "double":
            content[at:at] = content[at : at + 1]
        case "cut":
            del content[at:]
        case "swap":
            content[at : at + 2] = content[at : at + 2][::-1]
    site = new_site()
    result = site.load_text(bytes(content), allow_bad=100)
    assert result.balanced
    loaded = {row[0] for row in site.rows("select interaction_id from interaction")}
    if result.status == "refused":
        assert not loaded
    else:
        assert len(loaded) == result.targets["interaction"].inserted
        assert result.targets["interaction"].produced == result.accepted
    if result.status == "loaded" and content.startswith(HEADER.encode() + b"\n"):
        untouched = [
            line for line in bytes(content).split(b"\n")[1:] if line.decode("latin-1") in LINES
        ]
        swallowed = sum(row.raw.count("\n") for row in site.quarantine())
        ids = {line.split(b",")[0].decode() for line in untouched}
        assert len(ids - loaded) <= swallowed


TABLE = st.lists(
    st.tuples(
        st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=12),
        st.text(st.sampled_from('ab ,;"\n\té'), max_size=20),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda row: row[0].strip(),
)


@settings(max_examples=15)
@given(table=TABLE)
def test_any_table_of_text_comes_back_as_it_was(new_site, table):
    table = [(key, words) for key, words in table if key.strip()]
    if not table:
        return
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["party_id", "name", "department"])
    writer.writerows((key, "n" + words, words) for key, words in table)
    site = new_site()
    result = site.load_text(out.getvalue(), "parties.csv")
    assert (result.status, result.accepted) == ("loaded", len(table))
    assert sorted(site.rows("select party_id, name, department from party")) == sorted(
        (key, "n" + words, words or None) for key, words in table
    )


def test_naughty_strings_everywhere(new_site, naughty):
    usable = [text for text in dict.fromkeys(naughty) if text.strip()]

    def csv_of(*rows):
        out = io.StringIO()
        csv.writer(out).writerows(rows)
        return out.getvalue().encode("utf-8", "surrogatepass")

    site = new_site()
    parties = csv_of(["party_id", "name"], *((f"p{n}", text) for n, text in enumerate(usable)))
    places = csv_of(
        ["journey", "stage", "stage_position", "touchpoint_id", "touchpoint"],
        *((text, text, 1, f"t{n}", text) for n, text in enumerate(usable)),
    )
    words = csv_of(
        ["feedback_id", "touchpoint_id", "at", "instrument", "score", "verbatim", "customer"],
        *((f"f{n}", text, "2026-11-02", "nps", 5, text, text) for n, text in enumerate(usable)),
    )
    for content, name in ((parties, "parties"), (places, "touchpoints"), (words, "feedback")):
        result = site.load_text(content, f"{name}.csv", allow_bad=100)
        assert result.status == "loaded", result.reason
        assert result.accepted + result.quarantined == len(usable)
        assert result.quarantined <= 3, [row.reason for row in site.quarantine()]
    for table, column in (("party", "name"), ("touchpoint", "name"), ("feedback", "verbatim")):
        stored = "".join(value or "" for (value,) in site.rows(f"select {column} from {table}"))
        assert not set(stored) & set("\x00\x1b\x7f\x9b\u202e\u2066\ufeff")
    assert site.load_text(csv_of(["a"]), "naughty <b> \u202e name.csv").status == "refused"
    assert "\u202e" not in site.rows("select file from import_batch order by batch desc")[0][0]
