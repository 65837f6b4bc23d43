"""Themes: terms that low scores hold more often than the other answers do.

A term counts once an answer. Low answers are longer than others, so counts are compared by the
terms said in all, not by answers: else every word would be typical of the discontented.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cjm_tui.domain.statistics.discoveries import FALSE_SHARE, discoveries, more_often
from cjm_tui.domain.touchpoint import Verbatim
from cjm_tui.domain.words.levels import Level, level
from cjm_tui.domain.words.phrases import shared_phrase
from cjm_tui.domain.words.stop_words import stop_words
from cjm_tui.domain.words.tokens import Word, occurrences, terms, words

LEAST_LOW = 10  # answers with a low score, below which nothing is looked for
LEAST_OTHERS = 30  # other answers, below which those of other touchpoints are added
_LEAST_WITH = 4  # low answers with a term, by as many people, that make it a theme
_TIMES = 1.5  # as often as the others at least
_SAME = 0.8  # of the answers with a term, the share that makes it part of another theme
_TELLS = 0.5  # of the answers with a word, the share with a phrase that says more than the word
_LOOKED_AT = 300  # terms, the most weighty ones
_SHOWN = 12
_OPENED = 200  # answers kept with a theme


@dataclass(frozen=True, slots=True)
class Theme:
    """A term, how many low and other answers hold it, and the answers, low ones first."""

    term: str
    spelled: str  # as the newest low answer spells it
    phrase: str  # with what most low answers say around it
    low: int
    others: int
    chance: float  # low answers that would hold it if low answers said it as often as the others
    also: tuple[str, ...]  # terms that nearly the same answers hold
    answers: tuple[Verbatim, ...]


@dataclass(frozen=True, slots=True)
class Themes:
    """What stands out among low scores, most customers first; none is an answer too."""

    found: tuple[Theme, ...] = ()
    more: int = 0  # themes beyond those found
    low: int = 0  # answers compared
    others: int = 0
    elsewhere: int = 0  # how many of the others were given at other touchpoints
    stop: frozenset[str] = frozenset()
    false_share: float = FALSE_SHARE

    @property
    def too_few(self) -> bool:
        """Whether there are too few low scores to look for anything."""
        return self.low < LEAST_LOW or not self.others


def themes(here: Sequence[Verbatim], elsewhere: Sequence[Verbatim] = ()) -> Themes:
    """Return the themes of the low scores among the answers `here`, which are newest first.

    Where few others or none of the terms tell them apart, the answers `elsewhere` that are not low
    join the others.
    """
    low = [said for said in here if level(said) is Level.LOW]
    others = [said for said in here if level(said) in (Level.MIDDLE, Level.HIGH)]
    beside = [said for said in elsewhere if level(said) in (Level.MIDDLE, Level.HIGH)]
    if len(low) < LEAST_LOW:
        return Themes(low=len(low), others=len(others))
    if len(others) >= LEAST_OTHERS or not beside:
        found = _compared(low, others, 0)
        if found.found or not beside:
            return found
    return _compared(low, others + beside, len(beside))


def _compared(low: list[Verbatim], others: list[Verbatim], elsewhere: int) -> Themes:
    words_of_low, words_of_others = cut(low), cut(others)
    stop = stop_words_of(words_of_low, words_of_others)
    of_low = [terms(text, stop) for text in words_of_low]
    of_others = [terms(text, stop) for text in words_of_others]
    with_low, with_others = _counted(of_low), _counted(of_others)
    exposure, other_exposure = sum(with_low.values()), sum(with_others.values())
    outcome = Themes((), 0, len(low), len(others), elsewhere, stop)
    if not exposure or not other_exposure:
        return outcome
    odds = exposure / other_exposure
    terms_found = _outstanding(with_low, with_others, exposure, other_exposure)
    holders = _holders(of_low, set(terms_found))
    lasting = [
        term
        for term in terms_found
        if len({low[place].person or place for place in holders[term]}) >= _LEAST_WITH
        and with_low[term] >= _TIMES * odds * with_others[term]
    ]
    lasting.sort(
        key=lambda term: (odds * with_others[term] - with_low[term], " " not in term, term)
    )
    groups = _grouped(lasting[:_LOOKED_AT], holders)
    shown = tuple(
        Theme(
            term,
            _spelled(low[holders[term][0]].words, term, stop),
            shared_phrase([low[place].words for place in holders[term]], term, stop),
            with_low[term],
            with_others[term],
            odds * with_others[term],
            tuple(_spelled(low[holders[part][0]].words, part, stop) for part in also),
            _answers(term, [low[place] for place in holders[term]], others, of_others),
        )
        for term, also in groups[:_SHOWN]
    )
    more = max(0, len(groups) - _SHOWN)
    return Themes(shown, more, len(low), len(others), elsewhere, stop)


def cut(answers: Iterable[Verbatim]) -> list[tuple[Word, ...]]:
    """Return the words of each answer."""
    return [tuple(words(said.words)) for said in answers]


def stop_words_of(
    low: Iterable[Iterable[Word]], others: Sequence[Iterable[Word]]
) -> frozenset[str]:
    """Return the words that say nothing in these answers, whatever their language."""
    counts: Counter[str] = Counter()
    holding: Counter[str] = Counter()
    for text in low:
        counts.update([word[0] for word in text])
    for text in others:
        found = [word[0] for word in text]
        counts.update(found)
        holding.update(set(found))
    del counts[""], holding[""]
    return stop_words(counts, {word: number / len(others) for word, number in holding.items()})


def _counted(answers: Iterable[frozenset[str]]) -> Counter[str]:
    return Counter(term for answer in answers for term in answer)


def _outstanding(
    with_low: Mapping[str, int],
    with_others: Mapping[str, int],
    exposure: int,
    other_exposure: int,
) -> list[str]:
    """Return the terms that are discoveries, tested as far as their number could tell anything.

    Which terms are tested must not depend on who said them, or the control would fail; one that
    could not stand out if all its answers were low is not (Tarone 1990).
    """
    share = exposure / (exposure + other_exposure)
    tested, p_values = [], []
    for term in {**with_low, **with_others}:
        low, others = with_low.get(term, 0), with_others.get(term, 0)
        if low + others < _LEAST_WITH or share ** (low + others) > FALSE_SHARE / 2:
            continue
        tested.append(term)
        p_values.append(more_often(low, exposure, others, other_exposure))
    return [tested[place] for place in discoveries(p_values)]


def _holders(answers: Sequence[frozenset[str]], wanted: set[str]) -> dict[str, list[int]]:
    holders: dict[str, list[int]] = {}
    for place, answer in enumerate(answers):
        for term in answer & wanted:
            holders.setdefault(term, []).append(place)
    return holders


def _grouped(
    ordered: Sequence[str], holders: Mapping[str, list[int]]
) -> list[tuple[str, tuple[str, ...]]]:
    """Return the terms, those that nearly the same answers hold behind the one that says more."""
    sets = {term: frozenset(holders[term]) for term in ordered}
    groups: list[tuple[str, list[str]]] = []
    for term in ordered:
        mine = sets[term]
        for index, (head, also) in enumerate(groups):
            theirs = sets[head]
            common = len(mine & theirs)
            if common < _SAME * min(len(mine), len(theirs)):
                continue
            if f" {head} " in f" {term} " and common >= _TELLS * len(theirs):
                groups[index] = (term, [head, *also])  # "faster broadband" says more than "faster"
            else:
                also.append(term)
            break
        else:
            groups.append((term, []))
    return [(head, tuple(_said_apart(head, also))) for head, also in groups]


def _said_apart(head: str, also: Iterable[str]) -> list[str]:
    """Return the terms that are not part of one another, the fuller ones."""
    kept: list[str] = []
    for term in sorted(also, key=lambda term: -len(term.split())):
        if not any(f" {term} " in f" {other} " for other in (head, *kept)):
            kept.append(term)
    return kept


def _answers(
    term: str,
    low: list[Verbatim],
    others: Sequence[Verbatim],
    of_others: Sequence[frozenset[str]],
) -> tuple[Verbatim, ...]:
    rest = [said for said, found in zip(others, of_others, strict=True) if term in found]
    return tuple((low + rest)[:_OPENED])


def _spelled(text: str, term: str, stop: frozenset[str]) -> str:
    for found in occurrences(words(text), stop):
        if found.term == term:
            return " ".join(text[found.start : found.end].casefold().split())
    return term
