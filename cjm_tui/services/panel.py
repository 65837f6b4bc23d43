"""The query panel's questions answered: SQL in the sandbox, and what a person keeps of it."""

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cjm_tui.domain.buffers import Buffers, Run
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.form import Form, Saved
from cjm_tui.domain.panel import Ask, Result
from cjm_tui.domain.schema import Schema
from cjm_tui.errors import CjmError
from cjm_tui.services.desk import Desk
from cjm_tui.store.database import Database
from cjm_tui.store.session import Reader

if TYPE_CHECKING:
    from cjm_tui.store.catalog import Catalog

MOST_ROWS = 1_000_000  # of a result in the panel
MOST_BYTES = 150_000_000
TIMEOUT_S = 300.0
_WAIT_S = 10.0


class DatabasePanel:
    """What `screens.panel.Panel` asks for, from one database file and one person's folder."""

    def __init__(
        self, database: Database, load_catalog: Callable[[], "Catalog"], folder: Path
    ) -> None:
        self._database = database
        self._load_catalog = load_catalog
        self._desk = Desk(folder, database.path)

    @cached_property
    def _catalog(self) -> "Catalog":
        return self._load_catalog()

    def buffers(self) -> Buffers:
        """Return the buffers as they were kept last."""
        return self._desk.buffers()

    def keep(self, buffers: Buffers) -> None:
        """Keep the buffers."""
        self._desk.keep(buffers)

    def schema(self, query: Cancellation) -> Schema:
        """Return the tables, functions and stored queries."""
        from cjm_tui.services.schema import schema

        with self._asking(query) as reader:
            return schema(reader, self._catalog)

    @contextmanager
    def _asking(self, query: Cancellation) -> Iterator[Reader]:
        self._database.catalog = self._catalog
        with self._database.read(wait=_WAIT_S) as reader, query.on_cancel(reader.interrupt):
            yield reader

    def run(self, ask: Ask, query: Cancellation, on_rows: Callable[[Result], None]) -> Result:
        """Run statements in the sandbox, and remember them with what came of it."""
        from cjm_tui.store.sandbox import Query

        text = ask.text
        running = Query(
            self._database,
            text,
            ask.params,
            limit=MOST_ROWS,
            timeout=TIMEOUT_S,
            wait=_WAIT_S,
            most_bytes=MOST_BYTES,
        )
        try:
            with query.on_cancel(running.cancel):
                result = running.run(on_rows)
        except CjmError as error:
            self._remember(text, error.message, 0.0)
            raise
        self._remember(text, result.words, result.seconds)
        return result

    def _remember(self, sql: str, outcome: str, seconds: float) -> None:
        self._desk.remember(Run(datetime.now(UTC), sql, outcome, seconds))

    def history(self, needle: str) -> tuple[Run, ...]:
        """Return the newest runs that have all words of the needle."""
        return self._desk.history(needle)

    def formatted(self, sql: str) -> str:
        """Return the SQL laid out; raises QueryError where it would mean something else."""
        from cjm_tui.services.sql_layout import laid_out

        return laid_out(sql)

    def params_form(self, name: str, period: str, query: Cancellation) -> Form:
        """Return the form of a stored query's parameters."""
        from cjm_tui.services.stored_queries import params_form

        with self._asking(query) as reader:
            return params_form(reader, self._catalog, name, period)

    def with_given(self, form: Form, answers: Mapping[str, str]) -> str:
        """Return a stored query's SQL below lines that give its parameters."""
        from cjm_tui.services.stored_queries import with_given

        return with_given(self._catalog, form, answers)

    def save_form(self, sql: str, name: str = "") -> Form:
        """Return the form with which SQL becomes a stored query."""
        from cjm_tui.services.stored_queries import save_form

        return save_form(sql, name=name)

    def save_query(self, form: Form, answers: Mapping[str, str]) -> Saved:
        """Keep SQL as a stored query; the catalogue knows it from now on."""
        from cjm_tui.services.stored_queries import keep

        saved = keep(self._database, self._catalog, form, answers)
        self.__dict__.pop("_catalog", None)
        return saved

    def export(self, result: Result, path: Path) -> str:
        """Write the rows by the name's ending; return what was written where, in words."""
        from cjm_tui.services.export import Format, write_result
        from cjm_tui.services.query import summary

        form = Format.choose(None, path)
        write_result(result, form, path, io.BytesIO(), self._database.path)
        return f"written: {summary(result, path)}"
