"""docs/screens.md names every key that can be bound."""

import re
from pathlib import Path

from cjm_tui.app import bound_ids
from cjm_tui.widgets.themes import OFFERED_THEMES

PAGE = (Path(__file__).parents[2] / "docs" / "screens.md").read_text(encoding="utf-8")


def test_every_key_has_its_name_on_the_page_and_no_other():
    table = PAGE.partition("## Keys")[2].partition("## What one person sets")[0]
    first_cells = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]
    assert set(re.findall(r"`([a-z_.]+)`", " ".join(first_cells))) == set(bound_ids())


def test_every_theme_is_on_the_page():
    assert all(name in PAGE for name in OFFERED_THEMES)
