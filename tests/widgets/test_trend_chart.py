"""The chart shows where the points are, which fired, and what was left out."""

from dataclasses import replace
from datetime import date, timedelta

from cjm_tui.domain.kpi import Change, Chart, ChartPoint, Signal
from cjm_tui.widgets.picture import Ink, width_of
from cjm_tui.widgets.trend_chart import legend, trend_chart
from tests.screens.fake_boards import kpi

CSAT = kpi("csat")


def chart(values, **of_all):
    points = tuple(
        ChartPoint(
            day=date(2026, 11, 1) + timedelta(days=index),
            days=1,
            n=50,
            value=value,
            centre=50.0,
            lower=40.0,
            upper=60.0,
            **of_all,
        )
        for index, value in enumerate(values)
    )
    return Chart(points, change=Change(Signal.WORSE, days=1))


def rows(drawn):
    return ["".join(span.text for span in spans) for spans in drawn]


def test_highest_value_is_drawn_above_the_lowest():
    drawn = rows(trend_chart(chart([60.0, 40.0]), CSAT, 60, 7))
    assert [index for index, row in enumerate(drawn) if "▀" in row or "▄" in row] == [0, 6]


def test_labels_are_the_limits_and_the_centre():
    drawn = rows(trend_chart(chart([50.0] * 10), CSAT, 60, 7))
    assert [row.split()[0] for row in drawn if "%" in row] == ["60%", "50%", "40%"]


def test_weekday_pattern_is_taken_out():
    flat = chart([50.0] * 4)
    weekend = replace(flat.points[1], value=58.0, centre=58.0, lower=48.0, upper=68.0)
    uneven = replace(flat, points=(flat.points[0], weekend, *flat.points[2:]))
    drawn = rows(trend_chart(uneven, CSAT, 60, 7))
    assert sum("▀" in row or "▄" in row for row in drawn) == 1


def test_fired_points_are_marked_in_ink_and_by_a_sign():
    drawn = trend_chart(chart([41.0, 41.0], fired="below the limit"), CSAT, 60, 7)
    points = {span.ink for spans in drawn for span in spans if set(span.text) & set("▀▄")}
    assert points == {Ink.WORSE}
    assert sum(row.count("▼") for row in rows(drawn)) == 2


def test_left_out_days_are_marked_and_explained():
    excluded = chart([50.0, 30.0], excluded="incident")
    assert any("×" in row for row in rows(trend_chart(excluded, CSAT, 60, 7)))
    assert "× left out: core router outage" in legend(excluded, ("core router outage",))


def test_long_histories_show_their_newest_points():
    drawn = trend_chart(chart([50.0] * 400), CSAT, 80, 7)
    assert all(width_of(spans) <= 80 for spans in drawn)
    assert rows(drawn)[-1].rstrip().endswith("Sun 5 Dec")


def test_nothing_to_draw_is_said():
    assert "nothing to draw yet" in rows(trend_chart(chart([None, None]), CSAT, 80, 7))[0]
