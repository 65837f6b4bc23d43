from datetime import UTC, datetime, timedelta

import pytest

from cjm_tui.config import (
    FixedClock,
    PersonalSettings,
    SystemClock,
    clock_from,
    load_personal_settings,
)
from cjm_tui.errors import CjmError, UsageError


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-20", datetime(2026, 11, 21, tzinfo=UTC)),
        ("2026-11-20T08:30", datetime(2026, 11, 20, 8, 30, tzinfo=UTC)),
        ("2026-11-20 08:30:15", datetime(2026, 11, 20, 8, 30, 15, tzinfo=UTC)),
        ("2026-11-20T08:30+01:00", datetime(2026, 11, 20, 7, 30, tzinfo=UTC)),
        ("2026-11-20T08:30Z", datetime(2026, 11, 20, 8, 30, tzinfo=UTC)),
    ],
)
def test_the_clock_is_fixed_in_utc(text, moment):
    clock = clock_from(text, {})
    assert clock.now() == moment
    assert clock.now().utcoffset() == timedelta(0)


def test_the_option_wins_over_the_environment():
    assert clock_from("2026-01-02", {"CJM_NOW": "2025-01-01"}).now().year == 2026
    assert clock_from(None, {"CJM_NOW": "2025-01-01"}).now().year == 2025


def test_without_either_the_machine_is_asked():
    assert isinstance(clock_from(None, {}), SystemClock)
    assert isinstance(clock_from("", {"CJM_NOW": ""}), SystemClock)
    assert SystemClock().now().tzinfo is not None


@pytest.mark.parametrize(
    "text", ["today", "2026-13-01", "20:15", "2026-02-30T10:00", "0001-01-01T00:00+14:00"]
)
def test_a_bad_time_names_where_it_came_from(text):
    with pytest.raises(UsageError, match="--as-of"):
        clock_from(text, {})
    with pytest.raises(UsageError, match="CJM_NOW"):
        clock_from(None, {"CJM_NOW": text})


def test_a_naive_fixed_clock_is_utc():
    assert FixedClock(datetime(2026, 1, 1)).now() == datetime(2026, 1, 1, tzinfo=UTC)


def test_a_missing_file_gives_the_defaults(tmp_path):
    assert load_personal_settings(tmp_path / "none.toml") == PersonalSettings()


def test_a_file_changes_what_it_names(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text('theme = "nord"\nmouse = false\n')
    assert load_personal_settings(path) == PersonalSettings(theme="nord", mouse=False)


def test_keys_are_named_with_their_dots_quoted_or_not(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text('[keys]\nwords = "w"\ncopy.line = "c,f2"\n"half.down" = "f"\n')
    keys = {"words": "w", "copy.line": "c,f2", "half.down": "f"}
    assert load_personal_settings(path).keys == keys


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('theme = "x"\nmouse = maybe\n', "line 2"),
        ("# hello\n\nmouse = 1\n", "line 3: mouse takes true or false"),
        ('theme = "x"\ncolour = "y"\n', "line 2: no setting 'colour'"),
        ("theme = ", "line 1"),
        ("[theme]\nname = 3\n", "line 1: theme takes text"),
        ("low_bandwidth = true\n", "line 1: no setting 'low_bandwidth'"),
        ('keys = "x"\n', "line 1: keys takes a table"),
        ("[keys]\nopen = 3\n", "line 2: open takes a key in quotes"),
    ],
)
def test_a_bad_file_is_named_with_its_line(tmp_path, content, said):
    path = tmp_path / "config.toml"
    path.write_text(content)
    with pytest.raises(CjmError) as caught:
        load_personal_settings(path)
    assert str(path) in caught.value.message
    assert said in caught.value.message


def test_a_file_that_is_not_text_is_named_with_its_line(tmp_path):
    path = tmp_path / "config.toml"
    path.write_bytes(b'mouse = true\ntheme = "\xff"\n')
    with pytest.raises(CjmError, match="line 2: not UTF-8"):
        load_personal_settings(path)
