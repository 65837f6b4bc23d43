"""`cjm check`: what needs attention, one line each; quiet where there is nothing."""

from collections.abc import Sequence
from typing import Any

import click
from rich.cells import cell_len, set_cell_size

from cjm_tui.cli.output import note, say, say_json
from cjm_tui.cli.session import Session, pass_session
from cjm_tui.domain import display
from cjm_tui.domain.alerts import Acknowledged, Alert, Check
from cjm_tui.domain.text import shown
from cjm_tui.services import alerts as service

_NAME = 24  # cells that a name has at least
_SUBJECT = 100  # cells: what mail programs show of a subject


@click.command()
@click.option(
    "--ack", "codes", multiple=True, metavar="CODE", help="Seen: be quiet until it changes. Or all."
)
@click.option("--why", default="", help="Why it may rest.")
@click.option("--all", "every", is_flag=True, help="Also what was acknowledged.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@pass_session
def check(
    session: Session, codes: tuple[str, ...], why: str, *, every: bool, as_json: bool
) -> None:
    """Print what needs attention, one line each: for cron, and for the morning.

    Stale data, missing, refused and incomplete files, rows in quarantine, actions that slid back,
    signals that are worse, moments of truth without an owner, overdue and stalled actions, maps
    past their review. Nothing where there is nothing. What was acknowledged is not said again until
    it says something else; `--ack all` takes all that is printed now.

    Exit codes: 0 quiet, 10 something needs attention, 20 data is stale, incomplete or missing.
    """
    with session.reading() as reader:
        found = service.check(reader, session.catalog)
    if codes:
        alerts = service.chosen(found, codes)
        service.acknowledge(session.database, alerts, why)
        for alert in alerts:
            note(f"acknowledged: {line(alert)}")
        return
    if as_json:
        say_json(check_json(found))
    else:
        for alert in found.alerts:
            say(line(alert))
        for rested in found.resting if every else ():
            say(_rests(rested))
    raise click.exceptions.Exit(found.exit_code)


def line(alert: Alert) -> str:
    """Return an alert as a mail's subject: what, about what, as many words as fit, its code.

    A long name gives way to the first words, which have the number.
    """
    code = f" [{alert.code}]"
    room = _SUBJECT - len(code)
    first = f" · {shown(alert.words[0])}" if alert.words else ""
    text = _clipped(f"{alert.kind}: {shown(alert.about)}", max(_NAME, room - cell_len(first)))
    for word in alert.words:
        longer = f"{text} · {shown(word)}"
        if cell_len(longer) > room:
            break
        text = longer
    return text + code


def _clipped(text: str, room: int) -> str:
    return text if cell_len(text) <= room else set_cell_size(text, room - 1).rstrip() + "…"


def _rests(rested: Acknowledged) -> str:
    why = f": {rested.why}" if rested.why else ""
    when = display.short_day(rested.at.date())
    return f"  {line(rested.alert)} · seen by {rested.who} on {when}{why}"


def check_json(found: Check) -> dict[str, Any]:
    """Return the check as `cjm check --json` prints it."""
    return {
        "as_of": found.state.as_of,
        "data_until": found.state.data_until,
        "exit_code": int(found.exit_code),
        "findings": [_alert_json(alert) for alert in found.alerts],
        "acknowledged": [
            _alert_json(one.alert) | {"who": one.who, "at": one.at, "why": one.why or None}
            for one in found.resting
        ],
    }


def _alert_json(alert: Alert) -> dict[str, Any]:
    return {
        "code": alert.code,
        "kind": alert.kind.lower().replace(" ", "_"),
        "line": line(alert),
        "about": alert.about,
        "words": alert.words,
        "findings": _names(alert),
    }


def _names(alert: Alert) -> Sequence[str]:
    return [mark.finding for mark in alert.marks]
