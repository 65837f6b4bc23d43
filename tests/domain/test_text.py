import json
import re
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cjm_tui.domain import text

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "naughty_strings.json"
FORBIDDEN = (
    {chr(c) for c in range(0x20)}
    | {chr(c) for c in range(0x7F, 0xA0)}
    | set(
        "\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
    )
)


@given(st.text())
def test_shown_has_nothing_that_acts_on_a_terminal(raw):
    assert not FORBIDDEN & set(text.shown(raw))


@given(st.text())
def test_shown_lines_keeps_only_newlines(raw):
    assert FORBIDDEN & set(text.shown_lines(raw)) <= {"\n"}


@given(st.text())
def test_stored_is_stable_and_keeps_tab_and_newline(raw):
    once = text.stored(raw)
    assert text.stored(once) == once
    assert FORBIDDEN & set(once) <= {"\t", "\n"}
    assert once.count("\n") == raw.count("\n")


@given(st.text(alphabet=st.characters(categories=("L", "N", "P", "S"))))
def test_ordinary_text_is_left_as_it_is(raw):
    assert text.shown(raw) == raw


def test_an_escape_sequence_loses_its_escape_and_stays_legible():
    assert text.shown("\x1b[31mred\x9b0m") == "�[31mred�0m"
    assert text.shown("two\r\nlines\there") == "two lines here"


def test_lone_surrogates_can_be_written_to_a_file():
    assert text.shown("\ud800x").encode() == "�x".encode()


@pytest.mark.skipif(not SHARED.exists(), reason="the shared data folder is not here")
def test_every_naughty_string_is_made_safe():
    for raw in json.loads(SHARED.read_text()):
        safe = text.shown(raw)
        assert not FORBIDDEN & set(safe)
        assert "\x1b" not in unicodedata.normalize("NFC", safe)


@pytest.mark.parametrize(
    ("raw", "masked"),
    [
        ("ring me on 07700 900123 please", "ring me on [number] please"),
        ("+44 (0)20 7946 0000", "[number]"),
        ("write to jo.o-neil+x@mail.example.co.uk!", "write to [e-mail]!"),
        ("waited 45 minutes, paid £120.50", "waited 45 minutes, paid £120.50"),
        ("order 123456", "order [number]"),
    ],
)
def test_verbatims_lose_numbers_and_addresses(raw, masked):
    assert text.masked(raw) == masked


ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@given(st.text(alphabet="aé1.+-@_ ,", max_size=40))
@example("@a.b@c.d")
@example("a@b-c.d+x@y.z")
def test_addresses_are_found_as_one_expression_would(raw):
    assert text._without_addresses(raw) == ADDRESS.sub("[e-mail]", raw)


def test_one_word_of_two_million_characters_is_masked_at_once():
    began = time.process_time()
    assert text.masked("y" * 2_000_000 + "@") == "y" * 2_000_000 + "@"
    assert time.process_time() - began < 2, "by one expression it takes hours"


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-2+3", "@sum(a1)", "\t=1"])
def test_formulas_are_defused(cell):
    assert text.defused_cell(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["-2.5", "+4", "1e-3", "-1e9", "plain", "", "a=b"])
def test_numbers_and_plain_text_are_not_defused(cell):
    assert text.defused_cell(cell) == cell
