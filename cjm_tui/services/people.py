"""Whom a person means by what they typed: a party by its id, its name, or a part that decides."""

from dataclasses import dataclass

from cjm_tui.domain.form import FieldError
from cjm_tui.store.session import Reader

_NAMED = 8


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody whom the site knows."""

    party_id: str
    name: str
    department: str
    kind: str
    left: bool


def parties(reader: Reader) -> tuple[Party, ...]:
    """Return all parties, by name."""
    return tuple(Party(*row) for row in reader.query("parties"))


def party_named(reader: Reader, field: str, label: str, text: str | None) -> str | None:
    """Return the id of the party that is meant; as typed where the site knows no parties at all.

    Raises FieldError for somebody unknown, who has left, or where several may be meant.
    """
    if not text:
        return None
    known = parties(reader)
    if not known:
        return text
    folded = text.casefold()
    exact = [p for p in known if folded in (p.party_id.casefold(), p.name.casefold())]
    people = [p for p in exact if p.kind == "person"] or exact
    found = people or [p for p in known if folded in p.name.casefold() and not p.left]
    if len(found) == 1:
        if found[0].left:
            raise FieldError(field, f"{label}: {found[0].name} has left.")
        return found[0].party_id
    names = [party.name for party in (found or [p for p in known if not p.left])]
    more = f" … ({len(names)} in all)" if len(names) > _NAMED else ""
    hint = f"{', '.join(names[:_NAMED])}{more}."
    if found:
        raise FieldError(field, f"{label}: {text!r} may be several.", hint=hint)
    raise FieldError(field, f"{label}: nobody is called {text!r}.", hint=f"There are {hint}")


def departments(reader: Reader) -> tuple[str, ...]:
    """Return the departments that the parties are of."""
    return tuple(sorted({p.department for p in parties(reader) if p.department}))


def department_named(reader: Reader, field: str, label: str, text: str | None) -> str | None:
    """Return the department as the site writes it; raises FieldError for one it does not know."""
    if not text:
        return None
    known = departments(reader)
    alike = [name for name in known if name.casefold() == text.casefold()]
    if alike or not known:
        return alike[0] if alike else text
    begun = [name for name in known if name.casefold().startswith(text.casefold())]
    if len(begun) == 1:
        return begun[0]
    raise FieldError(
        field, f"{label}: there is no department {text!r}.", hint=f"There are {', '.join(known)}."
    )
