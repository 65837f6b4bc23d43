"""Go to anything: the command palette, silent while nobody types and deaf to markup in names."""

from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol, runtime_checkable

from rich.text import Text
from textual import on
from textual.await_complete import AwaitComplete
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.widgets import Input
from textual.worker import Worker, WorkerState

from cjm_tui.domain.text import shown


class Destination(NamedTuple):
    """Somewhere to go or something to do, in words."""

    words: str
    go: Callable[[], object]


@runtime_checkable
class OffersDestinations(Protocol):
    """An app that knows where one can go."""

    def destinations(self) -> Iterable[Destination]:
        """Return everything that can be gone to now."""
        ...


class GoTo(CommandPalette):
    """Textual's palette without blinking and spinning, which send 118 KB and 2.9 MB a minute."""

    DEFAULT_CSS = """
    GoTo LoadingIndicator, GoTo LoadingIndicator.--visible { display: none; }
    """

    _enter_waits = False

    def on_mount(self) -> None:
        """Keep the cursor still."""
        self.query_one(Input).cursor_blink = False

    @on(Input.Submitted)
    def _wait_for_search(self, event: Input.Submitted) -> None:
        """Enter means what matches the words; until they are searched, others are listed."""
        if any(self._searches(worker) and not worker.is_finished for worker in self.workers):
            event.stop()
            event.prevent_default()
            self._enter_waits = True

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Do what enter asked for as soon as the search is over."""
        if (
            event.state is WorkerState.SUCCESS
            and self._enter_waits
            and self._searches(event.worker)
        ):
            self._enter_waits = False
            self._select_or_command()

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Leave once: enter may choose again what has been chosen."""
        return super().dismiss(result) if self.is_active else AwaitComplete()

    def _searches(self, worker: Worker[object]) -> bool:
        return worker.node is self and worker.group == self._GATHER_COMMANDS_GROUP


class Destinations(Provider):
    """Finds among what the app offers."""

    def _offered(self) -> Iterable[Destination]:
        app: object = self.app
        return app.destinations() if isinstance(app, OffersDestinations) else ()

    async def discover(self) -> Hits:
        """Everything, before anything is typed."""
        for destination in self._offered():
            words = shown(destination.words)
            yield DiscoveryHit(Text(words), destination.go, text=words)

    async def search(self, query: str) -> Hits:
        """What matches, with its score."""
        matcher = self.matcher(query)
        for destination in self._offered():
            words = shown(destination.words)
            if (score := matcher.match(words)) > 0:
                yield Hit(score, Text(words), destination.go, text=words)
