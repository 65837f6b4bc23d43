"""What the ownership screen asks, answered from the database."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.change_log import ChangeLog
from cjm_tui.domain.ownership import Departments, Ledger, Parties
from cjm_tui.services import departments as departments_service
from cjm_tui.services import owning
from cjm_tui.services.change_log import accountability_log
from cjm_tui.services.ownership_ledger import ledger
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.database import Database
from cjm_tui.store.session import Reader

Reading = Callable[[Cancellation], AbstractContextManager[Reader]]


class DatabaseOwners:
    """What `screens.owners_boards.OwnersBoards` asks for, from one database file."""

    def __init__(self, database: Database, catalog: Catalog, reading: Reading) -> None:
        self._database = database
        self._catalog = catalog
        self._reading = reading

    def ledger(self, query: Cancellation) -> Ledger:
        """Return who answers for each touchpoint."""
        with self._reading(query) as reader:
            return ledger(reader)

    def parties(self, query: Cancellation) -> Parties:
        """Return people, teams and departments with their roles."""
        with self._reading(query) as reader:
            return departments_service.parties(reader)

    def departments(self, query: Cancellation) -> Departments:
        """Return the departments' parts in the stages, and what they are targeted on."""
        with self._reading(query) as reader:
            return departments_service.departments(reader, self._catalog)

    def log(self, touchpoint_id: str, query: Cancellation) -> ChangeLog:
        """Return who has had which role at a touchpoint, newest change first."""
        with self._reading(query) as reader:
            return accountability_log(reader, touchpoint_id)

    def confirm(self, touchpoints: Sequence[str]) -> str:
        """Confirm the owners of these touchpoints; return what was done, in words."""
        return owning.confirm(self._database, touchpoints).words

    def undo(self) -> str:
        """Take one's own last change back; return what it was, in words."""
        return owning.undo(self._database).words
