"""The HTML of a pack: text stays text, and nothing comes from outside."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cjm_tui.domain.report import Bars, Section, Tone, Trend
from cjm_tui.paper.html import html
from tests.paper.packs import pack_of

ROOT = Path(__file__).resolve().parents[2]
STRINGS = ROOT.parent / "shared" / "data" / "naughty_strings.json"


class Page(HTMLParser):
    """The elements of a document with the names of their attributes, and all of its text."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements = []
        self.values = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, tuple(name for name, _ in attrs)))
        self.values += [(tag, *pair) for pair in attrs]

    def handle_comment(self, data):
        self.elements.append(("comment", ()))

    def handle_data(self, data):
        self.text += data


HARMLESS = Page(html(pack_of("x"))).elements


@given(st.text(min_size=1, max_size=40))
@example("</title><script>alert(1)</script>")
@example('"><img src=x onerror=alert(1)>')
@example("' onload='x")
@example("--><svg/onload=x>")
@example("]]></style></pre></details><a href=http://x>")
@example("&lt;b&gt;&#60;b&#62;")
@example("\x1b]0;x\x07\u202e")
def test_hostile_text_never_makes_an_element_or_an_attribute(text):
    found = Page(html(pack_of(text)))
    assert found.elements == HARMLESS
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", found.text)


@pytest.mark.skipif(not STRINGS.exists(), reason="the list of naughty strings is not here")
def test_the_naughty_strings_make_no_element():
    strings = [text for text in json.loads(STRINGS.read_text()) if text]
    for text in strings[::5]:
        assert Page(html(pack_of(text))).elements == HARMLESS, text


def test_the_text_itself_is_there_to_be_read():
    assert Page(html(pack_of("Küche & <b>Co"))).text.count("Küche & <b>Co") > 20


def test_nothing_leads_out_of_the_file_and_no_script_is_in_it():
    found = Page(html(pack_of("x")))
    assert {value for _, name, value in found.values if name in ("src", "href")} == {
        "#audit",
        "#note-1",
        "#sources",
    }
    assert not {"script", "link", "img", "iframe", "object"} & {tag for tag, _ in found.elements}
    assert "url(" not in html(pack_of("x"))
    assert "@import" not in html(pack_of("x"))
    assert not [name for _, name, _ in found.values if name.startswith("on") or name == "style"]


def test_the_policy_allows_the_own_style_sheet_and_nothing_else():
    text = html(pack_of("x"))
    style = text.partition("<style>")[2].partition("</style>")[0]
    hashed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (policy,) = [
        v for tag, n, v in Page(text).values if (tag, n) == ("meta", "content") and "default" in v
    ]
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{hashed}'; base-uri 'none'; form-action 'none'"
    )


def test_a_figure_is_there_for_programs_as_exactly_as_in_json():
    found = [v for v in Page(html(pack_of("fcr"))).values if v[0] == "data"]
    assert ("data", "value", "12.5") in found
    assert ("data", "data-kpi", "fcr") in found
    assert ("data", "data-n", "40") in found
    assert ("data", "data-low", "10.0") in found
    assert ("data", "data-journey", "fcr") in found


def drawn(pack, kind):
    blocks = tuple(block for block in pack.sections[0].blocks if isinstance(block, kind))
    return html(replace(pack, sections=(Section("page", "x", blocks), pack.sections[1])))


def test_a_bar_is_as_long_as_its_share_and_the_mark_stands_at_its_own():
    text = drawn(pack_of("x"), Bars)
    track = float(re.search(r'class="track" x="120" y="\d+" width="(\d+)"', text)[1])
    bars = [float(w) for w in re.findall(r'class="bar" x="120" y="\d+" width="([\d.]+)"', text)][:2]
    assert bars == [pytest.approx(0.6 * track), pytest.approx(0.4 * track)]
    assert float(re.search(r'class="mark" x1="([\d.]+)"', text)[1]) == pytest.approx(
        120 + 0.8 * track
    )


def test_a_week_without_data_is_a_gap_in_the_line_and_the_slow_change_is_shaded():
    first = drawn(pack_of("x"), Trend).partition('id="audit"')[0]
    lines = re.findall(r'<polyline class="line bad" points="([^"]+)"', first)
    assert [len(points.split()) for points in lines] == [2]  # the week before the gap is alone
    assert first.count('<circle class="dot bad"') == 3
    assert first.count('<rect class="spell bad"') == 1
    assert "spell good" not in drawn(pack_of("x", Tone.PLAIN), Trend)
