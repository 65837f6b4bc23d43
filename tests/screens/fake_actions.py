"""The made-up company's actions: one overdue without an owner, one for the sponsor, one live."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from cjm_tui.domain.actions import (
    Action,
    ActionBoard,
    ActionPage,
    Communication,
    Event,
    Evidence,
    Milestone,
    Opportunity,
    Person,
    Proposition,
    Say,
    SignOff,
    State,
    Trace,
)
from cjm_tui.domain.form import Saved
from cjm_tui.domain.journey import DataState
from cjm_tui.errors import CjmError, UsageError

TODAY = date(2026, 11, 21)
KAUR, COLE = Person("p-kaur", "S. Kaur", "Contact"), Person("p-cole", "N. Cole", "Technology")
LIND = Person("p-lind", "H. Lind", "Customer Office")


def actions():
    """Six actions, by due day."""
    plain = Action(
        "A-105",
        "A way to a person from Explain my bill",
        State.IN_PROGRESS,
        touchpoint_id="ivr",
        touchpoint="IVR",
        problem="Callers leave at Explain my bill and ring back",
        root_cause="The node has no way on since v7",
        sponsor=LIND,
        lead_department="Technology",
        kpi="repeat_7d",
        baseline=21.0,
        expected_effect=-8.0,
        smallest_effect=3.0,
        effect_by=date(2027, 2, 1),
        kind="long term",
        started_at=date(2026, 11, 6),
        due=date(2026, 11, 13),
        frozen_at=datetime(2026, 11, 6, 9),
        frozen_by="ann",
        moved_on=date(2026, 11, 6),
    )
    return (
        plain,
        replace(
            plain,
            action_id="A-107",
            title="Text the customer when the engineer sets off",
            state=State.PROPOSED,
            touchpoint="Engineer visit",
            owner=KAUR,
            says=(Say("Field", "objects", "T. Boyd", date(2026, 11, 12), "no vans"),),
            due=date(2026, 12, 4),
            moved_on=TODAY,
            kind="quick win",
        ),
        replace(
            plain,
            action_id="A-108",
            title="Ask for the postcode [/nope]",
            state=State.AGREED,
            owner=replace(COLE, left=True),
            due=date(2026, 12, 11),
            moved_on=TODAY,
            question="may we spend £4,000?",
            kind="",
        ),
        replace(
            plain,
            action_id="A-106",
            title="Stop the restart message from repeating",
            state=State.LIVE,
            owner=COLE,
            says=(Say("Contact"),),
            live_at=date(2026, 11, 2),
            training=SignOff("signed off", "S. Kaur", date(2026, 11, 1)),
            told=1,
        ),
        replace(
            plain,
            action_id="A-101",
            title="Offer a call back at busy hours",
            state=State.CLOSED,
            owner=KAUR,
            closed_at=date(2026, 6, 26),
            verdict="worked",
        ),
    )


@dataclass
class FakeActions:
    """Answers what the actions screens ask, and keeps what was asked."""

    state: DataState
    found: tuple[Action, ...] = field(default_factory=actions)
    asked: list[str] = field(default_factory=list)
    refusal: CjmError | None = None
    opportunities: tuple[Opportunity, ...] = ()

    def board(self, _query):
        self.asked.append("board")
        return ActionBoard(self.state, TODAY, self.found)

    def page(self, action_id, _query):
        self.asked.append(f"page {action_id}")
        for action in self.found:
            if action.action_id == action_id:
                return _page(self.state, action)
        raise UsageError(f"There is no action {action_id!r}.")

    def trace(self, _query):
        self.asked.append("trace")
        return Trace(self.state, TODAY, self.opportunities)

    def undo(self, action_id):
        self.asked.append(f"undo {action_id}")
        if self.refusal is not None:
            raise self.refusal
        return Saved("action", action_id, "it", ("due 2026-11-13 → 2026-12-01",))


def traced():
    """An opportunity whose proposition has an action, and one that nobody took up."""
    chosen = Proposition("way-out", "A way to a person everywhere", (actions()[0],))
    return (
        Opportunity("stuck", "Callers cannot leave the menu", "IVR", (chosen,)),
        Opportunity("dull", "The mail looks dull", "", ()),
    )


def _page(state, action):
    at = datetime(2026, 11, 6, 9, 30, tzinfo=UTC).replace(tzinfo=None)
    day = timedelta(days=1)

    def event(seq, event, **more):
        said = {"noun": "action", "item": "", "field": "", "old": "", "new": "", "note": ""} | more
        undone = bool(said.pop("undone", False))
        return Event(seq, seq, at + seq * day, "ann", event, **said, undone=undone)

    return ActionPage(
        state,
        TODAY,
        action,
        milestones=(
            Milestone("m1", "prompt recorded", date(2026, 11, 18), date(2026, 11, 17)),
            Milestone("m2", "six months on", date(2027, 5, 21), None),
        ),
        communications=(
            Communication("c1", date(2026, 11, 10), "all agents", "huddle", "new prompt", "ann"),
        ),
        evidence=(
            Evidence(
                *("e1", "figure", "Repeat at IVR", "", at, "ann", "repeat_7d", "ivr"),
                *(31.9, 29.8, 34.0, 1893, date(2026, 10, 24), date(2026, 11, 13)),
            ),
        ),
        history=(
            event(1, "added", new='{"title": "x"}'),
            event(2, "state", field="state", old="proposed", new="agreed"),
            event(3, "edit", field="due", old="2026-12-01", new="2026-11-13", note="sooner"),
            event(4, "comment", note="mind the holidays", undone=True),
        ),
    )
