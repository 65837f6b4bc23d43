"""The two rules of the map, and when what they found is over."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cjm_tui.domain.statistics.signals import LONG_RUN, RUN, Mark, episodes


def marks(text):
    """`-` below, `+` above, `0` on the line, `v` outside below, `^` outside above."""
    known = {
        "-": Mark(-1, 0), "+": Mark(1, 0), "0": Mark(0, 0), "v": Mark(-1, -1), "^": Mark(1, 1),
    }  # fmt: skip
    return [known[letter] for letter in text]


def test_seven_on_one_side_are_nothing_and_eight_a_signal_since_the_first():
    assert episodes(marks("-------+")) == []
    found = episodes(marks("+--------"))
    assert [(e.side, e.first, e.opened, e.run, e.closed) for e in found] == [(-1, 1, 8, 8, None)]


def test_a_point_on_the_centre_line_ends_a_run():
    assert episodes(marks("----0----")) == []


def test_a_point_outside_is_a_signal_at_once():
    found = episodes(marks("+-v"))
    assert [(e.side, e.first, e.opened, e.outside, e.closed) for e in found] == [
        (-1, 2, 2, 1, None)
    ]


def test_one_good_day_does_not_end_a_run():
    assert episodes(marks("--------+"))[-1].closed is None
    assert episodes(marks("--------+-+-+"))[-1].closed is None


def test_a_run_is_over_when_half_of_the_latest_eight_are_back():
    found = episodes(marks("--------++++"))
    assert found[-1].closed == 11
    assert len(found) == 1


def test_points_on_the_line_count_as_back():
    assert episodes(marks("--------00++"))[-1].closed == 11


def test_a_long_run_takes_longer_to_be_believed_over():
    long = "-" * 40
    assert episodes(marks(long + "++++"))[-1].closed is None
    assert episodes(marks(long + "+++++++"))[-1].closed is None
    closed = episodes(marks(long + "++++++++"))
    assert closed[0].closed == 47  # and the eight good days are a signal of their own
    assert [e.side for e in closed] == [-1, 1]


def test_a_point_outside_is_over_when_half_of_the_next_four_are_back():
    assert episodes(marks("v+++"))[-1].closed is None
    assert episodes(marks("v--++"))[-1].closed == 4
    assert episodes(marks("v-----"))[-1].closed is None


def test_a_point_outside_that_becomes_a_run_stays_one_episode():
    found = episodes(marks("v---------"))
    assert [(e.first, e.opened, e.run, e.outside) for e in found] == [(0, 0, 10, 1)]


def test_a_wonder_day_does_not_hide_a_broken_process():
    found = episodes(marks("----------^-----"))
    assert [(e.side, e.closed) for e in found] == [(-1, None)]


def test_an_opposite_point_outside_replaces_a_point_outside():
    found = episodes(marks("v-^"))
    assert [(e.side, e.closed) for e in found] == [(-1, 2), (1, None)]


def test_the_opposite_run_takes_over():
    found = episodes(marks("--------" + "++++++++"))
    assert [(e.side, e.closed is None) for e in found] == [(-1, False), (1, True)]


def test_a_point_outside_in_the_window_keeps_it_open():
    assert episodes(marks("--------v++++"))[-1].closed is None


@given(st.text("-+0v^", max_size=120))
def test_at_most_one_signal_is_open_and_every_episode_has_its_reason(text):
    found = episodes(marks(text))
    assert all(e.closed is not None for e in found[:-1])
    for before, after in pairwise(found):
        assert before.closed <= after.opened
    for e in found:
        assert e.first <= e.opened
        assert e.run >= RUN or e.outside >= 1


@given(st.text("-+0v^", max_size=80))
def test_a_process_that_is_back_for_good_ends_every_signal(text):
    assert all(e.closed is not None for e in episodes(marks(text + "0" * LONG_RUN)))


@given(st.text("-+0v^", max_size=80), st.text("-+0v^", max_size=20))
def test_what_was_said_yesterday_is_not_unsaid_by_later_days(text, more):
    def opened(found, upto):
        return [(e.side, e.opened) for e in found if e.opened < upto]

    assert opened(episodes(marks(text + more)), len(text)) == opened(
        episodes(marks(text)), len(text)
    )
