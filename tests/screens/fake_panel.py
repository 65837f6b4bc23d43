"""A query panel without a database: what it answers is set by the test, what it was asked is kept."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event

import pyarrow as pa

from cjm_tui.domain.buffers import Buffers, Run
from cjm_tui.domain.form import FieldKind, Form, FormField, Saved
from cjm_tui.domain.panel import Result
from cjm_tui.domain.schema import Column, QueryLine, Schema, Table
from cjm_tui.errors import CjmError, QueryCancelledError

SCHEMA = Schema(
    tables=(
        Table("interaction", (Column("touchpoint_id", "VARCHAR", "Where"),), 1_893, "One leg."),
        Table("feedback", (Column("score", "DOUBLE", "Score"),), 214, "One answer."),
    ),
    functions=("count",),
    queries=(
        QueryLine(
            "csat", "kpi", "CSAT", "One row per answer.", (("from", "date"),), "select $from", "cjm"
        ),
        QueryLine("mine", "table", "My own", "One row.", (), "select 7 as seven", "yours"),
    ),
)


def result(table=None, **more):
    table = table or pa.table(
        {
            "name": ["ivr", "chat", "a\x1b[31mb\nc"],
            "n": [5, 9, None],
            "odd [/x]": ["x", None, "[/nope]"],
        }
    )
    kinds = {"string": "VARCHAR", "int64": "BIGINT", "double": "DOUBLE", "null": '"NULL"'}
    types = tuple(kinds.get(str(kind), "VARCHAR") for kind in table.schema.types)
    return Result(
        tuple(table.column_names), types, table, **{"cut": False, "seconds": 0.25, **more}
    )


@dataclass
class FakePanel:
    """Answers at once, or when `gate` is set, or with `failure`."""

    answer: Result = field(default_factory=result)
    failure: CjmError | None = None
    gate: Event | None = None
    kept: Buffers = field(default_factory=Buffers)
    asked: list = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    saved: list[dict[str, str]] = field(default_factory=list)

    def buffers(self):
        return self.kept

    def keep(self, buffers):
        self.kept = buffers

    def schema(self, query):
        return SCHEMA

    def run(self, ask, query, on_rows):
        self.asked.append(ask)
        stopped = Event()
        with query.on_cancel(stopped.set):
            while self.gate is not None and not self.gate.is_set():
                if stopped.wait(0.01):
                    raise QueryCancelledError("The query was cancelled.")
        if self.failure is not None:
            raise self.failure
        return self.answer

    def history(self, needle):
        at = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
        return (Run(at, "select 1\nfrom holiday", "1 row", 0.1), Run(at, "select 2", "1 row", 0.1))

    def formatted(self, sql):
        return sql.upper()

    def params_form(self, name, period, query):
        query = next(q for q in SCHEMA.queries if q.name == name)
        fields = tuple(FormField(n, n, "2026-10-24", FieldKind.TEXT) for n, _ in query.params)
        return Form("params", name, query.title, fields)

    def with_given(self, form, answers):
        lines = [f"--: {name} = {value}" for name, value in answers.items()]
        query = next(q for q in SCHEMA.queries if q.name == form.identity)
        return "\n".join([*lines, query.sql])

    def save_form(self, sql, name=""):
        return Form(
            "query", name, "a stored query", (FormField("name", "name", name, required=True),), sql
        )

    def save_query(self, form, answers):
        form.edits(answers)
        self.saved.append({"sql": form.about, **answers})
        return Saved("query", answers["name"], answers["name"], ("run it",))

    def export(self, result, path):
        self.written.append(str(path))
        return f"written: {result.words} → {path}"
