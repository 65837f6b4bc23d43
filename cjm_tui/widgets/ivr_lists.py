"""Ways through an IVR, before and after by flow version, and calls."""

from textual.geometry import Size
from textual.reactive import var

from cjm_tui.domain import display
from cjm_tui.domain import ivr_words as words
from cjm_tui.domain.ivr import APART, Call, FlowCut, Ivr
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.picture import Ink, Picture, Span, clip, gap, left, line, right
from cjm_tui.widgets.sheet import Sheet, flowed


class WaysBoard(Board):
    """The most frequent ways, each with its outcome and how often its callers were back."""

    found: var[Ivr | None] = var(None, init=False)

    def watch_found(self) -> None:
        """Draw the new data."""
        self.redraw()

    @property
    def cut(self) -> FlowCut:
        """The calls that went the way under the cursor."""
        key = self.spot.key if self.spot else ""
        if self.found is None or not key.startswith("way:"):
            return FlowCut()
        way = key.removeprefix("way:")
        return FlowCut(f"{self.found.noun}s that went this way", way=way)

    def draw(self, size: Size) -> Picture:
        """Two lines a way."""
        found, sheet = self.found, Sheet(size.width)
        if found is None:
            return sheet.picture()
        held = f", {words.against_agents(found)}" if found.is_ivr else " of the case's end"
        sheet.flow([Span(f"back in 7 days{held}", Ink.DIM)])
        sheet.blank()
        for way in found.ways:
            first = f"{words.share(way.share)}{words.way_rest(way)}"
            name = flowed([Span(words.way_name(way), Ink.STRONG)], size.width, 1, 3)
            rest = flowed([Span(first, Ink.PLAIN)], size.width, 3, 3)
            sheet.spot(f"way:{APART.join(way.nodes)}", [*name, *rest], words.way_words(way))
        if found.ways_total > len(found.ways):
            sheet.text(f"and {found.ways_total - len(found.ways):,} more ways", Ink.DIM)
        return sheet.picture()


class VersionsBoard(Board):
    """Before and after by flow version; calls by hour and by segment."""

    found: var[Ivr | None] = var(None, init=False)

    def watch_found(self) -> None:
        """Draw the new data."""
        self.redraw()

    @property
    def cut(self) -> FlowCut:
        """The calls of the version under the cursor."""
        key = self.spot.key if self.spot else ""
        name = key.removeprefix("version:")
        if name == key or self.found is None:
            return FlowCut()
        of = f"of flow {name}" if name else "without a flow version"
        return FlowCut(f"{self.found.noun}s {of}", version=name)

    def draw(self, size: Size) -> Picture:
        """A block a version, so that it fits any width; then a bar an hour."""
        found, sheet = self.found, Sheet(size.width)
        if found is None:
            return sheet.picture()
        _, rows = words.version_rows(found)
        for place, version in enumerate(found.versions):
            name = words.version_name(version)
            lines = [line(gap(), Span(name, Ink.HEADING))]
            for row in rows:
                lines.append(line(gap(3), left(row[0], 21), Span(clip(row[place + 1], 40))))
            said = f"{name}: " + ", ".join(f"{row[0]} {row[place + 1]}" for row in rows)
            sheet.spot(f"version:{version.name}", lines, said)
        with_lost = found.is_ivr and found.recorded > 0
        sheet.heading("by hour", f"{found.noun}s{', and of them lost' if with_lost else ''}")
        most = max((calls for _, calls, _ in found.hours), default=1)
        for hour, calls, lost in found.hours:
            bar = "█" * round(20 * calls / most)
            of_them = right(display.count(lost), 7) if with_lost else gap(0)
            said = f", lost {lost:,}" if with_lost else ""
            sheet.spot(
                f"hour:{hour}",
                [line(gap(), right(f"{hour}:00", 5), right(display.count(calls), 8), of_them,
                      gap(2), Span(bar, Ink.DIM))],
                f"{hour}:00 {display.counted(calls, found.noun)}{said}",
            )  # fmt: skip
        sheet.heading("by segment", "/ shows one alone")
        for name, calls in found.segments:
            sheet.add(gap(), left(name or "not known", 24), right(display.count(calls), 8))
        return sheet.picture()


class CallsBoard(Board):
    """The newest calls behind a figure."""

    calls: var[tuple[Call, ...]] = var((), init=False)
    said: var[str] = var("", init=False)

    def watch_calls(self) -> None:
        """Draw the new calls."""
        self.redraw()

    def draw(self, size: Size) -> Picture:
        """One line a call."""
        sheet = Sheet(size.width)
        for call in self.calls:
            text = words.call_words(call)
            sheet.spot(f"call:{call.call_id}", [(Span(f" {clip(text, size.width - 2)}"),)], text)
        head = tuple(flowed([Span(self.said, Ink.DIM)], size.width))
        return sheet.picture(head)
