"""Which terms stand out among low scores, and which do not."""

import random
from datetime import datetime, timedelta

import pytest
from scipy import stats

from cjm_tui.domain.statistics.discoveries import discoveries, more_often
from cjm_tui.domain.touchpoint import Verbatim
from cjm_tui.domain.words.levels import Level, level
from cjm_tui.domain.words.phrases import shared_phrase
from cjm_tui.domain.words.themes import themes

NOON = datetime(2026, 11, 20, 12)
FILLER = (
    "the line was there when we came back from work and nothing else happened",
    "I think it went as one would expect from a company of this size",
    "my router blinks blue in the kitchen now",
    "they sent a letter with the date",
)


def answer(number, score, text, person=0, instrument="nps"):
    top = {"nps": 10, "csat": 5}[instrument]
    low = {"nps": 0, "csat": 1}[instrument]
    height = None if score is None else (score - low) / (top - low)
    at = NOON - timedelta(minutes=number)
    return Verbatim(at, instrument, f"{low}-{top}", score, text, "customer", height, person)


def crowd(low_texts, other_texts):
    said = [answer(number, 2.0, text) for number, text in enumerate(low_texts)]
    return said + [answer(1000 + number, 9.0, text) for number, text in enumerate(other_texts)]


@pytest.mark.parametrize(
    ("instrument", "score", "expected"),
    [
        ("nps", 6.0, Level.LOW),
        ("nps", 7.0, Level.MIDDLE),
        ("nps", 9.0, Level.HIGH),
        ("csat", 2.0, Level.LOW),
        ("csat", 3.0, Level.MIDDLE),
        ("csat", 4.0, Level.HIGH),
        ("csat", None, Level.NONE),
    ],
)
def test_low_and_high_are_those_of_the_scale(instrument, score, expected):
    assert level(answer(0, score, "", instrument=instrument)) is expected


def test_what_low_scores_say_more_often_stands_out_with_its_counts():
    low = [f"{text}. Engineer was late" for text in FILLER for _ in range(5)] + list(FILLER) * 5
    others = list(FILLER) * 20 + [f"{FILLER[0]} and the engineer was late"]
    found = themes(crowd(low, others))
    (theme,) = found.found
    assert (theme.term, theme.also) == ("engineer", ("late",))
    assert (theme.low, theme.others, found.low, found.others) == (20, 1, 40, 81)
    assert len(theme.answers) == 21
    assert [level(said) for said in theme.answers] == [Level.LOW] * 20 + [Level.HIGH]


def test_no_term_stands_out_where_all_speak_alike():
    found = themes(crowd(list(FILLER) * 10, list(FILLER) * 20))
    assert found.found == ()
    assert not found.too_few


def test_long_answers_do_not_make_every_word_a_theme():
    chooser = random.Random(5)
    vocabulary = [f"word{chr(97 + i)}{chr(97 + j)}" for i in range(20) for j in range(10)]
    low = [". ".join(chooser.choices(vocabulary, k=40)) for _ in range(100)]
    others = [". ".join(chooser.choices(vocabulary, k=8)) for _ in range(300)]
    assert themes(crowd(low, others)).found == ()


def test_random_scores_rarely_make_a_theme():
    """Of shuffled scores a tenth at most may show a theme; it is some 3 % (docs/statistics.md)."""
    chooser = random.Random(11)
    vocabulary = [f"w{chr(97 + i)}{chr(97 + j)}" for i in range(26) for j in range(10)]
    weights = [1 / (rank + 3) for rank in range(len(vocabulary))]
    texts = [". ".join(chooser.choices(vocabulary, weights, k=12)) for _ in range(300)]
    shown = 0
    for _ in range(60):
        chooser.shuffle(texts)
        shown += bool(themes(crowd(texts[:80], texts[80:])).found)
    assert shown <= 6


def test_one_persons_twelve_answers_are_no_theme():
    filler = list(FILLER) * 10
    others = crowd([], list(FILLER) * 20)
    for person, expected in ((lambda number: 7, 0), (lambda number: number + 1, 1)):
        low = [answer(n, 0.0, f"{filler[n]}. Goblins again", person(n)) for n in range(12)]
        low += [answer(50 + n, 1.0, filler[n], 100 + n) for n in range(20)]
        assert len(themes(low + others).found) == expected


def test_too_few_low_scores_are_said_and_nothing_is_looked_for():
    found = themes(crowd(["engineer late"] * 9, list(FILLER) * 20))
    assert found.too_few
    assert (found.low, found.found) == (9, ())


def test_few_others_are_joined_by_those_of_other_touchpoints():
    low = [f"{text}. Seven months" for text in FILLER for _ in range(6)]
    elsewhere = crowd(["waiting " * 3] * 50, list(FILLER) * 25)
    found = themes(crowd(low, ["fine"] * 3), elsewhere)
    assert (found.others, found.elsewhere) == (103, 100)
    assert [theme.spelled for theme in found.found] == ["seven months"]


def test_a_theme_is_spelled_as_it_is_said():
    low = [f"{text}. Störung!" for text in FILLER for _ in range(6)]
    (theme,) = themes(crowd(low, list(FILLER) * 20)).found
    assert (theme.term, theme.spelled) == ("storung", "störung")


@pytest.mark.parametrize(
    ("low", "exposure", "others", "other_exposure"),
    [(9, 400, 6, 8000), (1, 50, 40, 3000), (30, 900, 2, 100), (4, 10, 0, 200)],
)
def test_more_often_is_the_exact_binomial(low, exposure, others, other_exposure):
    share = exposure / (exposure + other_exposure)
    expected = stats.binom.sf(low - 1, low + others, share)
    assert more_often(low, exposure, others, other_exposure) == pytest.approx(expected, rel=1e-9)


def test_discoveries_are_those_of_benjamini_and_hochberg():
    chooser = random.Random(3)
    for _ in range(50):
        values = [chooser.random() ** 4 for _ in range(40)]
        adjusted = stats.false_discovery_control(values)
        assert discoveries(values, 0.1) == [i for i, p in enumerate(adjusted) if p <= 0.1]


def test_a_theme_is_headed_by_the_whole_phrase_that_its_answers_share():
    low = [f"{n}: the second visit was cancelled by text. {n}" for n in "abcdefghijkl"]
    others = [f"Quick and friendly, thank you for all of it {n}" for n in range(60)]
    heads = {theme.phrase for theme in themes(crowd(low, others)).found}
    assert "the second visit was cancelled by text" in heads
    assert not {"second", "second visit", "text"} & heads


def test_a_phrase_ends_where_answers_part_and_at_a_full_stop():
    texts = [
        "Went to the shop. Twice",
        "I went to the shop. Never again",
        "went to the shop, twice",
    ]
    assert shared_phrase(texts, "shop", {"to", "the", "i"}) == "went to the shop"
    assert shared_phrase(texts[:1], "twice", set()) == "twice"
    assert shared_phrase(["nothing of it"], "shop", set()) == "shop"
