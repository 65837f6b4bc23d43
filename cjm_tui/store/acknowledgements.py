"""What somebody has seen of the morning's check."""

from collections.abc import Iterable

from cjm_tui.domain.alerts import Mark
from cjm_tui.store.session import Writer

_PUT = 'insert into acknowledgement (finding, fingerprint, who, "at", why) values (?, ?, ?, ?, ?)'


def put(writer: Writer, marks: Iterable[Mark], why: str) -> None:
    """Record that the user has seen these findings as they read now."""
    for mark in marks:
        said = (mark.finding, mark.fingerprint, writer.who, writer.now, why.strip() or None)
        writer.execute(_PUT, said)
