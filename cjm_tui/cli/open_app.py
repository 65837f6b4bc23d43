"""Opening the terminal app; over a pipe its plain-text twin, the journey map."""

import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cjm_tui.cli.session import Session
from cjm_tui.config import load_personal_settings
from cjm_tui.store.database import Database

if TYPE_CHECKING:
    from cjm_tui.app import CjmApp


def open_or_print(session: Session, path: Path) -> None:
    """Open the app on the database; print its journey map where there is no terminal.

    Raises CjmError where there is no database.
    """
    here = replace(session, database_path=path)
    Database(path, session.clock).require()
    if sys.stdin.isatty() and sys.stdout.isatty():
        _open(here)
    else:
        _print(here)


def _open(session: Session) -> None:
    from cjm_tui.app import CjmApp, start
    from cjm_tui.services.boards import DatabaseBoards

    personal = load_personal_settings()
    boards = DatabaseBoards(Database(session.path, session.clock), lambda: session.catalog)
    app = CjmApp(boards, theme=personal.theme, keymap=personal.keys)
    _end_politely(app)
    start(app, mouse=personal.mouse)
    if app.return_code:
        raise SystemExit(app.return_code)


def _end_politely(app: "CjmApp") -> None:
    """Give the terminal back as it was when we are told to end, or when the line is lost."""

    def end(number: int, _frame: object) -> None:
        app.exit(return_code=128 + number)

    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, end)


def _print(session: Session) -> None:
    from cjm_tui.cli.journey import DEFAULT_PERIOD, map_lines
    from cjm_tui.cli.output import say
    from cjm_tui.services.journey_map import journey_map

    with session.reading() as reader:
        board = journey_map(reader, session.catalog, DEFAULT_PERIOD)
    for line in map_lines(board):
        say(line)
