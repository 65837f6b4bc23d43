"""Answers whose words look like those of the other end of the scale."""

import random

from cjm_tui.domain.words.disagreements import LEAST, disagreements
from cjm_tui.domain.words.levels import Level
from cjm_tui.domain.words.sentences import looks_as_if
from tests.domain.words.test_themes import answer

BAD = ("late", "cancelled", "waiting", "rude", "broken", "expensive", "lost", "wrong")
GOOD = ("quick", "friendly", "helpful", "easy", "cheap", "clear", "polite", "smooth")


def site(low=80, high=120, seed=1):
    chooser = random.Random(seed)
    said = [answer(n, 1.0, ". ".join(chooser.sample(BAD, 3))) for n in range(low)]
    return said + [answer(500 + n, 10.0, ". ".join(chooser.sample(GOOD, 3))) for n in range(high)]


def test_words_of_the_other_end_are_listed_with_their_reasons():
    odd = answer(9001, 10.0, "Late, rude, lost, and the box was broken")
    other = answer(9002, 0.0, "Quick and friendly, polite, very helpful")
    said = site()
    found = disagreements([odd, other, *said], [odd, other, *said])
    assert [one.said for one in found.found] in ([odd, other], [other, odd])
    reasons = {one.said: set(one.reasons) for one in found.found}
    assert reasons == {
        odd: {"late", "rude", "lost", "broken"},
        other: {"quick", "friendly", "polite", "helpful"},
    }
    levels = {one.said: one.level for one in found.found}
    assert levels == {odd: Level.HIGH, other: Level.LOW}
    assert found.sorted_rightly > 0.95
    assert found.looked_at == 202


def test_what_it_looks_like_is_not_what_it_is():
    odd = answer(9001, 10.0, "Late, rude, lost, and the box was broken")
    (one,) = disagreements([odd], [odd, *site()]).found
    assert looks_as_if(one).startswith("looks as if the score were low: “")


def test_one_word_is_no_disagreement():
    odd = answer(9001, 10.0, "late")
    assert disagreements([odd], site()).found == ()


def test_middling_and_unscored_answers_disagree_with_nothing():
    here = [answer(1, 8.0, "late rude broken"), answer(2, None, "late rude broken")]
    found = disagreements(here, site())
    assert (found.found, found.looked_at) == ((), 0)


def test_too_little_material_is_said():
    found = disagreements(site(), site(low=LEAST - 1))
    assert found.too_few
    assert not found.tells
    assert found.found == ()


def test_words_that_do_not_tell_scores_apart_list_nothing():
    chooser = random.Random(4)
    mixed = [
        answer(n, chooser.choice((1.0, 10.0)), ". ".join(chooser.sample(BAD + GOOD, 4)))
        for n in range(400)
    ]
    found = disagreements(mixed, mixed)
    assert not found.too_few
    assert not found.tells
    assert found.found == ()


def test_an_answer_does_not_judge_itself():
    """A word that five answers share, all high, is known by four to each: too few to count."""
    odd = answer(9001, 10.0, "late, rude, lost, broken, plumage")
    others = [answer(9100 + n, 10.0, "plumage") for n in range(4)]
    (one,) = disagreements([odd], [odd, *others, *site()]).found
    assert set(one.reasons) == {"late", "rude", "lost", "broken"}
    assert disagreements([odd], [odd, odd, *others, *site()]).found == ()
