"""`cjm expect`: which files should arrive, how often and by when."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import click

from cjm_tui.cli.output import note, say, say_json, table_lines
from cjm_tui.cli.session import Session, pass_session
from cjm_tui.domain import expected_words as words
from cjm_tui.domain.expected_files import (
    DAY_BEFORE,
    SAME_DAY,
    ExpectedFile,
    ExpectedLine,
    parse_every,
)
from cjm_tui.errors import UsageError
from cjm_tui.services import expected_files as service

_pattern = click.option("--pattern", help="Only files whose name is like this: interactions-ivr*.")
_why = click.option("--why", default="", help="The reason, kept in the change log (required).")


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_context
def expect(ctx: click.Context, as_json: bool) -> None:
    """Show which files are expected and what came of them, or change it with `add` and `remove`."""
    if ctx.invoked_subcommand is not None:
        return
    session: Session = ctx.obj
    with session.database.read() as reader:
        lines = service.expected_lines(reader)
        now = service.local_now(reader)
        zone = ZoneInfo(reader.settings.timezone)
    if as_json:
        say_json([line_json(line, zone) for line in lines])
        return
    if not lines:
        note("No file is expected. Next: cjm expect add MAPPING --every daily --by 06:00 --why …")
    for text in expected_table(lines, now):
        say(text)


@expect.command("add")
@click.argument("source", metavar="MAPPING")
@_pattern
@click.option("--every", default="daily", help="daily, weekly, mon-fri, mon;wed;fri  [daily]")
@click.option("--by", required=True, metavar="HH:MM", help="The site's time by which it is in.")
@click.option("--from", "valid_from", metavar="DAY", help="First day on which it is due.")
@click.option("--until", "valid_to", metavar="DAY", help="Last day on which it is due.")
@click.option("--same-day", is_flag=True, help="It holds the day on which it is due.")
@click.option("--not-on-holidays", is_flag=True, help="A holiday's file need not come.")
@_why
@pass_session
def add(
    session: Session,
    source: str,
    pattern: str | None,
    every: str,
    by: str,
    valid_from: str | None,
    valid_to: str | None,
    same_day: bool,
    not_on_holidays: bool,
    why: str,
) -> None:
    """Expect the files that a mapping reads, or change when they are due.

    A file holds the day before the one on which it is due, unless --same-day says otherwise.
    """
    expected = ExpectedFile(
        source=source,
        pattern=pattern or None,
        every=parse_every(every),
        due_at=_time(by),
        valid_from=_day(valid_from) if valid_from else None,
        valid_to=_day(valid_to) if valid_to else None,
        covers=SAME_DAY if same_day else DAY_BEFORE,
        on_holidays=not not_on_holidays,
    )
    changed = service.add(session.database, expected, why)
    say(f"{expected.name}: {expected.schedule}" + ("" if changed else ", as before"))


@expect.command("remove")
@click.argument("source", metavar="MAPPING")
@_pattern
@_why
@pass_session
def remove(session: Session, source: str, pattern: str | None, why: str) -> None:
    """Expect them no longer."""
    service.remove(session.database, source, pattern or None, why)
    say(f"{pattern or source} is not expected any more.")


def expected_table(lines: tuple[ExpectedLine, ...], now: datetime) -> list[str]:
    """Return the expected files as a table; none where there are none."""
    if not lines:
        return []
    rows = [
        (
            line.expected.name,
            line.expected.schedule,
            words.strip(line.slots),
            words.tally(line),
            words.standing(line, now),
            words.next_due(line, now),
        )
        for line in lines
    ]
    head = ("file", "due", f"last {service.SHOWN_DAYS} days", "", "last", "next")
    return [*table_lines(head, rows), "  ".join(words.LEGEND)]


def line_json(line: ExpectedLine, zone: ZoneInfo) -> dict[str, Any]:
    """Return an expected file as scripts read it."""
    expected = line.expected
    return {
        "source": expected.source,
        "pattern": expected.pattern,
        "every": expected.every,
        "due_at": f"{expected.due_at:%H:%M}",
        "valid_from": expected.valid_from,
        "valid_to": expected.valid_to,
        "covers": expected.covers,
        "on_holidays": expected.on_holidays,
        "came": line.came,
        "next_due": local_time(line.next_due, zone),
        "deliveries": [
            {
                "due_at": local_time(slot.delivery.due_at, zone),
                "first_day": slot.delivery.first_day,
                "last_day": slot.delivery.last_day,
                "state": str(slot.state),
                "batch": slot.batch,
                "arrived_at": local_time(slot.arrived_at, zone),
                "reason": slot.reason or None,
            }
            for slot in line.slots
        ],
    }


def local_time(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    """Return a local time with its offset; of the hour that occurs twice the second."""
    return None if at is None else at.replace(tzinfo=zone, fold=1)


def _time(text: str) -> time:
    try:
        return time.fromisoformat(text.strip().zfill(5))
    except ValueError as error:
        raise UsageError(f"{text!r} is not a time of day.", hint="Write it as 06:00.") from error


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise UsageError(f"{text!r} is not a day.", hint="Write it as 2026-11-20.") from error
