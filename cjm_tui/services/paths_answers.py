"""The paths screen's questions answered from the database: put together once for all panes."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from threading import Lock

from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.comparison import Comparison
from cjm_tui.domain.path_rules import PathWish
from cjm_tui.domain.paths import Mark, PathFigure, Paths
from cjm_tui.services.data_state import data_state
from cjm_tui.services.path_figure import path_figure
from cjm_tui.services.paths import paths
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.database import Database
from cjm_tui.store.session import Reader

Reading = Callable[[Cancellation], AbstractContextManager[Reader]]


class DatabasePaths:
    """What `screens.paths_boards.PathsBoards` asks for."""

    def __init__(self, database: Database, catalog: Catalog, reading: Reading) -> None:
        self._database = database
        self._catalog = catalog
        self._reading = reading
        self._together = Lock()  # the pane that comes second waits for what the first one asks
        self._newest: tuple[object, Paths] | None = None

    def found(
        self, period: str, wish: PathWish, comparison: Comparison, query: Cancellation
    ) -> Paths:
        """Return the paths of the period; the newest answer again while nobody has written."""
        with self._together, self._reading(query) as reader:
            asked = (self._database.stamp(), reader.now.date(), period, wish, comparison)
            if self._newest is None or self._newest[0] != asked:
                self._newest = (asked, paths(reader, self._catalog, period, wish, comparison))
            return replace(self._newest[1], state=data_state(reader))

    def figure(self, period: str, wish: PathWish, mark: Mark, query: Cancellation) -> PathFigure:
        """Return what stands behind a figure of theirs."""
        with self._reading(query) as reader:
            return path_figure(reader, self._catalog, period, wish, mark)
