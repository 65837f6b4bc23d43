"""Verbatims cut into terms: words and two-word phrases, in any language.

A word is a run of letters, their marks and digits, with apostrophes inside. Of scripts without
spaces between words (Chinese, Japanese) every character is one, so that their terms are pairs.
Case, accents and the kind of apostrophe make no difference.
"""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

_UNSPACED = (  # Han with its marks and numerals, Hiragana, Katakana
    "\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3038-\u303b\u3041-\u3096\u309d-\u309f\u30a1-\u30fa"
    "\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d"
    "\U00020000-\U0003347f"
)
_MARKS = (  # combining marks, and the vowel signs of scripts whose letters `\w` alone would break
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0900-\u0963\u0981-\u0dff"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u0f71-\u0f84\u102b-\u103e"
    "\u17b4-\u17d3\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\u3099\u309a\ufe20-\ufe2f"
)
_LETTER = rf"[^\W_{_UNSPACED}]"
_RUN = rf"{_LETTER}+(?:[{_MARKS}]+{_LETTER}*)*"
_PIECE = re.compile(
    r"(?P<mask>\[(?:number|e-mail)\])"  # stands for what was masked, and is nobody's word
    rf"|(?P<word>{_RUN}(?:['’ʼ]{_RUN})*)|(?P<sign>[{_UNSPACED}])|\S"
)
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]")
_APOSTROPHE = re.compile("['’ʼ]")
_ELISION = re.compile(r"(\w{1,2})['’ʼ](?=\w{3})")  # l'installation, qu'ils; not don't, not we're
_BREAK = ""  # punctuation, which phrases and negations do not cross
_NEGATED_WITHIN = 2  # words that say nothing and may lie between a negation and what it negates
_NOT = "not"  # don't, can't and their like negate as "not" does


class Word(NamedTuple):
    """A word as it is compared, and where it stands in its text; "" is punctuation."""

    folded: str
    start: int
    end: int


class Occurrence(NamedTuple):
    """A term where it stands in a text; a phrase has a space between its two words."""

    term: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """Yield the words of a text in order, with a break wherever punctuation stands.

    An article or pronoun that has lost its vowel (l', qu') is no word of its own.
    """
    for piece in _PIECE.finditer(text):
        found, start = piece[0], piece.start()
        if piece.lastgroup not in ("word", "sign"):
            yield Word(_BREAK, start, piece.end())
            continue
        if len(found) > 4 and (elided := _ELISION.match(found)):
            start += elided.end()
            found = found[elided.end() :]
        yield Word(fold(found), start, piece.end())


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """Return the word without case, accents and the possessive 's."""
    if not word.isascii():
        word = unicodedata.normalize("NFKD", _APOSTROPHE.sub("'", word))
        word = unicodedata.normalize("NFC", _ACCENTS.sub("", word))
    return word.casefold().removesuffix("'s")


def terms(text: Iterable[Word], stop: Container[str] = ()) -> frozenset[str]:
    """Return the words and phrases of a text, each once; see `occurrences`."""
    return frozenset([occurrence[0] for occurrence in occurrences(text, stop)])


def occurrences(text: Iterable[Word], stop: Container[str] = ()) -> Iterator[Occurrence]:
    """Yield the terms of a text, given by its words, where they stand.

    `stop` are words that say nothing: they make no term, nor does a number alone. A word that is
    negated makes one with its negation only: "not a good start" is "not good" and "start".
    """
    before = negation = Word(_BREAK, 0, 0)
    between = 0
    for word in text:
        if word.folded in _NEGATIONS:
            negation, between, before = word, 0, Word(_BREAK, 0, 0)
            continue
        if word.folded in stop or word.folded == _BREAK:
            between += 1
            if word.folded == _BREAK or between > _NEGATED_WITHIN:
                negation = Word(_BREAK, 0, 0)
            before = Word(_BREAK, 0, 0)
            continue
        if negation.folded:
            term = f"{_NEGATIONS[negation.folded]} {word.folded}"
            yield Occurrence(term, negation.start, word.end)
            before = negation = Word(_BREAK, 0, 0)
            continue
        if len(word.folded) > 1 and not word.folded.isdecimal():
            yield Occurrence(word.folded, word.start, word.end)
        if before.folded and before.folded != word.folded:
            yield Occurrence(f"{before.folded} {word.folded}", before.start, word.end)
        before = word


# What negates, and as which word; a term says "not" whichever contraction was used.
_NEGATORS = """
    no not never without nothing nobody nicht kein keine keinen keiner nie ohne non pas jamais sans
    aucun aucune nunca sin ningun ninguna niet geen nooit zonder nao sem nem mai senza nessun
    nessuna ikke ingen inte aldrig
"""
_CONTRACTIONS = """
    cannot can't don't doesn't didn't won't isn't wasn't aren't weren't hasn't haven't hadn't
    couldn't wouldn't shouldn't cant dont doesnt didnt wont isnt wasnt arent werent hasnt havent
    hadnt couldnt wouldnt shouldnt
"""
_NEGATIONS = {word: word for word in _NEGATORS.split()} | dict.fromkeys(_CONTRACTIONS.split(), _NOT)
