"""What the query panel asks of the services; every method but the first two runs in a thread."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from cjm_tui.domain.buffers import Buffers, Run
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.form import Form, Saved
from cjm_tui.domain.panel import Ask, Result
from cjm_tui.domain.schema import Schema


class Panel(Protocol):
    """Ad hoc SQL in the sandbox, and what one person keeps of it."""

    def buffers(self) -> Buffers:
        """Return the buffers as they were kept last; reads one small file."""
        ...

    def keep(self, buffers: Buffers) -> None:
        """Keep the buffers, so that neither a crash nor a lost line loses them."""
        ...

    def schema(self, query: Cancellation) -> Schema:
        """Return the tables, functions and stored queries."""
        ...

    def run(self, ask: Ask, query: Cancellation, on_rows: Callable[[Result], None]) -> Result:
        """Run statements in the sandbox; `on_rows` is given the first rows as soon as they come.

        Raises QueryError with the place, in `ask.text`, of what is wrong.
        """
        ...

    def history(self, needle: str) -> tuple[Run, ...]:
        """Return the newest runs that have all words of the needle."""
        ...

    def formatted(self, sql: str) -> str:
        """Return the SQL laid out; raises QueryError where it would mean something else."""
        ...

    def params_form(self, name: str, period: str, query: Cancellation) -> Form:
        """Return the form of a stored query's parameters, `from` and `to` those of the period."""
        ...

    def with_given(self, form: Form, answers: Mapping[str, str]) -> str:
        """Return the query's SQL below lines that give its parameters; raises FieldError."""
        ...

    def save_form(self, sql: str, name: str = "") -> Form:
        """Return the form with which SQL becomes a stored query; raises UsageError for several."""
        ...

    def save_query(self, form: Form, answers: Mapping[str, str]) -> Saved:
        """Keep SQL as a stored query; raises FieldError for what will not do."""
        ...

    def export(self, result: Result, path: Path) -> str:
        """Write the rows by the name's ending; return what was written where, in words."""
        ...
