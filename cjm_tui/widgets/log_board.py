"""Who changed what at a touchpoint, and why, newest first."""

from textual.geometry import Size
from textual.reactive import var

from cjm_tui.domain import display
from cjm_tui.domain.change_log import ChangeLog
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.picture import Ink, Picture, Span, clip, line
from cjm_tui.widgets.sheet import Sheet, flowed


class LogBoard(Board):
    """One entry below the other; the cursor stands on an entry."""

    changes: var[ChangeLog | None] = var(None, init=False)

    def watch_changes(self) -> None:
        """Draw the entries."""
        self.redraw()

    def draw(self, size: Size) -> Picture:
        """Day and person above what was changed and why."""
        if self.changes is None:
            return Picture()
        sheet, shown = Sheet(size.width), len(self.changes.entries)
        many = display.counted(self.changes.total, "change")
        said = many if shown == self.changes.total else f"newest {display.count(shown)} of {many}"
        for index, entry in enumerate(self.changes.entries):
            when = f"{display.weekday(entry.at.date())} {entry.at.year} {entry.at:%H:%M}"
            who = clip(entry.who, 40) or "nobody known"
            subject, change = clip(entry.subject, 80), clip(entry.change, 400)
            why = f"  {clip(entry.why, 200)}" if entry.why else ""
            head = flowed([Span(when, Ink.DIM), Span(f"  {who}", Ink.DIM)], size.width - 1)
            spans = [Span(subject), Span(f"  {change}", Ink.STRONG), Span(why, Ink.DIM)]
            body = flowed(spans, size.width - 1, 3, 5)
            words = f"{when} {who}: {subject} {change}{why}"
            sheet.spot(f"{self.changes.total - index}", [*head, *body], words)
        return sheet.picture((line(Span(f" {said}, newest first", Ink.DIM)),))
