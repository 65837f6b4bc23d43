from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_tui.domain.form import (
    YES_NO,
    Choice,
    Conflict,
    ConflictError,
    Edit,
    FieldError,
    FieldKind,
    Form,
    FormField,
    as_text,
    items_of,
    made_id,
)
from cjm_tui.errors import UsageError

STAGES = (Choice("", "not placed"), Choice("a/help", "Get help"), Choice("a/join", "Join"))


def field(kind, value="", **more):
    return FormField("f", "label", value, kind, **more)


@pytest.mark.parametrize(
    ("kind", "typed", "meant"),
    [
        (FieldKind.TEXT, "  on the day \n promised ", "on the day promised"),
        (FieldKind.TEXT, " ", None),
        (FieldKind.NUMBER, "75 %", 75.0),
        (FieldKind.NUMBER, "-3.5", -3.5),
        (FieldKind.WHOLE, "3.0", 3),
        (FieldKind.DAY, "2026-11-20", date(2026, 11, 20)),
        (FieldKind.YES_NO, "Yes", True),
        (FieldKind.YES_NO, "not said", None),
        (FieldKind.ITEMS, "a ;; b  c; a", ("a", "b c")),
        (FieldKind.ITEMS, "", ()),
    ],
)
def test_what_is_typed_is_meant(kind, typed, meant):
    choices = YES_NO if kind is FieldKind.YES_NO else ()
    assert field(kind, choices=choices).parsed(typed) == meant


@pytest.mark.parametrize("typed", ["a/help", "get help", "GET HELP"])
def test_a_choice_is_meant_by_its_value_or_its_words(typed):
    assert field(FieldKind.CHOICE, choices=STAGES).parsed(typed) == "a/help"


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (FieldKind.NUMBER, "about 75"),
        (FieldKind.NUMBER, "nan"),
        (FieldKind.NUMBER, "inf"),
        (FieldKind.WHOLE, "2.5"),
        (FieldKind.DAY, "20/11/2026"),
        (FieldKind.CHOICE, "elsewhere"),
        (FieldKind.TEXT, "x" * 2_001),
    ],
)
def test_what_will_not_do_names_its_field(kind, typed):
    with pytest.raises(FieldError) as caught:
        field(kind, choices=STAGES).parsed(typed)
    assert caught.value.field == "f"
    assert caught.value.message.startswith("label:")


def test_a_required_field_may_not_be_emptied_but_may_have_been_empty():
    form = Form("t", "1", "T", (FormField("f", "label", "", required=True),))
    with pytest.raises(FieldError):
        form.edits({})
    assert form.edits({"f": "now"}) == (Edit("f", None, "now"),)


def test_control_characters_are_never_kept():
    assert field(FieldKind.TEXT).parsed("a\x1b[31mb\u202ec") == "a�[31mb�c"


@given(
    st.one_of(
        st.floats(-1e9, 1e9).map(lambda number: (FieldKind.NUMBER, number)),
        st.integers(-(10**9), 10**9).map(lambda number: (FieldKind.WHOLE, number)),
        st.dates().map(lambda day: (FieldKind.DAY, day)),
        st.sampled_from([(FieldKind.YES_NO, True), (FieldKind.YES_NO, False)]),
        st.lists(st.text("ab c", min_size=1)).map(
            lambda items: (FieldKind.ITEMS, items_of(";".join(items)))
        ),
    )
)
def test_opening_a_form_and_saving_it_untouched_changes_nothing(case):
    kind, value = case
    shown = as_text(value)
    parsed = field(kind, shown).parsed(shown)
    assert parsed == pytest.approx(value) if kind is FieldKind.NUMBER else parsed == value
    assert Form("t", "1", "T", (field(kind, shown),)).edits({"f": shown}) == ()


def test_whoever_has_seen_the_others_words_may_write_over_them():
    form = Form("t", "1", "T", (FormField("f", "label", "75", FieldKind.NUMBER),))
    again = form.seen_again([Conflict("f", "75", "80", "85", "ann")])
    assert again.edits({"f": "85"}) == (Edit("f", 80.0, 85.0),)
    assert again.edits({"f": "80"}) == ()


def test_a_conflict_says_who_changed_what():
    error = ConflictError((Conflict("f", "1", "2", "3", "ann"), Conflict("g", "1", "2", "3")))
    assert "ann" in error.message
    assert "f, g" in error.message


def test_an_unknown_field_is_answered_with_the_known_ones():
    with pytest.raises(UsageError) as caught:
        Form("t", "1", "T", (FormField("f", "label"),)).field("x")
    assert "f" in caught.value.hint


@pytest.mark.parametrize(
    ("name", "made"),
    [("Get help!", "get-help"), ("Überweisung 2", "überweisung-2"), ("???", "unnamed")],
)
def test_ids_are_made_of_names(name, made):
    assert made_id(name) == made
