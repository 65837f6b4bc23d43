"""What each generated page of the docs says, taken from the code."""

from pathlib import Path

import click
import duckdb

from cjm_tui.cli.commands import COMMANDS
from cjm_tui.cli.main import cjm
from cjm_tui.services.settings import meanings
from cjm_tui.store.settings import SiteSettings
from tests.reference.kpi_page import kpi_page

ROOT = Path(__file__).resolve().parents[2]
_MADE = "<!-- Made by `python -m tests.reference`; edit the code instead. -->\n"


def cli_page() -> str:
    """Return docs/cli.md: every command with its help, and the exit codes."""
    parts = ["# Commands\n", _MADE, _EXIT_CODES, "```text\n" + _help(cjm, "cjm") + "```\n"]
    for name, load in COMMANDS.items():
        command = load()
        parts.append(f"## cjm {name}\n\n```text\n{_help(command, f'cjm {name}')}```\n")
        if isinstance(command, click.Group):
            for sub, inner in command.commands.items():
                text = _help(inner, f"cjm {name} {sub}")
                parts.append(f"### cjm {name} {sub}\n\n```text\n{text}```\n")
    defaults = SiteSettings()
    rows = []
    for key, meaning in meanings().items():
        value = getattr(defaults, key)
        rows.append(f"| `{key}` | {'–' if value is None else value} | {meaning} |")
    return "\n".join([*parts, _SETTINGS + "\n".join(rows)]) + "\n"


def data_page() -> str:
    """Return docs/data.md: every table and column as ad hoc SQL sees it."""
    connection = duckdb.connect()
    for file in sorted((ROOT / "cjm_tui" / "store" / "schema").glob("*.sql")):
        connection.execute(file.read_text())
    tables = connection.execute(
        "select table_name, comment from duckdb_tables() order by table_name"
    ).fetchall()
    parts = ["# The data, as SQL sees it\n", _MADE, _DATA]
    for table, comment in tables:
        if table.endswith("_history"):
            continue
        columns = connection.execute(
            "select column_name, data_type, comment from duckdb_columns() "
            "where table_name = ? order by column_index",
            [table],
        ).fetchall()
        rows = "\n".join(
            f"| `{name}` | {kind.lower()} | {meaning or ''} |" for name, kind, meaning in columns
        )
        parts.append(
            f"## {table}\n\n{comment}\n\n| column | type | meaning |\n|---|---|---|\n{rows}\n"
        )
    return "\n".join(parts)


def _help(command: click.Command, name: str) -> str:
    context = click.Context(
        command,
        info_name=name,
        max_content_width=96,
        terminal_width=96,
        help_option_names=["-h", "--help"],
    )
    return command.get_help(context) + "\n"


_EXIT_CODES = """\
Data goes to stdout, diagnostics to stderr. Every command works over a pipe, with `NO_COLOR`, and in any locale.

| Exit code | Means |
|---|---|
| 0 | fine |
| 1 | unforeseen: please report it |
| 2 | usage: a name, period or value is off |
| 3 | import: rows were quarantined |
| 4 | import: a file was refused whole (wins over 3) |
| 5 | the database is busy; nothing has changed |
| 6 | a query was refused or failed |
| 7 | a query timed out |
"""
_SETTINGS = """\
## Site settings

They live in the database, so that all leads see the same numbers.

| setting | default | what it decides |
|---|---|---|
"""
_DATA = """\
Names and columns are public: stored queries and your own SQL may rely on them. Ids are text, times UTC, `local_at` the site's local time.
In DuckDB 2 a column named `at` is written `f.at` or `"at"`. Each fact has a twin `<fact>_history` with the versions that were replaced,
and `replaced_by`, the batch that did it.
"""

PAGES = {"cli.md": cli_page, "data.md": data_page, "kpis.md": kpi_page}
