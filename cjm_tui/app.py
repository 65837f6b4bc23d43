"""The terminal app: modes, keys that work everywhere, and the last net for untrusted text."""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast

from rich.console import RenderableType
from rich.segment import Segment
from textual import work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.command import CommandPalette, Provider
from textual.dom import DOMNode
from textual.events import DescendantFocus, Event, Key
from textual.filter import LineFilter
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.timer import Timer

from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.text import shown
from cjm_tui.errors import CjmError
from cjm_tui.screens.boards import Boards, Session
from cjm_tui.screens.data_screen import BoardScreen, PanelQuestion
from cjm_tui.screens.go_to import Destination, Destinations, GoTo
from cjm_tui.screens.held import HeldScreen
from cjm_tui.screens.hinted import HintedScreen
from cjm_tui.screens.journey_map import JourneyMapScreen
from cjm_tui.screens.keys import KeysScreen
from cjm_tui.screens.terminal_input import read_any_bytes
from cjm_tui.screens.terminal_rows import TerminalRows
from cjm_tui.screens.touchpoint import TouchpointScreen
from cjm_tui.screens.type_ahead import PATIENCE_SECONDS, TypeAhead
from cjm_tui.screens.typed_line import TypedLine
from cjm_tui.widgets.board import Board, fits
from cjm_tui.widgets.themes import DEFAULT_THEME, OFFERED_THEMES, THEMES

if TYPE_CHECKING:
    from cjm_tui.screens.query import QueryScreen

POLL_SECONDS = 1.5
_LATER = {
    "s": "the stand-up",
}


class UnsafeTextFilter(LineFilter):
    """Replaces what could act on the terminal in any segment, whichever widget let it through."""

    def apply(self, segments: list[Segment], _background: Color) -> list[Segment]:
        """Return the segments; only those that need it are new."""
        return [
            segment if segment.text.isprintable() else Segment(shown(segment.text), segment.style)
            for segment in segments
        ]


class CjmApp(App[None], inherit_bindings=False):
    """One session at the terminal: it holds no database, it asks `boards` and shows the answers."""

    TITLE = "cjm"
    CSS_PATH = "app.tcss"
    DEFAULT_MODE = "map"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {Destinations}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "show_map", "journey map", id="screen.map"),
        Binding("2", "show_touchpoint", "the touchpoint under the cursor", id="screen.touchpoint"),
        Binding("3", "show_actions", "actions: due, stalled, by owner …", id="screen.actions"),
        Binding("4", "show_audit", "the audit: outputs or outcomes", id="screen.audit"),
        Binding("5", "show_owners", "ownership: who answers for what", id="screen.owners"),
        Binding("6", "show_query", "the query panel, with this screen's query", id="screen.query"),
        Binding("7", "show_imports", "imports: files, batches, quarantine", id="screen.imports"),
        Binding("p", "show_paths", "paths across touchpoints", id="screen.paths"),
        Binding("colon,ctrl+p", "command_palette", "go to anything", id="go_to"),
        Binding("question_mark", "keys", "all keys here", id="keys"),
        Binding("ctrl+l", "redraw", "paint the screen anew", id="redraw"),
        Binding("q", "quit", "quit", id="quit"),
        Binding("ctrl+c", "how_to_quit", show=False, system=True),
        *(Binding(key, f"later('{key}')", show=False, system=True) for key in _LATER),
    ]

    def __init__(
        self,
        boards: Boards,
        *,
        period: str = "28d",
        theme: str = "",
        poll_seconds: float | None = POLL_SECONDS,
        keymap: Mapping[str, str] | None = None,
    ) -> None:
        """`poll_seconds` is the time between two looks at the file's stamp; None never looks.

        `keymap` gives keys to what a binding's id names. Raises CjmError for a theme or an id that
        there is not.
        """
        super().__init__()
        self.session = Session(boards, period)
        self._poll_seconds = poll_seconds
        self._keymap_wanted = dict(keymap or {})
        if self._keymap_wanted:
            _refuse_unknown("no key does", self._keymap_wanted, bound_ids())
        self._net = UnsafeTextFilter()
        self._brought = ""  # the query that was brought to the panel last: once is enough
        self._terminal = TerminalRows()
        self._ahead = TypeAhead()
        self._patience: Timer | None = None
        self._frozen = False
        for own in THEMES:
            self.register_theme(own)
        _refuse_unknown("no theme", [theme] if theme else [], OFFERED_THEMES)
        self.theme = theme or DEFAULT_THEME
        self.add_mode("map", lambda: JourneyMapScreen(self.session))
        self.add_mode("owners", self._owners_screen)
        self.add_mode("query", self._query_screen)
        self.add_mode("imports", self._imports_screen)
        self.add_mode("actions", self._actions_screen)
        self.add_mode("paths", self._paths_screen)
        self.add_mode("audit", self._audit_screen)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return Textual's filters and after them the last net."""
        return [*super().get_line_filters(), self._net]

    def on_load(self) -> None:
        """Bind the keys as the user wants them, before anything advertises them."""
        self.set_keymap(self._keymap_wanted)

    def on_mount(self) -> None:
        """Begin to look for new data."""
        self.app_resume_signal.subscribe(self, self._forget_terminal)
        if self._poll_seconds is not None:
            self.set_interval(self._poll_seconds, self.poll)
        self.call_after_refresh(gc.enable)

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if isinstance(screen, HeldScreen) and not screen.released:
            return
        super()._display(screen, cast(RenderableType, self._terminal.changed(renderable)))

    def on_board_drawn(self, _: Board.Drawn) -> None:
        """With the first picture all is loaded: what is there then need not be looked at again.

        A full collection while a screen opens would take 50 ms.
        """
        if self._poll_seconds is not None and not self._frozen:
            self._frozen = True  # asking gc how much is frozen takes 7 ms
            self.call_after_refresh(gc.freeze)

    def _forget_terminal(self, _: App[Any]) -> None:
        self._terminal.forget()

    # Keys that come faster than a line opens

    async def on_event(self, event: Event) -> None:
        """Keep keys in order while the line that they are meant for is opening or closing."""
        if isinstance(event, Key) and not event.is_forwarded:
            if self._ahead.keeps(event, self):
                return
            if self._ahead.waits:
                self._keys_wait()
        await super().on_event(event)

    def _keys_wait(self) -> None:
        if self._patience is not None:
            self._patience.stop()
        self._patience = self.set_timer(PATIENCE_SECONDS, self._release_keys)

    async def _release_keys(self) -> None:
        for key in self._ahead.take():
            await self.on_event(key)

    async def on_descendant_focus(self, _: DescendantFocus) -> None:
        """The line has opened or closed."""
        await self._release_keys()

    async def on_typed_line_stays(self, _: TypedLine.Stays) -> None:
        """The line takes the keys that waited for it to close."""
        await self._release_keys()

    def on_command_palette_closed(self, _: CommandPalette.Closed) -> None:
        """What was chosen is done first: it is called after this message."""
        self.call_later(self._release_keys)

    def poll(self) -> None:
        """Let the screen in sight catch up; under the palette or the help nothing moves."""
        if isinstance(self.screen, BoardScreen):
            self.screen.tick()

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Notify without markup, so that no name can break it."""
        super().notify(
            shown(message),
            title=shown(title),
            severity=severity,
            timeout=timeout,
            markup=markup,
        )

    def say(self, message: str) -> None:
        """Say it on the last line, or as a notification where the screen has none."""
        if isinstance(self.screen, HintedScreen):
            self.screen.say(message)
        else:
            self.notify(message)

    def get_key_display(self, binding: Binding) -> str:
        """Return a key's name as one says it."""
        words = {"enter": "enter", "escape": "esc", "space": "space"}
        return words.get(binding.key) or super().get_key_display(binding)

    # Where one can go

    def destinations(self) -> Iterable[Destination]:
        """Return screens, touchpoints of the last map, periods and themes."""
        yield Destination("Journey map", self.action_show_map)
        yield Destination("Actions", self.action_show_actions)
        yield Destination("KPI audit", self.action_show_audit)
        yield Destination("Ownership", self.action_show_owners)
        yield Destination("Imports", self.action_show_imports)
        yield Destination("Paths across touchpoints", self.action_show_paths)
        journeys = self.session.map.journeys if self.session.map else ()
        for journey in journeys:
            for stage in journey.stages:
                for score in stage.touchpoints:
                    words = f"{stage.name} › {score.name}"
                    yield Destination(words, self._opener(score.touchpoint_id))
        yield Destination("Keys on this screen", self.action_keys)
        for name in OFFERED_THEMES:
            yield Destination(f"Theme {name}", self._themer(name))
        yield Destination("Quit", self.exit)

    def _opener(self, touchpoint_id: str) -> Callable[[], object]:
        def open_touchpoint() -> None:
            self.action_show_map()
            screen = self.screen
            if isinstance(screen, JourneyMapScreen):
                screen.open_touchpoint(touchpoint_id)

        return open_touchpoint

    def _themer(self, name: str) -> Callable[[], object]:
        def use_theme() -> None:
            self.theme = name

        return use_theme

    # Keys

    def action_show_map(self) -> None:
        """Go to the journey map, from however deep."""
        if self.current_mode != "map":
            self.switch_mode("map")
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def action_show_touchpoint(self) -> None:
        """Go to the touchpoint under the map's cursor, or back to the one that is open."""
        stack = self.screen_stack
        place = next((i for i, at in enumerate(stack) if isinstance(at, TouchpointScreen)), None)
        if place is not None:
            while len(self.screen_stack) > place + 1:
                self.pop_screen()
            return
        self.action_show_map()
        if isinstance(self.screen, JourneyMapScreen) and not self.screen.open_under_cursor():
            self.say("there is no touchpoint under the cursor")

    def action_show_query(self) -> None:
        """Go to the query panel with the query of the screen in sight, if it has one."""
        if self.current_mode == "query":
            return
        asker = self.screen
        self.switch_mode("query")
        question = asker.panel_question() if isinstance(asker, BoardScreen) else None
        if question is not None:
            self._bring_query(question)

    @work(thread=True, exclusive=True, group="query", exit_on_error=False)
    def _bring_query(self, question: PanelQuestion) -> None:
        try:
            name, sql = question(Cancellation())
        except CjmError as error:
            self.call_from_thread(self.say, error.message)
        else:
            self.call_from_thread(self._open_query, name, sql)

    def _open_query(self, name: str, sql: str) -> None:
        if self.current_mode == "query" and sql != self._brought:
            self._brought = sql
            cast("QueryScreen", self.screen_stack[0]).open_text(name, sql)

    def _query_screen(self) -> "QueryScreen":
        from cjm_tui.screens.query import QueryScreen  # with pyarrow: 60 ms

        return QueryScreen(self.session)

    def on_query_screen_left(self) -> None:
        """Back from the query panel to where one came from."""
        self.switch_mode("map")

    def action_show_owners(self) -> None:
        """Go to the ownership ledger, from however deep."""
        if self.current_mode != "owners":
            self.switch_mode("owners")
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def _owners_screen(self) -> Screen[Any]:
        from cjm_tui.screens.owners import OwnersScreen  # not before the first paint

        return OwnersScreen(self.session)

    def action_show_imports(self) -> None:
        """Go to the imports, from however deep."""
        if self.current_mode != "imports":
            self.switch_mode("imports")
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def _imports_screen(self) -> Screen[Any]:
        from cjm_tui.screens.imports import ImportsScreen  # not before the first paint

        return ImportsScreen(self.session)

    def action_show_paths(self) -> None:
        """Go to the paths, those from and to the touchpoint under the map's cursor."""
        from cjm_tui.screens.paths import PathsScreen  # not before the first paint

        here = self.screen
        at = here.score.touchpoint_id if isinstance(here, JourneyMapScreen) and here.score else ""
        at = here.touchpoint_id if isinstance(here, TouchpointScreen) else at
        if self.current_mode != "paths":
            self.switch_mode("paths")
        while len(self.screen_stack) > 1:
            self.pop_screen()
        if at and isinstance(self.screen, PathsScreen):
            self.screen.look_at(at)

    def _paths_screen(self) -> Screen[Any]:
        from cjm_tui.screens.paths import PathsScreen

        return PathsScreen(self.session)

    def action_show_actions(self) -> None:
        """Go to the actions, from however deep."""
        if self.current_mode != "actions":
            self.switch_mode("actions")
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def _actions_screen(self) -> Screen[Any]:
        from cjm_tui.screens.actions import ActionsScreen  # not before the first paint

        return ActionsScreen(self.session)

    def action_show_audit(self) -> None:
        """Go to the audit, from however deep."""
        if self.current_mode != "audit":
            self.switch_mode("audit")
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def _audit_screen(self) -> Screen[Any]:
        from cjm_tui.screens.audit import AuditScreen  # not before the first paint

        return AuditScreen(self.session)

    def action_later(self, key: str) -> None:
        """Say plainly that a screen does not exist yet."""
        self.say(f"{_LATER[key]} comes in a later version; 1 is the journey map")

    def action_redraw(self) -> None:
        """Paint everything anew, where something else has written on the terminal."""
        self._terminal.forget()
        self.screen.refresh()

    def action_how_to_quit(self) -> None:
        """Ctrl+c means different things to different people."""
        self.say("q quits")

    def action_keys(self) -> None:
        """Show all keys that work on this screen."""
        if not isinstance(self.screen, KeysScreen):
            here = self.screen
            sideways = not isinstance(here, BoardScreen) or here.board.sideways
            bindings = here.active_bindings.values()
            self.push_screen(KeysScreen(bindings, self, self._kpi_names(), sideways=sideways))

    def _kpi_names(self) -> list[tuple[str, str]]:
        journeys = self.session.map.journeys if self.session.map else ()
        scores = (s for j in journeys for stage in j.stages for s in stage.touchpoints)
        return sorted({(s.kpi.short or s.kpi.title, s.kpi.title) for s in scores if s.kpi})

    def action_command_palette(self) -> None:
        """Open "go to anything"."""
        if not isinstance(self.screen, GoTo) and fits(self.size):
            self.push_screen(GoTo(placeholder="go to a touchpoint, a screen, a theme…"))


def bound_ids() -> tuple[str, ...]:
    """Return what a key can be given to: the ids of all bindings of the app and its screens."""
    import cjm_tui.screens.actions
    import cjm_tui.screens.audit
    import cjm_tui.screens.owners
    import cjm_tui.screens.paths
    import cjm_tui.screens.query  # noqa: F401  screens that are imported late

    ours = {kind for kind in _with_heirs(DOMNode) if kind.__module__.startswith("cjm_tui.")}
    found = {
        binding.id
        for kind in ours
        for binding in kind.__dict__.get("BINDINGS", ())
        if isinstance(binding, Binding) and binding.id
    }
    return tuple(sorted(found))


def _with_heirs(kind: type[Any]) -> Iterator[type]:
    yield kind
    for heir in kind.__subclasses__():
        yield from _with_heirs(heir)


def _refuse_unknown(what: str, wanted: Iterable[str], known: Sequence[str]) -> None:
    for name in wanted:
        if name not in known:
            raise CjmError(
                f"{what.capitalize()} {name!r}.",
                hint=f"There are {', '.join(known)}; your config.toml names another.",
            )


def start(app: CjmApp, *, mouse: bool = True) -> None:
    """Run the app; the garbage collector waits until the first paint, which saves some 50 ms."""
    gc.disable()
    read_any_bytes()
    try:
        app.run(mouse=mouse)
    finally:
        gc.enable()
