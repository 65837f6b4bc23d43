"""The Markdown of a pack: text stays text; charts can be read as text."""

import json

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cjm_tui.domain.report import Bar, Bars, Pack, Section
from cjm_tui.paper.markdown import markdown, safe, sparks
from tests.paper.packs import pack_of
from tests.paper.test_html import STRINGS

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def elements(text):
    """Return what a Markdown reader makes of a text, without the text itself."""
    found = []
    for token in READER.parse(text):
        found.append((token.type, token.tag))
        found += [(c.type, c.tag) for c in token.children or () if c.type != "text"]
    return found


HARMLESS = elements(markdown(pack_of("x")))


@given(st.text(min_size=1, max_size=40))
@example("<script>alert(1)</script>")
@example("[x](http://x)")
@example("![x](http://x)")
@example("<http://x>")
@example("**x** _y_ ~~z~~ `c`")
@example("a | b")
@example("- x")
@example("1. x")
@example("# x")
@example("> x")
@example("===")
@example("---")
@example("```")
@example("~~~")
@example("x\n\n# y")
@example("&amp; &#60;b>")
@example("\\")
@example("[^1]: x")
def test_hostile_text_never_makes_an_element(text):
    assume(text.strip())
    assert elements(markdown(pack_of(text))) == HARMLESS


@pytest.mark.skipif(not STRINGS.exists(), reason="the list of naughty strings is not here")
def test_the_naughty_strings_make_no_element():
    strings = [text for text in json.loads(STRINGS.read_text()) if text.strip()]
    for text in strings[::5]:
        assert elements(markdown(pack_of(text))) == HARMLESS, text


def test_what_is_escaped_reads_as_it_was():
    said = "1 * 2 _ [3] <b> | `x` ~ & \\ $5"
    (paragraph,) = [token for token in READER.parse(safe(said)) if token.type == "inline"]
    assert "".join(child.content for child in paragraph.children) == said


def test_bars_are_drawn_by_their_shares_and_the_mark_stands_among_them():
    bars = Bars("Shares", (Bar("outputs", 50.0, "2 · 50%", 80.0, "typical 80%"),))
    text = markdown(Pack("t", "", (), "", (Section("a", "A", (bars,)),)))
    line = next(line for line in text.splitlines() if line.startswith("outputs"))
    assert line == f"outputs {'█' * 20}{'░' * 12}│{'░' * 7} 2 · 50%  │ typical 80%"


def test_sparks_go_from_the_least_to_the_most_with_gaps_as_points():
    assert sparks([0.0, None, 7.0, 3.5]) == "▁·█▅"
    assert sparks([4.0, 4.0]) == "▁▁"
