"""What customers say at a touchpoint, who answers for it, and what is being done."""

from dataclasses import replace
from datetime import date

from cjm_tui.domain import display, owner_words
from cjm_tui.domain.touchpoint import Accountable, TouchpointPage, Verbatim
from cjm_tui.domain.touchpoint_words import action_terms
from cjm_tui.domain.words.sentences import rating
from cjm_tui.widgets.picture import Ink, Line, Span, clip
from cjm_tui.widgets.sheet import Sheet, flowed

_WORDS_SHOWN = 6


def draw_people(sheet: Sheet, page: TouchpointPage) -> None:
    """Draw words, actions, accountability and enablers."""
    _words(sheet, page)
    _actions(sheet, page)
    _accountability(sheet, page)
    if page.enablers:
        sheet.heading("enablers")
        for index, (layer, item) in enumerate(page.enablers):
            spans = [Span(f"{clip(layer, 12)}  ", Ink.DIM), Span(clip(item, 200))]
            sheet.spot(f"enabler:{index}", flowed(spans, sheet.width, 1, 4), item)


def _words(sheet: Sheet, page: TouchpointPage) -> None:
    shown = page.words[:_WORDS_SHOWN]
    if not shown:
        sheet.heading("words")
        sheet.flow([Span("nobody has said anything here in this period", Ink.DIM)])
        return
    sheet.heading("words", f"newest {len(shown)} of {page.words_total:,} · v shows all")
    for index, verbatim in enumerate(shown):
        sheet.spot(f"words:{index}", said(verbatim, sheet.width, most=3), verbatim.words)


def said(verbatim: Verbatim, width: int, most: int = 0) -> list[Line]:
    """Return a verbatim with its score before it; at most so many lines if given."""
    day = display.short_day(verbatim.at.date())
    before = [Span(f"{clip(rating(verbatim), 14):>10}  ", Ink.DIM), Span(f"{day:<7} ", Ink.DIM)]
    cells = (width - 22) * most if most else 100_000
    lines = flowed([*before, Span(f"“{clip(verbatim.words, cells)}”")], width, 1, 21)
    while most and len(lines) > most and cells > 8:
        cells -= 8
        lines = flowed([*before, Span(f"“{clip(verbatim.words, cells)}”")], width, 1, 21)
    return lines


def _actions(sheet: Sheet, page: TouchpointPage) -> None:
    sheet.heading("actions")
    if not page.actions:
        sheet.flow([Span("none", Ink.DIM)])
    for action in page.actions:
        told = replace(action, owner=clip(action.owner, 30))
        text = action_terms(told, page.state.as_of.date())
        spans = [Span(f"{clip(action.title, 120)}"), Span(f"  {text}", Ink.DIM)]
        sheet.spot(
            f"action:{action.action_id}",
            flowed(spans, sheet.width, 1, 4),
            f"{action.title}  {text}",
        )


def _accountability(sheet: Sheet, page: TouchpointPage) -> None:
    sheet.heading("accountability")
    current = [party for party in page.accountability if party.current]
    if not any(party.role == "A" for party in current):
        whose, _ = owner_words.owner_sentence(page.score)
        sheet.flow([Span(clip(whose, 60), Ink.ALERT)])
    order = {role: index for index, role in enumerate(owner_words.ROLES)}
    for index, party in enumerate(sorted(current, key=lambda p: order.get(p.role, 9))):
        sheet.spot(
            f"party:{index}", _party(party, page.state.as_of.date(), sheet.width), party.name
        )


def _party(party: Accountable, today: date, width: int) -> list[Line]:
    words = owner_words.party_words(party, today)
    spans = [
        Span(f"{clip(words.role, 11):<11}  ", Ink.DIM),
        Span(clip(words.name, 40)),
        Span(f"  {words.alarm}" if words.alarm else "", Ink.ALERT),
        Span(f"  {clip(words.rest, 80)}", Ink.DIM),
    ]
    return flowed(spans, width, 1, 14)
