"""A schedule held against what came, by the clock: late, missing, short, not expected."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_tui.domain import expected_words as words
from cjm_tui.domain.expected_files import (
    LACKING,
    SAME_DAY,
    Arrival,
    ExpectedFile,
    ExpectedLine,
    History,
    State,
    deliveries,
    next_due,
    parse_every,
    slots,
)
from cjm_tui.errors import UsageError

FRIDAY = date(2026, 11, 20)
DAY = timedelta(days=1)
NO_HOLIDAYS = frozenset()


def at(day, hour=5, minute=0):
    return datetime.combine(day, time(hour, minute))


def history(came, refused=(), short=None):
    """`came` are (day, when) pairs, each of a batch of its own that begins with its day."""
    arrivals = [Arrival(n, True, "", when) for n, (_, when) in enumerate(came, 1)]
    arrivals += [Arrival(100 + n, False, why, when) for n, (when, why) in enumerate(refused)]
    days = {}
    for n, (day, _) in enumerate(came, 1):
        days.setdefault(day, []).append((n, True))
    return History(arrivals, days, short or {}, min(days, default=None))


def judged(expected, known, now, since=FRIDAY - 6 * DAY, holidays=NO_HOLIDAYS):
    return {slot.delivery.last_day: slot for slot in slots(expected, known, holidays, now, since)}


def nights(*days, hour=5):
    return [(day, at(day + DAY, hour)) for day in days]


def test_a_daily_file_holds_the_day_before():
    (one,) = deliveries(ExpectedFile("calls"), FRIDAY, FRIDAY)
    assert (one.first_day, one.last_day) == (FRIDAY - DAY, FRIDAY - DAY)
    assert (one.opens_at, one.due_at) == (at(FRIDAY, 0), at(FRIDAY, 6))


def test_mondays_file_holds_the_weekend_of_a_weekday_schedule():
    monday = FRIDAY + 3 * DAY
    expected = ExpectedFile("calls", every="mon;tue;wed;thu;fri")
    (one,) = deliveries(expected, FRIDAY + DAY, monday)
    assert (one.first_day, one.last_day) == (FRIDAY, FRIDAY + 2 * DAY)


def test_a_weekly_file_comes_on_the_weekday_of_its_first_day_and_holds_seven():
    expected = ExpectedFile("calls", every="weekly", valid_from=date(2026, 11, 3))  # a Tuesday
    found = list(deliveries(expected, date(2026, 11, 1), date(2026, 11, 20)))
    assert [one.due_at.date().day for one in found] == [3, 10, 17]
    assert (found[1].first_day.day, found[1].last_day.day) == (3, 9)
    assert expected.schedule == "weekly (Tue) by 06:00"


def test_a_file_of_the_same_day():
    expected = ExpectedFile("calls", covers=SAME_DAY, due_at=time(23, 30))
    (one,) = deliveries(expected, FRIDAY, FRIDAY)
    assert (one.first_day, one.last_day) == (FRIDAY, FRIDAY)
    assert one.opens_at == at(FRIDAY - DAY, 23, 30)


def test_nothing_is_due_before_the_first_day_or_after_the_last():
    expected = ExpectedFile("calls", valid_from=FRIDAY - 3 * DAY, valid_to=FRIDAY - DAY)
    due = [one.due_at.date() for one in deliveries(expected, FRIDAY - 9 * DAY, FRIDAY)]
    assert due == [FRIDAY - 3 * DAY, FRIDAY - 2 * DAY, FRIDAY - DAY]
    assert next_due(expected, at(FRIDAY, 8)) is None
    assert next_due(ExpectedFile("calls"), at(FRIDAY, 8)) == at(FRIDAY + DAY, 6)


def test_on_time_late_and_missing():
    came = [*nights(FRIDAY - 4 * DAY, FRIDAY - 3 * DAY), (FRIDAY - DAY, at(FRIDAY, 9))]
    found = judged(ExpectedFile("calls"), history(came), at(FRIDAY, 12))
    assert {day.day: slot.state for day, slot in found.items()} == {
        16: State.RECEIVED, 17: State.RECEIVED, 18: State.MISSING, 19: State.RECEIVED_LATE,
    }  # fmt: skip
    assert (found[FRIDAY - DAY].batch, found[FRIDAY - DAY].arrived_at) == (3, at(FRIDAY, 9))


@pytest.mark.parametrize(
    ("hour", "state"),
    [(0, State.WAITING), (6, State.WAITING), (7, State.LATE), (23, State.LATE)],
)
def test_it_is_late_from_the_hour_on_and_missing_when_the_next_is_due(hour, state):
    known = history(nights(FRIDAY - 3 * DAY, FRIDAY - 2 * DAY))
    assert judged(ExpectedFile("calls"), known, at(FRIDAY, hour))[FRIDAY - DAY].state == state
    later = judged(ExpectedFile("calls"), known, at(FRIDAY + DAY, 6))
    assert later[FRIDAY - DAY].state == State.MISSING
    assert later[FRIDAY].state == State.WAITING


def test_history_that_is_loaded_at_once_was_not_late():
    days = [FRIDAY - n * DAY for n in range(1, 7)]
    known = history([(day, at(FRIDAY, 11)) for day in days])
    found = judged(ExpectedFile("calls"), known, at(FRIDAY, 12))
    assert {slot.state for slot in found.values()} == {State.RECEIVED}


def test_a_source_that_never_came_lacks_nothing_until_its_first_day_is_said():
    nothing = history([])
    assert judged(ExpectedFile("calls"), nothing, at(FRIDAY, 12)) == {}
    declared = judged(ExpectedFile("calls", valid_from=FRIDAY), nothing, at(FRIDAY, 12))
    assert {day.day: slot.state for day, slot in declared.items()} == {19: State.LATE}


def test_days_before_the_first_data_are_not_missing():
    known = history(nights(FRIDAY - 2 * DAY, FRIDAY - DAY))
    assert min(judged(ExpectedFile("calls"), known, at(FRIDAY, 12))) == FRIDAY - 2 * DAY


def test_the_end_of_a_nights_file_does_not_stand_for_the_next_day():
    """A file made at 02:00 holds two hours of its own day; tomorrow's file is due all the same."""
    arrivals = [Arrival(1, True, "", at(FRIDAY, 3)), Arrival(2, True, "", at(FRIDAY - DAY, 3))]
    days = {
        FRIDAY - 2 * DAY: [(2, True)],
        FRIDAY - DAY: [(2, False), (1, True)],
        FRIDAY: [(1, False)],
    }
    known = History(arrivals, days, {}, FRIDAY - 2 * DAY)
    found = judged(ExpectedFile("calls"), known, at(FRIDAY + DAY, 7))
    assert found[FRIDAY - DAY].state == State.RECEIVED
    assert found[FRIDAY].state == State.LATE


def test_files_of_the_hour_are_there_when_their_day_is_over():
    came = [(FRIDAY, at(FRIDAY, hour)) for hour in range(8, 20)]
    found = judged(ExpectedFile("calls"), history(came), at(FRIDAY + DAY, 7))
    assert found[FRIDAY].state == State.RECEIVED


def test_a_refused_file_is_named_with_its_reason():
    came = nights(FRIDAY - 3 * DAY, FRIDAY - 2 * DAY)
    known = history(came, refused=[(at(FRIDAY, 5), "it is cut short")])
    slot = judged(ExpectedFile("calls"), known, at(FRIDAY, 5, 30))[FRIDAY - DAY]
    assert (slot.state, slot.reason) == (State.REFUSED, "it is cut short")
    assert words.slot_words(slot, at(FRIDAY, 8)) == "Thu 19 Nov REFUSED: it is cut short"


def test_yesterdays_file_once_more_is_said():
    known = history(nights(FRIDAY - 2 * DAY))
    again = Arrival(1, True, "", at(FRIDAY - DAY), again_at=at(FRIDAY))
    known = History([again], known.days, {}, known.data_since)
    slot = judged(ExpectedFile("calls"), known, at(FRIDAY, 8))[FRIDAY - DAY]
    assert slot.state == State.LATE
    assert words.slot_words(slot, at(FRIDAY, 8)) == (
        "Thu 19 Nov LATE since 06:00; the file that came says what an earlier one said"
    )


def test_a_file_without_days_is_there_when_it_came_changed_or_not():
    parties = ExpectedFile("parties", every="weekly", valid_from=date(2026, 11, 2))
    once = Arrival(1, True, "", at(date(2026, 11, 2)), dated=False)
    known = History([once], {}, {}, None)
    (first, second) = judged(parties, known, at(FRIDAY), date(2026, 11, 9)).values()
    assert (first.state, second.state) == (State.MISSING, State.LATE)
    again = Arrival(1, True, "", once.at, again_at=at(date(2026, 11, 16)), dated=False)
    came = judged(parties, History([again], {}, {}, None), at(FRIDAY), date(2026, 11, 9))
    assert {slot.state for slot in came.values()} <= {State.RECEIVED, State.RECEIVED_LATE}


def test_a_holiday_is_not_expected_where_that_is_declared():
    known = history(nights(FRIDAY - 3 * DAY, FRIDAY - DAY))
    holidays = frozenset({FRIDAY - 2 * DAY})
    closed = ExpectedFile("calls", on_holidays=False)
    found = judged(closed, known, at(FRIDAY, 12), holidays=holidays)
    assert found[FRIDAY - 2 * DAY].state == State.NOT_EXPECTED
    anyway = judged(ExpectedFile("calls"), known, at(FRIDAY, 12), holidays=holidays)
    assert anyway[FRIDAY - 2 * DAY].state == State.MISSING


def test_a_short_day_is_received_and_said_to_be_short():
    known = history(nights(FRIDAY - DAY), short={FRIDAY - DAY: "12 calls where 60 are usual"})
    slot = judged(ExpectedFile("calls"), known, at(FRIDAY, 12))[FRIDAY - DAY]
    assert slot.state == State.SHORT
    assert "12 calls where 60 are usual" in words.slot_words(slot, at(FRIDAY, 12))


@given(
    came=st.dictionaries(st.integers(0, 29), st.integers(1, 60), min_size=1),
    hour=st.integers(0, 23),
)
def test_what_lacks_is_what_nobody_brought(came, hour):
    """Against a count by hand: the days since the first that came, without those that did."""
    start, now = date(2026, 10, 1), at(date(2026, 11, 1), hour)
    pairs = [(start + n * DAY, at(start + n * DAY + DAY, 0) + delay * timedelta(hours=1))
             for n, delay in came.items()]  # fmt: skip
    known = history([(day, when) for day, when in pairs if when <= now])
    if not known.days:
        return
    found = slots(ExpectedFile("calls"), known, NO_HOLIDAYS, now, start - 9 * DAY)
    lacking = {slot.delivery.last_day for slot in found if slot.state in LACKING}
    days = {start + n * DAY for n in range(31)}
    assert lacking == {day for day in days if day > min(known.days)} - set(known.days)


@pytest.mark.parametrize(
    ("text", "every"),
    [
        ("Daily", "daily"),
        ("weekly", "weekly"),
        ("mon-fri", "mon;tue;wed;thu;fri"),
        ("sat - mon", "mon;sat;sun"),
        ("Fri, mon", "mon;fri"),
        ("wed", "wed"),
    ],
)
def test_how_often(text, every):
    assert parse_every(text) == every


@pytest.mark.parametrize("text", ["", "hourly", "mon-xyz", "mon;;funday"])
def test_what_says_nothing_is_refused(text):
    with pytest.raises(UsageError, match="how often"):
        parse_every(text)


def test_the_line_of_a_file():
    came = [*nights(FRIDAY - 4 * DAY, FRIDAY - 3 * DAY), (FRIDAY - DAY, at(FRIDAY, 9))]
    now = at(FRIDAY, 12)
    expected = ExpectedFile("calls", "calls-*.csv")
    found = tuple(slots(expected, history(came), NO_HOLIDAYS, now, FRIDAY - 6 * DAY))
    line = ExpectedLine(expected, found, next_due(expected, now))
    assert words.strip(line.slots) == "■■×▪"
    assert words.tally(line) == "3 of 4 received, 1 MISSING, 1 came late"
    assert words.standing(line, now) == "Thu 19 Nov came late 09:00, batch 3"
    assert words.next_due(line, now) == "Sat 21 Nov 06:00"
    assert [slot.delivery.last_day.day for slot in words.alarms(line)] == [18]
    assert words.standing(ExpectedLine(expected, (), None, came=False), now) == "never came yet"
