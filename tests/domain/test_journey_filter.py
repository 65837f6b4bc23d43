"""What a filter keeps, and how it is offered while it is typed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_tui.domain.journey_filter import FACETS, completed, completions, kept, parse_filter
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
        assert found(offered)
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
    ],
)
def test_what_is_offered(text, expected):
    assert completions(text, BOARD) == expected
