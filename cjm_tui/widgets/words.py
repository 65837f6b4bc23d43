"""What people say: verbatims beside their scores, themes, and words at odds with their number."""

from dataclasses import dataclass

from rich.cells import cell_len
from textual.geometry import Size
from textual.reactive import var

from cjm_tui.domain import display
from cjm_tui.domain.text import shown_lines
from cjm_tui.domain.touchpoint import Verbatim
from cjm_tui.domain.words import sentences
from cjm_tui.domain.words.disagreements import Disagreements
from cjm_tui.domain.words.page import View, Voice, WordsPage
from cjm_tui.domain.words.themes import Theme, Themes
from cjm_tui.domain.words.tokens import occurrences, words
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.picture import Ink, Line, Picture, Span, clip, fit, gap, left, line, right
from cjm_tui.widgets.sheet import Sheet, flowed

_READABLE = 100  # cells of a line of words
_QUOTED = 2  # lines of the newest answer below a theme that is not opened


class VerbatimsBoard(Board):
    """Customers' words in full, each with the score that came with it."""

    words: var[tuple[Verbatim, ...]] = var((), init=False)
    said: var[str] = var("", init=False)  # of which number, and how many there are

    def watch_words(self) -> None:
        """Draw the words."""
        self.redraw()

    def draw(self, size: Size) -> Picture:
        """Number beside words, in the order given."""
        sheet = Sheet(size.width)
        for index, said in enumerate(self.words):
            draw_verbatim(sheet, f"{index}:{said.at.isoformat()}", said)
        return sheet.picture(tuple(flowed([Span(self.said)], size.width)) if self.said else ())


class WordsBoard(Board):
    """One view of a touchpoint's words; what can be looked at instead stands above it."""

    page: var[WordsPage | None] = var(None, init=False)
    asked: var[View | None] = var(None, init=False)  # the view that is being fetched
    opened: var[str] = var("", init=False)  # the theme whose answers are shown

    def watch_page(self) -> None:
        """Draw the words."""
        self.redraw()

    def watch_asked(self) -> None:
        """Say at once what has been asked for."""
        self.redraw()

    def watch_opened(self) -> None:
        """Show the theme's answers, or its newest one again."""
        self.redraw()

    def draw(self, size: Size) -> Picture:
        """The views and voices, what is listed in a sentence, and the list."""
        if self.page is None:
            return Picture()
        page, width = self.page, size.width
        sheet = Sheet(width)
        if page.themes is not None:
            _draw_themes(sheet, page.themes, self.opened)
        elif page.disagreements is not None:
            _draw_disagreements(sheet, page.disagreements)
        for index, said in enumerate(page.words):
            draw_verbatim(sheet, f"{index}:{said.at.isoformat()}", said)
        head = _head(page, self.asked or page.view, width)
        if page.themes is not None and page.themes.found:
            head = (*head, _table_head(page.themes, width))
        return sheet.picture(head)


def draw_verbatim(
    sheet: Sheet,
    key: str,
    said: Verbatim,
    marked: tuple[str, ...] = (),
    stop: frozenset[str] = frozenset(),
    below: tuple[Line, ...] = (),
) -> None:
    """Draw a verbatim in full, the terms `marked` in bold, as one spot for the cursor."""
    at, width = said.at, sheet.width
    when = f"{display.weekday(at.date())} {at:%H:%M}"
    voice = "" if said.voice in ("", Voice.CUSTOMER) else f"  {clip(said.voice, 12)}"
    score = clip(sentences.rating(said), 14)
    head = line(gap(), Span(score), Span(f"  {when}{voice}", Ink.DIM))
    body = flowed(_marked(said.words, marked, stop), min(width - 1, _READABLE), 3, 3)
    sheet.spot(key, [head, *body, *below], f"{score}  {when}  “{said.words}”")


def _marked(text: str, terms: tuple[str, ...], stop: frozenset[str]) -> list[Span]:
    """Return the text on one line with the terms in bold."""
    one_line = " ".join(shown_lines(text).split())
    spans, done = [], 0
    if terms:
        for found in occurrences(words(one_line), stop):
            if found.term in terms and found.start >= done:
                spans.append(Span(one_line[done : found.start]))
                spans.append(Span(one_line[found.start : found.end], Ink.STRONG))
                done = found.end
    return [*spans, Span(one_line[done:])]


def _head(page: WordsPage, chosen: View, width: int) -> tuple[Line, ...]:
    views = []
    for view in View:
        name = f"[{view}]" if view is chosen else f" {view} "
        views.append(Span(name, Ink.STRONG if view is chosen else Ink.DIM))
    if chosen is not page.view:
        views.append(Span(" looking…", Ink.DIM))
    voices = [gap()]
    counts = {count.voice: count.with_words for count in page.voices}
    for voice in Voice:
        name = f"{sentences.speakers(voice)} {display.count(counts.get(voice, 0))}"
        on = voice is page.voice
        voices.append(Span(f"[{name}]" if on else f" {name} ", Ink.STRONG if on else Ink.DIM))
    both = fit(line(*views, *voices), width)
    scores = [sentences.score_words(score) for score in page.counted.scores]
    said = " · ".join(part for part in (*scores, sentences.response_of(page)) if part)
    lines = [both] if _fits(views, voices, width) else [fit(line(*views), width), line(*voices)]
    if said:
        lines += flowed([Span(said)], width)
    if basis := sentences.basis(page):
        lines += flowed([Span(basis, Ink.DIM)], width - 1)
    return (*lines, ())


def _fits(views: list[Span], voices: list[Span], width: int) -> bool:
    return sum(len(span.text) for span in (*views, *voices)) <= width


@dataclass(frozen=True, slots=True)
class _Columns:
    """Widths of a table of themes, and its heads."""

    name: int
    numbers: tuple[int, int, int]
    heads: tuple[str, str, str]

    def number_cells(self, texts: tuple[str, str, str], inks: tuple[Ink, Ink, Ink]) -> list[Span]:
        """Return the three numbers of a line."""
        return [right(*cell) for cell in zip(texts, self.numbers, inks, strict=True)]


def _draw_themes(sheet: Sheet, themes: Themes, opened: str) -> None:
    if not themes.found:
        return
    columns = _measured(themes, sheet.width)
    for theme in themes.found:
        is_open = theme.term == opened
        lines = _theme_lines(theme, columns, sheet.width, is_open=is_open)
        if not is_open:
            lines += _quoted(theme, themes.stop, sheet.width)
        said = f"“{theme.phrase}”: {sentences.theme_words(theme, themes.low)}"
        sheet.spot(f"theme:{theme.term}", lines, said)
        for index, answer in enumerate(theme.answers if is_open else ()):
            key = f"{theme.term}:{index}:{answer.at.isoformat()}"
            draw_verbatim(sheet, key, answer, (theme.term,), themes.stop)


def _table_head(themes: Themes, width: int) -> Line:
    columns = _measured(themes, width)
    heads = columns.number_cells(columns.heads, (Ink.DIM, Ink.DIM, Ink.DIM))
    return line(gap(), left("  term", columns.name, Ink.DIM), *heads)


def _measured(themes: Themes, width: int) -> _Columns:
    heads = (f"of {display.count(themes.low)} low", "in all", "by chance")
    rows = [heads, *(_numbers(theme) for theme in themes.found)]
    widths = tuple(max(len(row[place]) for row in rows) + 2 for place in range(3))
    name = max(24, *(cell_len(theme.phrase) + 2 for theme in themes.found))
    numbers = (widths[0], widths[1], widths[2])
    return _Columns(min(width - sum(numbers) - 2, name), numbers, heads)


def _numbers(theme: Theme) -> tuple[str, str, str]:
    return (
        display.count(theme.low),
        display.count(theme.low + theme.others),
        sentences.by_chance(theme),
    )


def _theme_lines(theme: Theme, columns: _Columns, width: int, *, is_open: bool) -> list[Line]:
    """Return the term with its numbers, and beside or below them what is said along with it."""
    mark = "−" if is_open else "+"
    name = left(f"{mark} {theme.phrase}", columns.name, Ink.STRONG)
    numbers = columns.number_cells(_numbers(theme), (Ink.PLAIN, Ink.DIM, Ink.DIM))
    also = f"also {', '.join(theme.also)}" if theme.also else ""
    room = width - columns.name - sum(columns.numbers) - 4
    if room >= cell_len(also):
        return [line(gap(), name, *numbers, Span(f"  {also}", Ink.DIM))]
    return [line(gap(), name, *numbers), *flowed([Span(also, Ink.DIM)], width, 3, 3)]


def _quoted(theme: Theme, stop: frozenset[str], width: int) -> list[Line]:
    """Return the newest answer from shortly before the term on, in few lines."""
    text = " ".join(shown_lines(theme.answers[0].words).split())
    start = next((o.start for o in occurrences(words(text), stop) if o.term == theme.term), 0)
    cells = min(width - 1, _READABLE)
    begin = text.rfind(" ", 0, max(0, start - cells)) + 1 if start > cells else 0
    spans = [Span("“…" if begin else "“"), *_marked(text[begin:], (theme.term,), stop), Span("”")]
    dimmed = [Span(s.text, Ink.DIM if s.ink is Ink.PLAIN else s.ink) for s in spans]
    lines = flowed(dimmed, cells, 3, 4)
    if len(lines) > _QUOTED:
        last = fit(lines[_QUOTED - 1], cells - 1)
        lines = [*lines[: _QUOTED - 1], line(*last, Span("…", Ink.DIM))]
    return lines


def _draw_disagreements(sheet: Sheet, found: Disagreements) -> None:
    for index, one in enumerate(found.found):
        why = flowed([Span(sentences.looks_as_if(one), Ink.DIM)], min(sheet.width, _READABLE), 3, 5)
        key = f"{index}:{one.said.at.isoformat()}"
        draw_verbatim(sheet, key, one.said, one.reasons, found.stop, tuple(why))
