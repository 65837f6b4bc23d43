"""`cjm touchpoint NAME --log`: who changed what there, as text or JSON."""

from collections.abc import Iterator

from cjm_tui.cli.output import say, say_json
from cjm_tui.cli.session import Session
from cjm_tui.domain import display
from cjm_tui.domain.change_log import ChangeLog, log_json
from cjm_tui.services.change_log import change_log


def print_log(session: Session, name: str, *, as_json: bool) -> None:
    """Print the changes at the touchpoint that `name` means, newest first."""
    with session.reading() as reader:
        log = change_log(reader, name)
    if as_json:
        say_json(log_json(log))
        return
    for line in log_lines(log):
        say(line)


def log_lines(log: ChangeLog) -> Iterator[str]:
    """Yield a line for each change: when, who, what it was and became, and why."""
    if not log.entries:
        yield "Nobody has changed anything here."
        return
    shown, many = len(log.entries), display.counted(log.total, "change")
    said = many if shown == log.total else f"newest {display.count(shown)} of {many}"
    yield f"{said}, newest first"
    for entry in log.entries:
        why = f"  ({entry.why})" if entry.why else ""
        who = entry.who or "nobody known"
        yield f"{entry.at:%Y-%m-%d %H:%M}  {who}  {entry.subject}: {entry.change}{why}"
