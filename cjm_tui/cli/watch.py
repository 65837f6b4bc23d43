"""`cjm watch`: files that arrive in a folder are imported and put away, one log line an event."""

import json
import signal
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import click

from cjm_tui.cli.output import say
from cjm_tui.cli.session import Session, pass_session
from cjm_tui.domain.imports import ImportOptions
from cjm_tui.errors import ExitCode, UsageError

_DEFAULTS = {"settle": 30.0, "every": 5.0}


class SignalPulse:
    """The machine's time; SIGTERM and SIGINT ask for an end and wake whoever sleeps."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask)

    @property
    def stopping(self) -> bool:
        """Whether a signal has come."""
        return self._asked.is_set()

    def seconds(self) -> float:
        """Return the seconds of a clock that nobody sets."""
        return time.monotonic()

    def wait(self, seconds: float) -> None:
        """Sleep until the time is over, or a signal comes."""
        self._asked.wait(seconds)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self._asked.set()


def log_line(at: datetime, event: str, fields: dict[str, object]) -> str:
    """Return an event as one line: time in UTC, the event's name, key=value."""
    pairs = [f"{key}={_value(value)}" for key, value in fields.items() if value != ""]
    return " ".join([f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", event, *pairs])


def _value(value: object) -> str:
    text = str(value)
    plain = text and not any(c.isspace() or c in '"=\\' for c in text)
    return text if plain else json.dumps(text, ensure_ascii=False)


def _log(event: str, /, **fields: object) -> None:
    say(log_line(datetime.now(UTC), event, fields), now=True)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--settle",
    type=click.FloatRange(0, 86400),
    default=_DEFAULTS["settle"],
    show_default=True,
    metavar="SECONDS",
    help="A file is complete once it has not changed for so long.",
)
@click.option(
    "--marker",
    default="",
    metavar="ENDING",
    help="Instead: once a file with this ending lies beside it (.done: calls.csv.done).",
)
@click.option(
    "--every",
    type=click.FloatRange(0.1, 3600),
    default=_DEFAULTS["every"],
    show_default=True,
    metavar="SECONDS",
    help="Between two looks at the folder.",
)
@click.option("--once", is_flag=True, help="Import what is complete, and end: for cron.")
@click.option("--mapping", help="Read every file with this mapping.")
@click.option("--timezone", help="The files' time zone, where they carry no offset.")
@click.option(
    "--allow-bad",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Accept a file with this share of bad rows.",
)
@pass_session
def watch(
    session: Session,
    folder: Path,
    settle: float,
    marker: str,
    every: float,
    once: bool,
    mapping: str | None,
    timezone: str | None,
    allow_bad: float | None,
) -> ExitCode:
    """Import each file that arrives complete in FOLDER, and move it to done/ or refused/.

    It runs until SIGTERM or ctrl+c and logs one line an event (docs/operations.md).

    \b
    Exit codes: 0 when it was asked to stop, 5 where the folder is watched already,
    1 where the folder is gone or cannot be written in; with --once those of `cjm import`.
    """
    from cjm_tui.services.inbox import Completeness
    from cjm_tui.services.watch import Watch, WatchRules

    if marker and ("/" in marker or not marker.strip(". ")):
        raise UsageError(f"--marker {marker!r} is no ending.", hint="Write it as .done")
    rules = WatchRules(Completeness(settle, marker), every, once)
    options = ImportOptions(mapping=mapping, timezone=timezone, allow_bad=allow_bad)
    pulse = SignalPulse()
    return Watch(session.database, session.catalog, folder, options, rules, pulse, _log).run()
