from datetime import date

import pytest

from cjm_tui.domain.kpi import Signal, TargetState
from cjm_tui.errors import UsageError
from cjm_tui.services.journey_map import journey_map
from cjm_tui.services.touchpoint import touchpoint
from tests.services.site import DAY, LAST, TODAY, Site


def lines(site, period="28d"):
    """Return the map's touchpoints by id."""
    board = journey_map(site.reader(), site.catalog, period)
    return {
        score.touchpoint_id: score
        for journey in board.journeys
        for stage in journey.stages
        for score in stage.touchpoints
    }


@pytest.fixture
def site():
    return Site().map()


def test_an_empty_database_has_a_map_without_scores(site):
    board = journey_map(site.reader(), site.catalog)
    assert board.period is None
    assert [journey.name for journey in board.journeys] == ["Broadband", "Leave"]
    score = board.journeys[0].stages[0].touchpoints[0]
    assert (score.kpi, score.estimate.n, score.estimate.value) == (None, 0, None)
    assert score.kpi_reason == "no data yet"
    assert journey_map(Site().reader(), site.catalog).journeys == ()


def test_the_map_is_in_order_and_leaves_out_the_desired_one(site):
    board = journey_map(site.reader(), site.catalog)
    assert [
        (journey.name, [(s.name, [t.name for t in s.touchpoints]) for s in journey.stages])
        for journey in board.journeys
    ] == [
        ("Broadband", [("Join", ["Web shop"]), ("Get help", ["IVR", "Agent call"])]),
        ("Leave", [("Go", ["Farewell"])]),
    ]
    first = board.journeys[0]
    assert first.customer_goal == "get online"
    assert first.stages[0].customer_need == "tell me what it costs"


def test_what_is_not_on_the_map_is_gathered_behind_it(site):
    site.touchpoint("kiosk", "Kiosk", None)
    site.touchpoint("unheard-of", "unheard-of", None)  # as an import records it
    site.calls("unheard-of", LAST, 12)
    board = journey_map(site.reader(), site.catalog)
    last = board.journeys[-1].stages[-1]
    assert last.name == "Not placed"
    assert {t.name for t in last.touchpoints} == {"Kiosk", "unheard-of"}
    assert all("not_placed" in t.flags for t in last.touchpoints)
    alone = Site()
    alone.touchpoint("unheard-of", "unheard-of", None)
    alone.calls("unheard-of", LAST, 12)
    (journey,) = journey_map(alone.reader(), alone.catalog).journeys
    assert (journey.name, journey.stages[0].touchpoints[0].estimate.n) == ("Not placed", 12)


def test_equal_names_of_one_stage_are_told_apart_by_their_ids(site):
    for queue, stage in (("q-7", None), ("q-9", None), ("q-8", "help")):
        site.touchpoint(queue, "General queue", stage)
    board = journey_map(site.reader(), site.catalog)
    names = [t.name for j in board.journeys for stage in j.stages for t in stage.touchpoints]
    assert [name for name in names if "General" in name] == [
        "General queue",  # alone in its stage
        "q-7 · General queue",
        "q-9 · General queue",
    ]


def test_periods_end_at_the_last_complete_day(site):
    site.answers("shop", LAST, 30, 10)
    site.answers("shop", LAST - 7 * DAY, 100, 0)
    site.answers("shop", TODAY, 0, 100)
    board = journey_map(site.reader(), site.catalog, "7d")
    assert (board.period.first, board.period.last) == (LAST - 6 * DAY, LAST)
    score = lines(site, "7d")["shop"]
    assert (score.estimate.n, score.estimate.value) == (40, 75.0)
    assert lines(site, "all")["shop"].estimate.n == 140
    with pytest.raises(UsageError):
        journey_map(site.reader(), site.catalog, "a week")


def test_a_standard_of_good_decides_the_kpi_even_without_data(site):
    site.touchpoint("desk", "Desk", "go", good_kpi="nps", good_threshold=30.0)
    site.answers("desk", LAST, 50, 0)
    score = lines(site)["desk"]
    assert (score.kpi.name, score.kpi_reason) == ("nps", "standard of good")
    assert (score.estimate.n, score.target, score.state) == (0, 30.0, TargetState.NONE)


def test_a_standard_of_good_that_names_no_kpi_says_so(site):
    site.touchpoint("desk", "Desk", "go", good_kpi="joy", good_threshold=30.0)
    site.answers("desk", LAST, 50, 0)
    score = lines(site)["desk"]
    assert score.kpi.name == "csat"
    assert score.kpi_reason.startswith("the standard of good names joy")
    assert score.target is None


@pytest.mark.parametrize(
    ("repeats", "answers", "calls", "kpi", "reason"),
    [
        (40, 40, 40, "repeat_7d", "outcome"),
        (29, 40, 400, "csat", "perception"),
        (29, 29, 30, "abandon_rate", "output"),
        (12, 9, 9, "repeat_7d", "outcome"),
        (0, 5, 2, "csat", "perception"),
    ],
)
def test_else_the_best_kpi_that_the_data_allows(site, repeats, answers, calls, kpi, reason):
    for number in range(repeats):
        at = LAST - 10 * DAY
        site.contact(f"k{number}", site_noon(at), legs=("bye",), outcome="to_agent")
    site.answers("bye", LAST, answers, 0)
    site.calls("bye", LAST, calls)
    score = lines(site)["bye"]
    assert score.kpi.name == kpi
    assert score.kpi_reason == f"best that the data allows: {reason}"


def site_noon(day):
    from datetime import datetime, time

    return datetime.combine(day, time(12))


def test_no_kpi_has_data(site):
    site.answers("shop", LAST, 5, 0)
    assert lines(site)["bye"].kpi_reason == "no KPI has data in the period"


def test_a_touchpoints_own_target_goes_before_its_standard_and_that_before_the_general_one(site):
    site.touchpoint("desk", "Desk", "go", good_kpi="csat", good_threshold=10.0)
    site.touchpoint("till", "Till", "go", good_kpi="csat", good_threshold=10.0)
    for at in ("desk", "till", "shop"):
        site.answers(at, LAST, 30, 10)
    old = {"kpi": "csat", "touchpoint_id": None, "target": 99.0, "valid_to": LAST}
    site.insert("kpi_target", [old])
    assert lines(site)["desk"].target == 10.0
    assert lines(site)["shop"].target is None
    site.insert("kpi_target", [{"kpi": "csat", "target": 75.0, "valid_from": TODAY}])
    site.insert("kpi_target", [{"kpi": "csat", "touchpoint_id": "till", "target": 76.0}])
    site.insert("kpi_target", [{"kpi": "csat", "target": 80.0, "valid_from": TODAY + DAY}])
    found = lines(site)
    assert [(found[t].target, found[t].state) for t in ("desk", "till", "shop")] == [
        (10.0, TargetState.MET),
        (76.0, TargetState.MISSED),
        (75.0, TargetState.MET),
    ]


def test_a_target_of_a_kpi_whose_good_is_low(site):
    site.touchpoint("desk", "Desk", "go", good_kpi="abandon_rate", good_threshold=20.0)
    site.calls("desk", LAST, 30, 10)
    score = lines(site)["desk"]
    assert (score.estimate.value, score.state) == (25.0, TargetState.MISSED)


def test_only_final_days_count_for_a_kpi_with_a_window(site):
    site.touchpoint("desk", "Desk", "go", good_kpi="repeat_7d", good_threshold=0.0)
    for number in range(40):
        site.contact(f"k{number}", site_noon(LAST - 7 * DAY), legs=("desk",))
        site.contact(f"n{number}", site_noon(LAST - 6 * DAY), legs=("desk",))
    site.calls("bye", LAST, 1)
    score = lines(site)["desk"]
    assert (score.final_until, score.estimate.n) == (LAST - 7 * DAY, 40)
    assert score.state is TargetState.MET
    week = lines(site, "7d")["desk"]
    assert (week.estimate.n, week.state) == (40, TargetState.PROVISIONAL)


def test_days_are_final_only_as_far_as_contacts_are_in(site):
    """Answers reach to the last day, the calls end eleven days before: nobody saw the repeats."""
    site.touchpoint("desk", "Desk", "go", good_kpi="repeat_7d", good_threshold=0.0)
    for number in range(40):
        site.contact(f"k{number}", site_noon(LAST - 11 * DAY), legs=("desk",))
        site.contact(f"o{number}", site_noon(LAST - 18 * DAY), legs=("desk",))
    site.answers("shop", LAST, 1, 0)
    score = lines(site)["desk"]
    assert (score.final_until, score.estimate.n) == (LAST - 18 * DAY, 40)
    assert lines(site, "7d")["desk"].state is not TargetState.MET


@pytest.mark.parametrize(
    ("last_ivr", "every", "followed"),
    [
        (LAST, 1, LAST),
        (LAST - 3 * DAY, 1, LAST - 3 * DAY),  # a daily source that is late
        (LAST - 2 * DAY, 3, LAST),  # it never came daily
        (LAST - 20 * DAY, 1, LAST),  # it has ended
    ],
)
@pytest.mark.parametrize("what", ["source", "channel"])
def test_a_source_or_channel_that_is_late_holds_up_the_final_days(
    site, what, last_ivr, every, followed
):
    for back in range(40):
        site.calls("line", LAST - back * DAY, 1, **{what: "phone"})
        if back % every == 0:
            site.calls("ivr", last_ivr - back * DAY, 1, **{what: "ivr"})
    site.calls("line", TODAY, 1, **{what: "phone"})
    site.touchpoint("desk", "Desk", "go", good_kpi="repeat_7d")
    assert lines(site)["desk"].final_until == followed - 7 * DAY


def test_owners_and_what_is_wrong_with_them(site):
    site.touchpoint("desk", "Desk", "go")
    site.calls("bye", LAST - 30 * DAY, 1)
    site.owner("shop", "sara")
    site.owner("line", "leo", since=date(2026, 1, 1), until=TODAY - 143 * DAY)
    site.owner("ivr", "ida", confirmed_at=TODAY - 120 * DAY)
    site.owner("ivr", "ivo", state="left", since=TODAY - 9 * DAY)
    site.owner("bye", "future", since=TODAY + DAY)
    found = lines(site)
    told = {t: (s.owner, s.days_without_owner, s.flags) for t, s in found.items()}
    assert told["shop"] == ("Sara", None, ())
    assert told["line"] == ("", 143, ("no_owner",))
    assert told["ivr"] == (
        "Ida and Ivo",
        None,
        ("moment_of_truth", "two_owners", "owner_left", "unconfirmed"),
    )
    assert told["bye"] == ("", None, ("no_owner",))
    assert told["desk"] == ("", None, ("no_owner",))


@pytest.mark.parametrize(
    ("until", "owner"), [(TODAY - DAY, ""), (TODAY, "Sara"), (TODAY + 9 * DAY, "Sara")]
)
def test_a_role_is_held_to_its_last_day_on_the_map_and_on_the_page(site, until, owner):
    site.answers("shop", LAST, 1, 0)
    site.owner("shop", "sara", since=TODAY - 9 * DAY, until=until)
    assert lines(site)["shop"].owner == owner
    (party,) = touchpoint(site.reader(), site.catalog, "shop").accountability
    assert (party.name, party.current) == ("Sara", bool(owner))


def test_a_touchpoint_handed_over_has_one_owner_on_that_day(site):
    site.answers("shop", LAST, 1, 0)
    site.owner("shop", "sara", since=TODAY - 9 * DAY, until=TODAY)
    site.owner("shop", "tom", since=TODAY)
    score = lines(site)["shop"]
    assert (score.owner, score.flags) == ("Tom", ())
    parties = touchpoint(site.reader(), site.catalog, "shop").accountability
    assert [(party.name, party.current) for party in parties] == [("Tom", True), ("Sara", False)]


@pytest.mark.parametrize(("days", "flag"), [(90, False), (91, True)])
def test_a_confirmation_grows_old_after_the_sites_days(site, days, flag):
    site.owner("shop", "sara", confirmed_at=TODAY - days * DAY)
    assert ("unconfirmed" in lines(site)["shop"].flags) is flag
    assert lines(site)["shop"].confirm_days == 90


def test_an_owner_who_was_never_confirmed_counts_from_the_first_day(site):
    site.owner("shop", "sara", confirmed_at=None, since=TODAY - 9 * DAY)
    site.owner("bye", "ben", confirmed_at=None, since=None)
    found = lines(site)
    assert found["shop"].flags == ()
    assert found["bye"].flags == ("unconfirmed",)


def test_open_actions_are_counted_by_touchpoint_and_stage(site):
    for number, state in enumerate(
        ["proposed", "agreed", "in progress", "in_progress", "Live", "evaluated", "closed", "done"]
    ):
        row = {"action_id": f"a{number}", "touchpoint_id": "ivr", "title": "t", "state": state}
        site.insert("action", [row])
    site.insert("action", [{"action_id": "x", "title": "t", "state": "live"}])
    board = journey_map(site.reader(), site.catalog)
    help_stage = board.journeys[0].stages[1]
    assert (help_stage.name, help_stage.open_actions) == ("Get help", 6)
    assert lines(site)["ivr"].open_actions == 6


def test_a_slide_is_a_signal_and_an_incident_is_not(site):
    for ahead in range(100):
        day = LAST - (99 - ahead) * DAY
        wobble = ahead % 3
        slid = 12 if ahead >= 88 else 0
        for at in ("shop", "line"):
            site.answers(at, day, 40 + wobble - slid, 10 - wobble + slid)
    site.insert(
        "annotation",
        [
            {
                "annotation_id": "outage",
                "touchpoint_id": "line",
                "kind": "outage",
                "first_day": LAST - 11 * DAY,
                "last_day": LAST,
            }
        ],
    )
    found = lines(site)
    assert found["shop"].change.signal is Signal.WORSE
    assert found["shop"].change.since in (LAST - 11 * DAY, LAST - 12 * DAY)
    assert found["line"].change.signal is Signal.NONE
    assert len(found["shop"].trend) == 28
    assert found["shop"].trend[0] > 75 > found["shop"].trend[-1]


def test_a_recorded_rebasing_ends_the_signal(site):
    for ahead in range(200):
        day = LAST - (199 - ahead) * DAY
        slid = 12 if ahead >= 120 else 0
        site.answers("shop", day, 40 + ahead % 3 - slid, 10 - ahead % 3 + slid)
    assert lines(site)["shop"].change.signal is Signal.WORSE
    decision = {"kpi": "csat", "touchpoint_id": "shop", "who": "Sara", "why": "new survey"}
    decision |= {"from_day": LAST - 79 * DAY, "at": site_noon(LAST)}
    site.insert("rebase", [decision])
    assert lines(site)["shop"].change.signal is Signal.NONE
    chart = touchpoint(site.reader(), site.catalog, "shop").chart
    assert (chart.rebased_from, chart.rebased_on) == (LAST - 79 * DAY, LAST)


def test_too_little_history_says_so(site):
    for ahead in range(21):
        site.answers("shop", LAST - ahead * DAY, 40, 10)
    change = lines(site)["shop"].change
    assert (change.signal, change.history_days, change.history_needed) == (
        Signal.NO_HISTORY,
        21,
        56,
    )


def test_eight_answers_are_too_few(site):
    site.answers("shop", LAST, 8, 0)
    score = lines(site)["shop"]
    assert (score.estimate.n, score.estimate.value, score.change.signal) == (
        8,
        None,
        Signal.TOO_FEW,
    )


@pytest.mark.parametrize(
    ("touchpoint_id", "day", "flagged"),
    [
        ("shop", LAST, {"shop"}),
        (None, LAST, {"shop", "line", "ivr", "bye"}),
        ("shop", LAST - 60 * DAY, set()),
    ],
)
def test_an_incomplete_day_marks_the_touchpoints_that_it_touches(site, touchpoint_id, day, flagged):
    site.answers("shop", LAST, 8, 0)
    site.insert(
        "incomplete_day",
        [{"day": day, "source": "web", "touchpoint_id": touchpoint_id, "reason": "late"}],
    )
    found = {t for t, score in lines(site).items() if "incomplete" in score.flags}
    assert found == flagged


def test_a_week_of_thin_days_is_one_point_of_the_trend(site):
    for ahead in range(140):
        site.answers("shop", LAST - ahead * DAY, 3, 2)
    trend = lines(site)["shop"].trend
    assert len(trend) == 5


def test_the_newest_words_of_a_customer_stand_with_the_touchpoint(site):
    noon = site_noon(LAST)
    site.feedback("shop", noon, "csat", 5, verbatim="older")
    site.feedback("shop", noon + DAY / 24, "csat", 5, verbatim="newest")
    site.feedback("shop", noon + DAY / 12, "csat", 5, verbatim=" ")
    site.feedback("shop", noon + DAY / 12, "csat", 5, verbatim="staff", voice="employee")
    site.feedback("line", noon - 40 * DAY, "csat", 5, verbatim="long ago")
    found = lines(site)
    assert (found["shop"].said, found["line"].said) == ("newest", "")
