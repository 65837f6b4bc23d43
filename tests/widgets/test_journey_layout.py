"""The map fits every width, loses no touchpoint, and says what PRODUCT.md lists for each."""

import pytest

from cjm_tui.widgets.geometry import next_spot
from cjm_tui.widgets.journey_cells import matching
from cjm_tui.widgets.journey_columns import journey_columns
from cjm_tui.widgets.journey_list import journey_list
from cjm_tui.widgets.picture import Ink, width_of
from tests.screens.fake_boards import journey_map

MAP = journey_map()
IDS = [
    score.touchpoint_id
    for journey in MAP.journeys
    for stage in journey.stages
    for score in stage.touchpoints
]


def words(spans):
    return "".join(span.text for span in spans)


@pytest.mark.parametrize("width", [60, 72, 80, 100, 119, 120, 160, 200, 300])
def test_nothing_is_wider_than_the_pane(width):
    arrange = journey_list if width < 120 else journey_columns
    picture = arrange(MAP.journeys, width, 40)
    assert max(width_of(spans) for spans in (*picture.head, *picture.lines)) <= width
    assert sorted(spot.key for spot in picture.spots) == sorted(IDS)
    assert all(spot.x + spot.width <= width for spot in picture.spots)


def test_row_of_the_list_reads_as_the_sketch():
    picture = journey_list(MAP.journeys, 80, 21)
    row = next(words(spans) for spans in picture.lines if "IVR" in words(spans))
    assert row.split() == (
        [
            "◆",
            "IVR",
            "31,877",
            "Res7",
            "29%",
            "28–30",
            "▼",
            "worse,",
            "12",
            "days",
            "MISSED",
            *row.split()[-3:],
        ]
    )
    assert row.endswith("NO OWNER")


def test_only_signals_and_missing_owners_are_coloured():
    picture = journey_list(MAP.journeys, 80, 21)
    for spans in picture.lines:
        inks = {span.ink for span in spans} & {Ink.BETTER, Ink.WORSE}
        assert bool(inks) == ("▲" in words(spans) or "▼" in words(spans))
        assert (Ink.ALERT in {span.ink for span in spans}) == ("NO OWNER" in words(spans))


def test_too_few_answers_show_no_value():
    picture = journey_list(MAP.journeys, 80, 21)
    row = next(words(spans) for spans in picture.lines if "Shop visit" in words(spans))
    assert row.split() == ["Shop", "visit", "8", "CSAT", "too", "few", "to", "say", "Retail"]


def test_cards_do_not_overlap():
    picture = journey_columns(MAP.journeys, 120, 37)
    cells = [
        (x, y)
        for spot in picture.spots
        for x in range(spot.x, spot.x + spot.width)
        for y in range(spot.y, spot.y + spot.height)
    ]
    assert len(cells) == len(set(cells))


def test_words_of_the_day_stand_below_from_200_columns():
    wide = " ".join(words(spans) for spans in journey_columns(MAP.journeys, 200, 47).lines)
    narrow = " ".join(words(spans) for spans in journey_columns(MAP.journeys, 120, 37).lines)
    assert "“He came four hours late" in wide
    assert "“" not in narrow


def test_h_and_l_go_to_the_stage_beside_at_the_same_height():
    spots = journey_columns(MAP.journeys, 120, 37).spots
    chat = next(spot for spot in spots if spot.key == "chat")
    assert next_spot(spots, chat, 1, 0).key == "billing-call"
    assert next_spot(spots, chat, -1, 0).key == "router-set-up-help"
    assert next_spot(spots, chat, 0, 1).key == "e-mail"


def test_h_and_l_go_to_the_next_stage_in_the_list():
    spots = journey_list(MAP.journeys, 80, 21).spots
    ivr = next(spot for spot in spots if spot.key == "ivr")
    assert next_spot(spots, ivr, 1, 0).key == "bill"
    assert next_spot(spots, ivr, -1, 0).key == "activation-mail"
    assert next_spot(spots, spots[0], -1, 0) is None


@pytest.mark.parametrize(
    ("needle", "expected"),
    [
        ("worse", {"engineer-visit", "ivr", "billing-call"}),
        ("no owner", {"ivr", "cancellation-form"}),
        ("IVR", {"ivr"}),
        ("set up engineer", {"engineer-visit"}),
        ("finance missed", {"billing-call"}),
        ("nothing like this", set()),
    ],
)
def test_filter_matches_what_one_reads(needle, expected):
    found = {
        score.touchpoint_id
        for journey in matching(MAP, needle)
        for stage in journey.stages
        for score in stage.touchpoints
    }
    assert found == expected
