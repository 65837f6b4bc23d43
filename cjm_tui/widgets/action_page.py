"""One action opened: what it is about, who is concerned, its effect, its gates and its parts."""

from textual.geometry import Size
from textual.reactive import var

from cjm_tui.domain import action_words as words
from cjm_tui.domain import display
from cjm_tui.domain.action_lists import weak
from cjm_tui.domain.actions import ActionPage, Evidence
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.picture import Ink, Picture, Span, clip
from cjm_tui.widgets.sheet import Sheet, flowed

_LABEL = 16  # cells, two of them between label and words
_NEWEST = 5  # changes that are shown below; the history has all


class ActionPageBoard(Board):
    """Sections one below the other; the cursor stands on what can be done something with."""

    page: var[ActionPage | None] = var(None, init=False)

    def watch_page(self) -> None:
        """Repaint what the new data changes."""
        self.redraw()

    def draw(self, size: Size) -> Picture:
        """Title, people, effect, gates, parts, the newest changes."""
        if self.page is None:
            return Picture()
        sheet, page = Sheet(size.width), self.page
        _title(sheet, page)
        _people(sheet, page)
        _effect(sheet, page)
        _gates(sheet, page)
        _parts(sheet, page)
        draw_history(sheet, page, _NEWEST)
        return sheet.picture()


class ActionHistoryBoard(Board):
    """Every change of an action, newest first."""

    page: var[ActionPage | None] = var(None, init=False)

    def watch_page(self) -> None:
        """Repaint what the new data changes."""
        self.redraw()

    def draw(self, size: Size) -> Picture:
        """Who did what, when and why."""
        if self.page is None:
            return Picture()
        sheet = Sheet(size.width)
        draw_history(sheet, self.page)
        return sheet.picture()


def _title(sheet: Sheet, page: ActionPage) -> None:
    action, today = page.action, page.today
    due = words.due(action, today)
    spans = [Span(f"{action.action_id}  ", Ink.DIM), Span(clip(action.title, 300), Ink.STRONG)]
    sheet.spot("title", flowed(spans, sheet.width, 1, 1), words.line(action, today))
    state = "" if due.startswith(str(action.state)) else str(action.state)
    terms = (state, due, action.kind, action.touchpoint, action.verdict)
    alarm = Ink.ALERT if due.startswith("OVERDUE") else Ink.PLAIN
    sheet.flow([Span(" · ".join(clip(term, 40) for term in terms if term), alarm)])
    if action.stalled(today):
        still = display.counted(action.still_for(today), "day")
        sheet.flow([Span(f"stalled: nothing has moved for {still}", Ink.ALERT)])
    for label, text in (
        ("problem", action.problem),
        ("root cause", action.root_cause),
        ("serves", " ← ".join(filter(None, (action.proposition, action.opportunity)))),
    ):
        if text:
            _labelled(sheet, label, text)


def _labelled(sheet: Sheet, label: str, text: str, ink: Ink = Ink.PLAIN, key: str = "") -> None:
    spans = [Span(f"{clip(label, _LABEL - 2):<{_LABEL}}", Ink.DIM), Span(clip(text, 600), ink)]
    lines = flowed(spans, sheet.width, 1, _LABEL + 1)
    if key:
        sheet.spot(key, lines, f"{label}: {text}")
    else:
        sheet.lines += lines


def _people(sheet: Sheet, page: ActionPage) -> None:
    sheet.heading("people", "d a department's word")
    for label, text in words.people(page.action):
        alarm = any(word in text for word in ("NO OWNER", "HAS LEFT", "objects"))
        _labelled(sheet, label, text, Ink.ALERT if alarm else Ink.PLAIN, f"people:{label}")
    if asked := page.action.waits_for_sponsor:
        _labelled(sheet, "to decide", asked, Ink.ALERT, "people:decision")


def _effect(sheet: Sheet, page: ActionPage) -> None:
    action = page.action
    sheet.heading("effect", words.frozen(action) or "e sets it until work begins")
    _labelled(sheet, "expected", words.effect(action, page.kpis.get(action.kpi)), key="effect")
    if action.comparison:
        _labelled(sheet, "compared with", action.comparison)
    if action.guardrail:
        guardrail = page.kpis.get(action.guardrail)
        _labelled(sheet, "guardrail", guardrail.title if guardrail else action.guardrail)


def _gates(sheet: Sheet, page: ActionPage) -> None:
    action = page.action
    sheet.heading("gates", "m moves it on, T signs training off")
    _labelled(sheet, "training", words.sign_off(action.training), key="gate:training")
    told = words.sign_off(action.communication, action.told)
    _labelled(sheet, "people told", told, key="gate:communication")
    for to, missing in words.steps(action):
        ink = Ink.PLAIN if missing else Ink.DIM
        _labelled(sheet, f"→ {to}", missing or "nothing is missing", ink, f"step:{to}")
    if words.can_reopen(action):
        _labelled(sheet, "→ again", "R opens it again, with a new date and a sponsor")
    for text in weak(action):
        _labelled(sheet, "warning", text, Ink.ALERT)


def _parts(sheet: Sheet, page: ActionPage) -> None:
    sheet.heading("milestones", "M adds one")
    for milestone in page.milestones:
        done = milestone.done_at
        when = display.short_day(milestone.due) if milestone.due else "no day"
        rest = f"done {display.short_day(done)}" if done else words.ahead(milestone.due, page.today)
        ink = Ink.ALERT if rest == "late" else Ink.PLAIN
        label = f"{when} {milestone.due.year}" if milestone.due else when
        text = f"{milestone.title} · {rest}"
        _labelled(sheet, label, text, ink, f"milestone:{milestone.milestone_id}")
    if not page.milestones:
        sheet.flow([Span("none", Ink.DIM)])
    following = page.action.next_communication
    next_told = f"next {display.weekday(following, page.today)} · " if following else ""
    sheet.heading("communication", f"{next_told}C logs one")
    for told in page.communications:
        planned = "planned · " if told.on and told.on > page.today else ""
        how = f" · {told.channel}" if told.channel else ""
        label = display.short_day(told.on, page.today) if told.on else "no day"
        text = f"{planned}{told.audience}{how}: {told.message}"
        _labelled(sheet, label, text, key=f"told:{told.communication_id}")
    if not page.communications:
        sheet.flow([Span("none yet", Ink.DIM)])
    sheet.heading("evidence", "E adds some")
    for found in page.evidence:
        _labelled(sheet, found.kind, _evidence(found, page), key=f"evidence:{found.evidence_id}")
    if not page.evidence:
        sheet.flow([Span("none", Ink.DIM)])


def _evidence(found: Evidence, page: ActionPage) -> str:
    figure = words.figure(found, page.kpis.get(found.kpi))
    return " · ".join(part for part in (found.reference, figure, found.note) if part)


def draw_history(sheet: Sheet, page: ActionPage, most: int = 0) -> None:
    """Draw the newest changes, or all of them."""
    found = words.changes(page.history)
    shown = found[:most] if most else found
    many = display.counted(len(found), "change")
    rest = many if len(shown) == len(found) else f"newest {len(shown)} of {many} · tab shows all"
    sheet.heading("history", f"{rest} · c comments, u takes your last one back")
    for place, (entry, text) in enumerate(shown):
        when = f"{display.short_day(entry.at.date(), page.today)} {entry.at:%H:%M}"
        note = f"  {clip(entry.note, 300)}" if entry.note and entry.note not in text else ""
        undone = "  taken back" if entry.undone else ""
        spans = [
            Span(f"{when:<13} {clip(entry.who, 12):<9} ", Ink.DIM),
            Span(clip(text, 400), Ink.DIM if entry.undone else Ink.PLAIN),
            Span(f"{note}{undone}", Ink.DIM),
        ]
        said = f"{when} {entry.who}: {text}{note}{undone}"
        sheet.spot(f"history:{len(found) - place}", flowed(spans, sheet.width, 1, 5), said)
    if not found:
        sheet.flow([Span("nothing yet", Ink.DIM)])
