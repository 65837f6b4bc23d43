"""`cjm demo`: the made-up company, ready to look at."""

import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import click

from cjm_tui import locations
from cjm_tui.cli.open_app import open_or_print
from cjm_tui.cli.output import note
from cjm_tui.cli.session import Session, pass_session
from cjm_tui.errors import BusyError

_FEED_EVERY_S = 3.0
_FEED_MINUTES = 60  # so that a day closes, and moves the map, every 72 seconds


@click.command()
@click.option(
    "--live",
    is_flag=True,
    help="Feed it an hour of new contacts every three seconds while you watch.",
)
@click.option("--feed-only", is_flag=True, hidden=True)
@pass_session
def demo(session: Session, live: bool, feed_only: bool) -> None:
    """Build the demo database if there is none, and open it.

    It has a file of its own and says DEMO. Without a terminal it prints the journey map.
    """
    path = session.database_path or locations.demo_database()
    if feed_only:
        _feed(session)
        return
    if not path.exists():
        _build(session, path)
    if not live:
        open_or_print(session, path)
        return
    command = [sys.executable, "-m", "cjm_tui", "--db", str(path), "demo", "--feed-only"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as feeder:
        try:
            open_or_print(session, path)
        finally:
            assert feeder.stdin is not None
            feeder.stdin.close()
            feeder.wait()


def _build(session: Session, path: Path) -> None:
    from cjm_tui.cli.imports import progress_bar
    from cjm_tui.services import demo as service

    note("Building the demo database from the sample data (once) …")
    with progress_bar() as progress:
        service.build(path, session.catalog, session.clock, progress)


def _feed(session: Session) -> None:
    """Feed until whoever started us has gone, which closes our stdin."""
    from cjm_tui.services import demo as service

    gone = threading.Event()

    def wait_for_the_end() -> None:
        sys.stdin.read()
        gone.set()

    threading.Thread(target=wait_for_the_end, daemon=True).start()
    while not gone.wait(_FEED_EVERY_S):
        with suppress(BusyError):  # the same hour comes again at the next turn
            service.feed(session.database, session.catalog, _FEED_MINUTES)
