"""Any table of text, written in any dialect that a mapping may declare, is staged as it was."""

import csv
import gzip
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.importers.stager import Stager

COLUMNS = ("no", "topic", "kind of person", "line", "who")
MAPPING = """/*---
title = "Any table"
recognise = {{ name = "table*", header = ["no", "topic", "kind of person"] }}
optional = ["line", "who"]
dialect = {{ delimiter = {delimiter}, quote = {quote}, encoding = {encoding} }}
---*/
create table interaction as
select
    _line, no as interaction_id, no as contact_id, 'here' as touchpoint_id, topic as reason,
    "kind of person" as segment, line as queue, who as team,
    timestamp '2026-11-02 10:00:00' as started_at
from source;
"""
KEPT = ("interaction_id", "reason", "segment", "queue", "team")
ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252")


@st.composite
def tables(draw):
    """Draw a dialect, rows that it can write and that are stored as they are, and an order."""
    quote = draw(st.sampled_from(['"', "'", "~", ""]))
    delimiter = draw(st.sampled_from([sign for sign in ",;\t|^:'" if sign != quote]))
    encoding = draw(st.sampled_from(ENCODINGS))
    codec = encoding if encoding in ("latin-1", "cp1252") else "utf-8"
    cell = st.text(
        st.one_of(
            st.sampled_from("\"'~,;|^: \tab1" + ("\n" if quote else "")),
            st.characters(codec=codec, exclude_categories=["Cc", "Cf", "Zl", "Zp"]),
        ),
        max_size=12,
    ).filter(lambda text: quote or delimiter not in text)
    key = cell.filter(lambda text: text.strip() != "")
    rows = draw(
        st.lists(
            st.tuples(key, cell, cell, cell, cell),
            min_size=1,
            max_size=8,
            unique_by=lambda row: row[0],
        )
    )
    order = draw(st.permutations(range(len(COLUMNS))))
    return {"delimiter": delimiter, "quote": quote, "encoding": encoding}, rows, order


def written(dialect, rows, order, quoting):
    out = io.StringIO()
    quote = dialect["quote"]
    writer = csv.writer(
        out, delimiter=dialect["delimiter"], lineterminator="\n", quotechar=quote or None,
        quoting=quoting if quote else csv.QUOTE_NONE,
    )  # fmt: skip
    for row in (COLUMNS, *rows):
        writer.writerow([row[at] for at in order])
    return out.getvalue()


@pytest.fixture(scope="module")
def stage(new_site, tmp_path_factory):
    """Stage a file of the mapping with a dialect."""
    site, folder = new_site(), tmp_path_factory.mktemp("round_trip")

    def run(dialect, name, content):
        said = {key: json.dumps(value) for key, value in dialect.items()}
        (site.mappings / "any_table.sql").write_text(MAPPING.format(**said))
        return Stager(site, folder)(name, content)

    return run


@settings(max_examples=60)
@given(
    tables(),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.booleans(),
)
def test_any_table_in_any_dialect_comes_back_as_it_was(stage, table, line_end, quoting, packed):
    dialect, rows, order = table
    text = written(dialect, rows, order, quoting)
    content = text.replace("\n", line_end).encode(dialect["encoding"])
    if packed:
        outcome = stage(dialect, "table.csv.gz", gzip.compress(content))
    else:
        outcome = stage(dialect, "table.csv", content)
    assert (outcome.refused, outcome.read, outcome.quarantined) == ("", len(rows), 0)
    found = {tuple(row[name] for name in KEPT) for _, row in outcome.rows}
    assert found == {tuple(cell or None for cell in row) for row in rows}
