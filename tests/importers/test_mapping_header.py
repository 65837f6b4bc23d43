"""How a header is compared, and what a person is told where no mapping fits."""

import pytest

FEEDBACK = "feedback_id,touchpoint_id,at,instrument,score"
ROW = "f1,web,2026-11-02T10:00:00,csat,5"


@pytest.mark.parametrize(
    "header",
    [
        "Feedback ID,Touchpoint ID,At,Instrument,Score",
        "feedback-id,touchpoint id,AT,instrument,score",
        "FeedbackId,TOUCHPOINT_ID,at, Instrument ,score",
    ],
)
def test_case_spaces_and_strokes_of_a_header_do_not_matter(site, header):
    result = site.load_text(f"{header}\n{ROW}\n", "feedback.csv")
    assert (result.mapping, result.accepted) == ("feedback", 1)


@pytest.mark.parametrize("name", ["feedback.csv", "export.csv"])
def test_the_nearest_mapping_is_named_with_what_it_lacks(site, name):
    lacking = "feedback_id,touchpoint_id,at,instrument,contact_id,customer"
    result = site.load_text(f"{lacking}\nf1,web,2026-11-02,csat,c1,k1\n", name)
    assert result.reason == "no mapping fits: nearest is feedback: its header lacks score"


@pytest.mark.parametrize(("delimiter", "said"), [(";", ";"), ("\t", "tabs"), ("|", "|")])
@pytest.mark.parametrize("forced", [None, "feedback"])
def test_another_delimiter_is_named(site, delimiter, said, forced):
    text = f"{FEEDBACK}\n{ROW}\n".replace(",", delimiter)
    result = site.load_text(text, "export.csv", mapping=forced)
    assert f"it looks separated by {said} while the mapping feedback expects ," in result.reason


def test_a_misspelt_or_doubled_column_is_named_as_it_is_written(site):
    misspelt = site.load_text(f"{FEEDBACK},Verbatm\n{ROW},x\n", "feedback.csv")
    assert "did you mean verbatim" in misspelt.reason
    close = site.load_text(f"{FEEDBACK},contact idd\n{ROW},x\n", "feedback.csv")
    assert "'contact idd': did you mean contact_id?" in close.reason
    doubled = site.load_text(f"{FEEDBACK},Touchpoint ID\n{ROW},x\n", "feedback.csv")
    assert "its header names Touchpoint ID twice" in doubled.reason


def test_what_resembles_nothing_is_said_to(site):
    result = site.load_text("a,b\n1,2\n", "x.csv")
    assert result.reason == "no mapping fits its header (or it has none)"
