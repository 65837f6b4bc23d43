"""A touchpoint as a card in its stage's column."""

from dataclasses import dataclass

from rich.cells import cell_len

from cjm_tui.domain import display
from cjm_tui.widgets.journey_cells import NEW, Cells
from cjm_tui.widgets.picture import Ink, Line, Span, both_ends, clip, line, wrap

_WIDE = 36  # cells of a column from which there is room for more figures and the customers' words
_TREND = 14  # points at most
_LEAST_TREND = 4


@dataclass(frozen=True, slots=True)
class Frame:
    """What every card of a band shares."""

    width: int
    need_lines: int
    word_lines: int  # lines for the words of the day, if the column is wide
    airy: bool

    @property
    def wide(self) -> bool:
        """Whether trend and target have room beside the score, and words below it."""
        return self.width >= _WIDE

    @property
    def words(self) -> int:
        """How many lines the words of the day take."""
        return self.word_lines if self.wide else 0

    @property
    def card_height(self) -> int:
        """Lines of a touchpoint, the blank one after it included."""
        return 4 + self.words + self.airy


def card(row: Cells, frame: Frame) -> list[Line]:
    """Who and how many; the score; the change; the owner; and in a wide column words of the day."""
    drawn = _wide(row, frame) if frame.wide else _narrow(row, frame)
    return [_name(row, frame.width), *drawn, *[()] * frame.airy]


def _name(row: Cells, width: int) -> Line:
    mark = (row.mark + (NEW if row.is_new else "")).strip()
    before = f" {mark} " if mark else " "
    name = clip(row.name, width - len(row.n) - len(before) - 1)
    return both_ends((Span(before), Span(name, row.name_ink)), (Span(row.n, Ink.DIM),), width)


def _score(row: Cells) -> Line:
    return line(
        Span(f" {row.kpi} ", Ink.DIM),
        Span(row.now, row.now_ink),
        Span(f" {row.interval}", Ink.DIM),
    )


def _narrow(row: Cells, frame: Frame) -> list[Line]:
    width = frame.width
    target = Span(row.target, row.target_ink)
    change = Span(row.change, row.change_ink)
    signal = Span(f" {row.signal(width - 3 - cell_len(row.change))}", row.signal_ink)
    least = 7 + (len(f" {row.actions} act") if row.actions else 0)
    owner = Span(clip(row.owner, width - least), row.owner_ink)
    room = width - 3 - cell_len(owner.text)
    if row.score.compared is not None:
        around = row.around(width - 3 - cell_len(row.change))
        second = line(Span(" "), change, Span(f" {around}", row.change_ink))
        third: Line = (Span(f" {row.signal(room)}", row.signal_ink),)
    else:
        second = both_ends((signal,), (change,), width)
        third = _trend(row, room)
    return [
        both_ends(_score(row), (target,), width),
        second,
        both_ends(third, (owner,), width),
    ]


def _trend(row: Cells, room: int) -> Line:
    """The trend, and behind it how many actions are open, with room for four points at least."""
    actions = display.counted(row.score.open_actions, "action") if row.actions else ""
    if actions and room - len(actions) < _LEAST_TREND + 1:
        actions = f"{row.actions} act"
    trend = row.trend(max(_LEAST_TREND, min(_TREND, room - len(actions) - 1)))
    between = Span(" " if trend.text and actions else "")
    return line(Span(" "), trend, between, Span(actions, Ink.DIM))


def _wide(row: Cells, frame: Frame) -> list[Line]:
    width = frame.width
    goal = f"target {row.goal} " if row.goal else ""
    target = line(Span(goal, Ink.DIM), Span(row.target, row.target_ink))
    score = _score(row)
    room = width - sum(cell_len(s.text) for s in (*score, *target)) - 3
    aside = line(row.trend(min(_TREND, max(0, room))), Span("  " if goal else ""), *target)
    lines = [both_ends(score, aside, width), both_ends(*_change(row, width), width)]
    actions = display.counted(row.score.open_actions, "open action") if row.actions else ""
    owner = Span(clip(row.owner, width - cell_len(actions) - 3), row.owner_ink)
    lines.append(both_ends((Span(f" {actions}", Ink.DIM),), (owner,), width))
    words = wrap(f"“{row.score.said}”", width - 3, frame.words) if row.score.said else []
    lines += [(Span(f"  {text}", Ink.DIM),) for text in [*words, "", ""][: frame.words]]
    return lines


def _change(row: Cells, width: int) -> tuple[Line, Line]:
    """The signal, and on the right by how much it is off, and from what."""
    if row.score.compared is not None:
        around = f"{row.change} {row.around(width - 16)}".strip()
        signal = row.signal(max(8, width - cell_len(around) - 3))
        return (Span(f" {signal}", row.signal_ink),), (Span(around, row.change_ink),)
    from_what = f" from {row.baseline}" if row.change else ""
    end = line(Span(row.change, row.change_ink), Span(from_what, Ink.DIM))
    room = width - 3 - cell_len(row.change) - cell_len(from_what)
    return (Span(f" {row.signal(room)}", row.signal_ink),), end
