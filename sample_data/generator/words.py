"""Which words come with which score: mostly what fits, now and then what does not."""

from itertools import permutations

import numpy as np

from .company import TOUCHPOINTS
from .days import Floats, Ints
from .phrases import HIGH, LOW, MID, PERSONAL, PHRASES, TAILS

DISAGREE = 0.02  # share of words that say the opposite of the score
SHARE_PERSONAL = 0.015
BANDS = (LOW, MID, HIGH)
_OFTEN = {"ivr": 0.62, "engineer-visit": 0.55, "fault-form": 0.5, "shop-visit": 0.8}
WORDED: Floats = np.array(
    [_OFTEN.get(touchpoint.touchpoint_id, 0.36) for touchpoint in TOUCHPOINTS]
)


def _sentences() -> tuple[
    list[str], dict[tuple[int, int], tuple[int, int]], dict[tuple[int, int], tuple[int, int]]
]:
    """Return every sentence, and where the plain and personal ones of each pool lie."""
    sentences: list[str] = []
    plain: dict[tuple[int, int], tuple[int, int]] = {}
    personal: dict[tuple[int, int], tuple[int, int]] = {}
    for number, touchpoint in enumerate(TOUCHPOINTS):
        for band, name in enumerate(BANDS):
            phrases = PHRASES.get(touchpoint.touchpoint_id, {}).get(name, ())
            begin = len(sentences)
            sentences += [phrase + tail for phrase in phrases for tail in TAILS[name]]
            sentences += [f"{one} {other}" for one, other in permutations(phrases, 2)]
            plain[number, band] = (begin, len(sentences))
            begin = len(sentences)
            sentences += [
                phrase
                + tail.format(a=(37 * begin + 11 * order) % 1000, b=10 + (begin + order) % 90)
                for order, phrase in enumerate(phrases)
                for tail in PERSONAL
            ]
            personal[number, band] = (begin, len(sentences))
    return sentences, plain, personal


SENTENCES, _PLAIN, _PERSONAL = _sentences()


def band_of(instrument: Ints, score: Ints) -> Ints:
    """Return 0 let down, 1 so-so, 2 content; instruments are csat, ces, nps."""
    low = np.choose(instrument, (2, 3, 6))
    high = np.choose(instrument, (4, 6, 9))
    return np.where(score <= low, 0, np.where(score >= high, 2, 1))


def draw_words(rng: np.random.Generator, touchpoint: Ints, instrument: Ints, score: Ints) -> Ints:
    """Draw a sentence, index of SENTENCES, for each answer."""
    band = band_of(instrument, score)
    contrary = rng.random(len(band)) < DISAGREE
    band = np.where(contrary, 2 - band, band)
    private = rng.random(len(band)) < SHARE_PERSONAL
    uniform, result = rng.random(len(band)), np.full(len(band), -1)
    for pools, wanted in ((_PLAIN, ~private), (_PERSONAL, private)):
        for (number, which), (begin, end) in pools.items():
            mask = wanted & (touchpoint == number) & (band == which)
            if begin < end and mask.any():
                result[mask] = begin + np.floor(uniform[mask] * (end - begin)).astype(np.int64)
    return result
