"""How verbatims of any language are cut into terms."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_tui.domain.words.stop_words import LANGUAGES, spoken, stop_words
from cjm_tui.domain.words.tokens import fold, occurrences, terms, words

NAUGHTY = Path(__file__).parents[4] / "shared" / "data" / "naughty_strings.json"
ENGLISH = LANGUAGES["English"]


def said(text, stop=frozenset()):
    return terms(words(text), stop)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Late again", {"late", "again", "late again"}),
        ("late, again", {"late", "again"}),
        ("LATE late Late", {"late"}),
        ("7 months", {"months", "7 months"}),
        ("[number] rang [e-mail]", {"rang"}),
        ("Störung, störung, STORUNG", {"storung"}),
        ("the engineer’s van", {"the", "the engineer", "engineer", "van", "engineer van"}),
        ("l'installation", {"installation"}),
        ("we're o.k.", {"we're", "we're o"}),
        ("हिन्दी सेवा", {"हिन्दी", "सेवा", "हिन्दी सेवा"}),
        ("回線が遅い", {"回 線", "線 が", "が 遅", "遅 い"}),
        ("!? … 12", set()),
    ],
)
def test_terms_are_words_and_neighbouring_pairs(text, found):
    assert said(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("not a good start", {"not good", "start"}),
        ("isn't good", {"not good"}),
        ("isn’t good", {"not good"}),
        ("dont know why. good", {"good"}),
        ("no broadband", {"no broadband"}),
        ("not, good", {"good"}),
        ("not the one that I had good", {"good"}),
    ],
)
def test_a_negated_word_is_no_term_without_its_negation(text, found):
    assert said(text, ENGLISH | {"know"}) == found


def test_words_that_say_nothing_make_no_term_and_no_pair():
    assert said("waiting for the engineer", ENGLISH) == {"waiting", "engineer"}


def test_a_term_stands_where_its_text_does():
    text = "It isn’t  a GOOD start; good start."
    found = [(o.term, text[o.start : o.end]) for o in occurrences(words(text), ENGLISH)]
    assert found == [
        ("not good", "isn’t  a GOOD"),
        ("start", "start"),
        ("good", "good"),
        ("start", "start"),
        ("good start", "good start"),
    ]


def check_cut(text):
    last = 0
    for word in words(text):
        assert last <= word.start < word.end <= len(text)
        last = word.end
    for found in occurrences(words(text)):
        assert 0 <= found.start < found.end <= len(text)
        assert found.term.strip() == found.term != ""


@given(st.text(max_size=80))
def test_any_text_can_be_cut(text):
    check_cut(text)


@given(st.text(max_size=40))
def test_case_makes_no_difference_where_it_can_be_undone(text):
    # What the import masked is written "[number]", in small letters only.
    if "[" not in text and text.upper().casefold() == text.casefold():
        assert said(text) == said(text.upper())


def test_the_naughty_strings_can_be_cut():
    if not NAUGHTY.exists():
        pytest.skip("the shared test data is not here")
    for text in json.loads(NAUGHTY.read_text(encoding="utf-8")):
        check_cut(text)


def test_every_language_is_heard_among_its_own_words_only():
    samples = {
        "English": "I was told that the engineer would be here but he did not come and it is late",
        "German": "ich habe schon drei Wochen gewartet und es ist immer noch nicht fertig und ich",
        "French": "je suis content de la vitesse mais le technicien est venu avec une semaine de",
        "Spanish": "el técnico no vino y la línea de la casa no funciona desde hace más de un mes",
        "Italian": "il tecnico non è venuto e la linea di casa non funziona da più di un mese ma",
        "Dutch": "de monteur is niet gekomen en het internet doet het nog niet sinds een week en ik",
        "Portuguese": "o técnico não veio e a linha da casa não funciona há mais de um mês e eu",
    }
    for language, text in samples.items():
        counts = {}
        for word in words(text):
            counts[word.folded] = counts.get(word.folded, 0) + 1
        assert language in spoken(counts)
        if language in ("English", "German"):
            assert spoken(counts) == (language,)


def test_lists_are_folded_as_texts_are():
    for listed in LANGUAGES.values():
        assert all(fold(word) == word for word in listed)


def test_without_a_list_short_common_words_are_left_out():
    counts = {"og": 40, "jeg": 30, "vent": 12, "montøren": 20}
    common = {"og": 0.6, "jeg": 0.3, "vent": 0.05, "montoren": 0.3}
    assert stop_words(counts, common) == {"og", "jeg"}


def test_where_a_list_covers_the_language_common_words_stay():
    counts = {"the": 30, "is": 20, "and": 10, "line": 40}
    assert "line" not in stop_words(counts, {"line": 0.4})
    assert "the" in stop_words(counts, {"line": 0.4})
