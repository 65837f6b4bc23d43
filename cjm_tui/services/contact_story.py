"""One contact as it went: its legs, steps and answers, and its customer before and after."""

from typing import Any

from cjm_tui.domain.contact_story import ContactStory, Step
from cjm_tui.errors import UsageError
from cjm_tui.store.session import Reader


def contact_story(reader: Reader, source_table: str, source_id: str) -> ContactStory:
    """Return the contact to which a counted row belongs; `source_table` "" is whichever has the id.

    Raises UsageError where nothing has it.
    """
    row = {"source_table": source_table, "source_id": source_id}
    if not (found := reader.query_records("contact_of", **row)):
        raise UsageError(
            f"There is no leg, answer, invitation or contact {source_id!r}.",
            hint="`cjm touchpoint NAME --rows` lists those behind a number.",
        )
    (of,) = found
    steps = reader.query_records("contact_timeline", **row)
    return ContactStory(
        contact_id=of["contact_id"] or "",
        customer=of["customer"] or "",
        direction=of["direction"] or "",
        reason=of["reason"] or "",
        segment=of["segment"] or "",
        resolved=of["resolved"],
        steps=tuple(_step(step) for step in steps),
    )


def _step(row: dict[str, Any]) -> Step:
    said = {"leg": _leg, "step": _recorded, "answer": _answer, "invitation": _invitation}
    return Step(
        part=row["part"],
        kind=row["kind"],
        at=row["local_at"],
        touchpoint=row["touchpoint"],
        channel=row["channel"] or "",
        words=said[row["kind"]](row),
    )


def _leg(row: dict[str, Any]) -> str:
    direction = row["direction"]
    parts = (
        direction if direction != "inbound" else "",
        row["outcome"] or "",
        f"waited {row['wait_s']:.0f}s" if row["wait_s"] is not None else "",
        f"handled {row['handle_s']:.0f}s" if row["handle_s"] is not None else "",
        f"queue {row['queue']}" if row["queue"] else "",
        f"team {row['team']}" if row["team"] else "",
        f"reason {row['reason']}" if row["reason"] else "",
    )
    return ", ".join(part for part in parts if part) or row["channel"] or "passed"


def _recorded(row: dict[str, Any]) -> str:
    parts = (
        row["node"] or "",
        row["event"] or "",
        f"“{row['value']}”" if row["value"] else "",
        f"to queue {row['queue']}" if row["queue"] else "",
    )
    return " ".join(part for part in parts if part)


def _answer(row: dict[str, Any]) -> str:
    scale = f" of {row['scale']}" if row["scale"] else ""
    score = "" if row["score"] is None else f" {row['score']:g}{scale}"
    words = f" “{row['words'].strip()}”" if (row["words"] or "").strip() else ""
    return f"answered {row['instrument'].upper()}{score}{words}"


def _invitation(row: dict[str, Any]) -> str:
    return f"invited to answer {(row['instrument'] or 'a survey').upper()}"
