import json
from datetime import date, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cjm_tui.domain.json_text import json_text
from cjm_tui.domain.text import shown_lines

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text().map(shown_lines),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(alphabet="abc_", min_size=1), inner),
)


@given(plain, st.sampled_from([None, 2]))
def test_plain_values_come_back_as_they_were(value, indent):
    assert json.loads(json_text(value, indent=indent)) == value


def test_what_json_has_no_word_for_is_null():
    assert json_text([float("nan"), float("inf"), Decimal("NaN")]) == "[null, null, null]"


def test_decimals_keep_every_digit():
    assert json_text(Decimal("12345678901234567890.123456789")) == "12345678901234567890.123456789"
    assert json.loads(json_text(Decimal("1E+3"))) == 1000


def test_times_are_iso_8601():
    assert json_text(datetime(2026, 11, 20, 9, 5)) == '"2026-11-20T09:05:00"'
    assert json_text([date(2026, 11, 20), timedelta(minutes=1)]) == '["2026-11-20", 60.0]'


def test_control_characters_never_reach_the_reader_of_the_json():
    assert "\x1b" not in json.loads(json_text({"a\x1b": "b\x1b[2J"}))["a�"]
