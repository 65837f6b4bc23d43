"""What a user can mend, and the exit codes that scripts rely on."""

from enum import IntEnum
from typing import NamedTuple


class ExitCode(IntEnum):
    """Exit codes of the `cjm` command (docs/cli.md lists which command gives which)."""

    OK = 0
    UNFORESEEN = 1
    USAGE = 2
    QUARANTINED = 3
    REFUSED = 4
    BUSY = 5
    QUERY_FAILED = 6
    TIMED_OUT = 7
    GATE_REFUSES = 8
    ATTENTION = 10
    STALE = 20


class CjmError(Exception):
    """Something that a user can mend: shown as message and hint, never as a traceback."""

    exit_code: ExitCode = ExitCode.UNFORESEEN

    def __init__(self, message: str, *, hint: str = "", exit_code: ExitCode | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        if exit_code is not None:
            self.exit_code = exit_code


class UsageError(CjmError):
    """The command's words are off: an unknown name, a period that is none, a setting's value."""

    exit_code = ExitCode.USAGE


class BusyError(CjmError):
    """The database is held by someone else for longer than we may wait; nothing has changed."""

    exit_code = ExitCode.BUSY

    def __init__(self, message: str, *, hint: str = "", writing: bool = False) -> None:
        """`writing`: one of ours writes, so that it will be over by itself and bring something."""
        super().__init__(message, hint=hint)
        self.writing = writing


class RefusedFileError(CjmError):
    """A file is refused whole; the message is the reason."""

    exit_code = ExitCode.REFUSED


class Place(NamedTuple):
    """Where SQL is wrong: line and column of the text that was run, both from 1."""

    line: int
    column: int

    @property
    def words(self) -> str:
        """Both, as a message says them."""
        return f"line {self.line}, column {self.column}"


class QueryError(CjmError):
    """A query was refused or failed; `place` is where, if that is known."""

    exit_code = ExitCode.QUERY_FAILED

    def __init__(self, message: str, *, hint: str = "", place: Place | None = None) -> None:
        super().__init__(message, hint=hint)
        self.place = place


class QueryTimeoutError(QueryError):
    """A query ran longer than it may."""

    exit_code = ExitCode.TIMED_OUT


class QueryCancelledError(QueryError):
    """A query was interrupted because nobody waits for it any more, or to let a writer pass."""


class CatalogError(CjmError):
    """A stored query or a mapping breaks its contract; the message names file and rule."""
