"""A contact as lines: who it was, what happened in it, and what its customer did around it."""

from textual.geometry import Size
from textual.reactive import var

from cjm_tui.domain.contact_story import HEADINGS, ContactStory, Step
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.picture import Ink, Picture, Span
from cjm_tui.widgets.sheet import Sheet, flowed

_INDENT = {"step": "  "}


class ContactBoard(Board):
    """One line a step below its customer; the cursor begins at the contact itself."""

    story: var[ContactStory | None] = var(None, init=False)

    def watch_story(self) -> None:
        """Draw the contact."""
        self.redraw()

    def redraw(self) -> None:
        """Draw; when there is a contact for the first time, go to its own beginning."""
        first = self.spot is None
        super().redraw()
        if first and self.spot is not None and self.story is not None:
            parts = [step.part for step in self.story.steps]
            self.move_to(f"step:{parts.index('contact') if 'contact' in parts else 0}")

    def draw(self, size: Size) -> Picture:
        """Before, the contact, later: each below its heading."""
        sheet = Sheet(size.width)
        if self.story is None:
            return sheet.picture()
        part = ""
        for number, step in enumerate(self.story.steps):
            if step.part != part:
                part = step.part
                sheet.heading(*HEADINGS[part])
            text = f"{_at(step)}  {_INDENT.get(step.kind, '')}{step.line}"
            ink = Ink.DIM if step.kind == "step" or part != "contact" else Ink.PLAIN
            sheet.spot(f"step:{number}", flowed([Span(text, ink)], size.width, 1, 20), text)
        head = flowed([Span(self.story.words, Ink.STRONG)], size.width)
        return sheet.picture(tuple(head))


def _at(step: Step) -> str:
    return " " * 16 if step.at is None else f"{step.at:%a %d %b %H:%M:%S}"[:16].ljust(16)
