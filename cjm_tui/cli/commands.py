"""Which commands there are, and where each lives; its module is imported when it is named."""

from collections.abc import Callable
from importlib import import_module

import click


def _from(module: str, name: str) -> Callable[[], click.Command]:
    def load() -> click.Command:
        command = getattr(import_module(f"cjm_tui.cli.{module}"), name)
        assert isinstance(command, click.Command)
        return command

    return load


COMMANDS: dict[str, Callable[[], click.Command]] = {
    "demo": _from("demo", "demo"),
    "init": _from("settings", "init"),
    "settings": _from("settings", "settings"),
    "import": _from("imports", "import_files"),
    "mappings": _from("imports", "mappings"),
    "quarantine": _from("imports", "quarantine"),
    "journey": _from("journey", "journey"),
    "touchpoint": _from("touchpoint", "touchpoint"),
    "kpis": _from("kpis", "kpis"),
    "query": _from("query", "query"),
    "sql": _from("query", "sql"),
}
