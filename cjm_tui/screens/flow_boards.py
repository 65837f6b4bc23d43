"""What the screens of an IVR ask of the services; every method runs in a thread."""

from typing import Protocol

from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.ivr import Call, FlowCut, FlowFilter, Ivr
from cjm_tui.domain.touchpoint import Figure


class FlowBoards(Protocol):
    """Calls of an IVR, or legs with recorded steps."""

    def ivr(self, touchpoint_id: str, period: str, chosen: FlowFilter, query: Cancellation) -> Ivr:
        """Return how the calls went."""
        ...

    def figure(
        self,
        touchpoint_id: str,
        period: str,
        chosen: FlowFilter,
        cut: FlowCut,
        query: Cancellation,
    ) -> Figure:
        """Return the SQL behind a figure."""
        ...

    def panel_text(
        self,
        touchpoint_id: str,
        period: str,
        chosen: FlowFilter,
        cut: FlowCut,
        query: Cancellation,
    ) -> tuple[str, str]:
        """Return a query's name, and its SQL for the query panel."""
        ...

    def calls(
        self,
        touchpoint_id: str,
        period: str,
        chosen: FlowFilter,
        cut: FlowCut,
        query: Cancellation,
    ) -> tuple[tuple[Call, ...], int]:
        """Return the newest calls behind a figure, and how many there are."""
        ...
