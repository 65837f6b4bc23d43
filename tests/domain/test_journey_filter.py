"""What a filter keeps, and how it is offered while it is typed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_tui.domain.journey import Segment
from cjm_tui.domain.journey_filter import (
    FACETS,
    completed,
    completions,
    kept,
    parse_filter,
    segment_named,
    unfinished,
    without_segment,
)
from cjm_tui.domain.journey_order import lines
from tests.screens.fake_boards import journey_map

MAP = journey_map()


def with_departments(board):
    """Return the map with the owner's department at each touchpoint."""
    stages = tuple(
        replace(
            stage,
            touchpoints=tuple(
                replace(s, departments=(s.owner, "Support desk")) for s in stage.touchpoints
            ),
        )
        for stage in board.journeys[0].stages
    )
    return replace(board, journeys=(replace(board.journeys[0], stages=stages),))


BOARD = with_departments(MAP)
ALL = {score.touchpoint_id for _, _, score in lines(MAP.journeys)}


def found(text):
    return {s.touchpoint_id for _, _, s in lines(kept(BOARD.journeys, parse_filter(text)))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("worse", {"engineer-visit", "ivr", "billing-call"}),
        ("no owner", {"ivr", "cancellation-form"}),
        ("IVR", {"ivr"}),
        ("set up engineer", {"engineer-visit"}),
        ("finance missed", {"billing-call"}),
        ("nothing like this", set()),
        ("channel:ivr", {"ivr"}),
        ("CHANNEL:Phone flag:missed", {"billing-call"}),
        ("channel:ivr,chat", {"ivr", "router-set-up-help", "chat"}),
        ("channel:phone better", {"order-call", "retention-call"}),
        ("dept:field", {"engineer-visit"}),
        ('dept:"field service" flag:worse', {"engineer-visit"}),
        ("flag:no_owner", {"ivr", "cancellation-form"}),
        ("flag:moment_of_truth flag:met", {"retention-call"}),
        ("flag:unconfirmed", {"bill"}),
        ("flag:too_few", {"shop-visit"}),
        ("flag:no_history", {"fault-texts"}),
        ('stage:"set up" flag:worse', {"engineer-visit"}),
        ("stage:set-up channel:chat", {"router-set-up-help"}),
        ("flag:actions", {"engineer-visit", "ivr", "billing-call", "retention-call", "shop-visit"}),
        ("colour:red", set()),
    ],
)
def test_words_and_facets_must_all_hold(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize("text", ["", "   ", "channel:", "flag:", 'stage:"'])
def test_what_asks_for_nothing_yet_keeps_all(text):
    assert found(text) == ALL


@given(st.text(max_size=40))
def test_any_text_is_a_filter_and_can_be_completed(text):
    assert found(text) <= ALL
    for offered in completions(text, BOARD):
        assert completed(text, offered).rstrip().endswith(offered)


@given(st.sampled_from(sorted(FACETS)))
def test_each_offered_value_finds_something(facet):
    for offered in completions(f"{facet}:", BOARD):
        assert found(offered), "a segment keeps all"
        assert completed(f"worse {facet}:", offered) == f"worse {offered} "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [f"{name}:" for name in FACETS]),
        ("ivr ", [f"{name}:" for name in FACETS]),
        ("ch", ["channel:"]),
        ("zz", []),
        ("channel:v", ["channel:visit", "channel:ivr"]),
        ("worse channel:p", ["channel:phone", "channel:shop"]),
        ("channel:ivr", []),
        ("channel:ivr,ph", ["channel:ivr,phone"]),
        ('stage:"get', ['stage:"Get help"']),
        ("stage:get", ['stage:"Get help"']),
        ("flag:mo", ["flag:moment_of_truth"]),
        ("segment:", ["segment:business", 'segment:"priority care"', 'segment:"not known"']),
        ("segment:no", ['segment:"not known"']),
        ("segment:CARE", ['segment:"priority care"']),
        ("segment:business", []),
        ("segment:gold", []),
    ],
)
def test_what_is_offered(text, expected):
    assert completions(text, BOARD) == expected


@pytest.mark.parametrize(
    ("text", "segment", "others"),
    [
        ("segment:business", Segment("business"), ""),
        ("worse SEGMENT:Business flag:met", Segment("business"), "worse flag:met"),
        ('segment:"priority care"', Segment("priority care"), ""),
        ("segment:priority_care", Segment("priority care"), ""),
        ('segment:"not known" worse', Segment(None), "worse"),
        ("segment:busi", None, ""),
        ("segment:business segment:gold", None, ""),
        ("segment:business,gold", None, ""),
        ("worse segment:", None, "worse"),
    ],
)
def test_a_segment_is_named_in_full_and_leaves_all_touchpoints(text, segment, others):
    wanted = parse_filter(text)
    assert segment_named(wanted.segment or "", BOARD.segments) == segment
    assert without_segment(text) == others
    assert found(text) == found(others)


def test_segments_that_differ_in_case_only_can_both_be_named():
    known = (Segment("VIP"), Segment("vip"))
    assert [segment_named(text, known) for text in ("VIP", "vip")] == list(known)


@given(st.text(min_size=1))
def test_each_segment_that_is_offered_is_the_one_that_it_names(name):
    board = replace(BOARD, segments=(Segment(name),))
    for offered in completions("segment:", board):
        wanted = parse_filter(completed("segment:", offered)).segment
        if wanted is not None:  # a name of quotes alone cannot be typed
            assert segment_named(wanted, board.segments) == Segment(name)


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ('segment:"', "a quote is not closed"),
        ('stage:"get help', "a quote is not closed"),
        ("worse stage:", "stage: has no value"),
        ('segment:""', "segment: has no value"),
        ('worse stage:"get help" segment:home', ""),
        ("mean: well", ""),
        ("", ""),
    ],
)
def test_what_asks_for_nothing_yet_is_told(text, lacking):
    assert unfinished(text) == lacking
