"""Files expected and received: a strip of the last deliveries, and what to look at, in words."""

from collections.abc import Iterable

from textual.geometry import Size
from textual.reactive import var

from cjm_tui.domain import expected_words as words
from cjm_tui.domain.expected_files import ExpectedLine, Slot
from cjm_tui.domain.imports_board import DeliveriesPage, FilesBoard
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.picture import Ink, Line, Picture, Span, gap, left, line, width_of
from cjm_tui.widgets.sheet import Sheet, flowed

_ALARMS_SHOWN = 3


class ExpectedFilesBoard(Board):
    """Each expected file with its last deliveries."""

    files: var[FilesBoard | None] = var(None, init=False)

    def watch_files(self) -> None:
        """Repaint what the new data changes."""
        self.redraw()

    @property
    def line(self) -> ExpectedLine | None:
        """The expected file under the cursor."""
        if self.files is None or self.spot is None:
            return None
        return next((one for one in self.files.lines if _key(one) == self.spot.key), None)

    def draw(self, size: Size) -> Picture:
        """A line with the strip, one with the schedule, and one for each delivery that lacks."""
        if self.files is None:
            return Picture()
        sheet, width = Sheet(size.width), size.width
        name_width = min(max((len(one.expected.name) for one in self.files.lines), default=4), 30)
        head = line(
            gap(),
            left("file", name_width + 1, Ink.DIM),
            Span(f"last {self.files.days} days, oldest first", Ink.DIM),
        )
        for one in self.files.lines:
            sheet.spot(_key(one), self._lines(one, width, name_width), _said(one, self.files))
        sheet.blank()
        for text in packed(words.LEGEND, width - 2):
            sheet.add(gap(), Span(text, Ink.DIM))
        return sheet.picture((head,))

    def _lines(self, one: ExpectedLine, width: int, name_width: int) -> list[Line]:
        assert self.files is not None
        now = self.files.now
        alarms = words.alarms(one)
        tally = Span(words.tally(one), Ink.ALERT if alarms else Ink.PLAIN)
        first = [gap(), left(one.expected.name, name_width + 1), *_strip(one.slots)]
        rest = (one.expected.schedule, words.standing(one, now), _next(one, self.files))
        about = [Span(" · ".join(part for part in rest if part), Ink.DIM)]
        if width_of((*first, gap(2), tally)) <= width:
            first += [gap(2), tally]
        else:
            about = [tally, Span(" · ", Ink.DIM), *about]
        lines = [line(*first), *flowed(about, width, 4, 4)]
        newest = one.slots[-1] if one.slots else None
        told = [slot for slot in alarms if slot is not newest]
        for slot in told[:_ALARMS_SHOWN]:
            lines += flowed([Span(words.slot_words(slot, now), Ink.ALERT)], width, 4, 6)
        if len(told) > _ALARMS_SHOWN:
            more = f"and {len(told) - _ALARMS_SHOWN} more; enter shows them"
            lines += flowed([Span(more, Ink.DIM)], width, 4, 4)
        return lines


class DeliveriesBoard(Board):
    """The deliveries of one expected file, newest first."""

    page: var[DeliveriesPage | None] = var(None, init=False)

    def watch_page(self) -> None:
        """Repaint what the new data changes."""
        self.redraw()

    @property
    def slot(self) -> Slot | None:
        """The delivery under the cursor."""
        if self.page is None or self.spot is None:
            return None
        return next((s for s in self.page.line.slots if _slot_key(s) == self.spot.key), None)

    def draw(self, size: Size) -> Picture:
        """What it is, then each delivery in words."""
        if self.page is None:
            return Picture()
        sheet, one, now = Sheet(size.width), self.page.line, self.page.now
        sheet.flow([Span(one.expected.name, Ink.STRONG), Span(f"  {one.expected.schedule}")])
        sheet.flow([Span(_about(one), Ink.DIM)])
        sheet.lines.append(line(gap(), *_strip(one.slots)))
        sheet.flow([Span(words.tally(one))])
        sheet.blank()
        for slot in reversed(one.slots):
            said = words.slot_words(slot, now)
            ink = Ink.ALERT if slot.state in words.ALARMS else Ink.PLAIN
            sheet.spot(_slot_key(slot), flowed([Span(said, ink)], size.width, 2, 4), said)
        return sheet.picture()


def _strip(slots: tuple[Slot, ...]) -> list[Span]:
    return [
        Span(words.strip((slot,)), Ink.ALERT if slot.state in words.ALARMS else Ink.PLAIN)
        for slot in slots
    ]


def packed(items: Iterable[str], width: int) -> list[str]:
    """Set items side by side in lines of at most `width` cells, none of them broken."""
    lines = [""]
    for item in items:
        joined = f"{lines[-1]}  {item}" if lines[-1] else item
        if len(joined) <= width:
            lines[-1] = joined
        else:
            lines.append(item)
    return lines


def _about(one: ExpectedLine) -> str:
    expected = one.expected
    feeds = ", ".join(one.touchpoints[:6]) + (" …" if len(one.touchpoints) > 6 else "")
    parts = (
        f"read by {expected.source}",
        f"holds the {expected.covers}",
        "" if expected.on_holidays else "not for holidays",
        f"feeds {feeds}" if feeds else "",
    )
    return " · ".join(part for part in parts if part)


def _next(one: ExpectedLine, files: FilesBoard) -> str:
    due = words.next_due(one, files.now)
    return f"next {due}" if due else ""


def _said(one: ExpectedLine, files: FilesBoard) -> str:
    parts = (words.tally(one), words.standing(one, files.now))
    return f"{one.expected.name}: " + "; ".join(part for part in parts if part)


def _key(one: ExpectedLine) -> str:
    return f"file:{one.expected.source}:{one.expected.pattern or ''}"


def _slot_key(slot: Slot) -> str:
    return f"delivery:{slot.delivery.due_at.isoformat()}"
