"""The lists of actions: which of them, in what order, under what headings; and a filter."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cjm_tui.domain.actions import KINDS, Action, State, warnings

_TOKEN = re.compile(r'(?:(?P<facet>[A-Za-z]+):)?(?:"(?P<quoted>[^"]*)"?|(?P<plain>\S*))\s*')
FACETS = {
    "state": "proposed, agreed, in progress, live, evaluated, closed, abandoned",
    "dept": "a department that takes part",
    "owner": "who owns it",
    "sponsor": "who sponsors it",
    "touchpoint": "where it works",
    "kind": "quick win or long term",
    "flag": "overdue, stalled, no_owner, owner_left, sponsor, objected, several_departments, …",
}


class ActionList(StrEnum):
    """A way to list them."""

    DUE = "due"
    OWNER = "owner"
    DEPARTMENT = "department"
    STALLED = "stalled"
    OVERDUE = "overdue"
    SPONSOR = "sponsor"
    MIX = "mix"
    ALL = "all"


TITLES = {
    ActionList.DUE: "open, by due date",
    ActionList.OWNER: "open, by owner",
    ActionList.DEPARTMENT: "open, by department",
    ActionList.STALLED: "nothing moved for 14 days",
    ActionList.OVERDUE: "overdue",
    ActionList.SPONSOR: "waiting for a sponsor's decision",
    ActionList.MIX: "quick wins and long term",
    ActionList.ALL: "all, also what is finished",
}
NONE_HERE = {
    ActionList.STALLED: "Nothing is stalled: every action moved within 14 days.",
    ActionList.OVERDUE: "Nothing is overdue.",
    ActionList.SPONSOR: "No sponsor is waited for.",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Actions under one heading; "" where a list has none."""

    title: str
    actions: tuple[Action, ...]


def listed(which: ActionList, actions: Sequence[Action], today: date) -> tuple[Group, ...]:
    """Return the actions of a list under its headings; each as they come, by due day.

    An action of several departments stands under each of them.
    """
    is_open = [action for action in actions if action.is_open]
    match which:
        case ActionList.OWNER:
            return _grouped(is_open, lambda a: (a.owner.name,), "NO OWNER")
        case ActionList.DEPARTMENT:
            return _grouped(is_open, lambda a: a.departments, "NO DEPARTMENT")
        case ActionList.STALLED:
            stalled = [action for action in is_open if action.stalled(today)]
            return _one(sorted(stalled, key=lambda a: -a.still_for(today)))
        case ActionList.OVERDUE:
            return _one(action for action in is_open if action.overdue(today))
        case ActionList.SPONSOR:
            waiting = [action for action in is_open if action.waits_for_sponsor]
            return _grouped(waiting, lambda a: (a.sponsor.name,), "NO SPONSOR")
        case ActionList.MIX:
            kinds = {kind: kind for kind in KINDS}
            found = _grouped(is_open, lambda a: (kinds.get(a.kind, ""),), "not said")
            order = (*KINDS, "not said")
            return tuple(sorted(found, key=lambda group: order.index(group.title)))
        case ActionList.ALL:
            return _grouped(actions, lambda a: (str(a.state),), "", order=tuple(State))
    later = {State.LIVE: "live, waiting for the effect", State.EVALUATED: "evaluated, to be closed"}
    headed = [(t, tuple(a for a in is_open if a.state is state)) for state, t in later.items()]
    return (
        *_one(action for action in is_open if action.state not in later),
        *(Group(title, found) for title, found in headed if found),
    )


def _one(actions: Iterable[Action]) -> tuple[Group, ...]:
    found = tuple(actions)
    return (Group("", found),) if found else ()


def _grouped(
    actions: Sequence[Action],
    keys: Callable[[Action], Sequence[str]],
    without: str,
    order: Sequence[str] = (),
) -> tuple[Group, ...]:
    """Group by each key that an action has, those without one first."""
    found: dict[str, list[Action]] = {}
    for action in actions:
        for key in keys(action) or ("",):
            found.setdefault(key, []).append(action)
    places = {name: place for place, name in enumerate(order)}
    names = sorted(found, key=lambda name: (places.get(name, 0), name != "", name.casefold()))
    return tuple(Group(name or without, tuple(found[name])) for name in names)


# Flags and filter


def flags(action: Action, today: date) -> tuple[str, ...]:
    """Return what can be said of an action in one word each."""
    said = (
        ("overdue", action.overdue(today)),
        ("stalled", action.stalled(today)),
        ("no_owner", action.is_open and not action.owner),
        ("owner_left", action.is_open and action.owner.left),
        ("no_date", action.is_open and action.due is None),
        ("sponsor", bool(action.waits_for_sponsor)),
        ("objected", bool(action.objections)),
        ("several_departments", len(action.departments) > 1),
        ("no_evidence", bool(action.root_cause) and not action.evidence),
        ("no_kpi", not action.kpi),
        ("milestone_late", bool(action.next_milestone) and _past(action.next_milestone, today)),
        ("communication_due", action.is_open and _past(action.next_communication, today)),
    )
    return tuple(name for name, holds in said if holds)


def _past(day: date | None, today: date) -> bool:
    return day is not None and day < today


def kept(actions: Sequence[Action], text: str, today: date) -> tuple[Action, ...]:
    """Return the actions that have all the words and facets of a filter's text."""
    words, facets = parsed(text)
    return tuple(
        action
        for action in actions
        if all(word in _text(action, today) for word in words)
        and all(
            any(
                _fits(facet, part, value)
                for part in wanted.split(",")
                if part
                for value in values_of(facet, action, today)
            )
            for facet, wanted in facets
        )
    )


def parsed(text: str) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Return a filter's words, and its facets that have a value; quotes keep words together."""
    words, facets = [], []
    for match in _TOKEN.finditer(text.strip()):
        value = match["quoted"] if match["plain"] is None else match["plain"]
        facet = (match["facet"] or "").casefold()
        if facet in FACETS:
            facets += [(facet, _plain(value))] if value else []
        elif match[0].strip():
            words.append((f"{facet}:{value}" if facet else value).casefold())
    return tuple(words), tuple(facets)


def values_of(facet: str, action: Action, today: date) -> tuple[str, ...]:
    """Return what an action has of a facet."""
    match facet:
        case "state":
            return (str(action.state),)
        case "dept":
            return action.departments
        case "owner":
            return (action.owner.name,)
        case "sponsor":
            return (action.sponsor.name,)
        case "touchpoint":
            return (action.touchpoint, action.touchpoint_id)
        case "kind":
            return (action.kind,)
    return flags(action, today)


def _fits(facet: str, part: str, value: str) -> bool:
    plain = _plain(value)
    return plain.startswith(part) if facet in ("flag", "state") else part in plain


def _text(action: Action, today: date) -> str:
    parts = (
        *(action.action_id, action.title, action.state, action.touchpoint, action.problem),
        *(action.owner.name, action.sponsor.name, action.kpi, action.kind, action.verdict),
        *action.departments,
        *(flag.replace("_", " ") for flag in flags(action, today)),
    )
    return " ".join(parts).casefold()


def _plain(text: str) -> str:
    return text.casefold().replace("_", " ").replace("-", " ")


def completions(text: str, actions: Sequence[Action], today: date) -> list[str]:
    """Return how the last word of a filter's text can go on: facets, or values that occur."""
    last = text.rpartition(" ")[2]
    facet, colon, begun = last.casefold().partition(":")
    if not colon:
        return [f"{name}:" for name in FACETS if name.startswith(facet)]
    values = {v for action in actions for v in values_of(facet, action, today) if v}
    fitting = sorted(v for v in values if _plain(begun.strip('"')) in _plain(v))
    return [f'{facet}:"{v}"' if " " in v else f"{facet}:{v}" for v in fitting]


def weak(action: Action) -> tuple[str, ...]:
    """Return what makes an open action weak, in words."""
    return warnings(action) if action.is_open else ()
