"""The panes of the paths: variants, deviations, where people go, switches of channel and loops."""

from collections.abc import Sequence

from textual.geometry import Size
from textual.reactive import var

from cjm_tui.domain import display, path_marks
from cjm_tui.domain import path_lists as lists
from cjm_tui.domain import path_words as words
from cjm_tui.domain.path_design import Beside, Deviation
from cjm_tui.domain.path_lists import PathOrder
from cjm_tui.domain.paths import Mark, Move, Paths, Place, Variant
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.path_table import PathRow, PathTable
from cjm_tui.widgets.picture import Ink, Picture, Span, key_of
from cjm_tui.widgets.sheet import Sheet, flowed

_MOST = 60  # deviations and loops that are listed; the others are counted


class PathsBoard(Board):
    """Draws one view of the paths and knows what stands behind the line under the cursor."""

    found: var[Paths | None] = var(None, init=False)

    def __init__(self) -> None:
        super().__init__()
        self._marks: dict[str, Mark] = {}

    def watch_found(self) -> None:
        """Draw the data that has come."""
        self.redraw()

    @property
    def mark(self) -> Mark | None:
        """The figure under the cursor, None where it stands on none."""
        return self._marks.get(self.spot.key) if self.spot else None

    def draw(self, size: Size) -> Picture:
        """The figures, then the rules by which they are made."""
        if self.found is None:
            return Picture()
        self._marks = {}
        sheet = Sheet(size.width)
        self.draw_list(sheet, self.found)
        sheet.blank()
        self.draw_rules(sheet, self.found)
        return sheet.picture()

    def draw_list(self, sheet: Sheet, found: Paths) -> None:
        """Draw the view's own lines."""
        raise NotImplementedError

    def draw_rules(self, sheet: Sheet, found: Paths) -> None:
        """Say what a path is here, and what is in none."""
        sheet.flow([Span(words.rules(found), Ink.DIM)])
        sheet.flow([Span(words.coverage(found), Ink.DIM)])

    def table(
        self,
        sheet: Sheet,
        name: str,
        heads: Sequence[str],
        rows: Sequence[tuple[PathRow, Mark | None]],
        *,
        keep: int,
        marked: int = -1,
    ) -> None:
        """Draw a list whose lines the cursor can stand on."""
        only = [row for row, _ in rows]
        columns = PathTable.fitted(name, heads, only, sheet.width, keep=keep, marked=marked)
        sheet.add(*columns.heading())
        for row, mark in rows:
            sheet.spot(row.key, [columns.row(row)], row.words)
            if mark is not None:
                self._marks[row.key] = mark


class VariantsBoard(PathsBoard):
    """Paths with the same touchpoints in the same order."""

    order: var[PathOrder] = var(PathOrder.VOLUME, init=False)

    def watch_order(self) -> None:
        """Draw in the other order."""
        self.redraw()

    def draw_list(self, sheet: Sheet, found: Paths) -> None:
        """All paths in a line, then the variants."""
        count, rest = words.summary(found)
        self._marks["all"] = path_marks.of_all(found)
        spans = [Span(count, Ink.STRONG), Span(rest)]
        sheet.spot("all", flowed(spans, sheet.width), count + rest)
        sheet.blank()
        compared = found.before is not None
        heads = ["paths", "share", "back", "range", "known", "more"]
        heads += ["vs then"] if compared else []
        heads += ["lasts", "low"]
        rows = [
            (_variant_row(found, one, compared=compared), path_marks.of_variant(found, one))
            for one in lists.variants(found, self.order)
        ]
        how = "path, by volume" if self.order is PathOrder.VOLUME else "path, by volume × outcome"
        self.table(sheet, how, heads, rows, keep=5)
        if found.words and not rows:
            sheet.flow([Span("No variant passes touchpoints with these words; / changes them.")])


class DeviationsBoard(PathsBoard):
    """What people do instead of the design, in sentences."""

    def draw_list(self, sheet: Sheet, found: Paths) -> None:
        """Each deviation in a sentence with what came of it."""
        sheet.flow([Span(words.design(found), Ink.DIM)])
        kept = lists.deviations(found)
        sheet.blank()
        for one in kept[:_MOST]:
            key = key_of("deviation", one.kind, one.touchpoint_id, one.next_id, one.turns)
            said = words.deviation(found, one)
            outcome = words.outcome(one.beside, found.minimum, sure=one.sure)
            more = words.more(one.beside, found.minimum)
            counts = f" ({one.paths:,} of {one.of:,})"
            ink = _ink(one.beside, sure=one.sure)
            spans = [Span(said, Ink.STRONG if one.sure else Ink.PLAIN), Span(counts, Ink.DIM)]
            lines = flowed(spans, sheet.width)
            lines += flowed([Span(outcome, ink), Span(more, Ink.DIM)], sheet.width, 4, 4)
            sheet.spot(key, lines, f"{said}{counts}; {outcome}{more}")
            self._marks[key] = path_marks.of_deviation(found, one)
        _say_rest(sheet, kept[_MOST:])
        if not kept:
            sheet.flow([Span("No path of these days deviates from it.")])


def _say_rest(sheet: Sheet, rest: Sequence[Deviation]) -> None:
    if rest:
        paths = sum(one.paths for one in rest)
        said = f"and {display.counted(len(rest), 'more deviation')}, {paths:,} times"
        sheet.flow([Span(said, Ink.DIM)])


class MovesBoard(PathsBoard):
    """Where people go from one touchpoint, where they came from, and all touchpoints."""

    at: var[str] = var("", init=False)

    def watch_at(self) -> None:
        """Draw the other touchpoint."""
        self.redraw()
        self.move_to("place:here")
        self.show_top()

    @property
    def target(self) -> str:
        """The touchpoint to which the line under the cursor leads; "" for none."""
        key = self.spot.key if self.spot else ""
        kind, _, rest = key.partition(":")
        if kind in ("after", "before") and rest.count("\x1f") == 1:
            return rest.partition("\x1f")[0]
        return rest if kind == "place" and rest != "here" else ""

    def draw_list(self, sheet: Sheet, found: Paths) -> None:
        """After it, before it, and the others to go to."""
        at = self.at or (found.places[0].touchpoint_id if found.places else "")
        place = found.place(at)
        said = words.visited(found, place)
        sheet.spot("place:here", flowed([Span(said, Ink.STRONG)], sheet.width), said)
        sheet.blank()
        if place.visits:
            self._moves(sheet, found, place)
            sheet.blank()
        self._places(sheet, found)

    def _moves(self, sheet: Sheet, found: Paths, place: Place) -> None:
        at = place.touchpoint_id
        heads = ("visits", "share", "after", "back", "range", "known", "how")
        after = [_move_row(found, one, place.visits, after=True) for one in lists.after(found, at)]
        self.table(sheet, f"after {found.name(at)}", heads, after, keep=5)
        sheet.blank()
        before = [
            _move_row(found, one, place.visits, after=False) for one in lists.before(found, at)
        ]
        if place.begins:
            came = (place.begins_known, place.begins_back, found.minimum)
            cells = _visits(place.begins, place.visits, "", came, "")
            name = "the path begins"
            row = PathRow("before:begins", name, cells, f"{name}: {place.begins:,}")
            before.append((row, path_marks.of_beginnings(found, at)))
        self.table(sheet, f"before {found.name(at)}", heads, before, keep=5)

    def _places(self, sheet: Sheet, found: Paths) -> None:
        rows = []
        for one in lists.places(found):
            cells = (
                display.count(one.visits),
                display.count(one.paths),
                words.rate(one.known, one.back, found.minimum),
                words.interval(one.known, one.back, found.minimum),
                display.count(one.known),
                words.share(one.begins, one.visits),
                words.share(one.ends, one.visits),
            )
            name = found.name(one.touchpoint_id)
            came = words.measured(one.known, one.back, found.minimum)
            said = f"{name}: {one.visits:,} visits in {one.paths:,} paths; came back {came}"
            rows.append((PathRow(f"place:{one.touchpoint_id}", name, cells, said), None))
        heads = ("visits", "paths", "back", "range", "known", "begin", "end")
        self.table(sheet, "all touchpoints", heads, rows, keep=5)


class LoopsBoard(PathsBoard):
    """The same touchpoint again, and turns to another channel within a day."""

    def draw_list(self, sheet: Sheet, found: Paths) -> None:
        """Loops, then switches."""
        heads = ("paths", "of paths", "back", "range", "known", "times", "most")
        rows = []
        for one in lists.loops(found)[:_MOST]:
            name = words.loop(found, one)
            cells = (
                display.count(one.paths),
                words.share(one.paths, found.place(one.touchpoint_id).paths),
                words.rate(one.known, one.back, found.minimum),
                words.interval(one.known, one.back, found.minimum),
                display.count(one.known),
                display.count(one.times),
                str(one.most),
            )
            came = words.measured(one.known, one.back, found.minimum)
            said = f"{name}: {display.counted(one.paths, 'path')}; came back {came}"
            key = f"loop:{one.touchpoint_id}:{one.direct}"
            row = PathRow(key, words.loop_name(found, one), cells, said)
            rows.append((row, path_marks.of_loop(found, one)))
        self.table(sheet, "again in one path", heads, rows, keep=5)
        if not rows:
            sheet.flow([Span("No path comes to a touchpoint again.")])
        sheet.blank()
        self._switches(sheet, found)

    def _switches(self, sheet: Sheet, found: Paths) -> None:
        visits = {channel.channel: channel.visits for channel in found.channels}
        heads = ("times", "of visits", "back", "range", "known", "after")
        rows = []
        for one in lists.switches(found):
            name = words.switch(one)
            cells = (
                display.count(one.switches),
                words.share(one.switches, visits.get(one.channel, 0)),
                words.rate(one.known, one.back, found.minimum),
                words.interval(one.known, one.back, found.minimum),
                display.count(one.known),
                words.lasting(one.wait_s),
            )
            came = words.measured(one.known, one.back, found.minimum)
            said = f"{name} within 24 hours: {one.switches:,} times; came back {came}"
            key = f"switch:{one.channel}:{one.next_channel}"
            rows.append((PathRow(key, name, cells, said), path_marks.of_switch(one)))
        self.table(sheet, "switches within 24 h", heads, rows, keep=5)
        if not rows:
            sheet.flow([Span("Nobody turned to another channel within 24 hours.")])


def _variant_row(found: Paths, one: Variant, *, compared: bool) -> PathRow:
    name = words.variant(found, one)
    more = words.excess(words.variant_beside(found, one), found.minimum)
    change = (words.change(found, one),) if compared else ()
    cells = (
        display.count(one.paths),
        words.share(one.paths, found.totals.paths),
        words.rate(one.known, one.back, found.minimum),
        words.interval(one.known, one.back, found.minimum),
        display.count(one.known),
        more,
        *change,
        words.lasting(one.seconds),
        words.rate(one.answers, one.low_answers, found.minimum),
    )
    key = "variant:" + "\x1f".join((*one.touchpoints, "…" if one.goes_on else ""))
    ink = Ink.DIM if one.is_rest else Ink.PLAIN
    return PathRow(key, name, cells, words.variant_line(found, one), ink)


def _move_row(found: Paths, one: Move, visits: int, *, after: bool) -> tuple[PathRow, Mark]:
    name = words.move_to(found, one) if after else found.name(one.touchpoint_id)
    came = (one.known, one.back, found.minimum)
    cells = _visits(one.visits, visits, words.lasting(one.wait_s), came, words.how(one))
    other = (one.next_id or "") if after else one.touchpoint_id
    key = f"{'after' if after else 'before'}:{other}\x1f{one.turns or one.goes_on}"
    how = f" ({words.how(one)})" if one.next_id else ""
    path = f"{found.name(one.touchpoint_id)}{words.ARROW}{words.move_to(found, one)}{how}"
    said = f"{path}: {one.visits:,} visits; came back {words.measured(*came)}"
    return PathRow(key, name, cells, said), path_marks.of_move(found, one)


def _visits(
    count: int, of: int, wait: str, came: tuple[int, int, int], how: str
) -> tuple[str, ...]:
    known, _, _ = came
    rates = (words.rate(*came), words.interval(*came), display.count(known))
    return (display.count(count), words.share(count, of), wait, *rates, how)


def _ink(one: Beside, *, sure: bool) -> Ink:
    if not words.colour(one, sure=sure):
        return Ink.PLAIN
    return Ink.WORSE if one.excess > 0 else Ink.BETTER
