"""A form: what a person may change of one thing, and what it said when the form was opened."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from cjm_tui.domain.text import stored
from cjm_tui.errors import CjmError, UsageError

WHY = "why"  # the field that goes to the change log instead of the thing itself
NOT_SAID = ""

_ITEM_BORDER = ";"
_MOST = 2_000  # characters of a field
_TITLE = 40  # characters of a title beside what was changed


class FieldKind(StrEnum):
    """What may be typed into a field."""

    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole"  # a whole number
    DAY = "day"  # ISO 8601
    YES_NO = "yes_no"
    CHOICE = "choice"
    ITEMS = "items"  # several, with ; between


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values that a field may have, and how it is shown."""

    value: str
    words: str
    least: float = -math.inf  # of a KPI: the range in which its values, and so its threshold, lie
    most: float = math.inf


YES_NO = (Choice(NOT_SAID, "not said"), Choice("yes", "yes"), Choice("no", "no"))


class FieldError(UsageError):
    """What was typed into one field will not do."""

    def __init__(self, field: str, message: str, *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.field = field


@dataclass(frozen=True, slots=True)
class FormField:
    """One field: its name in the database, its label, and its value as text."""

    name: str
    label: str
    value: str = ""
    kind: FieldKind = FieldKind.TEXT
    help: str = ""
    choices: tuple[Choice, ...] = ()
    required: bool = False
    of: str | Choice = ""  # what says in which range the number lies: a KPI, or the field for it

    def parsed(self, text: str) -> Any:
        """Return the value that the text stands for, None for none.

        Raises FieldError where it will not do.
        """
        typed = stored(text).strip()
        if len(typed) > _MOST:
            raise FieldError(self.name, f"{self.label}: is longer than {_MOST:,} characters.")
        if not typed:
            if self.required:
                raise FieldError(self.name, f"{self.label}: may not be empty.")
            return () if self.kind is FieldKind.ITEMS else None
        return self._typed(typed)

    def _typed(self, typed: str) -> Any:
        match self.kind:
            case FieldKind.NUMBER:
                return self._number(typed)
            case FieldKind.WHOLE:
                number = self._number(typed)
                if number != int(number):
                    raise FieldError(self.name, f"{self.label}: {typed!r} is no whole number.")
                return int(number)
            case FieldKind.DAY:
                return self._day(typed)
            case FieldKind.ITEMS:
                return items_of(typed)
            case FieldKind.CHOICE | FieldKind.YES_NO:
                return self._chosen(typed)
        return re.sub(r"\s*\n\s*", " ", typed)

    def _number(self, typed: str) -> float:
        try:
            number = float(typed.removesuffix("%").strip())
        except ValueError:
            number = float("nan")
        if not abs(number) < 1e12:
            raise FieldError(self.name, f"{self.label}: {typed!r} is no number.")
        return number

    def _day(self, typed: str) -> date:
        try:
            return date.fromisoformat(typed)
        except ValueError:
            raise FieldError(
                self.name, f"{self.label}: {typed!r} is no day.", hint="Write 2026-11-20."
            ) from None

    def _chosen(self, typed: str) -> Any:
        folded = typed.casefold()
        among = YES_NO if self.kind is FieldKind.YES_NO else self.choices
        for choice in among:
            if folded in (choice.value.casefold(), choice.words.casefold()):
                if self.kind is FieldKind.YES_NO:
                    return {"yes": True, "no": False}.get(choice.value)
                return choice.value or None
        known = ", ".join(choice.value for choice in among if choice.value)
        raise FieldError(
            self.name, f"{self.label}: {typed!r} is none of them.", hint=f"There are {known}."
        )


@dataclass(frozen=True, slots=True)
class Edit:
    """One field's change: what the person saw and what they want, as the database has it."""

    field: str
    seen: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Form:
    """What may be changed of one thing; `identity` is its id, "" for one that is to be made."""

    noun: str
    identity: str
    title: str
    fields: tuple[FormField, ...]
    about: str = ""  # what a new one belongs to
    carried: object = None  # what comes along without being typed: the figure an action starts from

    def field(self, name: str) -> FormField:
        """Return a field; raises UsageError for a name that is none."""
        for found in self.fields:
            if found.name == name:
                return found
        known = ", ".join(field.name for field in self.fields)
        raise UsageError(f"{self.noun} has no field {name!r}.", hint=f"There are {known}.")

    def edits(self, answers: Mapping[str, str]) -> tuple[Edit, ...]:
        """Return what the answers change; a field without an answer stays.

        Raises FieldError for the first answer that will not do, also where a required one is empty.
        """
        found = []
        for field in self.fields:
            new = field.parsed(answers.get(field.name, field.value))
            seen = replace(field, required=False).parsed(field.value)
            if new != seen and field.name != WHY:
                found.append(Edit(field.name, seen, new))
        self._refuse_unreachable(tuple(found))
        return tuple(found)

    def _refuse_unreachable(self, edits: tuple[Edit, ...]) -> None:
        """Refuse a number that was changed, or whose KPI was, beyond what the KPI can ever be."""
        values, changed = self.values(edits), {edit.field for edit in edits}
        for field in self.fields:
            number = values.get(field.name)
            if not field.of or number is None or not {field.name, field.of} & changed:
                continue
            kpi = self._range_of(field, values)
            if kpi is not None and not kpi.least <= number <= kpi.most:
                raise FieldError(
                    field.name,
                    f"{field.label}: {kpi.words} is never {as_text(number)}.",
                    hint=_range_words(kpi),
                )

    def _range_of(self, field: FormField, values: Mapping[str, Any]) -> Choice | None:
        if isinstance(field.of, Choice):
            return field.of
        among = self.field(field.of).choices
        return next((one for one in among if one.value == values[field.of]), None)

    def values(self, edits: Iterable[Edit]) -> dict[str, Any]:
        """Return what all fields say once the edits are made, but for the reason."""
        new = {edit.field: edit.new for edit in edits}
        return {
            field.name: new[field.name] if field.name in new else field.parsed(field.value)
            for field in self.fields
            if field.name != WHY
        }

    def why(self, answers: Mapping[str, str]) -> str:
        """Return the reason that was given; "" for none."""
        return stored(answers.get(WHY, "")).strip()

    def seen_again(self, conflicts: Iterable["Conflict"]) -> "Form":
        """Return the form as it reads once the person has seen what others wrote."""
        theirs = {conflict.field: conflict.theirs for conflict in conflicts}
        fields = tuple(replace(f, value=theirs.get(f.name, f.value)) for f in self.fields)
        return replace(self, fields=fields)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that somebody else has changed while it was being edited; all as text."""

    field: str
    seen: str
    theirs: str
    mine: str
    who: str = ""
    at: datetime | None = None  # local time of the site


class ConflictError(CjmError):
    """Somebody else was faster: both versions are there for the person to choose."""

    def __init__(self, conflicts: tuple[Conflict, ...]) -> None:
        whose = ", ".join(sorted({c.who or "somebody" for c in conflicts}))
        fields = ", ".join(c.field for c in conflicts)
        super().__init__(
            f"{whose} has changed {fields} meanwhile.", hint="Look at it and say it again."
        )
        self.conflicts = conflicts


@dataclass(frozen=True, slots=True)
class Saved:
    """What an edit did: the thing's id, and each changed field in words."""

    noun: str
    identity: str
    title: str
    changes: tuple[str, ...]  # "target 75 → 80"
    added: bool = False  # a new one, which may be as its form proposed it

    @property
    def words(self) -> str:
        """One sentence for the last line of the screen."""
        if self.changes:
            return f"saved {_brief(self.title)}: {'; '.join(self.changes)}"
        return f"saved {self.title}, as proposed" if self.added else "no change"


def _range_words(choice: Choice) -> str:
    if math.isinf(choice.most):
        return f"It is {as_text(choice.least)} or more."
    return f"It lies between {as_text(choice.least)} and {as_text(choice.most)}."


def _brief(title: str) -> str:
    """Leave room beside a long title for what was changed."""
    return title if len(title) <= _TITLE else f"{title[: _TITLE - 1].rstrip()}…"


def as_text(value: object) -> str:
    """Return a value as a form shows it; "" for none."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.15g}"
        case tuple() | list():
            return f"{_ITEM_BORDER} ".join(map(str, value))
        case date():
            return value.isoformat()
    return str(value)


def items_of(text: str) -> tuple[str, ...]:
    """Return the items of "one; two", each once, in order."""
    parts = (" ".join(part.split()) for part in text.split(_ITEM_BORDER))
    return tuple(dict.fromkeys(part for part in parts if part))


def made_id(name: str) -> str:
    """Return the id that a name gives: its letters and digits, lower case, joined by hyphens."""
    letters = "".join(c if c.isalnum() else "-" for c in name.lower())
    return "-".join(part for part in letters.split("-") if part) or "unnamed"
