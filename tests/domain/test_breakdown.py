"""Which rows `--only` means."""

import pytest

from cjm_tui.domain.breakdown import Cut, Dimension, parse_cut
from cjm_tui.errors import UsageError


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        ((), ()),
        (("team=Leeds",), ((Dimension.TEAM, "Leeds"),)),
        (("team=",), ((Dimension.TEAM, None),)),
        (("reason= a=b ",), ((Dimension.REASON, "a=b"),)),
        (("weekday=mon", "hour=9"), ((Dimension.WEEKDAY, "1"), (Dimension.HOUR, "9"))),
        (("hour=23:00",), ((Dimension.HOUR, "23"),)),
        (("flow=v7",), ((Dimension.FLOW, "v7"),)),
    ],
)
def test_a_cut_is_read_from_texts(texts, values):
    assert parse_cut(texts) == Cut(values)


@pytest.mark.parametrize("text", ["", "team", "=x", "agent=Kim", "weekday=Someday", "hour=24"])
def test_what_is_no_cut_is_refused(text):
    with pytest.raises(UsageError):
        parse_cut([text])
