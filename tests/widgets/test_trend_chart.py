"""The chart shows where the points are, which fired, and what was left out."""

from dataclasses import replace
from datetime import date, timedelta

from cjm_tui.domain.kpi import Change, Chart, ChartPoint, Signal
from cjm_tui.domain.touchpoint import ActionLine, Annotation
from cjm_tui.widgets.picture import Ink, width_of
from cjm_tui.widgets.trend_actions import action_legend
from cjm_tui.widgets.trend_chart import legend, trend_chart, visible_points
from tests.screens.fake_boards import kpi

CSAT = kpi("csat")
OUTAGE = Annotation(date(2026, 10, 31), date(2026, 11, 2), "outage", "core router outage")


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
    assert "× left out: core router outage (31 Oct)" in legend(excluded, excluded.points, (OUTAGE,))
    assert "× left out: incident" in legend(excluded, excluded.points, ())


def test_legend_names_only_what_can_be_seen():
    long = chart([50.0] * 400)
    old = replace(long.points[0], excluded="incident")
    new = replace(long.points[-3], excluded="holiday")
    both = replace(long, points=(old, *long.points[1:-3], new, *long.points[-2:]))
    seen = visible_points(both, CSAT, 80)
    assert "left out: holiday" in legend(both, seen, (OUTAGE,))
    assert "outage" not in legend(both, seen, (OUTAGE,))
    assert "left out" not in legend(replace(both, points=long.points), long.points[-70:], (OUTAGE,))


def test_legend_gives_the_year_of_a_baseline_of_another_one():
    known = replace(chart([50.0]), baseline_from=date(2025, 10, 17), baseline_to=date(2025, 12, 11))
    assert "─ baseline 17 Oct–11 Dec 2025" in legend(known, known.points, ())
    assert "weekday" not in legend(replace(known, weekly=True), known.points, ())


def test_scale_is_that_of_the_visible_points():
    wild = replace(chart([50.0]).points[0], value=100.0, upper=100.0, lower=0.0)
    drawn = rows(trend_chart(Chart((wild, *chart([60.0, 40.0] * 100).points)), CSAT, 60, 7))
    assert {index for index, row in enumerate(drawn) if "▀" in row or "▄" in row} == {0, 6}


def test_signal_that_is_over_is_not_shown_as_open():
    past = replace(chart([61.0] * 9, fired="rule"), change=Change(Signal.NONE))
    drawn = trend_chart(past, CSAT, 60, 7)
    inks = {span.ink for spans in drawn for span in spans if set(span.text) & set("▲▼▀▄")}
    assert inks == {Ink.DIM, Ink.PLAIN}
    assert sum(row.count("▲") for row in rows(drawn)) == 9
    assert "dim ▲▼ a signal that is over" in legend(past, past.points, ())


def test_one_week_a_point_is_dated_as_a_week():
    weekly = replace(chart([50.0, None, 50.0]), weekly=True)
    assert rows(trend_chart(weekly, CSAT, 80, 7))[-1].split() == ["week", "of", "3", "Nov"]
    longer = replace(chart([50.0] * 30), weekly=True)
    assert "week of 1 Nov" in rows(trend_chart(longer, CSAT, 80, 7))[-1]


def test_long_histories_show_their_newest_points():
    drawn = trend_chart(chart([50.0] * 400), CSAT, 80, 7)
    assert all(width_of(spans) <= 80 for spans in drawn)
    assert rows(drawn)[-1].rstrip().endswith("Sun 5 Dec")


def test_nothing_drawn_needs_no_legend():
    empty = chart([None, None], provisional=True)
    assert legend(empty, empty.points, ()) == ""


def test_nothing_to_draw_is_said():
    drawn = rows(trend_chart(chart([None, None]), CSAT, 80, 7))
    assert "nothing to draw: no day has rows enough for a value" in drawn[0]


def test_actions_stand_below_their_days_and_are_named():
    whole = chart([50.0] * 10)
    days = {"started_at": date(2026, 11, 2), "live_at": date(2026, 11, 5)}
    call_back = ActionLine("a", "Offer a call back", "live", "Sara", None, "", **days)
    both = ActionLine("b", "New letter", "closed", "", None, "", closed_at=date(2026, 11, 5))
    old = ActionLine("c", "Long ago", "closed", "", None, "", closed_at=date(2025, 1, 5))
    actions = (old, call_back, both)
    drawn = rows(trend_chart(whole, CSAT, 60, 7, actions))
    (marks,) = [row for row in drawn if "a" in row and "*" in row]
    assert marks.index("*") - marks.index("a") == 3 * 3  # three days of three cells each
    points = visible_points(whole, CSAT, 60)
    assert action_legend(whole, points, actions) == (
        "a Offer a call back: started 2 Nov, live 5 Nov · b New letter: closed 5 Nov"
    )
    assert trend_chart(whole, CSAT, 60, 7, (old,)) == trend_chart(whole, CSAT, 60, 7)


def test_who_began_the_limits_anew_is_said_with_day_and_reason():
    anew = replace(
        chart([50.0] * 3),
        rebased_by="Dana",
        rebased_why="new flow",
        rebased_from=date(2026, 11, 2),
    )
    assert "↦ limits begun anew from 2 Nov by Dana: new flow" in legend(anew, anew.points, ())
    recorded = replace(anew, rebased_on=date(2026, 11, 4))
    assert "by Dana (recorded 4 Nov): new flow" in legend(recorded, anew.points, ())


def test_limits_begun_anew_are_marked_below_their_first_day_that_counts():
    plain = chart([50.0] * 5)
    anew = replace(plain, rebased_by="Dana", rebased_why="x", rebased_from=date(2026, 11, 2))
    drawn = rows(trend_chart(anew, CSAT, 60, 7))
    (marks,) = [row for row in drawn if "↦" in row]
    step = 3  # cells of a point
    label = drawn[0].index("┄")
    assert marks.index("↦") == label + step
    left_out = replace(plain.points[1], excluded="incident")
    out = replace(anew, points=(plain.points[0], left_out, *plain.points[2:]))
    (later,) = [row for row in rows(trend_chart(out, CSAT, 60, 7)) if "↦" in row]
    assert later.index("↦") == marks.index("↦") + step
    assert later[marks.index("↦")] == "×"


def test_limits_begun_anew_before_what_is_in_sight_have_no_mark():
    plain = chart([50.0] * 5)
    old = replace(plain, rebased_by="Dana", rebased_why="x", rebased_from=date(2026, 10, 2))
    assert not any("↦" in row for row in rows(trend_chart(old, CSAT, 60, 7)))
    assert legend(old, old.points, ()).endswith("limits begun anew from 2 Oct by Dana: x")
    assert "↦" not in legend(old, old.points, ())


def test_limits_begun_anew_are_marked_in_the_week_that_holds_their_day():
    plain = chart([50.0] * 3)
    weeks = tuple(
        replace(point, day=date(2026, 11, 2) + timedelta(days=7 * index))
        for index, point in enumerate(plain.points)
    )
    anew = Chart(
        weeks, weekly=True, rebased_by="D", rebased_why="x", rebased_from=date(2026, 11, 12)
    )
    (marks,) = [row for row in rows(trend_chart(anew, CSAT, 80, 7)) if "↦" in row]
    first = replace(anew, rebased_from=date(2026, 11, 2))
    (earlier,) = [row for row in rows(trend_chart(first, CSAT, 80, 7)) if "↦" in row]
    assert marks.index("↦") == earlier.index("↦") + 3
