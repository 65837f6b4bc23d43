"""One of several panes of a screen: a board with a feed of its own, so that it fails alone."""

from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.worker import Worker

from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.screens.boards import Session
from cjm_tui.screens.data_screen import Basis, PanelQuestion
from cjm_tui.screens.feed import Feed
from cjm_tui.widgets.board import Board, Notice

T = TypeVar("T")


class Pane(Widget, Generic[T]):
    """What a subclass fetches, shows on its board and does on its keys; fetched when first seen."""

    NAME: ClassVar[str]  # on the tabs line
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = ()  # binding id, word
    DEFAULT_CSS = """
    Pane {
        width: 1fr;
        height: 1fr;
        &.-aside { border-left: solid $text-muted; }
    }
    """

    class Shown(Message):
        """Other data has been shown; the screen's edges may read otherwise now."""

        def __init__(self, basis: Basis | None) -> None:
            super().__init__()
            self.basis = basis

    class Said(Message):
        """Something to say on the screen's last line."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    class Copied(Message):
        """Text for the terminal's clipboard."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.board = self.make_board()
        self.feed: Feed[T] = Feed(self, self)

    # What a subclass says

    def make_board(self) -> Board:
        """Return the board."""
        raise NotImplementedError

    def fetch(self, query: Cancellation, period: str) -> T:
        """Return the data; runs in a thread and touches no widget."""
        raise NotImplementedError

    def present(self, data: T) -> None:
        """Hand the data to the board."""
        raise NotImplementedError

    def empty(self, _data: T) -> Notice | None:
        """Return what to do where there is nothing to show."""
        return None

    def basis(self, _data: T) -> Basis | None:
        """Return the data's state and period where this pane tells the title of them."""
        return None

    @property
    def question(self) -> object:
        """What is asked besides the period: the choices that a person made on this pane."""
        return None

    def panel_question(self) -> PanelQuestion | None:
        """Return how the query panel gets the query of what is under the cursor; None for none."""
        return None

    # What it is made of

    def compose(self) -> ComposeResult:
        """The board alone."""
        yield self.board

    def on_unmount(self) -> None:
        """Leave no query behind."""
        self.feed.abandon()

    @property
    def data(self) -> T | None:
        """What is shown, None until it has come."""
        return self.feed.data

    def show(self, data: T) -> Notice | None:
        """Show the data and tell the screen."""
        notice = self.empty(data)
        if notice is None:
            self.present(data)
        self.post_message(self.Shown(self.basis(data)))
        return notice

    def say(self, message: str) -> None:
        """Have the screen say it."""
        self.post_message(self.Said(message))

    def copy(self, text: str) -> None:
        """Have the screen send it to the terminal's clipboard."""
        self.post_message(self.Copied(text))

    def on_feed_arrived(self, message: Feed.Arrived) -> None:
        """Show what has come."""
        self.feed.arrived(message)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A bug in a fetch ends the app."""
        self.feed.worker_changed(event)
