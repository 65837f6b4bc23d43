"""Which commands there are, and where each lives; its module is imported when it is named."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from cjm_tui.cli.session import Session


def _from(module: str, name: str) -> Callable[[], click.Command]:
    def load() -> click.Command:
        command = getattr(import_module(f"cjm_tui.cli.{module}"), name)
        assert isinstance(command, click.Command)
        _accept_site_options(command)
        return command

    return load


def _accept_site_options(command: click.Command) -> None:
    """Let `--db` and `--as-of` stand behind the command's name too."""
    if not any(parameter.name == "database_path" for parameter in command.params):
        command.params += [
            click.Option(
                [flag, name], type=kind, hidden=True, expose_value=False, callback=_into_session
            )
            for flag, name, kind in (
                ("--db", "database_path", click.Path(path_type=Path)),
                ("--as-of", "as_of", click.STRING),
            )
        ]
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            _accept_site_options(inner)


def _into_session(ctx: click.Context, option: click.Parameter, value: Any) -> None:
    session = ctx.find_object(Session)
    if value is not None and session is not None and option.name is not None:
        setattr(session, option.name, value)


COMMANDS: dict[str, Callable[[], click.Command]] = {
    "demo": _from("demo", "demo"),
    "init": _from("settings", "init"),
    "settings": _from("settings", "settings"),
    "import": _from("imports", "import_files"),
    "watch": _from("watch", "watch"),
    "mappings": _from("imports", "mappings"),
    "map": _from("map_file", "map_file"),
    "quarantine": _from("quarantine", "quarantine"),
    "expect": _from("expect", "expect"),
    "imports": _from("ledger", "imports"),
    "check": _from("check", "check"),
    "backup": _from("backup", "backup"),
    "restore": _from("backup", "restore"),
    "reconcile": _from("reconcile", "reconcile"),
    "journey": _from("journey", "journey"),
    "touchpoint": _from("touchpoint", "touchpoint"),
    "contact": _from("rows", "contact"),
    "ivr": _from("ivr", "ivr"),
    "paths": _from("paths", "paths"),
    "edit": _from("edit", "edit"),
    "actions": _from("actions", "actions"),
    "owners": _from("owners", "owners"),
    "kpis": _from("kpis", "kpis"),
    "audit": _from("audit", "audit"),
    "report": _from("report", "report"),
    "query": _from("query", "query"),
    "sql": _from("query", "sql"),
}
