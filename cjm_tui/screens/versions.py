"""The desired maps beside the current ones: what would have to change."""

from typing import ClassVar

from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.journey_versions import VersionedJourney
from cjm_tui.screens.boards import Session
from cjm_tui.screens.data_screen import Basis, DataScreen
from cjm_tui.widgets.board import Board, Notice, Outcome
from cjm_tui.widgets.versions_board import VersionsBoard


class VersionsScreen(DataScreen[tuple[VersionedJourney, ...]]):
    """Read as it was opened; `r` asks anew."""

    LIVE: ClassVar[bool] = False
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("copy.line", "copy the line"),
        ("back", "back"),
        ("keys", "keys"),
    )
    board: VersionsBoard

    def __init__(self, session: Session, basis: Basis) -> None:
        self.opened_on = basis
        super().__init__(session)

    def make_board(self) -> Board:
        """Return the pane."""
        return VersionsBoard()

    def fetch(self, query: Cancellation, _period: str) -> tuple[VersionedJourney, ...]:
        """Fetch both versions."""
        return self.session.boards.journey_versions(query)

    def present(self, data: tuple[VersionedJourney, ...]) -> None:
        """Hand them to the pane."""
        self.board.versions = data

    def crumbs(self, _data: tuple[VersionedJourney, ...] | None) -> tuple[str, ...]:
        """Where one is."""
        return ("Journey map", "desired beside current")

    def basis(self, _data: tuple[VersionedJourney, ...]) -> Basis:
        """That of the map which it was opened from."""
        return self.opened_on

    def empty(self, data: tuple[VersionedJourney, ...]) -> Notice | None:
        """Say how a desired map is brought in."""
        if data:
            return None
        hint = "Import a copy of touchpoints.csv whose column version says desired."
        return Notice(Outcome.EMPTY, "There is no desired map.", hint)
