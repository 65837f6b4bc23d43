"""One contact behind a number: how it went, and what its customer did before and after."""

from typing import ClassVar

from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.contact_story import ContactStory
from cjm_tui.screens.boards import Session
from cjm_tui.screens.data_screen import Basis, PanelQuestion
from cjm_tui.screens.evidence_screen import EvidenceScreen
from cjm_tui.widgets.board import Board, Notice
from cjm_tui.widgets.contact_board import ContactBoard

CountedRow = tuple[str, str]  # the table of what was counted, and its id there


class ContactScreen(EvidenceScreen[ContactStory]):
    """Legs, recorded steps and answers of one contact, in the order of time."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("copy.line", "copy this line"),
        ("screen.query", "its SQL"),
        ("back", "back"),
        ("keys", "keys"),
    )
    board: ContactBoard

    def __init__(
        self,
        session: Session,
        touchpoint_id: str,
        row: CountedRow,
        *,
        crumbs: tuple[str, ...],
        basis: Basis,
    ) -> None:
        self.row = row
        super().__init__(session, touchpoint_id, crumbs=crumbs, basis=basis)

    def make_board(self) -> Board:
        """Return the board of a contact."""
        return ContactBoard()

    def fetch(self, query: Cancellation, _period: str) -> ContactStory:
        """Fetch the contact."""
        return self.session.boards.contact_story(*self.row, query)

    def present(self, data: ContactStory) -> None:
        """Hand the contact to the board."""
        self.board.story = data

    def crumbs(self, data: ContactStory | None) -> tuple[str, ...]:
        """Which contact."""
        known = data.contact_id if data is not None else ""
        return (*self.opened_from, f"contact {known}" if known else f"{self.row[0]} {self.row[1]}")

    def empty(self, _data: ContactStory) -> Notice | None:
        """A contact always has something."""
        return None

    def panel_question(self) -> PanelQuestion | None:
        """The query of the timeline, this row as its parameters."""
        names = ("source_table", "source_id")
        given = {
            name: "'" + value.replace("'", "''") + "'"
            for name, value in zip(names, self.row, strict=True)
        }
        panel = self.session.boards.panel

        def ask(query: Cancellation) -> tuple[str, str]:
            form = panel.params_form("contact_timeline", self.period, query)
            return "contact_timeline", panel.with_given(form, given)

        return ask
