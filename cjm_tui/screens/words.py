"""What is said at a touchpoint: newest, worst, best, by theme, and at odds with its number."""

from dataclasses import dataclass
from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType

from cjm_tui.domain import summary_words
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.touchpoint import Figure, Verbatim
from cjm_tui.domain.words.page import View, Voice, WordsPage
from cjm_tui.domain.words.sentences import speakers
from cjm_tui.screens.boards import Session
from cjm_tui.screens.data_screen import Basis
from cjm_tui.screens.evidence_screen import EvidenceScreen
from cjm_tui.screens.feed import Feed
from cjm_tui.screens.pane import Pane
from cjm_tui.widgets.board import Board, Notice, Outcome
from cjm_tui.widgets.words import VerbatimsBoard, WordsBoard

LIMIT = 200

_KEYS: list[BindingType] = [
    Binding("w", "view(1)", "next view of the words", id="words.next"),
    Binding("W", "view(-1)", "view of the words before", id="words.previous"),
    Binding("V", "voice", "another voice: customers, employees, leaders", id="words.voice"),
]
_HINTS = (("words.next", "next view"), ("words.voice", "voice"))

C = TypeVar("C")


def _after(choices: list[C], one: C, step: int = 1) -> C:
    return choices[(choices.index(one) + step) % len(choices)]


class ChoosesWords:
    """Which view of whose words is asked for; a screen or a pane with a feed and a board."""

    board: WordsBoard
    feed: Feed[WordsPage]
    session: Session
    touchpoint_id: str
    LONGER: ClassVar[str] = "t for a longer one."
    view: View = View.NEWEST
    voice: Voice = Voice.CUSTOMER

    @property
    def question(self) -> object:
        """The view and the voice."""
        return (self.view, self.voice)

    def present(self, data: WordsPage) -> None:
        """Hand the words to the pane."""
        self.board.asked = None
        self.board.page = data

    def empty(self, data: WordsPage) -> Notice | None:
        """Silence is said, unless another voice has spoken."""
        if any(count.with_words for count in data.voices):
            return None
        return Notice(Outcome.EMPTY, "Nobody has said anything here in this period.", self.LONGER)

    def action_view(self, step: int) -> None:
        """Ask for the next or the previous view."""
        self.view = _after(list(View), self.view, step)
        self._ask()

    def action_voice(self) -> None:
        """Ask for the next voice."""
        self.voice = _after(list(Voice), self.voice)
        self._ask()

    def _ask(self) -> None:
        self.board.asked = self.view
        self.board.opened = ""
        self.feed.ask_anew()

    def on_board_opened(self, message: Board.Opened) -> None:
        """Open the theme under the cursor, or close it."""
        term = message.spot.key.removeprefix("theme:")
        if term != message.spot.key:
            self.board.opened = "" if self.board.opened == term else term


class WordsPane(ChoosesWords, Pane[WordsPage]):
    """The words of a touchpoint, live, as one of its panes."""

    NAME = "words"
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        *_HINTS,
        ("open", "open theme"),
        ("period", "period"),
        ("copy.line", "copy"),
        ("keys", "keys"),
    )
    BINDINGS: ClassVar[list[BindingType]] = _KEYS

    board: WordsBoard

    def __init__(self, session: Session, touchpoint_id: str) -> None:
        self.touchpoint_id = touchpoint_id
        super().__init__(session)

    def make_board(self) -> Board:
        """Return the board for words."""
        return WordsBoard()

    def fetch(self, query: Cancellation, period: str) -> WordsPage:
        """Fetch the view that is asked for."""
        boards = self.session.boards
        return boards.words(self.touchpoint_id, period, self.view, self.voice, query)


class WordsScreen(ChoosesWords, EvidenceScreen[WordsPage]):
    """The words of a touchpoint in the days of the screen that opened it."""

    LONGER: ClassVar[str] = "esc, then t for a longer one."
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        *_HINTS,
        ("open", "open theme"),
        ("copy.line", "copy"),
        ("back", "back"),
        ("keys", "keys"),
    )
    BINDINGS: ClassVar[list[BindingType]] = _KEYS

    board: WordsBoard

    def make_board(self) -> Board:
        """Return the board for words."""
        return WordsBoard()

    def fetch(self, query: Cancellation, _period: str) -> WordsPage:
        """Fetch the view that is asked for."""
        boards = self.session.boards
        return boards.words(self.touchpoint_id, self.period, self.view, self.voice, query)

    def crumbs(self, data: WordsPage | None) -> tuple[str, ...]:
        """Where it was said."""
        whose = "" if data is None else f" of {speakers(data.voice)}"
        return (*self.opened_from, f"words{whose}")


@dataclass(frozen=True, slots=True)
class Said:
    """The newest verbatims, how many there are, and how many rows the number counts."""

    words: tuple[Verbatim, ...]
    total: int
    n: int

    def said(self, value: str = "") -> str:
        """How much of it is shown, as a sentence above the words."""
        return summary_words.words_behind(len(self.words), self.total, self.n, value)


class WordsBehindScreen(EvidenceScreen[Said]):
    """Only what those said whom one number counts."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("copy.line", "copy these words"),
        ("back", "back"),
        ("keys", "keys"),
    )

    board: VerbatimsBoard

    def __init__(
        self,
        session: Session,
        figure: Figure,
        value: str,
        *,
        crumbs: tuple[str, ...],
        basis: Basis,
    ) -> None:
        """`value` is the number as one says it."""
        self.figure = figure
        self.value = value
        super().__init__(session, figure.touchpoint_id, crumbs=crumbs, basis=basis)

    def make_board(self) -> Board:
        """Return the board for verbatims."""
        return VerbatimsBoard()

    def fetch(self, query: Cancellation, _period: str) -> Said:
        """Fetch the newest verbatims behind the number."""
        found = self.session.boards.figure_words(self.figure, LIMIT, query)
        return Said(*found, self.figure.n)

    def present(self, data: Said) -> None:
        """Hand the words to the board."""
        self.board.said = data.said(self.value)
        self.board.words = data.words

    def crumbs(self, data: Said | None) -> tuple[str, ...]:
        """Behind which touchpoint's number it was said."""
        return (*self.opened_from, "words" if data is None else f"words ({data.total:,})")

    def empty(self, data: Said) -> Notice | None:
        """Rows without words are no reason to show other people's."""
        if data.words:
            return None
        return Notice(
            Outcome.EMPTY,
            "Nobody whom this number counts has said anything.",
            "esc, esc: v shows all words of the touchpoint.",
        )
