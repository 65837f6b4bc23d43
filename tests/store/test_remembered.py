"""What a process remembers of a state of the file, and when it is full."""

from cjm_tui.store.remembered import MOST_ROWS, Answers

HALF = (["n"], [(n,) for n in range(MOST_ROWS // 2)])


def test_an_answer_that_two_readers_bring_is_counted_once():
    answers = Answers()
    for _ in range(3):
        answers.put("first", {}, HALF)
    answers.put("second", {}, (["n"], HALF[1][2:]))  # there is room for just this
    assert answers.get("first", {}) == HALF
    assert answers.get("second", {}) is not None


def test_what_has_no_room_is_not_kept_and_takes_none():
    answers = Answers()
    answers.put("first", {}, HALF)
    answers.put("too much", {}, (["n"], HALF[1] * 2))
    answers.put("small", {}, (["n"], [(1,)]))
    assert answers.get("too much", {}) is None
    assert answers.get("first", {}) == HALF
    assert answers.get("small", {}) == (["n"], [(1,)])


def test_a_list_of_rows_is_the_asker_s_own():
    answers = Answers()
    answers.put("first", {}, (["n"], [(1,)]))
    found = answers.get("first", {})
    found[1].append((2,))
    assert answers.get("first", {}) == (["n"], [(1,)])
