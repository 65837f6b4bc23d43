"""The proposed mapping as a file that its user can read, edit and import with."""

import json
import re
from collections.abc import Iterable

from cjm_tui.importers.proposal.content import COMPACT_DAYS
from cjm_tui.importers.proposal.guess import Column, Guess, unknown_words
from cjm_tui.importers.proposal.vocabulary import CHANNELS, DIRECTIONS, NO, OUTCOMES, WORDS, YES

_SECONDS = ("wait_s", "talk_s", "hold_s", "wrap_s", "handle_s")
_TEXTS = ("reason", "segment", "queue", "team", "transfers")
_CLOCK = """create macro seconds(said) as
case
    when regexp_full_match(said, '[0-9]+:[0-9]{2}:[0-9]{2}')
        then (
            split_part(said, ':', 1)::bigint * 3600 + split_part(said, ':', 2)::bigint * 60
            + split_part(said, ':', 3)::bigint
        )::varchar
    when regexp_full_match(said, '[0-9]+:[0-9]{2}')
        then (split_part(said, ':', 1)::bigint * 60 + split_part(said, ':', 2)::bigint)::varchar
    else said
end;

"""


def mapping_text(guess: Guess, name: str) -> str:
    """Return the mapping file."""
    used = [column for column in guess.columns if column.role and column.role != "agent"]
    required = [
        c for c in used if c.role in ("id", "feedback_id", "started_at", "start_clock", "score")
    ]
    if len(required) == 1:
        required += [c for c in used if c not in required][:1]
    optional = [column.name for column in used if column not in required]
    personal = [column.name for column in used if column.role == "customer"]
    notation = f", decimal = {_toml(guess.decimal)}" if guess.decimal != "." else ""
    notation += f", dates = {_toml(guess.dates)}" if guess.dates else ""
    dialect = guess.sample.dialect
    said = [_comment(f"{c.name}: {_taken_for(c)} ({c.why})") for c in guess.columns]
    lines = [
        "/*---",
        *said,
        f"title = {_toml(f'{name}, proposed by cjm map')}",
        'description = "A guess: look it through before you rely on it."',
        f"recognise = {{ header = {_toml([c.name for c in required])} }}",
        f"optional = {_toml(optional)}",
        f"dialect = {{ delimiter = {_toml(dialect.delimiter)}, encoding = {_toml(dialect.encoding)}"
        f"{notation} }}",
        f"timezone = {_toml(_zone(guess))}",
        f"personal = {_toml(personal)}",
        *_rules(guess),
        "---*/",
    ]
    clock = any(c.kind.word == "clock" and c.role in _SECONDS for c in used)
    cells = _feedback(guess, name) if guess.target == "feedback" else _interaction(guess, name)
    listed = ",\n".join(f'    {sql} as "{target}"' for target, sql in cells.items())
    made = f"create table {guess.target} as\nselect\n    _line,\n{listed}\nfrom source;\n"
    return "\n".join(lines) + "\n" + (_CLOCK if clock else "") + made


def _taken_for(column: Column) -> str:
    return "left out" if column.role in ("", "agent") else column.role


def _zone(guess: Guess) -> str:
    when = guess.column("started_at")
    utc = when is not None and re.search(r"(?i)\b(utc|gmt)\b", when.name)
    return "UTC" if utc else "site"


def _interaction(guess: Guess, name: str) -> dict[str, str]:
    own = _own_id(guess, name, "id")
    contact = guess.column("contact_id")
    cells = {
        "interaction_id": own,
        "contact_id": f"{_text(name + ':')} || {_cell(contact)}" if contact else own,
        "touchpoint_id": _place(guess, name),
        "started_at": _start(guess),
    }
    if ended := guess.column("ended_at"):
        cells["ended_at"] = _moment(ended)
    elif ended := guess.column("end_clock"):
        cells |= _end_of_day(guess, ended)
    channel = guess.column("channel")
    cells["channel"] = _words(channel, CHANNELS) if channel else "'phone'"
    if direction := guess.column("direction"):
        cells["direction"] = _words(direction, DIRECTIONS)
    if outcome := _outcome(guess):
        cells["outcome"] = outcome
    if resolved := guess.column("resolved"):
        cells["resolved"] = _yes_no(resolved, "yes", "no")
    for role in _SECONDS:
        if column := guess.column(role):
            cells[role] = _seconds(column, guess.decimal)
    for role in (*_TEXTS, "customer"):
        if column := guess.column(role):
            cells[role] = _cell(column)
    return cells


def _feedback(guess: Guess, name: str) -> dict[str, str]:
    score = guess.column("score")
    assert score is not None
    best = max(
        (float(cell.replace(",", ".")) for row in guess.sample.rows
         if (cell := row[guess.columns.index(score)]).replace(",", ".").replace(".", "").isdigit()),
        default=10.0,
    )  # fmt: skip
    instrument, scale = (
        ("csat", "1-5") if best <= 5 else ("ces", "1-7") if best <= 7 else ("nps", "0-10")
    )
    if "nps" in score.name.lower() and best <= 10:
        instrument, scale = "nps", "0-10"
    cells = {
        "feedback_id": _own_id(guess, name, "feedback_id"),
        "touchpoint_id": _place(guess, name),
        "at": _start(guess),
        "instrument": _text(instrument),
        "scale": _text(scale),
        "score": _cell(score),
    }
    if contact := guess.column("contact_id"):
        cells["contact_id"] = f"{_text(name + ':')} || {_cell(contact)}"
    for role in ("verbatim", "segment", "customer"):
        if column := guess.column(role):
            cells[role] = _cell(column)
    return cells


def _rules(guess: Guess) -> list[str]:
    """Return the rules that refuse a word which is not known: it might mean anything."""
    found = []
    for at, column in enumerate(guess.columns):
        if column.role in WORDS:
            cells = guess.sample.column(at)
            known = [word for words in WORDS[column.role].values() for word in words]
            known += unknown_words(column.role, cells)
        elif column.role in ("abandoned", "answered"):
            known = [*YES, *NO]
        else:
            continue
        condition = f"lower(trim({_cell(column)})) not in {_listed(['', *known])}"
        found += [
            "",
            "[[rule]]",
            f"refuse = {_toml(condition)}",
            f"column = {_toml(column.name)}",
            'because = "is a word that the mapping does not know yet"',
        ]
    return found


def _own_id(guess: Guess, name: str, role: str) -> str:
    column = guess.column(role) or guess.column("id")
    if column:
        return f"{_text(name + ':')} || {_cell(column)}"
    cells = ", ".join(
        f"coalesce({_cell(c)}, '')" for c in guess.columns if c.role and c.role != "agent"
    )
    return f"{_text(name + ':')} || md5(concat_ws(chr(31), {cells}))"


def _place(guess: Guess, name: str) -> str:
    column = guess.column("touchpoint") or guess.column("queue")
    return f"coalesce(nullif(trim({_cell(column)}), ''), {_text(name)})" if column else _text(name)


def _start(guess: Guess) -> str:
    """Return SQL for when a record began: of a day and a time of day where they are apart."""
    when, clock = guess.column("started_at"), guess.column("start_clock")
    assert when is not None
    if clock is None:
        return _moment(when)
    said = f"trim({_cell(clock)})"
    joined = (
        f"{_moment(when)} || case when {said} = '' then ' without a time' else ' ' || {said} end"
    )
    return f"case when trim({_cell(when)}) <> '' then {joined} end"


def _end_of_day(guess: Guess, ended: Column) -> dict[str, str]:
    """Return SQL for an end that is a time of day: the next day's where it is before the start."""
    clock = guess.column("start_clock")
    assert clock is not None
    end, start = (f"epoch(try_cast(trim({_cell(c)}) as time))::bigint" for c in (ended, clock))
    later = f"(({end} - {start} + 86400) % 86400)::varchar"
    return {
        "ended_at": f"case when trim({_cell(ended)}) <> '' then {_start(guess)} end",
        "ended_at_plus_s": f"coalesce({later}, {_cell(ended)})",
    }


def _moment(column: Column) -> str:
    cell = _cell(column)
    if form := COMPACT_DAYS.get(column.kind.word):
        return f"coalesce(strftime(try_strptime({cell}, {_text(form)}), '%Y-%m-%d'), {cell})"
    if column.kind.word == "epoch":
        return f"to_timestamp(try_cast({cell} as double))"
    if column.kind.word == "epoch_ms":
        return f"to_timestamp(try_cast({cell} as double) / 1000)"
    return cell


def _seconds(column: Column, decimal: str) -> str:
    cell = _cell(column)
    if column.kind.word == "clock":
        return f"seconds({cell})"
    if column.unit != "ms":
        return cell
    number = f"(try_cast(replace({cell}, ',', '.') as double) / 1000)::varchar"
    return f"coalesce(replace({number}, '.', {_text(decimal)}), {cell})"


def _outcome(guess: Guess) -> str:
    if column := guess.column("outcome"):
        return _words(column, OUTCOMES)
    if column := guess.column("abandoned"):
        return _yes_no(column, "abandoned", "answered")
    if column := guess.column("answered"):
        return _yes_no(column, "answered", "abandoned")
    return ""


def _words(column: Column, words: dict[str, list[str]]) -> str:
    said = f"lower(trim({_cell(column)}))"
    cases = " ".join(
        f"when {said} in {_listed(known)} then '{word}'" for word, known in words.items()
    )
    return f"case {cases} else {said} end"


def _yes_no(column: Column, yes: str, no: str) -> str:
    said = f"lower(trim({_cell(column)}))"
    return (
        f"case when {said} in {_listed(YES)} then '{yes}'"
        f" when {said} in {_listed(NO)} then '{no}' else {said} end"
    )


def _listed(words: Iterable[str]) -> str:
    return "(" + ", ".join(_text(word) for word in words) + ")"


def _cell(column: Column) -> str:
    return '"' + column.name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _toml(value: str | list[str]) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(text: str) -> str:
    return "# " + re.sub(r"[^\w .,:;()'/+-]", "?", text)
