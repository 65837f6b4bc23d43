"""An owned action: its states, what each of them demands, and what is frozen when work begins."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from cjm_tui.domain.journey import DataState
from cjm_tui.domain.kpi import Kpi
from cjm_tui.errors import CjmError, ExitCode

STALLED_DAYS = 14
LONGEST_MONTHS = 18  # how far ahead a milestone may lie
QUICK_WIN, LONG_TERM = "quick win", "long term"
KINDS = (QUICK_WIN, LONG_TERM)
AGREES, OBJECTS = "agreed", "objects"
SIGNED_OFF, NOT_APPLICABLE = "signed off", "not applicable"


class State(StrEnum):
    """Where an action stands."""

    PROPOSED = "proposed"  # one line is enough
    AGREED = "agreed"
    IN_PROGRESS = "in progress"
    LIVE = "live"
    EVALUATED = "evaluated"
    CLOSED = "closed"
    ABANDONED = "abandoned"


OPEN = (State.PROPOSED, State.AGREED, State.IN_PROGRESS, State.LIVE, State.EVALUATED)
REOPENED = (State.EVALUATED, State.CLOSED, State.ABANDONED)  # from these, to agreed
TRANSITIONS: dict[State, tuple[State, ...]] = {
    State.PROPOSED: (State.AGREED, State.ABANDONED),
    State.AGREED: (State.IN_PROGRESS, State.PROPOSED, State.ABANDONED),
    State.IN_PROGRESS: (State.LIVE, State.AGREED, State.ABANDONED),
    State.LIVE: (State.EVALUATED, State.CLOSED, State.ABANDONED),
    State.EVALUATED: (State.CLOSED,),
    State.CLOSED: (),
    State.ABANDONED: (),
}
# Once work has begun nobody may choose what success is: neither by hand nor by an import.
FROZEN = (
    *("touchpoint_id", "kpi", "baseline", "expected_effect", "smallest_effect", "effect_by"),
    *("comparison_touchpoint", "guardrail"),
)
THAWED = (State.PROPOSED, State.AGREED)


class GateError(CjmError):
    """A gate refuses a state; the message names all that is missing."""

    exit_code = ExitCode.GATE_REFUSES

    def __init__(self, message: str, lacks: tuple[str, ...] = (), *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.lacks = lacks


@dataclass(frozen=True, slots=True)
class Person:
    """A party that an action names: its id where it is known, and what it is called."""

    identity: str = ""
    name: str = ""
    department: str = ""
    left: bool = False

    def __bool__(self) -> bool:
        return bool(self.name)


NOBODY = Person()


@dataclass(frozen=True, slots=True)
class Say:
    """A department that takes part in an action, and its word."""

    department: str
    agreement: str = ""  # agreed, objects, or "" while it has said nothing
    by: str = ""
    on: date | None = None
    note: str = ""

    @property
    def said(self) -> bool:
        """Whether it agreed or objected, with name and date."""
        return self.agreement in (AGREES, OBJECTS) and bool(self.by) and self.on is not None


@dataclass(frozen=True, slots=True)
class SignOff:
    """Training or communication: done, not applicable, or ("") open."""

    what: str = ""
    by: str = ""
    on: date | None = None
    why: str = ""

    @property
    def given(self) -> bool:
        """Whether it was signed off, or is not applicable for a reason, by somebody."""
        if self.what == NOT_APPLICABLE:
            return bool(self.by and self.why)
        return self.what == SIGNED_OFF and bool(self.by) and self.on is not None


@dataclass(frozen=True, slots=True)
class Action:
    """An action as it stands, with what its parts amount to."""

    action_id: str
    title: str
    state: State
    touchpoint_id: str = ""
    touchpoint: str = ""
    problem: str = ""
    root_cause: str = ""
    owner: Person = NOBODY
    sponsor: Person = NOBODY
    lead_department: str = ""  # as it was entered; `department` is who leads
    says: tuple[Say, ...] = ()
    kpi: str = ""
    baseline: float | None = None
    expected_effect: float | None = None
    smallest_effect: float | None = None
    effect_by: date | None = None
    comparison_touchpoint: str = ""
    comparison: str = ""
    guardrail: str = ""
    kind: str = ""
    proposed_at: date | None = None
    started_at: date | None = None
    live_at: date | None = None
    closed_at: date | None = None
    due: date | None = None
    next_communication: date | None = None
    verdict: str = ""
    proposition_id: str = ""
    proposition: str = ""
    opportunity: str = ""
    frozen_at: datetime | None = None
    frozen_by: str = ""
    training: SignOff = SignOff()
    communication: SignOff = SignOff()
    evidence: int = 0
    told: int = 0  # communications that were sent by today
    next_milestone: date | None = None  # the first that is not done
    moved_on: date | None = None  # the last day on which anything happened
    question: str = ""  # what the sponsor was asked and has not decided

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return self.state in OPEN

    @property
    def department(self) -> str:
        """The department that leads: the one that was entered, else the owner's."""
        return self.lead_department or self.owner.department

    @property
    def departments(self) -> tuple[str, ...]:
        """All that take part, the one that leads first."""
        named = (self.department, *(say.department for say in self.says))
        return tuple(dict.fromkeys(name for name in named if name))

    @property
    def supporting(self) -> tuple[Say, ...]:
        """The departments besides the one that leads."""
        return tuple(s for s in self.says if s.department.casefold() != self.department.casefold())

    @property
    def objections(self) -> tuple[Say, ...]:
        """Who objects."""
        return tuple(say for say in self.says if say.agreement == OBJECTS)

    def overdue(self, today: date) -> bool:
        """Whether it should have been done by now: open, not live, and its day has passed."""
        waiting = self.state in (State.PROPOSED, State.AGREED, State.IN_PROGRESS)
        return waiting and self.due is not None and self.due < today

    def still_for(self, today: date) -> int:
        """Return the days since anything happened."""
        return (today - self.moved_on).days if self.moved_on else 0

    def stalled(self, today: date) -> bool:
        """Whether nothing has moved for two weeks; a live one waits for its effect."""
        waiting = self.state in (State.PROPOSED, State.AGREED, State.IN_PROGRESS)
        return waiting and self.still_for(today) >= STALLED_DAYS

    @property
    def waits_for_sponsor(self) -> str:
        """What the sponsor is to decide, in words; "" for nothing."""
        if not self.is_open:
            return ""
        if self.question:
            return self.question
        if self.state is State.PROPOSED and not lacks(self, State.AGREED):
            objecting = ", ".join(say.department for say in self.objections)
            return f"agree, though {objecting} objects" if objecting else "agree to it"
        return ""


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step on the way."""

    milestone_id: str
    title: str
    due: date | None
    done_at: date | None


@dataclass(frozen=True, slots=True)
class Communication:
    """What was told, or is to be told, to whom."""

    communication_id: str
    on: date | None
    audience: str
    channel: str
    message: str
    who: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows the problem or its root cause; a figure keeps what it was and how it was found."""

    evidence_id: str
    kind: str
    reference: str
    note: str
    at: datetime | None  # local time
    who: str
    kpi: str = ""
    touchpoint_id: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    first_day: date | None = None
    last_day: date | None = None
    sql: str = ""
    sql_hash: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of an action's history."""

    seq: int
    change: int
    at: datetime  # local time
    who: str
    event: str
    noun: str
    item: str
    field: str
    old: str
    new: str
    note: str
    undone: bool


@dataclass(frozen=True, slots=True)
class ActionBoard:
    """All actions, as the lists of screen 3 and of `cjm actions` show them."""

    state: DataState
    today: date
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class ActionPage:
    """One action opened: what it says, its parts and its history."""

    state: DataState
    today: date
    action: Action
    milestones: tuple[Milestone, ...]
    communications: tuple[Communication, ...]
    evidence: tuple[Evidence, ...]
    history: tuple[Event, ...]  # oldest first
    kpis: Mapping[str, Kpi] = field(default_factory=dict)  # by name, for titles and units


@dataclass(frozen=True, slots=True)
class Proposition:
    """An opportunity that was chosen, and the actions that serve it."""

    proposition_id: str
    title: str
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Opportunity:
    """Something that could be better; "" as its id where propositions name none."""

    opportunity_id: str
    title: str
    touchpoint: str
    propositions: tuple[Proposition, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """From opportunities to propositions to actions."""

    state: DataState
    today: date
    opportunities: tuple[Opportunity, ...]


# Gates


def lacks(action: Action, to: State) -> tuple[str, ...]:
    """Return what a state demands and the action does not have, in the words of the refusal."""
    if to is State.AGREED:
        return tuple(_for_agreed(action))
    if to is State.IN_PROGRESS:
        return tuple(_for_agreed(action))  # what was agreed may have been taken away since
    if to is State.LIVE:
        return tuple(_for_live(action))
    return ()


def _for_agreed(action: Action) -> list[str]:
    missing = []
    if not action.owner:
        missing.append("an owner")
    elif action.owner.left:
        missing.append(f"an owner who has not left ({action.owner.name} has)")
    if not action.department:
        missing.append("a department")
    if not action.sponsor:
        missing.append("a sponsor")
    elif action.sponsor.left:
        missing.append(f"a sponsor who has not left ({action.sponsor.name} has)")
    if action.due is None:
        missing.append("a due date")
    missing += [
        f"the agreement or objection of {say.department} with name and date"
        for say in action.supporting
        if not say.said
    ]
    return missing


def _for_live(action: Action) -> list[str]:
    missing = []
    if not action.training.given:
        missing.append(
            "training sign-off by the contact centre's management, or why none is needed"
        )
    if not action.told and not action.communication.given:
        missing.append("a communication that was sent, or why none is needed")
    return missing


def warnings(action: Action, to: State | None = None) -> tuple[str, ...]:
    """Return what does not forbid a state, but makes the action weak."""
    said = []
    if action.root_cause and not action.evidence:
        said.append("the root cause has no evidence")
    if to is State.IN_PROGRESS or action.state in THAWED:
        unsaid = [
            name
            for name, value in (
                ("KPI", action.kpi),
                ("expected effect", action.expected_effect),
                ("day of the effect", action.effect_by),
            )
            if value in ("", None)
        ]
        if unsaid:
            said.append(f"no {', no '.join(unsaid)}: its effect can never be verified")
    for say in action.objections:
        said.append(f"{say.department} objects")
    return tuple(said)


def refuse(action: Action, to: State, note: str) -> None:
    """Raise GateError where the action may not go to that state; `note` is the reason given."""
    if to is action.state:
        raise GateError(f"{action.action_id} is {to} already.")
    if to not in TRANSITIONS[action.state]:
        ways = ", ".join(TRANSITIONS[action.state]) or "nowhere; it can be reopened"
        raise GateError(
            f"{action.action_id} is {action.state} and cannot become {to}.",
            hint=f"From there it can go to: {ways}.",
        )
    missing = lacks(action, to)
    if needs_reason(action.state, to) and not note.strip():
        missing = (*missing, "a reason")
    if missing:
        raise gate_error(action, f"become {to}", missing)


def needs_reason(state: State, to: State) -> bool:
    """Whether a step is one back, or out: nobody takes it without saying why."""
    back = (
        (State.AGREED, State.PROPOSED),
        (State.IN_PROGRESS, State.AGREED),
        (State.LIVE, State.CLOSED),
    )
    return to is State.ABANDONED or (state, to) in back


def gate_error(action: Action, step: str, missing: tuple[str, ...]) -> GateError:
    """Return the refusal of a step ("become live") that names what is missing."""
    return GateError(f"{action.action_id} cannot {step}: it lacks {joined(missing)}.", missing)


def joined(words: tuple[str, ...]) -> str:
    """Return "a, b and c"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1] if words else "")))


def latest_milestone(today: date) -> date:
    """Return the last day on which a milestone may lie: eighteen months ahead."""
    months = today.month - 1 + LONGEST_MONTHS
    year, month = today.year + months // 12, months % 12 + 1
    first_after = date(year + month // 12, month % 12 + 1, 1)
    last = first_after - timedelta(days=1)
    return last.replace(day=min(today.day, last.day))
