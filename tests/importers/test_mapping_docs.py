"""The worked example of docs/adding-a-mapping.md, as a person would try it."""

import re
from pathlib import Path

from click.testing import CliRunner

from cjm_tui import locations
from cjm_tui.cli.imports import mappings
from cjm_tui.domain.front_matter import split_front_matter
from cjm_tui.importers.mapping import SHIPPED, load_mappings

DOCS = Path(__file__).parents[2] / "docs" / "adding-a-mapping.md"
TILL = """Visit No;Day;Began;Till;Card;Changed at
1;02.11.2026;10:05;T1;A77;2026-11-02T18:00:00
2;02.11.2026;10:09;TEST;;
3;second;10:12;T1;A78;
"""


def example():
    (found,) = re.findall(r"```sql\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    return found


def test_the_worked_example_reads_its_file(site):
    (site.mappings / "till_visits.sql").write_text(example())
    result = site.load_text(TILL.encode("cp1252"), "visits_nov.csv", allow_bad=60)
    assert (result.mapping, result.accepted, result.ignored) == ("till_visits", 1, 1)
    (kept,) = site.quarantine()
    assert (kept.line, kept.column, kept.reason) == (4, "day", "is not a day (DD.MM.YYYY)")
    assert site.rows("select interaction_id, channel, outcome from interaction") == [
        ("till:1", "shop", "done")
    ]


def test_every_key_that_a_shipped_mapping_uses_is_described(tmp_path):
    text = DOCS.read_text(encoding="utf-8")
    for name in load_mappings(tmp_path):
        path = SHIPPED / f"{name}.sql"
        front, _ = split_front_matter(path.read_text(encoding="utf-8"), name)
        for key in front:
            assert any(mark + key in text for mark in ("`", "`[", "`[[")), (name, key)


def test_a_mapping_that_is_left_out_is_named_beside_the_list(site, monkeypatch):
    (site.mappings / "broken.sql").write_text("select 1")
    monkeypatch.setattr(locations, "user_mappings", lambda: site.mappings)
    monkeypatch.setattr("cjm_tui.services.imports.user_mappings", lambda: site.mappings)
    result = CliRunner().invoke(mappings, [])
    assert result.exit_code == 0
    assert "seelab_calls" in result.stdout
    assert "broken" not in result.stdout
    assert result.stderr.count("broken.sql: no front matter") == 1
