"""What tab offers in the line of rules for paths."""

import pytest

from cjm_tui.domain.journey_filter import completed
from cjm_tui.domain.path_rules import FACETS, parse_wish, wish_completions

NAMES, SEGMENTS = ("IVR", "Fault form", "Form of old"), ("business", "not known")


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("", ["gap:", "rule:", "back:", "segment:"]),
        ("s", ["segment:"]),
        ("gap:", ["gap:12h", "gap:1d", "gap:3d", "gap:7d"]),
        ("gap:3d ", ["gap:", "rule:", "back:", "segment:"]),
        ("gap:3d rule:e", ["rule:ended", "rule:started"]),
        ("segment:", ["segment:business", 'segment:"not known"']),
        ('segment:"not', ['segment:"not known"']),
        ("segment:business", []),
        ("iv", ["IVR"]),
        ("gap:7d form", ['"Form of old"', '"Fault form"']),
        ("nothing", []),
        ("colour:", []),
    ],
)
def test_the_end_of_the_line_goes_on_as_it_can(text, offered):
    assert wish_completions(text, NAMES, SEGMENTS) == offered


@pytest.mark.parametrize("facet", FACETS)
def test_whatever_is_offered_is_understood(facet):
    for offered in wish_completions(f"{facet}:", NAMES, SEGMENTS):
        line = completed(f"form {facet}:", offered)
        assert parse_wish(line) == parse_wish(f"form {offered}")
        assert parse_wish(line).words == ("form",)


def test_a_name_that_is_offered_is_found_whole():
    assert parse_wish(completed("fau", '"Fault form"')).words == ("fault form",)
