"""The questions on effects answered from the database: opened for each, never held."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.verification import Evaluation, Outcomes
from cjm_tui.services import verification as service
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.session import Reader

Reading = Callable[[Cancellation], AbstractContextManager[Reader]]


class DatabaseVerification:
    """What `screens.verification_boards.VerificationBoards` asks for."""

    def __init__(self, catalog: Catalog, reading: Reading) -> None:
        self._catalog = catalog
        self._reading = reading

    def evaluation(self, action_id: str, query: Cancellation) -> Evaluation:
        """Judge one action."""
        with self._reading(query) as reader:
            return service.evaluation(reader, self._catalog, action_id)

    def outcomes(self, query: Cancellation) -> Outcomes:
        """Judge all."""
        with self._reading(query) as reader:
            return service.outcomes(reader, self._catalog)

    def weeks_text(self, action_id: str, query: Cancellation) -> tuple[str, str]:
        """Return the SQL of the weekly figures."""
        with self._reading(query) as reader:
            found = service.evaluation(reader, self._catalog, action_id)
            sql = service.effect_sql(reader, self._catalog, found)
        return f"effect_{found.action.action_id}", sql
