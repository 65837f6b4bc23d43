"""`cjm touchpoint NAME --words`: what is said there, as text."""

from collections.abc import Iterator

from cjm_tui.cli.journey import stamp_lines
from cjm_tui.domain import display
from cjm_tui.domain.touchpoint import Verbatim
from cjm_tui.domain.words import sentences
from cjm_tui.domain.words.page import WordsPage

_OF_A_THEME = 3  # verbatims below each theme


def words_lines(page: WordsPage) -> Iterator[str]:
    """Yield the page as plain lines."""
    yield from stamp_lines(page.state, page.period)
    yield ""
    whose = sentences.speakers(page.voice)
    yield f"{page.stage} › {page.touchpoint} · words of {whose}: {page.view}"
    counted = page.counted
    scores = [sentences.score_words(score) for score in counted.scores]
    parts = [sentences.voice_words(counted), *scores, sentences.response_of(page)]
    yield " · ".join(part for part in parts if part)
    others = [count for count in page.voices if count.voice != page.voice]
    if others:
        yield "others: " + " · ".join(sentences.voice_words(count) for count in others)
    yield ""
    yield sentences.basis(page) or "Nobody of them has said anything here in this period."
    for said in page.words:
        yield said_line(said)
    if page.themes is not None:
        for theme in page.themes.found:
            also = f" · also {', '.join(theme.also)}" if theme.also else ""
            yield ""
            yield f"{theme.phrase}: {sentences.theme_words(theme, page.themes.low)}{also}"
            yield from (f"  {said_line(said)}" for said in theme.answers[:_OF_A_THEME])
    if page.disagreements is not None:
        for one in page.disagreements.found:
            yield ""
            yield said_line(one.said)
            yield f"  {sentences.looks_as_if(one)}"


def said_line(said: Verbatim) -> str:
    """Return a verbatim with its day and its score: "20 Nov  NPS 3/10  …"."""
    return f"{display.short_day(said.at.date()):>6}  {sentences.rating(said):<10}  “{said.words}”"
