"""Text of any kind takes exactly its cells and never carries what could act on a terminal."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from cjm_tui.widgets.picture import (
    Ink,
    Span,
    beside,
    both_ends,
    clip,
    flat,
    left,
    line,
    pieces,
    right,
    width_of,
    wrap,
)
from cjm_tui.widgets.sheet import flowed

TEXT = st.text(max_size=80) | st.text(alphabet="漢字👩‍👩‍👧e\u0301 ab\x1b\u202e", max_size=40)


@given(TEXT, st.integers(0, 40))
def test_cells_are_exact(text, width):
    assert cell_len(left(text, width).text) == width
    assert cell_len(right(text, width).text) == width
    assert cell_len(clip(text, width)) <= width


@given(TEXT, st.integers(10, 60))
def test_wrapped_text_fits_and_loses_no_word(text, width):
    lines = wrap(text, width)
    assert all(cell_len(part) <= width for part in lines)
    assert "".join("".join(lines).split()) == "".join(flat(text).split())


@given(st.lists(TEXT, max_size=4), st.integers(30, 80))
def test_flowed_spans_fit_and_are_safe(texts, width):
    for spans in flowed([Span(text, Ink.DIM) for text in texts], width, 1, 4):
        assert width_of(spans) <= width
        assert all(unicodedata.category(c) not in ("Cc", "Cs") for span in spans for c in span.text)


def test_clipping_says_that_something_was_cut():
    assert clip("Engineer visit", 9) == "Engineer…"
    assert clip("漢字漢字", 5) == "漢字…"


def test_wrap_stops_at_the_most_lines_and_says_so():
    assert wrap("one two three four", 9, 2) == ["one two", "three fo…"]


def test_both_ends_keep_the_right_one_whole():
    spans = both_ends((Span("a very long beginning"),), (Span("2 actions"),), 20)
    assert width_of(spans) == 20
    assert "".join(span.text for span in spans).endswith("2 actions")


def test_columns_stand_at_their_place_whatever_is_in_them():
    rows = beside([([(Span("漢字"),), ()], 6), ([(Span("b"),)], 3)], 1)
    assert ["".join(span.text for span in row).rstrip() for row in rows] == ["漢字   b", ""]


def test_neighbours_of_one_ink_are_one_span():
    assert line(Span("a"), Span(" "), Span("b"), Span("c", Ink.DIM)) == (
        Span("a b"),
        Span("c", Ink.DIM),
    )


@given(TEXT, st.integers(2, 40))
def test_a_word_in_pieces_is_the_word(text, width):
    assert "".join(pieces(text, width)) == text


def test_a_cell_of_megabytes_is_cut_at_once():
    assert len(pieces("x" * 3_000_000, 75)) == 40_000
