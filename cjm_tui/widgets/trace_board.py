"""From opportunities to propositions to actions."""

from textual.geometry import Size
from textual.reactive import var

from cjm_tui.domain import action_words as words
from cjm_tui.domain.actions import Trace
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.picture import Ink, Picture, Span, clip
from cjm_tui.widgets.sheet import Sheet, flowed


class TraceBoard(Board):
    """What could be better, below it what was chosen, below that what is done."""

    trace: var[Trace | None] = var(None, init=False)

    def watch_trace(self) -> None:
        """Repaint what the new data changes."""
        self.redraw()

    @property
    def action_id(self) -> str:
        """The action under the cursor, "" for none."""
        noun, _, identity = self.spot.key.partition(":") if self.spot else ("", "", "")
        return identity if noun == "action" else ""

    def draw(self, size: Size) -> Picture:
        """One block an opportunity."""
        if self.trace is None:
            return Picture()
        sheet = Sheet(size.width)
        for opportunity in self.trace.opportunities:
            sheet.blank()
            spans = [Span(clip(opportunity.title, 200), Ink.STRONG)]
            if opportunity.touchpoint:
                spans.append(Span(f"  {clip(opportunity.touchpoint, 40)}", Ink.DIM))
            key = f"opportunity:{opportunity.opportunity_id}"
            sheet.spot(key, flowed(spans, size.width, 1, 3), opportunity.title)
            for proposition in opportunity.propositions:
                said = [Span("→ "), Span(clip(proposition.title, 200))]
                key = f"proposition:{proposition.proposition_id}"
                sheet.spot(key, flowed(said, size.width, 3, 5), proposition.title)
                for action in proposition.actions:
                    text = words.line(action, self.trace.today)
                    body = flowed([Span(text, Ink.DIM)], size.width, 6, 8)
                    sheet.spot(f"action:{action.action_id}", body, text)
        return sheet.picture()
