"""The executive pack as one HTML file: no scripts, nothing from outside, all text escaped."""

import base64
import hashlib
from collections.abc import Iterator
from html import escape
from importlib.resources import files

from cjm_tui.domain.report import (
    Bars,
    Block,
    Bullets,
    Distances,
    Note,
    Pack,
    Paragraph,
    Run,
    Section,
    Subheading,
    Table,
    Text,
    Tile,
    Tiles,
    Tone,
    Trend,
)
from cjm_tui.domain.text import shown, shown_lines
from cjm_tui.paper.svg import bars_svg, distance_svg, trend_svg

_LEAD = ' class="lead"'
_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-{hash}'; \
base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
"""


def html(pack: Pack) -> str:
    """Return the whole file; the same pack gives the same text."""
    return "".join(_document(pack))


def safe(text: str) -> str:
    """Return text as HTML that is text and nothing else, in an element or in an attribute."""
    return escape(shown(text), quote=True)


def _document(pack: Pack) -> Iterator[str]:
    style = files("cjm_tui.paper").joinpath("pack.css").read_text(encoding="utf-8")
    hashed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    yield _HEAD.format(hash=hashed, title=safe(pack.title), style=style)
    yield f"<header>\n<h1>{safe(pack.title)}</h1>\n"
    yield f'<p class="about">{safe(pack.about)}</p>\n'
    yield f'<p class="quiet">{safe(" · ".join(pack.state[:2]))}</p>\n</header>\n<main>\n'
    first, *rest = pack.sections
    yield _section(first)
    yield "<nav><p>In this pack</p>\n<ol>\n"
    for section in rest:
        yield f'<li><a href="#{safe(section.anchor)}">{safe(section.title)}</a></li>\n'
    yield '<li><a href="#sources">Where each figure is from</a></li>\n</ol>\n</nav>\n'
    yield from map(_section, rest)
    yield from _sources(pack)
    yield "</main>\n</body>\n</html>\n"


def _section(section: Section) -> str:
    blocks = "".join(map(_block, section.blocks))
    return (
        f'<section id="{safe(section.anchor)}">\n<h2>{safe(section.title)}</h2>\n'
        f"{blocks}</section>\n"
    )


def _block(block: Block) -> str:
    match block:
        case Paragraph(found, lead=lead):
            return f"<p{_LEAD if lead else ''}>{_text(found)}</p>\n"
        case Subheading(found):
            return f"<h3>{_text(found)}</h3>\n"
        case Bullets(items):
            return "<ul>\n" + "".join(f"<li>{_text(i)}</li>\n" for i in items) + "</ul>\n"
        case Table():
            return _table(block)
        case Tiles(tiles):
            return '<div class="tiles">\n' + "".join(map(_tile, tiles)) + "</div>\n"
        case Bars():
            return _drawn(block.title, block.notes, bars_svg(block), "")
        case Trend():
            return _drawn(block.title, block.notes, trend_svg(block), block.said)
        case Distances(title, rows):
            drawn = "".join(f"<div>{distance_svg(row)}</div>" for row in rows)
            return _drawn(title, (), drawn, "")


def _drawn(title: str, notes: tuple[int, ...], svg: str, said: str) -> str:
    below = f"<p>{safe(said)}</p>" if said else ""
    caption = f"<figcaption>{safe(title)}{_marks(notes)}{below}</figcaption>"
    return f"<figure>{caption}\n{svg}\n</figure>\n"


def _table(table: Table) -> str:
    sides = ['<{0} class="right">' if c.right else "<{0}>" for c in table.columns]
    head = "".join(
        f"{side.format('th')}{safe(column.title)}</th>"
        for side, column in zip(sides, table.columns, strict=True)
    )
    rows = "".join(
        "<tr>"
        + "".join(
            f"{side.format('td')}{_text(cell)}</td>" for side, cell in zip(sides, row, strict=True)
        )
        + "</tr>\n"
        for row in table.rows
    )
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n"


def _tile(tile: Tile) -> str:
    return (
        f'<div class="tile"><p class="big">{_run(tile.value)}</p>'
        f"<p>{safe(tile.title)}</p>"
        f'<p class="quiet">{_text(tile.under)}</p></div>\n'
    )


def _text(text: Text) -> str:
    return "".join(map(_run, text))


def _run(run: Run) -> str:
    said = safe(run.text)
    if run.number is not None:
        number = run.number
        place = f' data-touchpoint="{safe(number.touchpoint_id)}"'
        if number.journey_id:
            place = f' data-journey="{safe(number.journey_id)}"'
        ends = "".join(
            f' data-{name}="{end!r}"'
            for name, end in (("low", number.low), ("high", number.high))
            if end is not None
        )
        said = (
            f'<data value="{number.value!r}" data-kpi="{safe(number.kpi)}"{place}'
            f' data-n="{number.n}"{ends}>{said}</data>'
        )
    if run.tone is not Tone.PLAIN:
        said = f'<span class="{run.tone.value}">{said}</span>'
    return said + _marks(run.notes)


def _marks(notes: tuple[int, ...]) -> str:
    if not notes:
        return ""
    links = " ".join(f'<a href="#note-{number}">{number}</a>' for number in notes)
    return f"<sup>{links}</sup>"


def _sources(pack: Pack) -> Iterator[str]:
    yield '<section id="sources">\n<h2>Where each figure is from</h2>\n<ul>\n'
    for said in pack.state:
        yield f"<li>{safe(said)}</li>\n"
    yield '</ul>\n<ol class="notes">\n'
    for note in pack.notes:
        yield _note(note, pack.state_id)
    yield "</ol>\n</section>\n"


def _note(note: Note, state: str) -> str:
    days = f" · {safe(note.days)}" if note.days else ""
    return (
        f'<li id="note-{note.number}" value="{note.number}">{safe(note.title)}: '
        f"<code>{safe(note.query)}</code> · hash <code>{safe(note.sql_hash)}</code>{days} · "
        f"{safe(state)} · rows: <code>{safe(note.rows)}</code>\n"
        f"<details><summary>SQL</summary><pre>{escape(shown_lines(note.sql))}</pre></details></li>\n"
    )
