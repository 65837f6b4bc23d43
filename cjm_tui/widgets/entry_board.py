"""A list to search in: one line an entry, and below it what the one under the cursor is."""

from dataclasses import dataclass

from textual.geometry import Size
from textual.reactive import var

from cjm_tui.widgets.board import Board
from cjm_tui.widgets.picture import Ink, Picture, Span, clip, left
from cjm_tui.widgets.sheet import Sheet

_NAME_CELLS = 30


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to pick: its name, a word behind it, a sentence, and the lines that explain it."""

    key: str
    name: str
    aside: str = ""
    title: str = ""
    details: tuple[str, ...] = ()
    section: str = ""

    def has(self, words: list[str]) -> bool:
        """Whether all the words stand somewhere in it."""
        said = f"{self.name} {self.aside} {self.title} {self.section}".casefold()
        return all(word in said for word in words)


class EntryBoard(Board):
    """Entries by section; those that have all the words of the needle."""

    entries: var[tuple[Entry, ...]] = var((), init=False)
    needle: var[str] = var("", init=False)
    nothing: var[str] = var("nothing has these words", init=False)
    wide_names: var[bool] = var(False, init=False)  # names are all there is to read

    def watch_entries(self) -> None:
        """Draw the entries."""
        self.redraw()

    def watch_needle(self) -> None:
        """Draw those that are left."""
        self.redraw()

    @property
    def found(self) -> tuple[Entry, ...]:
        """The entries that have all the words."""
        words = self.needle.casefold().split()
        return tuple(entry for entry in self.entries if entry.has(words))

    @property
    def entry(self) -> Entry | None:
        """The one under the cursor."""
        key = self.spot.key if self.spot else None
        return next((entry for entry in self.found if entry.key == key), None)

    def draw(self, size: Size) -> Picture:
        """A line an entry, headed by sections where there are several."""
        sheet = Sheet(size.width)
        found = self.found
        sections = dict.fromkeys(entry.section for entry in found)
        for section in sections:
            if len(sections) > 1:
                sheet.heading(section)
            for entry in found:
                if entry.section == section:
                    sheet.spot(entry.key, [self._line(entry, size.width)], entry.name)
        if not found:
            sheet.text(self.nothing, Ink.DIM)
        return sheet.picture()

    def _line(self, entry: Entry, width: int) -> tuple[Span, ...]:
        if self.wide_names:
            aside = f"  {entry.aside}"
            return (
                left(f"  {entry.name}", width - len(aside) - 1),
                Span(clip(aside, width), Ink.DIM),
            )
        return (
            left(f"  {entry.name}", _NAME_CELLS),
            left(f" {entry.aside}", 14, Ink.DIM),
            Span(clip(entry.title, max(0, width - _NAME_CELLS - 15))),
        )


class DetailBoard(Board, can_focus=False):
    """The lines that explain an entry."""

    entry: var[Entry | None] = var(None, init=False)

    def watch_entry(self) -> None:
        """Explain another one."""
        self.redraw()

    def draw(self, size: Size) -> Picture:
        """The lines, broken where they must be."""
        sheet = Sheet(size.width)
        sentence, *lines = self.entry.details if self.entry else ("",)
        sheet.text(sentence, Ink.PLAIN)
        for line in lines:  # code and columns keep their blanks
            sheet.add(Span(f" {clip(line, size.width - 2)}", Ink.DIM))
        return sheet.picture()
