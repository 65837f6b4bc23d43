"""Alerts: their codes, what is told as one line, and the exit code."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_tui.domain.alerts import Alert, AlertKind, Check, Mark, told
from cjm_tui.domain.journey import DataState

STATE = DataState(as_of=datetime(2026, 11, 20, tzinfo=UTC), timezone="UTC")


def alert(kind=AlertKind.WORSE, name="a", says="1", group=""):
    return Alert(kind, name, (says,), (Mark(name, says),), group)


def test_a_group_is_one_line_with_the_marks_of_all():
    (one,) = told([alert(name=name, group="ivr") for name in "abc"])
    assert (one.about, one.words) == ("a", ("1", "and 2 more"))
    assert [mark.finding for mark in one.marks] == ["a", "b", "c"]


def test_the_gravest_kinds_come_first_and_a_kind_keeps_its_order():
    kinds = [AlertKind.REVIEW, AlertKind.WORSE, AlertKind.STALE, AlertKind.WORSE]
    found = told(alert(kind, name) for kind, name in zip(kinds, "abcd", strict=True))
    assert "".join(one.about for one in found) == "cbda"


@pytest.mark.parametrize(
    ("kinds", "code"),
    [
        ((), 0),
        ((AlertKind.WORSE,), 10),
        ((AlertKind.QUARANTINE, AlertKind.REVIEW), 10),
        ((AlertKind.STALE,), 20),
        ((AlertKind.WORSE, AlertKind.MISSING), 20),
        ((AlertKind.INCOMPLETE,), 20),
        ((AlertKind.REFUSED,), 20),
    ],
)
def test_data_that_lacks_something_outranks_all_else(kinds, code):
    alerts = tuple(alert(kind) for kind in kinds)
    assert Check(STATE, date(2026, 11, 20), alerts).exit_code == code


texts = st.text(max_size=8)


@given(texts, texts, texts)
def test_the_code_follows_what_is_said_and_nothing_else(name, says, other):
    assert alert(name=name, says=says).code == alert(AlertKind.STALE, name, says, "x").code
    if says != other:
        assert alert(name=name, says=says).code != alert(name=name, says=other).code
