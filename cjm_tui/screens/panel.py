"""What the query panel asks of the services; every method but the first two runs in a thread."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from cjm_tui.domain.buffers import Buffers, Run
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.panel import Ask, Result
from cjm_tui.domain.schema import QueryLine, Schema


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

    def run(self, ask: Ask, query: Cancellation) -> Result:
        """Run statements in the sandbox; raises QueryError with the place of what is wrong."""
        ...

    def history(self, needle: str) -> tuple[Run, ...]:
        """Return the newest runs that have all words of the needle."""
        ...

    def formatted(self, sql: str) -> str:
        """Return the SQL laid out; raises QueryError where it would mean something else."""
        ...

    def save_query(self, name: str, front: Mapping[str, str], sql: str) -> QueryLine:
        """Keep SQL as a stored query of this person; raises FieldError for what will not do."""
        ...

    def export(self, result: Result, path: Path) -> str:
        """Write the rows by the name's ending; return what was written where, in words."""
        ...
