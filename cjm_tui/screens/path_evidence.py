"""Behind a figure of the paths: its SQL, its rows, and what those customers said."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.path_rules import PathWish
from cjm_tui.domain.paths import Mark, PathFigure
from cjm_tui.screens.boards import Session
from cjm_tui.screens.data_screen import Basis, PanelQuestion
from cjm_tui.screens.evidence_screen import EvidenceScreen
from cjm_tui.screens.rows import RowsScreen
from cjm_tui.screens.words import LIMIT, Said
from cjm_tui.widgets.board import Board, Notice, Outcome
from cjm_tui.widgets.evidence import FigureBoard
from cjm_tui.widgets.words import VerbatimsBoard


class PathFigureScreen(EvidenceScreen[PathFigure]):
    """The SQL that selects a figure's paths or visits; enter shows them."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("open", "its rows"),
        ("words", "words"),
        ("copy.line", "copy the SQL"),
        ("back", "back"),
        ("keys", "keys"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "words", "the words behind this number", id="words"),
    ]

    board: FigureBoard

    def __init__(self, session: Session, wish: PathWish, mark: Mark, *, basis: Basis) -> None:
        self.wish = wish
        self.mark = mark
        super().__init__(session, "", crumbs=("Paths", mark.title), basis=basis)

    def make_board(self) -> Board:
        """Return the pane for SQL."""
        return FigureBoard()

    def fetch(self, query: Cancellation, _period: str) -> PathFigure:
        """Fetch the SQL."""
        return self.session.boards.paths.figure(self.period, self.wish, self.mark, query)

    def present(self, data: PathFigure) -> None:
        """Hand the SQL to the pane."""
        self.board.value = self.mark.title
        self.board.figure = data.rows

    def crumbs(self, _data: PathFigure | None) -> tuple[str, ...]:
        """Which figure."""
        return (*self.opened_from, "SQL")

    def empty(self, _data: PathFigure) -> Notice | None:
        """A figure always has its SQL."""
        return None

    def panel_question(self) -> PanelQuestion | None:
        """The SQL that is shown."""
        ask = self.session.boards.paths.figure
        return lambda query: ("paths", ask(self.period, self.wish, self.mark, query).rows.sql)

    def on_board_opened(self, _: Board.Opened) -> None:
        """Show the rows."""
        if self.data is not None:
            self.app.push_screen(
                PathRowsScreen(self.session, self.data, self.wish, self.mark, basis=self.opened_on)
            )

    def action_words(self) -> None:
        """Show what these customers said."""
        self.app.push_screen(
            PathWordsScreen(self.session, self.wish, self.mark, basis=self.opened_on)
        )


class PathRowsScreen(RowsScreen):
    """The paths or visits behind a figure."""

    def __init__(
        self, session: Session, found: PathFigure, wish: PathWish, mark: Mark, *, basis: Basis
    ) -> None:
        self.wish = wish
        self.mark = mark
        crumbs = ("Paths", mark.title)
        super().__init__(session, found.rows, mark.title, crumbs=crumbs, basis=basis)

    def action_words(self) -> None:
        """Show what these customers said."""
        self.app.push_screen(
            PathWordsScreen(self.session, self.wish, self.mark, basis=self.opened_on)
        )


class PathWordsScreen(EvidenceScreen[Said]):
    """What the customers of some paths said about the contacts of these paths."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("copy.line", "copy these words"),
        ("back", "back"),
        ("keys", "keys"),
    )

    board: VerbatimsBoard

    def __init__(self, session: Session, wish: PathWish, mark: Mark, *, basis: Basis) -> None:
        self.wish = wish
        self.mark = mark
        super().__init__(session, "", crumbs=("Paths", mark.title), basis=basis)

    def make_board(self) -> Board:
        """Return the board for verbatims."""
        return VerbatimsBoard()

    def fetch(self, query: Cancellation, _period: str) -> Said:
        """Fetch the newest verbatims."""
        boards = self.session.boards
        found = boards.paths.figure(self.period, self.wish, self.mark, query)
        return Said(*boards.figure_words(found.legs, LIMIT, query), found.rows.n)

    def present(self, data: Said) -> None:
        """Hand the words to the board."""
        self.board.said = data.said(self.mark.title)
        self.board.words = data.words

    def crumbs(self, data: Said | None) -> tuple[str, ...]:
        """Of which figure."""
        return (*self.opened_from, "words" if data is None else f"words ({data.total:,})")

    def empty(self, data: Said) -> Notice | None:
        """Silence is said."""
        if data.words:
            return None
        message = "Nobody on these paths has said anything about their contacts."
        return Notice(Outcome.EMPTY, message, "esc: back to the paths.")
