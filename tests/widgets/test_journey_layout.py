"""The map fits every width, loses no touchpoint, and says what PRODUCT.md lists for each."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_tui.domain.comparison import Comparison
from cjm_tui.domain.journey import StageRow
from cjm_tui.domain.journey_filter import kept, parse_filter
from cjm_tui.domain.journey_order import Order, importance, lines
from cjm_tui.widgets.geometry import next_spot
from cjm_tui.widgets.journey_columns import journey_columns
from cjm_tui.widgets.journey_list import journey_list
from cjm_tui.widgets.journey_shown import Shown
from cjm_tui.widgets.picture import Ink, width_of
from tests.screens.fake_boards import beside_other_days, journey_map

MAP = journey_map()
SCORES = {score.touchpoint_id: score for _, _, score in lines(MAP.journeys)}
IDS = sorted(SCORES)


def words(spans):
    return "".join(span.text for span in spans)


def shown(board=MAP, **options):
    return Shown(board, board.journeys, **options)


def rows(picture):
    return [words(spans) for spans in picture.lines]


def row_of(picture, name):
    return next(row for row in rows(picture) if name in row)


def with_scores(change, board=MAP):
    """Return the map with each touchpoint as `change` makes it."""
    stages = tuple(
        replace(stage, touchpoints=tuple(change(score) for score in stage.touchpoints))
        for stage in board.journeys[0].stages
    )
    return replace(board, journeys=(replace(board.journeys[0], stages=stages),))


@pytest.mark.parametrize("width", [60, 72, 80, 100, 119, 120, 160, 200, 300])
@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("comparison", Comparison)
def test_nothing_is_wider_than_the_pane(width, order, comparison):
    board = beside_other_days(replace(MAP, comparison=comparison))
    arrange = journey_columns if width >= 120 and order is Order.STAGE else journey_list
    picture = arrange(shown(board, order=order, whole=True), width, 40)
    assert max(width_of(spans) for spans in (*picture.head, *picture.lines)) <= width
    assert sorted(spot.key for spot in picture.spots) == IDS
    assert all(spot.x + spot.width <= width for spot in picture.spots)


@given(st.text(max_size=60), st.integers(60, 220), st.sampled_from(list(Order)))
def test_any_name_leaves_the_columns_where_they_are(name, width, order):
    board = with_scores(lambda score: replace(score, name=name, owner=name))
    arrange = journey_columns if width >= 120 and order is Order.STAGE else journey_list
    picture = arrange(shown(board, order=order, whole=True), width, 40)
    assert max(width_of(spans) for spans in (*picture.head, *picture.lines)) <= width


def test_row_of_the_list_says_what_is_asked_of_it():
    row = row_of(journey_list(shown(whole=True), 80, 21), "IVR").split()
    assert row[:11] == [
        "◆",
        "IVR",
        "31,877",
        "Res7",
        "29%",
        "28–30",
        "−4",
        "▼",
        "worse",
        "12d",
        "MISSED",
    ]
    assert row[-2:] == ["NO", "OWNER"]
    assert len(row) == 14, "and a trend"


@pytest.mark.parametrize("width", [60, 66, 72, 80, 100])
def test_no_score_without_n_and_interval_however_narrow(width):
    row = row_of(journey_list(shown(whole=True), width, 21), "IVR")
    for part in ("31,877", "Res7", "29%", "28–30", "▼ worse"):
        assert part in row


def test_wide_lists_say_the_target_and_open_actions():
    picture = journey_list(shown(order=Order.SIGNAL), 140, 30)
    assert words(picture.head[1]).split()[-1] == "goal"
    row = row_of(picture, "Engineer visit")
    assert "▼ worse, 9 days" in row
    assert row.rstrip().endswith("2 Field Service   75")


def test_only_signals_and_missing_owners_are_coloured():
    picture = journey_list(shown(), 80, 21)
    for spans in picture.lines:
        inks = {span.ink for span in spans} & {Ink.BETTER, Ink.WORSE}
        assert bool(inks) == ("▲" in words(spans) or "▼" in words(spans))
        assert (Ink.ALERT in {span.ink for span in spans}) == ("NO OWNER" in words(spans))


def test_a_difference_from_other_days_has_no_colour_and_says_how_sure_it_is():
    board = beside_other_days(replace(MAP, comparison=Comparison.PREVIOUS))
    for width, arrange in ((80, journey_list), (120, journey_columns), (200, journey_columns)):
        picture = arrange(shown(board, whole=True), width, 60)
        text = "\n".join(rows(picture))
        assert "−6…−2 worse" in text, width
        assert "may be chance" in text
        signals = ("▲", "▼") if width > 80 else ()
        for spans in picture.lines:
            coloured = {span.ink for span in spans} & {Ink.BETTER, Ink.WORSE}
            assert not coloured or any(sign in words(spans) for sign in signals)
    head = words(journey_list(shown(board), 80, 21).head[0])
    assert "28 days before" in head


def test_too_few_answers_show_no_value():
    row = row_of(journey_list(shown(whole=True), 80, 21), "Shop visit")
    assert row.split() == ["Shop", "visit", "8", "CSAT", "too", "few", "Retail"]


def test_a_kpi_that_nobody_chose_is_marked():
    board = with_scores(lambda s: replace(s, kpi_reason="best that the data allows: outcome"))
    assert "Res7*" in row_of(journey_list(shown(board, whole=True), 80, 21), "IVR")
    assert "Res7 " in row_of(journey_list(shown(whole=True), 80, 21), "IVR")


def test_new_figures_are_marked_beside_the_moment_of_truth():
    for width, arrange in ((80, journey_list), (120, journey_columns)):
        picture = arrange(shown(new=frozenset({"ivr", "chat"})), width, 40)
        assert [row for row in rows(picture) if "◆•" in row]
        assert sum(row.count("•") for row in rows(picture)) == 2


# Where a list is full


def test_every_major_touchpoint_is_on_one_screen_and_the_others_are_counted():
    picture = journey_list(shown(), 80, 21)
    assert len(picture.lines) == 20
    seen = {spot.key for spot in picture.spots}
    assert seen >= {key for key, score in SCORES.items() if importance(score) == 3}
    counted = sum(int(part.split()[0]) for part in _counts(picture))
    assert counted == len(IDS) - len(seen) > 0
    assert "tell me what it costs and when it starts" in "".join(rows(picture))


def _counts(picture):
    ends = [row.rstrip().split("  ")[-1] for row in rows(picture)]
    return [part for end in ends for part in end.split(" · ") if part.endswith(" more")]


def test_what_is_left_out_is_the_calmest_with_the_fewest_rows():
    seen = {spot.key for spot in journey_list(shown(), 80, 25).spots}
    assert sorted(set(IDS) - seen) == ["reminder"]
    seen = {spot.key for spot in journey_list(shown(), 80, 23).spots}
    assert sorted(set(IDS) - seen) == ["final-bill", "reminder", "router-parcel"]


def test_the_touchpoint_under_the_cursor_is_never_left_out():
    seen = {spot.key for spot in journey_list(shown(here="reminder"), 80, 21).spots}
    assert "reminder" in seen


def test_nothing_is_left_out_where_all_fit_or_all_are_wanted():
    for options, height in (({}, 40), ({"whole": True}, 10)):
        picture = journey_list(shown(**options), 80, height)
        assert len(picture.spots) == len(IDS)
        assert not _counts(picture)


def test_journey_and_goal_stand_above_where_there_is_room():
    assert "be online without thinking about it" in rows(journey_list(shown(), 80, 40))[0]
    assert "JOIN" in rows(journey_list(shown(), 80, 21))[0]


def test_a_map_past_its_review_says_so_even_where_there_is_no_room():
    late = replace(MAP.journeys[0], review_due=date(2026, 10, 3))
    board = replace(MAP, journeys=(late,))
    for width, arrange in ((80, journey_list), (120, journey_columns)):
        picture = arrange(shown(board), width, 21)
        assert rows(picture)[0].rstrip().endswith("review was due 3 Oct")
        assert picture.lines[0][-1].ink is Ink.ALERT
    due = replace(MAP, journeys=(replace(late, review_due=date(2026, 12, 15)),))
    assert rows(journey_columns(shown(due), 120, 37))[0].rstrip().endswith("review due 15 Dec")


# Other orders


def test_in_another_order_each_line_says_its_stage():
    for width in (80, 100, 160):
        picture = journey_list(shown(order=Order.SIGNAL), width, 30)
        assert "stage" in words(picture.head[1])
        for _, stage, score in lines(MAP.journeys):
            row = next(row for row in rows(picture) if score.name[:9] in row)
            assert stage.name[:7] in row


def test_by_gap_it_says_what_is_short_and_of_what():
    picture = journey_list(shown(order=Order.GAP), 80, 30)
    assert words(picture.head[0]).startswith(" by gap × volume: customers short of the target")
    assert "(target − value) × n" in words(picture.head[0])
    first = rows(picture)[0]
    assert "IVR" in first
    assert "4,144" in first, "13 points of 31,877"
    assert "each" in row_of(picture, "E-mail")


# Columns


def test_cards_do_not_overlap():
    picture = journey_columns(shown(), 120, 37)
    cells = [
        (x, y)
        for spot in picture.spots
        for x in range(spot.x, spot.x + spot.width)
        for y in range(spot.y, spot.y + spot.height)
    ]
    assert len(cells) == len(set(cells))


def test_cards_say_change_actions_and_from_200_columns_baseline_target_and_words():
    narrow = "\n".join(rows(journey_columns(shown(), 120, 37)))
    assert "▼ worse, 9 days" in narrow
    assert "−4" in narrow
    assert "2 act" in narrow
    assert "“" not in narrow
    wide = "\n".join(rows(journey_columns(shown(), 200, 46)))
    for part in ("−4 from 66", "target 75 MISSED", "2 open actions", "“He came four hours late"):
        assert part in wide


def test_nine_stages_and_sixty_touchpoints_lose_none():
    stages = tuple(
        StageRow(
            f"s{number}",
            f"Stage {number}",
            "need",
            tuple(
                replace(SCORES[IDS[i % 20]], touchpoint_id=f"t{i}")
                for i in range(60)
                if i % 9 == number
            ),
        )
        for number in range(9)
    )
    board = replace(MAP, journeys=(replace(MAP.journeys[0], stages=stages),))
    for width, arrange in ((80, journey_list), (120, journey_columns), (200, journey_columns)):
        picture = arrange(shown(board, whole=True), width, 40)
        assert len({spot.key for spot in picture.spots}) == 60
        assert max(width_of(spans) for spans in picture.lines) <= width


def test_h_and_l_go_to_the_stage_beside_at_the_same_height():
    spots = journey_columns(shown(), 120, 37).spots
    chat = next(spot for spot in spots if spot.key == "chat")
    assert next_spot(spots, chat, 1, 0).key == "billing-call"
    assert next_spot(spots, chat, -1, 0).key == "router-set-up-help"
    assert next_spot(spots, chat, 0, 1).key == "e-mail"


def test_h_and_l_go_to_the_next_stage_in_the_list():
    spots = journey_list(shown(whole=True), 80, 21).spots
    ivr = next(spot for spot in spots if spot.key == "ivr")
    assert next_spot(spots, ivr, 1, 0).key == "bill"
    assert next_spot(spots, ivr, -1, 0).key == "activation-mail"
    assert next_spot(spots, spots[0], -1, 0) is None


@pytest.mark.parametrize("text", ["worse", "channel:phone", "nothing like this"])
def test_a_filtered_map_is_drawn_as_a_whole(text):
    journeys = kept(MAP.journeys, parse_filter(text))
    picture = journey_list(Shown(MAP, journeys, whole=True), 80, 10)
    assert [spot.key for spot in picture.spots] == [s.touchpoint_id for _, _, s in lines(journeys)]
