"""Actions over a real file: gates, what is frozen, the history, taking back, and opening again."""

from datetime import date, timedelta

import pytest

from cjm_tui.domain.actions import GateError, State
from cjm_tui.domain.form import ConflictError, FieldError
from cjm_tui.errors import ExitCode, UsageError
from cjm_tui.services.edits import save
from tests.services.actions_site import ActionSite

TODAY = date(2026, 11, 20)


@pytest.fixture
def site(tmp_path, monkeypatch):
    return ActionSite(tmp_path / "cjm.duckdb", monkeypatch)


def test_one_line_is_enough_to_propose(site):
    action_id = site.add("Let callers out of Explain my bill")
    found = site.get(action_id)
    assert (action_id, found.state, found.proposed_at) == ("A-1", State.PROPOSED, TODAY)
    assert site.add("Another") == "A-2"


def test_agreed_names_all_that_is_missing(site):
    action_id = site.add(supporting="Technology; Field")
    with pytest.raises(GateError) as caught:
        site.move(action_id, "agreed")
    assert caught.value.exit_code == ExitCode.GATE_REFUSES
    assert caught.value.lacks == (
        "an owner",
        "a department",
        "a sponsor",
        "a due date",
        "the agreement or objection of Technology with name and date",
        "the agreement or objection of Field with name and date",
    )
    site.edit(action_id, owner="kaur", sponsor="H. Lind", due="2026-12-18")
    site.word(action_id, "Technology")
    with pytest.raises(GateError, match="lacks the agreement or objection of Field"):
        site.move(action_id, "agreed")
    with pytest.raises(GateError, match="a reason"):
        site.word(action_id, "Field", agreement="objects")
    site.word(action_id, "Field", agreement="objects", note="no vans")
    site.move(action_id, "agreed")
    found = site.get(action_id)
    assert (found.state, found.department) == (State.AGREED, "Contact")
    assert [(s.department, s.agreement, s.by, s.on) for s in found.says] == [
        ("Technology", "agreed", "B. Boss", TODAY),
        ("Field", "objects", "B. Boss", TODAY),
    ]


def test_the_department_that_leads_need_not_agree_with_itself(site):
    action_id = site.agreed(supporting="Contact")
    assert site.get(action_id).state is State.AGREED


def test_whoever_has_left_owns_nothing(site):
    with pytest.raises(FieldError, match=r"M\. Hart has left"):
        site.add(owner="M. Hart")
    action_id = site.agreed()
    with site.database.write() as writer:
        writer.execute("update party set state = 'left' where party_id = 'p-kaur'")
    with pytest.raises(GateError, match=r"an owner who has not left \(S. Kaur has\)"):
        site.move(action_id, "in progress")


def test_nobody_unknown_is_taken_for_an_owner(site):
    with pytest.raises(FieldError, match="nobody is called 'Zoe'"):
        site.add(owner="Zoe")
    with pytest.raises(FieldError, match="may be several"):
        site.add(owner="l")  # H. Lind and N. Cole


def test_live_needs_training_and_a_communication(site):
    action_id = site.agreed()
    site.move(action_id, "in progress")
    with pytest.raises(GateError) as caught:
        site.move(action_id, "live")
    assert [words.split(" ")[0:2] for words in caught.value.lacks] == [
        ["training", "sign-off"],
        ["a", "communication"],
    ]
    with pytest.raises(GateError, match="lacks a reason"):
        site.do("action_sign_off", f"training:{action_id}", said="not applicable", by="S. Kaur")
    site.do("action_sign_off", f"training:{action_id}", by="S. Kaur")
    site.do(
        "action_communication",
        f":{action_id}",
        audience="agents",
        message="soon",
        at=str(TODAY + timedelta(days=3)),
    )
    with pytest.raises(GateError, match="lacks a communication that was sent"):
        site.move(action_id, "live")  # planned is not sent
    site.do(
        "action_sign_off",
        f"communication:{action_id}",
        said="not applicable",
        by="S. Kaur",
        reason="nobody notices",
    )
    site.move(action_id, "live")
    assert site.get(action_id).live_at == TODAY


def test_a_communication_that_has_been_sent_opens_the_gate(site):
    assert site.get(site.live(site.agreed())).state is State.LIVE


@pytest.mark.parametrize(
    ("state", "to"), [("proposed", "live"), ("agreed", "evaluated"), ("agreed", "closed")]
)
def test_no_state_is_skipped(site, state, to):
    action_id = site.add() if state == "proposed" else site.agreed()
    with pytest.raises(GateError, match=f"is {state} and cannot become {to}"):
        site.move(action_id, to)


def test_giving_up_needs_a_reason(site):
    action_id = site.add()
    with pytest.raises(GateError, match="lacks a reason"):
        site.move(action_id, "abandoned")
    site.move(action_id, "abandoned", note="the vendor fixed it")
    assert site.get(action_id).state is State.ABANDONED


def test_effect_and_baseline_are_frozen_when_work_begins(site):
    action_id = site.agreed(
        touchpoint_id="ivr", kpi="repeat_7d", baseline="29.5", expected_effect="-8"
    )
    site.edit(action_id, baseline="30")
    site.move(action_id, "in progress")
    found = site.get(action_id)
    assert (found.started_at, found.frozen_by) == (TODAY, "ann")
    assert found.frozen_at == site.now.replace(tzinfo=None)
    for field, value in (
        ("baseline", "40"),
        ("expected_effect", "-1"),
        ("kpi", "csat"),
        ("smallest_effect", "1"),
        ("effect_by", "2027-03-01"),
        ("comparison_touchpoint", "chat"),
        ("guardrail", "aht"),
        ("touchpoint_id", "chat"),
    ):
        with pytest.raises(GateError, match=r"frozen when work began on 2026-11-20"):
            site.edit(action_id, **{field: value})
    site.edit(action_id, due="2027-01-15")  # the rest may change
    assert site.get(action_id).baseline == 30


def test_work_that_begins_anew_is_frozen_anew_and_never_back_dated(site):
    action_id = site.agreed(baseline="30")
    site.move(action_id, "in progress")
    with pytest.raises(GateError, match="lacks a reason"):
        site.move(action_id, "agreed")
    site.later(days=10)
    site.move(action_id, "agreed", note="not begun after all")
    assert site.get(action_id).frozen_at is None
    site.edit(action_id, baseline="35")
    site.move(action_id, "in progress")
    assert site.get(action_id).started_at == date(2026, 11, 30)
    site.do("action_sign_off", f"training:{action_id}", by="S. Kaur")
    site.do("action_communication", f":{action_id}", audience="a", message="b")
    with pytest.raises(FieldError, match="work began on 2026-11-30"):
        site.move(action_id, "live", live_at="2026-11-21")


def test_every_change_is_in_the_history_with_who_and_why(site):
    action_id = site.add(owner="kaur")
    site.is_("bob").later(minutes=5).edit(action_id, due="2026-12-18", why="after the freeze")
    site.is_("eve").do("action_comment", f":{action_id}", note="mind the holidays")
    lines = site.page(action_id).history
    assert [(x.who, x.event, x.field, x.new or x.note) for x in lines[1:]] == [
        ("bob", "edit", "due", "2026-12-18"),
        ("eve", "comment", "", "mind the holidays"),
    ]
    assert (lines[0].who, lines[0].event) == ("ann", "added")
    assert '"owner": "p-kaur"' in lines[0].new
    assert lines[1].note == "after the freeze"
    assert [line.seq for line in lines] == [1, 2, 3]


def test_two_leads_on_one_field_see_both_versions(site):
    action_id = site.add(problem="too long")
    mine = site.opened("action", action_id)
    site.is_("bob").edit(action_id, problem="callers go in circles")
    site.is_("ann")
    with pytest.raises(ConflictError) as caught:
        save(site.database, mine, {"problem": "nobody listens", "owner": "kaur"})
    (conflict,) = caught.value.conflicts
    assert (conflict.who, conflict.theirs, conflict.mine) == (
        "bob",
        "callers go in circles",
        "nobody listens",
    )
    assert site.get(action_id).owner.name == ""  # all of a save, or nothing
    save(site.database, mine.seen_again(caught.value.conflicts), {"problem": "nobody listens"})
    assert site.get(action_id).problem == "nobody listens"


def test_two_leads_on_the_owner_see_names_and_choose(site):
    action_id = site.add(owner="kaur")
    mine = site.opened("action", action_id)
    assert mine.field("owner").value == "S. Kaur"
    site.is_("bob").edit(action_id, owner="cole")
    site.is_("ann")
    with pytest.raises(ConflictError) as caught:
        save(site.database, mine, {"owner": "lind"})
    (conflict,) = caught.value.conflicts
    assert (conflict.theirs, conflict.mine, conflict.who) == ("N. Cole", "H. Lind", "bob")
    save(site.database, mine.seen_again(caught.value.conflicts), {"owner": "lind"})
    assert site.get(action_id).owner.name == "H. Lind"


def test_taking_back_is_a_new_entry(site):
    action_id = site.add(owner="kaur", supporting="Field")
    site.edit(action_id, due="2026-12-18", kind="quick win")
    site.do("action_milestone", f":{action_id}", title="half-way", due="2027-05-20")
    assert [m.title for m in site.page(action_id).milestones] == ["half-way"]
    site.undo(action_id)
    assert site.page(action_id).milestones == ()
    said = site.undo(action_id)
    assert set(said.changes) == {"due 2026-12-18 → nothing", "kind quick win → nothing"}
    found = site.get(action_id)
    assert (found.due, found.kind) == (None, "")
    lines = site.page(action_id).history
    assert [line.event for line in lines].count("undo") == 3
    assert [line.undone for line in lines if line.event in ("edit", "milestone")] == [True] * 3
    site.edit(action_id, supporting="Technology")
    assert site.get(action_id).departments == ("Contact", "Technology")
    site.undo(action_id)
    assert site.get(action_id).departments == ("Contact", "Field")
    site.undo(action_id)  # of having added it: it is not erased
    assert site.get(action_id).state is State.ABANDONED
    with pytest.raises(GateError, match="no change of yours"):
        site.undo(action_id)


def test_nobody_takes_back_what_others_did_or_have_built_on(site):
    action_id = site.add()
    site.edit(action_id, due="2026-12-18")
    site.is_("bob")
    with pytest.raises(GateError, match="no change of yours"):
        site.undo(action_id)
    site.edit(action_id, due="2026-12-24")
    site.is_("ann")
    with pytest.raises(GateError, match="bob has changed due since"):
        site.undo(action_id)
    assert site.get(action_id).due == date(2026, 12, 24)


def test_taking_back_never_chooses_a_baseline_afterwards(site):
    action_id = site.agreed(baseline="30")
    site.edit(action_id, baseline="20")
    site.is_("bob").move(action_id, "in progress")
    with pytest.raises(GateError, match="baseline is frozen"):
        site.is_("ann").undo(action_id)
    site.is_("bob").move(action_id, "agreed", note="wait")
    site.is_("ann").edit(action_id, baseline="50")
    with pytest.raises(GateError, match="has changed"):
        site.is_("bob").undo(action_id)  # would freeze as of then what was chosen now
    assert site.get(action_id).state is State.AGREED


def test_a_move_is_taken_back_with_all_that_it_set(site):
    action_id = site.agreed()
    site.move(action_id, "in progress")
    site.undo(action_id)
    found = site.get(action_id)
    assert (found.state, found.started_at, found.frozen_at) == (State.AGREED, None, None)


def test_opening_again_needs_a_new_date_and_a_sponsor(site):
    action_id = site.live(site.agreed())
    with pytest.raises(GateError, match="is live: only one that is"):
        site.do("action_reopen", f":{action_id}", due="2027-02-01", sponsor="lind")
    site.move(action_id, "closed", note="no KPI to judge it by")
    for answers, missing in (
        ({}, "a new due date and a sponsor"),
        ({"due": "2027-02-01"}, "a sponsor"),
        ({"sponsor": "lind"}, "a new due date"),
        ({"sponsor": "lind", "due": "2026-11-20"}, "a new due date that lies ahead"),
    ):
        with pytest.raises(GateError, match=missing) as caught:
            site.do("action_reopen", f":{action_id}", **answers)
        assert caught.value.exit_code == ExitCode.GATE_REFUSES
        assert site.get(action_id).state is State.CLOSED
    site.do("action_reopen", f":{action_id}", due="2027-02-01", sponsor="cole", note="slid back")
    found = site.get(action_id)
    assert (found.state, found.due, found.sponsor.name) == (
        State.AGREED,
        date(2027, 2, 1),
        "N. Cole",
    )
    assert (found.started_at, found.live_at, found.closed_at, found.training.what) == (
        *(None, None, None),
        "",
    )
    site.undo(action_id)
    assert site.get(action_id).live_at == TODAY
    assert site.get(action_id).state is State.CLOSED


def test_a_milestone_lies_eighteen_months_ahead_at_most(site):
    action_id = site.add()
    with pytest.raises(FieldError, match="2028-05-20"):
        site.do("action_milestone", f":{action_id}", title="too far", due="2028-05-21")
    site.do("action_milestone", f":{action_id}", title="a year and a half", due="2028-05-20")
    (milestone,) = site.page(action_id).milestones
    site.do("action_milestone_done", f":{action_id}", milestone_id=milestone.milestone_id)
    assert site.page(action_id).milestones[0].done_at == TODAY


def test_what_the_sponsor_is_asked_waits_until_it_is_decided(site):
    action_id = site.agreed()
    assert site.get(action_id).waits_for_sponsor == ""
    site.do("action_question", f":{action_id}", note="may we spend £4,000?")
    assert site.get(action_id).waits_for_sponsor == "may we spend £4,000?"
    site.do("action_decision", f":{action_id}", note="yes")
    assert site.get(action_id).waits_for_sponsor == ""
    site.undo(action_id)
    assert site.get(action_id).waits_for_sponsor == "may we spend £4,000?"


def test_an_action_that_lacks_nothing_waits_for_its_sponsor(site):
    action_id = site.add(owner="kaur", sponsor="lind")
    assert site.get(action_id).waits_for_sponsor == ""
    site.edit(action_id, due="2026-12-18")
    assert site.get(action_id).waits_for_sponsor == "agree to it"


def test_two_weeks_without_a_movement_are_stalled(site):
    action_id = site.agreed()
    today = TODAY + timedelta(days=14)
    assert not site.get(action_id).stalled(today - timedelta(days=1))
    assert site.get(action_id).stalled(today)
    site.later(days=14).do("action_comment", f":{action_id}", note="waiting for the vendor")
    assert not site.get(action_id).stalled(today)


def test_opportunity_proposition_and_action_stay_traceable(site):
    opportunity = site.do("opportunity", title="Callers cannot leave the menu", touchpoint_id="ivr")
    chosen = site.do("proposition", opportunity.identity, title="A way to a person everywhere")
    action_id = site.add(proposition_id=chosen.identity)
    found = site.get(action_id)
    assert (found.proposition, found.opportunity) == (
        "A way to a person everywhere",
        "Callers cannot leave the menu",
    )


def test_an_unknown_action_is_said_to_be_none(site):
    with pytest.raises(UsageError, match="no action 'A-9'"):
        site.move("A-9", "agreed")
