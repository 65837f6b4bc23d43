"""Stored queries in the panel: the form of their parameters, and keeping SQL as one's own."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from cjm_tui import locations
from cjm_tui.domain.form import Choice, FieldError, FieldKind, Form, FormField, Saved, as_text
from cjm_tui.domain.sql_text import parameters, statements, used_parameters, value_of
from cjm_tui.errors import UsageError
from cjm_tui.services.journey_map import all_touchpoints
from cjm_tui.services.query import default_values
from cjm_tui.store.catalog import CJM, SETTINGS, SITE, YOURS, Catalog, parse_query
from cjm_tui.store.contract import check_contract
from cjm_tui.store.database import Database
from cjm_tui.store.sandbox import run_sql
from cjm_tui.store.session import Reader

_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}\Z")
_KINDS = {
    "double": FieldKind.NUMBER,
    "integer": FieldKind.WHOLE,
    "boolean": FieldKind.YES_NO,
    "varchar[]": FieldKind.ITEMS,
    "date[]": FieldKind.ITEMS,
}
_TYPES: tuple[tuple[type, str], ...] = (
    (bool, "boolean"),
    (int, "integer"),
    (float, "double"),
    (datetime, "timestamp"),
    (date, "date"),
)


# The form of a query's parameters


def params_form(reader: Reader, catalog: Catalog, name: str, period: str) -> Form:
    """Return the form of a stored query's parameters, filled with what they are without it.

    `from` and `to` are the days of the period. Raises UsageError for a name that is none.
    """
    query = catalog.get(name)
    known = default_values(reader, query, period)
    return Form(
        noun="params",
        identity=name,
        title=query.title,
        fields=tuple(
            _param_field(reader, catalog, key, kind, known.get(key))
            for key, kind in query.params.items()
        ),
    )


def _param_field(reader: Reader, catalog: Catalog, key: str, kind: str, value: Any) -> FormField:
    choices: tuple[Choice, ...] = ()
    if key == "touchpoint":
        choices = tuple(Choice(t.touchpoint_id, t.name) for t in all_touchpoints(reader))
    elif key == "kpi":
        choices = tuple(Choice(kpi.name, kpi.title) for kpi in catalog.kpis.values())
    field_kind = FieldKind.CHOICE if choices else _KINDS.get(kind, FieldKind.TEXT)
    note = "a site setting" if key in SETTINGS else ""
    return FormField(
        name=key,
        label=key,
        value=_shown(value, choices),
        kind=field_kind,
        help=f"{kind}{' · ' if note else ''}{note}",
        choices=choices,
    )


def _shown(value: Any, choices: tuple[Choice, ...]) -> str:
    if value is None:
        return choices[0].value if choices else ""
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.astimezone(UTC).replace(tzinfo=None)
    return value.isoformat(sep=" ") if isinstance(value, datetime) else as_text(value)


def with_given(catalog: Catalog, form: Form, answers: Mapping[str, str]) -> str:
    """Return the query's SQL below lines that give its parameters; raises FieldError."""
    form.edits(answers)  # each answer is one of its type
    query = catalog.get(form.identity)
    lines = [
        f"--: {name} = {_line_value(answers.get(name, ''), query.params[name])}"
        for name in query.params
    ]
    return "\n".join([*lines, query.sql, ""])


def _line_value(text: str, kind: str) -> str:
    """Return a parameter as its line says it; text that looks like something else is quoted."""
    said = " ".join(text.split())
    if kind == "varchar" and not isinstance(value_of(said), str):
        return "'" + said.replace("'", "''") + "'" if said else "null"
    return said or "null"


# Keeping SQL


def save_form(sql: str, *, name: str = "", origin: str = YOURS) -> Form:
    """Return the form with which the SQL of a buffer becomes a stored query.

    Raises UsageError where it is not one statement.
    """
    if len(statements(sql)) != 1:
        raise UsageError("A stored query is one statement.", hint="Select the one to keep.")
    where = (Choice(YOURS, "only for me"), Choice(SITE, "for everybody who uses this database"))
    fields = (
        FormField("name", "name", name, help="lower-case letters, digits and _", required=True),
        FormField("title", "title", help="a few words, as lists show it", required=True),
        FormField(
            *("description", "description"),
            help="what it answers, and what one row is: “One row per …”",
            required=True,
        ),
        FormField("origin", "where", origin, FieldKind.CHOICE, choices=where, required=True),
    )
    return Form("query", name, name or "a stored query", fields, about=sql)


def keep(database: Database, catalog: Catalog, form: Form, answers: Mapping[str, str]) -> Saved:
    """Write the query's file; it is one of the catalogue's from the next look on.

    Raises FieldError for what will not do, QueryError where DuckDB cannot read it, CatalogError
    where it breaks a rule, UsageError where the file cannot be written.
    """
    said = {field.name: field.parsed(answers.get(field.name, "")) for field in form.fields}
    name, origin = str(said["name"]), str(said["origin"])
    if not _NAME.match(name):
        raise FieldError("name", "name: lower-case letters, digits and _, a letter first.")
    folders = {YOURS: locations.user_queries(), SITE: locations.site_queries(database.path)}
    path = folders[origin] / f"{name}.sql"
    _refuse_taken(catalog, name, path, form)
    text = _text(database, said, form.about)
    with database.read() as reader:
        check_contract(parse_query(text, path, origin=origin), reader)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".sql.new")
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from error
    return Saved("query", name, name, (f"run it with cjm query {name}",))


def _refuse_taken(catalog: Catalog, name: str, path: Path, form: Form) -> None:
    try:
        taken = catalog.get(name)
    except UsageError:
        return
    if taken.origin == CJM or (taken.path != path) or name != form.identity:
        raise FieldError("name", f"name: {name} is taken by “{taken.title}”.")


def _text(database: Database, said: Mapping[str, Any], sql: str) -> str:
    (statement,) = statements(sql)
    given = parameters(sql)
    params = {name: _type_of(given.get(name, "")) for name in used_parameters(statement.text)}
    columns = _columns(database, statement.text, {n: value_of(given.get(n, "")) for n in params})
    front = [
        "/*---",
        f"title       = {json.dumps(said['title'], ensure_ascii=False)}",
        f"description = {json.dumps(said['description'], ensure_ascii=False)}",
        'kind        = "table"',
        f"params      = {{ {', '.join(f'{n} = {json.dumps(k)}' for n, k in params.items())} }}",
        f"columns     = {json.dumps(columns, ensure_ascii=False)}",
        "---*/",
    ]
    return "\n".join([*front, statement.text, ""])


def _type_of(text: str) -> str:
    value = value_of(text)
    return next((name for kind, name in _TYPES if isinstance(value, kind)), "varchar")


def _columns(database: Database, sql: str, params: Mapping[str, Any]) -> list[str]:
    """Return the names of the columns that DuckDB says the SQL gives; asked in the sandbox."""
    found = run_sql(database, f"describe {sql}", dict(params), limit=None)
    return [str(name) for name in found.table.column("column_name").to_pylist()]
