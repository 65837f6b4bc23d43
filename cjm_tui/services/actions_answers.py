"""The actions screens' questions answered from the database."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from cjm_tui.domain.actions import ActionBoard, ActionPage, Trace
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.form import Saved
from cjm_tui.services import actions
from cjm_tui.services.action_undo import undo
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.database import Database
from cjm_tui.store.session import Reader


class DatabaseActions:
    """What `screens.actions_boards.ActionsBoards` asks for, from one database file."""

    def __init__(
        self,
        database: Database,
        catalog: Catalog,
        reading: Callable[[Cancellation], AbstractContextManager[Reader]],
    ) -> None:
        self._database = database
        self._catalog = catalog
        self._reading = reading

    def board(self, query: Cancellation) -> ActionBoard:
        """Return all actions."""
        with self._reading(query) as reader:
            return actions.action_board(reader)

    def page(self, action_id: str, query: Cancellation) -> ActionPage:
        """Return one action with its parts."""
        with self._reading(query) as reader:
            return actions.action_page(reader, action_id, self._catalog.kpis)

    def trace(self, query: Cancellation) -> Trace:
        """Return opportunities, propositions and their actions."""
        with self._reading(query) as reader:
            return actions.trace(reader)

    def undo(self, action_id: str) -> Saved:
        """Take one's own last change back."""
        return undo(self._database, action_id)
