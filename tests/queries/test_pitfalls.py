"""The checks for pitfalls, each on rows few enough to see by eye what must come out."""

import random
from datetime import datetime, time, timedelta

import pytest

from cjm_tui.domain import pitfall_words as words
from cjm_tui.domain.pitfalls import Base, Pitfall, Verdict
from cjm_tui.services.pitfalls import pitfall_figure, pitfalls
from tests.queries.facts import catalog
from tests.services.site import DAY, LAST, TODAY, Site

FINAL = LAST - 7 * DAY  # the newest day whose follow-up window of seven days has closed
PERIOD = f"{FINAL}..{LAST}"


@pytest.fixture
def site():
    return Site().map()


def checked(site, name):
    found = pitfalls(site.reader(), site.catalog, PERIOD)
    return next(c for one in found.found for c in one.checked if c.check.name == name)


def failed(site, name):
    return {place.place: place.failed for place in checked(site, name).places}


def at(minute, day=FINAL):
    return datetime.combine(day, time(9)) + timedelta(minutes=minute)


def followed(site):
    """The newest contact is of the last day, so that windows up to FINAL have closed.

    The oldest lies 40 days before, so that it is known who was there by chance.
    """
    site.calls("bye", LAST, 1)
    site.contact("old", at(0, FINAL - 40 * DAY), outcome="answered", reason="old")


def department(site, party, name, *roles):
    site.insert("party", [{"party_id": party, "name": party, "department": name}])
    site.insert(
        "accountability",
        [{"touchpoint_id": t, "party_id": party, "role": r} for r, t in roles],
    )


def test_each_pitfall_has_checks_and_each_says_why_and_what_it_needs():
    found = catalog().checks
    assert {query.check.pitfall for query in found} == set(Pitfall)
    for query in found:
        assert query.check.because.endswith(".")
        assert query.check.needs
        assert query.columns[:2] == ("place", "failed")


def test_the_map_without_data_has_verdicts_where_the_map_is_enough(site):
    assert checked(site, "needs_standard").verdict is Verdict.PRESENT
    assert checked(site, "needs_failed").verdict is Verdict.UNKNOWN
    assert "needs contacts of known customers" in words.finding(checked(site, "needs_failed"))


def test_touchpoints_of_the_current_maps_without_a_standard(site):
    site.touchpoint("desk", "Desk", "help", standard_of_good="Solved while you wait")
    # Four of the five on the current maps have none; the dreamt one is on a desired map.
    one = checked(site, "needs_standard")
    assert (one.known, one.failed) == (5, 4)
    assert "Dreamt" not in failed(site, "needs_standard")
    assert words.finding(one) == (
        "4 of 5 touchpoints without a standard of good: Agent call, Farewell, IVR and 1 more"
    )


def test_words_are_of_customers_and_of_the_period(site):
    site.calls("line", LAST, 1)
    assert checked(site, "needs_words").verdict is Verdict.UNKNOWN  # no words at all, ever
    site.feedback("line", at(1), "csat", 5.0, verbatim="thank you")
    site.feedback("ivr", at(1), "csat", 5.0, verbatim="a colleague's", voice="employee")
    site.feedback("shop", at(1) - 30 * DAY, "csat", 5.0, verbatim="long ago")
    assert set(failed(site, "needs_words")) == {"IVR", "Web shop", "Farewell"}


def test_needs_that_failed_by_volume(site):
    # Nobody in particular, and nothing said: only that it failed could be seen, so neither counts.
    site.contact(None, at(0), outcome="abandoned")
    site.contact(None, at(1), outcome="answered")
    site.contact(None, at(1), outcome="abandoned", resolved=False)
    site.contact(None, at(2), outcome="answered", resolved=True)  # said to be resolved
    site.contact("ann", at(3), at(4), outcome="answered")  # comes back: failed
    site.contact("ann", at(3, FINAL + DAY), legs=("bye",), outcome="answered")
    site.contact("bob", at(5), at(6), outcome="answered")  # stays away: met
    site.contact("cid", at(7), at(8), legs=("ivr", "line"), outcome="not_done")  # at its last leg
    followed(site)
    one = checked(site, "needs_failed")
    assert one.days.last == FINAL  # later days could still change
    assert (one.known, one.failed, one.unknown) == (5, 3, 2)
    assert one.verdict is Verdict.UNKNOWN  # fewer than ten
    assert "too few" in words.finding(one)


def test_a_share_beyond_what_is_allowed_is_present_and_names_where(site):
    for number in range(40):
        legs = ("ivr" if number < 20 else "line",)
        site.contact(f"d{number}", at(number), legs=legs, outcome="left")
    for number in range(40):
        site.contact(f"c{number}", at(number), at(number), outcome="answered")
    followed(site)
    one = checked(site, "needs_failed")
    # 40 of 80: Wilson 39.3–60.7, all of it above 20.
    assert (one.known, one.failed, one.verdict) == (80, 40, Verdict.PRESENT)
    assert "50.0% [39.3–60.7]: mostly Agent call (20), IVR (20)" in words.finding(one)


def test_a_share_whose_interval_holds_what_is_allowed_is_not_sure(site):
    for number in range(40):
        outcome = "left" if number < 9 else "answered"
        site.contact(f"c{number}", at(number), at(number), outcome=outcome)
    followed(site)
    assert checked(site, "needs_failed").verdict is Verdict.UNSURE  # 22.5 %, 12.3–37.5


def test_who_comes_as_often_by_chance_shows_no_need_that_failed(site):
    # Each of 40 comes back after three days, and each was there ten days before as well.
    for number in range(40):
        for day in (FINAL - 10 * DAY, FINAL, FINAL + 3 * DAY):
            site.contact(f"c{number}", at(number, day), at(number, day), outcome="answered")
    followed(site)
    one = checked(site, "needs_failed")
    assert (one.known, one.failed, one.base) == (40, 40, Base(40, 0, 0))
    assert (one.excess.value, one.verdict) == (0.0, Verdict.ABSENT)
    assert "100.0% would be back by chance" in words.finding(one)
    assert "leaves 0.0 points [" in words.finding(one)
    assert "Up to 20 points beyond chance are allowed for" in words.reasoning(one)


def test_who_comes_back_though_never_there_by_chance_shows_one(site):
    for number in range(40):
        for day in (FINAL, FINAL + 3 * DAY):
            site.contact(f"c{number}", at(number, day), at(number, day), outcome="answered")
    followed(site)
    one = checked(site, "needs_failed")
    assert (one.known, one.failed, one.base) == (40, 40, Base(0, 40, 0))
    assert (one.excess.value, one.verdict) == (100.0, Verdict.PRESENT)


@pytest.mark.parametrize(("days", "by_chance"), [(6, 0), (7, 1), (13, 1), (14, 0)])
def test_by_chance_is_the_week_after_moved_back_by_two(site, days, by_chance):
    site.contact("ann", at(0, FINAL - days * DAY), at(0, FINAL - days * DAY), outcome="answered")
    site.contact("ann", at(0), at(0), outcome="answered")
    followed(site)
    assert checked(site, "needs_failed").base.share_of == by_chance


def test_a_need_that_failed_by_itself_has_no_chance_to_be_taken_off(site):
    site.contact("ann", at(0, FINAL - 10 * DAY), outcome="answered")
    site.contact("ann", at(0), outcome="abandoned")
    followed(site)
    one = checked(site, "needs_failed")
    assert (one.known, one.failed, one.base) == (1, 1, Base(0, 1, 0))


def test_without_fourteen_days_before_nobody_knows_who_comes_by_chance(site):
    for number in range(40):
        site.contact(f"c{number}", at(number), outcome="answered", reason="bill")
    site.calls("bye", LAST, 1)
    for name in ("needs_failed", "reason_told_twice"):
        one = checked(site, name)
        assert (one.known, one.unknown, one.verdict) == (0, 40, Verdict.UNKNOWN)
        assert "14 days of data before them" in words.finding(one)


def test_customers_who_only_call_often_show_no_pitfall_however_many_come_back(site):
    # Rates of their own, nothing to do with what was done for them: 6 in 10 are back in a week.
    chooser = random.Random(7)
    for number in range(40):
        often = chooser.choice((0.05, 0.3, 0.6))  # contacts a day
        moment = FINAL - 28 * DAY
        while (moment := moment + DAY * chooser.expovariate(often)) <= LAST:
            start = datetime.combine(moment, time(9)) + timedelta(minutes=chooser.randrange(600))
            site.contact(f"c{number}", start, start, outcome="answered", reason="balance")
    followed(site)
    found = pitfalls(site.reader(), site.catalog, f"{FINAL - 13 * DAY}..{LAST}")
    checks = {c.check.name: c for one in found.found for c in one.checked}
    for name in ("needs_failed", "reason_told_twice"):
        one = checks[name]
        assert one.failed > 0.6 * one.known > 60
        assert one.excess.low < 0 < one.excess.high
        assert one.verdict is Verdict.ABSENT


def test_the_same_reason_by_chance_is_the_same_reason(site):
    for number, before in enumerate(("bill", "fault")):
        who = f"c{number}"
        site.contact(who, at(0, FINAL - 10 * DAY), at(0, FINAL - 10 * DAY), reason=before)
        site.contact(who, at(0), at(0), reason="bill")
        site.contact(who, at(0, FINAL + DAY), at(0, FINAL + DAY), reason="bill")
    followed(site)
    one = checked(site, "reason_told_twice")
    assert (one.known, one.failed, one.base) == (2, 2, Base(1, 1, 0))


def steps(site, leg, *events):
    """Record a leg's steps."""
    site.insert(
        "interaction_event",
        [
            {
                "interaction_id": leg,
                "seq": seq,
                "at": at(seq),
                "local_at": at(seq),
                "node": "who",
                "node_type": "auth",
                "event": event,
            }
            for seq, event in enumerate(("enter", *events), 1)
        ],
    )


def test_identified_again_is_known_only_where_later_legs_have_recorded_steps(site):
    for number, (recorded, again) in enumerate([(True, True), (True, False), (False, False)]):
        contact = site.contact(f"c{number}", at(number), legs=())
        first = site.leg(contact, "ivr", at(number))
        later = site.leg(contact, "line", at(number + 1))
        steps(site, first, "auth_ok")
        if recorded:
            steps(site, later, *(("auth_fail",) if again else ()))
    alone = site.contact("d", at(9), legs=())
    steps(site, site.leg(alone, "ivr", at(9)), "auth_ok")  # never passed on
    one = checked(site, "identified_again")
    assert (one.known, one.failed, one.unknown) == (2, 1, 1)


def test_segments_are_apart_beyond_chance_by_each_customers_first_visit(site):
    for segment, back in (("home", 5), ("business", 30)):
        for number in range(50):
            who = f"{segment}{number}"
            site.contact(who, at(number), at(number), segment=segment, outcome="answered")
            if number < back:
                site.contact(who, at(0, FINAL + DAY), legs=("bye",), segment=segment)
    followed(site)
    one = checked(site, "segments_apart")
    # 60 % of businesses came back against 10 % of homes: z = 0.5 / sqrt(.35 × .65 × 2/50) = 5.2.
    assert failed(site, "segments_apart") == {"Agent call: business": 1}
    assert one.verdict is Verdict.PRESENT
    rows = site.writer.rows(one.sql)
    assert [(row[3], row[4], row[5], round(row[9], 1)) for row in rows[:1]] == [
        ("business", 50, 30, 5.2)
    ]


def test_a_thin_segment_is_not_judged(site):
    for number in range(29):
        site.contact(f"b{number}", at(number), at(number), segment="business")
        site.contact(f"h{number}", at(number), at(number), segment="home")
    followed(site)
    one = checked(site, "segments_apart")
    assert (one.known, one.unknown, one.verdict) == (0, 2, Verdict.UNKNOWN)


def test_channels_switched_within_a_day_the_ivr_being_telephone(site):
    for who, first, then, hours in (
        ("ann", "web", "phone", 2),  # failed
        ("bob", "ivr", "phone", 2),  # one channel
        ("cid", "web", "phone", 25),  # later
        ("dot", "chat", None, 0),  # stayed away
    ):
        site.contact(who, at(0), at(1), channel=first)
        if then:
            again = at(1) + timedelta(hours=hours)
            site.contact(who, again, legs=("bye",), channel=then)
    followed(site)
    found = {row[0]: row[1] for row in site.writer.rows(checked(site, "channel_switched").sql)}
    assert failed(site, "channel_switched") == {"web to phone": 1}
    assert found["phone to phone"] is False


def test_where_all_contacts_are_on_one_channel_nobody_can_tell_who_switched(site):
    for number in range(12):
        site.contact(f"c{number}", at(number), at(number), channel="phone" if number else "ivr")
    followed(site)
    one = checked(site, "channel_switched")
    assert (one.known, one.unknown, one.verdict) == (0, 12, Verdict.UNKNOWN)


def test_the_same_reason_told_twice(site):
    for who, first, then in (
        ("ann", "bill", "bill"),
        ("bob", "bill", "fault"),
        ("cid", None, "bill"),
    ):
        site.contact(who, at(0), at(1), reason=first)
        site.contact(who, at(0, FINAL + 2 * DAY), legs=("bye",), reason=then)
    followed(site)
    assert failed(site, "reason_told_twice") == {"bill": 1}
    assert checked(site, "reason_told_twice").known == 2


def test_hand_offs_between_the_departments_that_answer_today(site):
    department(site, "p-c", "Contact", ("A", "line"))
    department(site, "p-b", "Billing", ("A", "bye"))
    for number, legs in enumerate([("line", "bye"), ("line", "line"), ("line", "ivr"), ("ivr",)]):
        contact = site.contact(f"c{number}", at(0), legs=())
        for minute, touchpoint in enumerate(legs):
            site.leg(contact, touchpoint, at(minute))
    one = checked(site, "handed_between_departments")
    # Handed; one department; the IVR has none, so it is not known; without any, it is no row.
    assert (one.failed, one.known, one.unknown) == (1, 2, 1)
    assert failed(site, "handed_between_departments") == {"Contact to Billing": 1}


def test_an_owner_who_is_one_no_more_has_no_department_here(site):
    department(site, "p-c", "Contact", ("A", "line"))
    site.connection.execute("update accountability set until = ?", [TODAY - DAY])
    site.calls("line", LAST, 3)
    assert checked(site, "handed_between_departments").verdict is Verdict.UNKNOWN


def action(site, action_id, **more):
    row = {"action_id": action_id, "title": "Mend it", "state": "agreed", "touchpoint_id": "line"}
    site.insert("action", [row | more])


def test_actions_of_one_department_where_several_work(site):
    department(site, "p-c", "Contact", ("A", "line"), ("A", "ivr"))
    department(site, "p-b", "Billing", ("S", "line"))
    action(site, "A-1", owner="p-c")
    action(site, "A-2", owner="p-c")
    site.insert("action_department", [{"action_id": "A-2", "department": "Billing"}])
    action(site, "A-3", owner="p-c", touchpoint_id="ivr")  # one department works there
    action(site, "A-4", owner="p-c", state="closed")
    assert failed(site, "action_of_one_department") == {"A-1 Mend it": 1}
    assert checked(site, "action_of_one_department").known == 2


def test_departments_of_a_stage_share_an_outcome_only_if_each_is_targeted_on_it(site):
    department(site, "p-c", "Contact", ("A", "line"))
    department(site, "p-b", "Billing", ("R", "ivr"))
    targets = [
        {"party_id": "p-c", "kpi": "fcr_7d", "target": 80.0},
        {"party_id": "p-b", "kpi": "aht", "target": 200.0},  # an output is none
    ]
    site.insert("objective", targets)
    assert failed(site, "shared_outcome") == {"Get help": 1}
    site.insert("objective", [{"party_id": "p-b", "kpi": "fcr_7d", "target": 75.0}])
    one = checked(site, "shared_outcome")
    assert (one.known, one.failed, one.verdict) == (1, 0, Verdict.ABSENT)


def test_outputs_in_use_whose_guardrail_nobody_is_held_to(site):
    site.insert("kpi_target", [{"kpi": kpi, "target": 1.0} for kpi in ("aht", "csat")])
    guardrail = site.catalog.kpi("aht").guardrail
    assert failed(site, "output_without_guardrail") == {"aht": 1}
    site.insert("kpi_target", [{"kpi": guardrail, "target": 1.0}])
    assert checked(site, "output_without_guardrail").verdict is Verdict.ABSENT


def test_outcomes_without_a_target_and_journeys_without_an_outcome(site):
    site.touchpoint("desk", "Desk", "help", good_kpi="fcr_7d")
    assert failed(site, "outcome_without_target") == {
        "fcr_7d at Desk": 1,
        "Broadband": 1,
        "Leave": 1,
    }
    site.insert("kpi_target", [{"kpi": "fcr_7d", "target": 70.0}])  # the general one will do
    assert "fcr_7d at Desk" not in failed(site, "outcome_without_target")


def test_actions_without_a_kpi_of_the_catalogue(site):
    action(site, "A-1")
    action(site, "A-2", kpi="joy")
    action(site, "A-3", kpi="fcr_7d")
    action(site, "A-4", state="abandoned")
    one = checked(site, "action_without_kpi")
    assert (one.failed, one.known) == (2, 3)


def test_the_rows_behind_a_check_are_as_many_as_it_judged_and_could_not(site):
    for number in range(12):
        who = f"c{number}" if number % 2 else None
        site.contact(who, at(number), at(number), outcome="answered")
    followed(site)
    figure = pitfall_figure(site.reader(), site.catalog, "needs_failed", PERIOD)
    assert len(site.writer.rows(figure.sql)) == figure.n == 12


def test_a_pitfall_is_present_by_one_check_and_cannot_be_told_only_without_any(site):
    found = {one.pitfall: one for one in pitfalls(site.reader(), site.catalog, PERIOD).found}
    assert found[Pitfall.NEEDS].verdict is Verdict.PRESENT
    assert found[Pitfall.COORDINATION].verdict is Verdict.UNKNOWN
    assert words.verdict(found[Pitfall.COORDINATION]) == (
        "cannot tell: the data for all of 2 checks is missing"
    )


def test_a_period_in_which_every_window_is_open_has_no_days(site):
    site.contact("ann", at(0, LAST), outcome="answered")
    found = pitfalls(site.reader(), site.catalog, f"{LAST}..{LAST}")
    one = next(c for p in found.found for c in p.checked if c.check.name == "reason_told_twice")
    assert (one.known, one.sql, one.verdict) == (0, "", Verdict.UNKNOWN)
