"""What is left out of a repaint must not be missed: the terminal ends with the same picture."""

import pyte
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from cjm_tui.screens.terminal_rows import TerminalRows

WIDTH, HEIGHT = 24, 3
STYLES = [
    Style.parse(words)
    for words in (
        "none",
        "bold",
        "red on blue",
        "#102030 on #405060",
        "italic #102030 on #405060",
        "underline bold green",
        "reverse yellow",
        "strike on white",
    )
]
CONSOLE = Console(force_terminal=True, color_system="truecolor", width=WIDTH)
texts = st.text(st.sampled_from("ab  ─▲é漢"), min_size=1, max_size=9)
pieces = st.lists(st.tuples(texts, st.sampled_from(STYLES)), min_size=1, max_size=6)
pictures = st.lists(pieces, min_size=HEIGHT, max_size=HEIGHT)


def strip_of(row):
    segments = [Segment(text, style) for text, style in row]
    return Strip(segments).adjust_cell_length(WIDTH, STYLES[3])


def painted(*sent):
    """The terminal's cells after what was sent; how a blank would be written is not seen."""
    screen = pyte.Screen(WIDTH, HEIGHT)
    pyte.Stream(screen).feed("".join(sent))
    return [[_seen(screen.buffer[y][x]) for x in range(WIDTH)] for y in range(HEIGHT)]


def _seen(cell):
    if cell.data != " ":
        return cell
    marks = (cell.underscore, cell.strikethrough, cell.reverse)
    return (" ", cell.bg, marks, cell.fg if any(marks) else "")


def whole(picture):
    return LayoutUpdate([[strip_of(row)] for row in picture], Region(0, 0, WIDTH, HEIGHT))


@settings(max_examples=150, deadline=None)
@given(pictures, pictures)
def test_a_repaint_of_what_differs_gives_the_whole_picture(first, second):
    terminal = TerminalRows()
    sent = [terminal.changed(whole(one)).render_segments(CONSOLE) for one in (first, second)]
    assert painted(*sent) == painted(whole(second).render_segments(CONSOLE))
    assert terminal.changed(whole(second)).render_segments(CONSOLE) == "", "nothing is sent twice"


@settings(max_examples=100, deadline=None)
@given(pictures, pieces, st.integers(0, HEIGHT - 1), st.integers(0, WIDTH - 1), st.integers(1, 9))
def test_a_part_that_differs_gives_the_whole_picture(first, row, y, start, length):
    plain = [[(text.replace("漢", "b"), style) for text, style in line] for line in first]
    other = [(text.replace("漢", "b"), style) for text, style in row]
    end = min(WIDTH, start + length)
    rows = [strip_of(line) for line in plain]
    changed = strip_of(other).crop(start, end)
    after = [*rows]
    after[y] = Strip.join([rows[y].crop(0, start), changed, rows[y].crop(end, WIDTH)])
    chops = [{start: changed} if at == y else {} for at in range(HEIGHT)]
    part = ChopsUpdate(chops, [(y, start, end)], [[end] if at == y else [] for at in range(HEIGHT)])
    terminal = TerminalRows()
    sent = [terminal.changed(update).render_segments(CONSOLE) for update in (whole(plain), part)]
    wanted = LayoutUpdate([[strip] for strip in after], Region(0, 0, WIDTH, HEIGHT))
    assert painted(*sent) == painted(wanted.render_segments(CONSOLE))
    again = terminal.changed(part).render_segments(CONSOLE)
    assert again == "", "nothing is sent twice"


def test_a_row_of_which_one_cell_differs_sends_little():
    row = [("a" * WIDTH, STYLES[4])]
    one = [("a" * 10 + "b" + "a" * (WIDTH - 11), STYLES[4])]
    terminal = TerminalRows()
    terminal.changed(whole([row] * HEIGHT)).render_segments(CONSOLE)
    sent = terminal.changed(whole([row, one, row])).render_segments(CONSOLE)
    assert "b" in sent
    assert len(sent) < 60


def test_without_colours_no_looks_are_sent():
    dumb = Console(force_terminal=True, color_system=None, width=WIDTH)
    sent = TerminalRows().changed(whole([[("ab", STYLES[2])]] * HEIGHT)).render_segments(dumb)
    assert "m" not in sent
