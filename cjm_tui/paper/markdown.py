"""The executive pack as Markdown, for a mail or a wiki: charts as text, all texts escaped."""

import re
from collections.abc import Iterator

from cjm_tui.domain.display import BLOCKS
from cjm_tui.domain.report import (
    Bars,
    Block,
    Bullets,
    Distances,
    Note,
    Pack,
    Paragraph,
    Section,
    Subheading,
    Table,
    Text,
    Tiles,
    Trend,
)
from cjm_tui.domain.text import shown

_SPECIAL = re.compile(r"[\\`*_\[<|~&$]")
_LINE_START = re.compile(r"\A(?:\d+(?=[.)](?:\s|\Z))|(?=[-+=:>#]))")
_SCHEME = re.compile(r":(?=//)")
_BAR = 40  # cells


def markdown(pack: Pack) -> str:
    """Return the whole file; the same pack gives the same text."""
    return "\n".join(_lines(pack)) + "\n"


def safe(text: str) -> str:
    """Return text as Markdown that is text and nothing else, wherever in a line it stands."""
    folded = " ".join(shown(text).split(" "))
    return _SCHEME.sub(r"\\:", _SPECIAL.sub(r"\\\g<0>", folded))


def _lines(pack: Pack) -> Iterator[str]:
    yield f"# {safe(pack.title)}"
    for said in (pack.about, *pack.state[:2]):
        if said:
            yield ""
            yield _begun(safe(said))
    for section in pack.sections:
        yield from _section(section)
    yield from ("", "## Where each figure is from", "")
    for said in pack.state:
        yield f"- {_begun(safe(said))}"
    yield ""
    for note in pack.notes:
        yield _note(note, pack.state_id)


def _section(section: Section) -> Iterator[str]:
    yield from ("", f"## {safe(section.title)}")
    for block in section.blocks:
        yield ""
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(found):
            yield _text(found)
        case Subheading(found):
            yield f"### {_text(found)}"
        case Bullets(items):
            for item in items:
                yield f"- {_text(item)}"
        case Table():
            yield from _table(block)
        case Tiles(tiles):
            for tile in tiles:
                under = _inline(tile.under)
                said = f"{_bold(tile.value.text)} {safe(tile.title)}"
                yield f"- {said}{_marks(tile.value.notes)}{f' ({under})' if under else ''}"
        case Bars():
            yield from _bars(block)
        case Trend():
            yield from _trend(block)
        case Distances(title, rows):
            yield _begun(safe(title))
            yield ""
            for row in rows:
                yield f"- {_begun(safe(f'{row.label}: {row.said}'))}"


def _text(text: Text) -> str:
    return _begun(_inline(text))


def _inline(text: Text) -> str:
    return "".join(safe(run.text) + _marks(run.notes) for run in text).strip()


def _begun(line: str) -> str:
    """Return what begins a line so that it begins no list, heading or rule."""
    return _LINE_START.sub(r"\g<0>\\", line.strip(), count=1)


def _bold(text: str) -> str:
    """Return text between marks that hold: a space beside one would leave it open."""
    return f"**{safe(text).strip()}**"


def _marks(notes: tuple[int, ...]) -> str:
    return "".join(f"[^{number}]" for number in notes)


def _table(table: Table) -> Iterator[str]:
    yield _row([safe(column.title) for column in table.columns])
    yield _row(["---:" if column.right else "---" for column in table.columns])
    for row in table.rows:
        yield _row([_inline(cell) for cell in row])


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _bars(block: Bars) -> Iterator[str]:
    """Yield a bar a line, in a block of code so that they stand one below the other."""
    yield _begun(safe(block.title)) + _marks(block.notes)
    yield ""
    yield "```text"
    wide = max(len(bar.label) for bar in block.bars)
    for bar in block.bars:
        full = round(_BAR * bar.percent / 100)
        cells = ["█"] * full + ["░"] * (_BAR - full)
        if bar.mark is not None:
            cells[min(_BAR - 1, round(_BAR * bar.mark / 100))] = "│"
        said = f"{_code(bar.label):<{wide}} {''.join(cells)} {_code(bar.said)}"
        yield f"{said}  │ {_code(bar.mark_said)}" if bar.mark_said else said
    yield "```"


def _trend(block: Trend) -> Iterator[str]:
    yield f"{_bold(block.title)}{_marks(block.notes)}: {safe(block.said)}"
    known = [week for week in block.weeks if week.value is not None and not week.provisional]
    if known:
        yield ""
        yield "```text"
        yield sparks([None if week.provisional else week.value for week in block.weeks])
        yield f"{_code(known[0].said)}  …  {_code(known[-1].said)}"
        yield "```"


def sparks(values: list[float | None]) -> str:
    """Return values as blocks, least to most; a gap is a point."""
    known = [value for value in values if value is not None]
    least, most = min(known), max(known)
    room = (most - least) or 1.0
    last = len(BLOCKS) - 1
    return "".join(
        "·" if value is None else BLOCKS[min(last, int((value - least) / room * len(BLOCKS)))]
        for value in values
    )


def _code(text: str) -> str:
    """Return text that cannot end the block of code that it stands in."""
    return shown(text).replace("`", "'")


def _note(note: Note, state: str) -> str:
    days = f" · {safe(note.days)}" if note.days else ""
    return (
        f"[^{note.number}]: {safe(note.title)}: {safe(note.query)} · hash {safe(note.sql_hash)}"
        f"{days} · {safe(state)} · rows: {safe(note.rows)}"
    )
