"""The answers to the questions of an IVR's screens."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.ivr import Call, FlowCut, FlowFilter, Ivr
from cjm_tui.domain.touchpoint import Figure
from cjm_tui.services.ivr import ivr
from cjm_tui.services.ivr_figure import calls_of, ivr_figure, ivr_panel_text
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.session import Reader

Reading = Callable[[Cancellation], AbstractContextManager[Reader]]


class DatabaseFlow:
    """What `screens.flow_boards.FlowBoards` asks for, from one database file."""

    def __init__(self, reading: Reading, load_catalog: Callable[[], Catalog]) -> None:
        self._reading = reading
        self._load_catalog = load_catalog

    def ivr(self, touchpoint_id: str, period: str, chosen: FlowFilter, query: Cancellation) -> Ivr:
        """Return how the calls went."""
        with self._reading(query) as reader:
            return ivr(reader, self._load_catalog(), touchpoint_id, period, chosen)

    def figure(
        self,
        touchpoint_id: str,
        period: str,
        chosen: FlowFilter,
        cut: FlowCut,
        query: Cancellation,
    ) -> Figure:
        """Return the SQL behind a figure."""
        with self._reading(query) as reader:
            return ivr_figure(reader, self._load_catalog(), touchpoint_id, period, chosen, cut)

    def panel_text(
        self,
        touchpoint_id: str,
        period: str,
        chosen: FlowFilter,
        cut: FlowCut,
        query: Cancellation,
    ) -> tuple[str, str]:
        """Return a query's name, and its SQL for the query panel."""
        with self._reading(query) as reader:
            return ivr_panel_text(reader, self._load_catalog(), touchpoint_id, period, chosen, cut)

    def calls(
        self,
        touchpoint_id: str,
        period: str,
        chosen: FlowFilter,
        cut: FlowCut,
        query: Cancellation,
    ) -> tuple[tuple[Call, ...], int]:
        """Return the newest calls behind a figure, and how many there are."""
        with self._reading(query) as reader:
            return calls_of(reader, self._load_catalog(), touchpoint_id, period, chosen, cut)
