"""Where words and numbers disagree: a high score with the words of low ones, or the other way.

What is typical of which the site's own answers say: each term has its log-odds with an informative
Dirichlet prior (Monroe, Colaresi and Quinn 2008, "Fightin' words"), and an answer the mean of its
terms'. An answer that is judged is left out of the counts that judge it. No word is good or bad in
itself, and nothing here claims to know what a person meant.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log, sqrt

from cjm_tui.domain.touchpoint import Verbatim
from cjm_tui.domain.words.levels import Level, level
from cjm_tui.domain.words.themes import cut, stop_words_of
from cjm_tui.domain.words.tokens import terms, words

LEAST = 50  # answers of each kind from which the words are learned
TELLS_FROM = 0.75  # pairs sorted rightly by the words alone, below which nothing is listed
_PRIOR = 1000.0  # terms that the prior weighs as much as
_SEEN = 5  # answers with a term, below which it says nothing yet
_SURE = 1.96  # standard errors from where a term is named as a reason
_LEAST_REASONS = 2
_DAMPING = 3  # terms without a leaning, added to each answer: one word is not yet a voice
_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An answer whose words look like those of the other end, and the terms that do."""

    said: Verbatim
    level: Level  # of its score
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disagreements:
    """The answers that look so, or why none could be looked for."""

    found: tuple[Disagreement, ...] = ()
    low: int = 0  # answers learned from
    high: int = 0
    looked_at: int = 0  # answers here with a low or a high score
    sorted_rightly: float = 0.0  # of the pairs of a low and a high answer, by the words alone
    stop: frozenset[str] = frozenset()

    @property
    def too_few(self) -> bool:
        """Whether there are too few scored answers to learn from."""
        return min(self.low, self.high) < LEAST

    @property
    def tells(self) -> bool:
        """Whether the words tell low answers from high ones at all."""
        return not self.too_few and self.sorted_rightly >= TELLS_FROM


def disagreements(here: Sequence[Verbatim], site: Sequence[Verbatim]) -> Disagreements:
    """Return which answers `here` look as if words and number disagree, as `site` uses its words.

    A high score is listed whose words are more typical of low scores than those of half of the
    site's low answers, and the other way round; the most striking ones first.
    """
    low = [said for said in site if level(said) is Level.LOW]
    high = [said for said in site if level(said) is Level.HIGH]
    judged = [said for said in here if level(said) in (Level.LOW, Level.HIGH)]
    if min(len(low), len(high)) < LEAST:
        return Disagreements(low=len(low), high=len(high), looked_at=len(judged))
    usage = _Usage.of(low, high)
    of_low = sorted(usage.leaning(text, Level.LOW) for text in usage.low_answers)
    of_high = sorted(usage.leaning(text, Level.HIGH) for text in usage.high_answers)
    rightly = _sorted_rightly(of_low, of_high)
    found: list[tuple[float, Disagreement]] = []
    learned = dict(zip(low, usage.low_answers, strict=True))
    learned |= zip(high, usage.high_answers, strict=True)
    if rightly >= TELLS_FROM:
        like_low, like_high = of_low[len(of_low) // 2], of_high[len(of_high) // 2]
        for said in judged:
            kind = level(said)
            own = kind if said in learned else Level.NONE
            text = learned[said] if said in learned else terms(words(said.words), usage.stop)
            leaning = usage.leaning(text, own)
            beyond = leaning - like_low if kind is Level.HIGH else like_high - leaning
            reasons = usage.reasons(text, own, against=kind)
            if beyond >= 0 and len(reasons) >= _LEAST_REASONS:
                found.append((beyond, Disagreement(said, kind, reasons)))
    found.sort(key=lambda item: -item[0])
    shown = tuple(disagreement for _, disagreement in found[:_SHOWN])
    return Disagreements(shown, len(low), len(high), len(judged), rightly, usage.stop)


@dataclass(frozen=True)
class _Usage:
    """How often low and high answers hold each term."""

    low_answers: list[frozenset[str]]
    high_answers: list[frozenset[str]]
    low: Counter[str]
    high: Counter[str]
    low_total: int
    high_total: int
    stop: frozenset[str]

    @classmethod
    def of(cls, low: Sequence[Verbatim], high: Sequence[Verbatim]) -> "_Usage":
        """Return the usage of these answers."""
        words_of_low, words_of_high = cut(low), cut(high)
        stop = stop_words_of(words_of_low, words_of_high)
        low_answers = [terms(text, stop) for text in words_of_low]
        high_answers = [terms(text, stop) for text in words_of_high]
        with_low, with_high = _counted(low_answers), _counted(high_answers)
        return cls(
            low_answers,
            high_answers,
            with_low,
            with_high,
            sum(with_low.values()),
            sum(with_high.values()),
            stop,
        )

    def leaning(self, text: frozenset[str], own: Level) -> float:
        """Return how typical of low scores an answer is; below 0 it is typical of high ones.

        `own` is the level with which the answer itself has been counted; NONE if it has not.
        """
        weighed = [self._odds(term, len(text), own) for term in text]
        known = [odds for odds, error in weighed if error]
        return sum(known) / (len(known) + _DAMPING)

    def reasons(self, text: frozenset[str], own: Level, *, against: Level) -> tuple[str, ...]:
        """Return the terms that speak against the score, those that say most first."""
        sign = 1 if against is Level.HIGH else -1
        weighed = []
        for term in text:
            odds, error = self._odds(term, len(text), own)
            if sign * odds >= _SURE * error > 0:
                weighed.append((sign * odds, len(term.split()), term))
        kept: list[str] = []
        for _, _, term in sorted(weighed, key=lambda item: (-item[1], -item[0], item[2])):
            if not any(set(term.split()) & set(other.split()) for other in kept):
                kept.append(term)
        said = {term: odds for odds, _, term in weighed}
        return tuple(sorted(kept, key=lambda term: (-said[term], term)))

    def _odds(self, term: str, own_terms: int, own: Level) -> tuple[float, float]:
        """Return a term's log-odds of low against high, and its standard error; 0 if unknown."""
        low, high = self.low[term], self.high[term]
        low_total, high_total = self.low_total, self.high_total
        if own is Level.LOW:
            low, low_total = low - 1, low_total - own_terms
        elif own is Level.HIGH:
            high, high_total = high - 1, high_total - own_terms
        if low + high < _SEEN:
            return 0.0, 0.0
        prior = _PRIOR * (low + high) / (low_total + high_total)
        in_low = (low + prior) / (low_total + _PRIOR - low - prior)
        in_high = (high + prior) / (high_total + _PRIOR - high - prior)
        return log(in_low / in_high), sqrt(1 / (low + prior) + 1 / (high + prior))


def _counted(answers: Iterable[frozenset[str]]) -> Counter[str]:
    return Counter(term for answer in answers for term in answer)


def _sorted_rightly(of_low: Sequence[float], of_high: Sequence[float]) -> float:
    """Return in which share of all pairs the low answer leans more to low; ties count half.

    Both ascend. It is the area under the ROC curve (Mann and Whitney 1947).
    """
    below = sum(bisect_left(of_high, x) + bisect_right(of_high, x) for x in of_low)
    return below / (2 * len(of_low) * len(of_high))
