"""The longest stretch of words that nearly all answers with a term share around it."""

from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass

from cjm_tui.domain.words.tokens import Word, occurrences, words

_SHARED = 0.8  # of the answers with the term
_LONGEST = 9  # words


@dataclass(slots=True)
class _Stretch:
    """Words `first` to `last` of an answer, in which the term is."""

    text: str
    said: Sequence[Word]
    first: int
    last: int

    def beside(self, step: int) -> str:
        """Return the word before or after it; "" at a break or an end."""
        place = self.first - 1 if step < 0 else self.last + 1
        return self.said[place].folded if 0 <= place < len(self.said) else ""

    def widen(self, step: int) -> None:
        """Take the word before or after in."""
        if step < 0:
            self.first -= 1
        else:
            self.last += 1

    @property
    def spelled(self) -> str:
        """It as the answer spells it."""
        stretch = self.text[self.said[self.first].start : self.said[self.last].end]
        return " ".join(stretch.casefold().split())


def shared_phrase(answers: Sequence[str], term: str, stop: Container[str]) -> str:
    """Return the term as the first answer spells it, with all that most answers say around it.

    A word belongs to it as long as four of five answers with the term have that same word there.
    """
    found = [stretch for text in answers if (stretch := _stretch(text, term, stop)) is not None]
    if not found:
        return term
    least, agreeing = _SHARED * len(found), found
    while agreeing[0].last - agreeing[0].first + 1 < _LONGEST:
        counts = {
            step: Counter(word for each in agreeing if (word := each.beside(step)))
            for step in (1, -1)
        }
        tops = [
            (top[0][1], step, top[0][0]) for step, c in counts.items() if (top := c.most_common(1))
        ]
        number, step, word = max(tops, default=(0, 1, ""))
        if number < least:
            break
        agreeing = [each for each in agreeing if each.beside(step) == word]
        for each in agreeing:
            each.widen(step)
    return agreeing[0].spelled


def _stretch(text: str, term: str, stop: Container[str]) -> _Stretch | None:
    said = list(words(text))
    for found in occurrences(said, stop):
        if found.term == term:
            inside = [n for n, word in enumerate(said) if found.start <= word.start < found.end]
            return _Stretch(text, said, inside[0], inside[-1])
    return None
