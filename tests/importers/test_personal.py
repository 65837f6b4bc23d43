"""Identifiers of people become keyed hashes; numbers and addresses in words are masked."""

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_tui.domain import text
from cjm_tui.errors import CjmError
from cjm_tui.importers.cells import masked_cell
from tests.importers.conftest import HEADER


def keys(site, *customers):
    rows = [f'i{n},c{n},web,2026-11-02,"{who}"' for n, who in enumerate(customers)]
    site.load_text("\n".join([f"{HEADER},customer", *rows, ""]))
    return [k for (k,) in site.rows("select customer_key from interaction order by interaction_id")]


def test_the_same_number_in_any_dress_is_the_same_customer(site):
    found = keys(
        site, "+44 7700 900123", "+447700900123", "tel:+447700900123", "TEL:+44(7700)900-123",
        "sip:+447700900123@example.com", "+447700900124",
    )  # fmt: skip
    assert len(set(found[:5])) == 1
    assert found[5] != found[0]


def test_other_identifiers_keep_their_punctuation_but_not_their_case(site):
    found = keys(site, "C-10", "c-10", "C10", "Ann@Example.com", "ann@example.com")
    assert found[0] == found[1] != found[2]
    assert found[3] == found[4]


def test_damaged_or_withheld_identifiers_are_none(site):
    assert keys(site, "3.27E+11", "3,27E+11", "", " ", "Anonymous", "withheld") == [None] * 6


def test_the_key_is_beside_the_database_and_nothing_of_it_within(site):
    number = "447700900123"
    keys(site, "+" + number)
    path = site.database.path
    key = path.with_name(path.name + ".key")
    assert key.stat().st_mode & 0o777 == 0o640
    content = path.read_bytes()
    assert key.read_bytes().strip() not in content
    assert number.encode() not in content
    assert list(path.parent.glob("*.staging-*")) == []


def test_without_its_key_no_customer_is_recognised_so_the_import_stops(site):
    keys(site, "+447700900123")
    path = site.database.path
    path.with_name(path.name + ".key").unlink()
    with pytest.raises(CjmError, match="key file"):
        keys(site, "+447700900124")


def test_words_are_masked(site):
    header = "feedback_id,touchpoint_id,at,instrument,score,verbatim"
    words = "Call me on 07700 900 123 or ann.lee@example.co.uk; order 12345 of 2026"
    site.load_text(f'{header}\nf1,web,2026-11-02,nps,9,"{words}"\n', "feedback.csv")
    assert site.rows("select verbatim, score, scale from feedback") == [
        ("Call me on [number] or [e-mail]; order 12345 of 2026", 9.0, "0-10")
    ]


@given(st.text(st.sampled_from("a@.é 1٣-/()+\n_Z"), max_size=40))
def test_the_database_masks_as_the_domain_does(words):
    with duckdb.connect() as connection:
        found = connection.execute(f"select {masked_cell('w')} from (select ? as w)", [words])
        assert found.fetchone() == (text.masked(words),)
