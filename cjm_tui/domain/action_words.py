"""Actions in plain words, as the screen and the command say them alike."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from cjm_tui.domain import display
from cjm_tui.domain.actions import (
    NOT_APPLICABLE,
    REOPENED,
    TRANSITIONS,
    Action,
    Event,
    Evidence,
    SignOff,
    State,
    joined,
    lacks,
    needs_reason,
)
from cjm_tui.domain.kpi import Kpi, Unit

_MONTHS = ((6, 183), (12, 365), (18, 548))


def due(action: Action, today: date) -> str:
    """Return its date: "due Fri 18 Dec", "OVERDUE 8 days", "live since Mon 2 Nov"."""
    if action.overdue(today) and action.due is not None:
        return f"OVERDUE {display.counted((today - action.due).days, 'day')}"
    if action.state in (State.LIVE, State.EVALUATED) and action.live_at:
        return f"live since {display.short_day(action.live_at, today)}"
    if not action.is_open:
        return f"{display.short_day(action.closed_at, today)}" if action.closed_at else ""
    return f"due {display.short_day(action.due, today)}" if action.due else "no date"


def owner(action: Action) -> str:
    """Return who owns it, or what is wrong with that."""
    if action.owner.left:
        return f"{action.owner.name} HAS LEFT"
    return action.owner.name or "NO OWNER"


def notes(action: Action, today: date) -> tuple[str, ...]:
    """Return what a person should know at a glance besides state, owner and date."""
    said = []
    if action.stalled(today):
        said.append(f"stalled {display.counted(action.still_for(today), 'day')}")
    if action.waits_for_sponsor:
        said.append("sponsor to decide")
    said += [f"{say.department} objects" for say in action.objections]
    if action.verdict:
        said.append(action.verdict)
    return tuple(said)


def line(action: Action, today: date) -> str:
    """Return an action in one line, for the clipboard."""
    parts = (
        *(f"{action.action_id} {action.title}", str(action.state), action.touchpoint),
        *(owner(action), due(action, today), *notes(action, today)),
    )
    return " · ".join(part for part in parts if part)


def people(action: Action) -> Iterator[tuple[str, str]]:
    """Yield who is concerned: a label and words."""
    yield "owner", owner(action) + (f" · {action.department}" if action.department else "")
    sponsor = action.sponsor.name or "none"
    yield "sponsor", f"{sponsor} HAS LEFT" if action.sponsor.left else sponsor
    for say in action.supporting:
        word = f"{say.agreement} · {say.by}" if say.said else "has not said anything yet"
        on = f" · {display.short_day(say.on)}" if say.on else ""
        note = f" · {say.note}" if say.note else ""
        yield say.department, f"{word}{on}{note}"


def effect(action: Action, kpi: Kpi | None) -> str:
    """Return what it is to achieve: "Repeat 7d 29.5% → −8 by 31 Jan 2027, worthwhile from 3"."""
    if not action.kpi:
        return "no KPI: its effect can never be verified"
    unit = kpi.unit if kpi else Unit.SCORE
    name = kpi.title if kpi else action.kpi
    parts = [name]
    if action.baseline is not None:
        parts.append(f"from {display.amount(action.baseline, unit, fine=True)}")
    if action.expected_effect is not None:
        parts.append(f"by {display.change(action.expected_effect, unit, fine=True)}")
    else:
        parts.append("no expected effect")
    if action.effect_by:
        parts.append(f"until {display.short_day(action.effect_by)} {action.effect_by.year}")
    if action.smallest_effect is not None:
        parts.append(f"(worthwhile from {action.smallest_effect:g})")
    return " ".join(parts)


def frozen(action: Action) -> str:
    """Return since when that can no longer be chosen; "" while it can."""
    if action.state in (State.PROPOSED, State.AGREED, State.ABANDONED):
        return ""
    if action.frozen_at is None:
        return "from a file, already begun then"
    by = f" by {action.frozen_by}" if action.frozen_by else ""
    on = action.started_at or action.frozen_at.date()
    return f"frozen {display.short_day(on)} {on.year}{by}, when work began"


def sign_off(what: SignOff, told: int = 0) -> str:
    """Return a sign-off in words."""
    if told:
        return f"sent ({display.counted(told, 'communication')})"
    if not what.given:
        return "open"
    on = f" · {display.short_day(what.on)}" if what.on else ""
    why = f" · {what.why}" if what.what == NOT_APPLICABLE else ""
    return f"{what.what} · {what.by}{on}{why}"


def steps(action: Action) -> tuple[tuple[State, str], ...]:
    """Return the states it can go to next, each with what is missing for it; "" for nothing."""
    return tuple((to, _step(action, to)) for to in TRANSITIONS[action.state])


def _step(action: Action, to: State) -> str:
    if missing := lacks(action, to):
        return f"lacks {joined(missing)}"
    return "with a reason" if needs_reason(action.state, to) else ""


def can_reopen(action: Action) -> bool:
    """Whether it can be opened again."""
    return action.state in REOPENED


def ahead(day: date | None, today: date) -> str:
    """Return how far ahead a milestone lies, by the months that one reviews at: "12 months"."""
    if day is None:
        return ""
    days = (day - today).days
    for months, about in _MONTHS:
        if abs(days - about) <= 15:
            return f"{months} months"
    return f"{days // 7} weeks" if days >= 14 else f"{days} days" if days >= 0 else "late"


def figure(found: Evidence, kpi: Kpi | None) -> str:
    """Return a figure as it stood: "31.9% [29.8–34.0] n=1,893, 24 Oct – 20 Nov"."""
    if found.value is None:
        return ""
    unit = kpi.unit if kpi else Unit.SCORE
    between = display.span(found.low, found.high, unit, fine=True)
    value = display.amount(found.value, unit, fine=True)
    n = f" n={found.n:,}" if found.n is not None else ""
    days = ""
    if found.first_day and found.last_day:
        days = f", {display.short_day(found.first_day)} – {display.short_day(found.last_day)}"
        days += f" {found.last_day.year}"
    return f"{value}{f' [{between}]' if between else ''}{n}{days}"


# History


def changes(history: Sequence[Event]) -> tuple[tuple[Event, str], ...]:
    """Return each change's first line with the whole change in words, newest first."""
    found = []
    for _, of in groupby(history, key=lambda e: (e.change, e.at) if not e.change else e.change):
        lines = list(of)
        told = [words for entry in lines if (words := _entry(entry))]
        words = _word(lines) or "; ".join(dict.fromkeys(told))
        found.append((lines[0], words))
    return tuple(reversed(found))


def _word(lines: Sequence[Event]) -> str:
    """Return what a department said: "Field objects: T. Boyd"; "" for any other change."""
    said = {entry.field: entry.new for entry in lines if entry.event == "word"}
    if not said:
        return ""
    word = {"agreed": "agrees", "objects": "objects"}.get(said.get("agreement", ""), "speaks")
    whose = lines[-1].item
    return f"{whose} {word}: {said['agreed_by']}" if said.get("agreed_by") else f"{whose} {word}"


def _entry(entry: Event) -> str:
    field = entry.field.removesuffix("_id").replace("_", " ")
    if entry.field == "state":
        again = "opened again: " if entry.event == "reopen" else ""
        return f"{again}{entry.old} → {entry.new}"
    if entry.event == "set" and entry.field:
        return ""
    of = f"{entry.item.rpartition('/')[2]} " if entry.noun == "action_department" else ""
    if entry.field:
        return f"{of}{field} {entry.old or 'nothing'} → {entry.new or 'nothing'}"
    what = {"ask": "asked the sponsor", "decide": "the sponsor decided"}.get(
        entry.event, entry.event
    )
    if entry.event == "undo":
        return "took it back"
    if entry.event == "file":
        return "added by a file"
    said = entry.new if not entry.new.startswith("{") else ""
    return f"{what} {of}{said}".strip()
