"""Screen 6: the query panel, an editor over its results."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import DescendantFocus, ScreenResume
from textual.message import Message
from textual.timer import Timer
from textual.worker import Worker, WorkerState

from cjm_tui.domain.buffers import Buffers
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.panel import Ask, Result
from cjm_tui.domain.result_view import View
from cjm_tui.domain.sql_text import parameters, runnable, statements, used_parameters, value_of
from cjm_tui.errors import CjmError, Place, QueryCancelledError, QueryError
from cjm_tui.screens.boards import Session
from cjm_tui.screens.query_action import QueryAction
from cjm_tui.screens.query_lists import QueryLists
from cjm_tui.screens.query_results import QueryResults
from cjm_tui.widgets.completion_list import CompletionList
from cjm_tui.widgets.lines import TabsLine, TitleLine
from cjm_tui.widgets.result_table import Shown
from cjm_tui.widgets.sql_editor import SqlEditor

_KEEP_AFTER_S = 0.4  # without a key
_ELAPSED_EVERY_S = 1.0


class QueryScreen(QueryLists, QueryAction, QueryResults):
    """Ask one's own questions; nothing here can change or block anything."""

    HOLD = False
    LAYERS: ClassVar[list[str]] = ["base", "popup"]
    DEFAULT_CSS = """
    QueryScreen {
        layout: vertical;
        layers: base popup;
        background: $background;
        color: $foreground;
        & > SqlEditor { height: 2fr; min-height: 5; }
        & > ResultPane { height: 3fr; }
        &.-zoomed > SqlEditor { display: none; }
    }
    """
    RESULT_HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("editor", "editor"),
        ("result.sort", "sort"),
        ("result.filter", "filter"),
        ("result.chart", "chart"),
        ("copy.cell", "copy"),
        ("action", "new action"),
        ("export", "write to a file"),
    )
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("run", "run"),
        ("stored", "stored queries"),
        ("tables", "tables"),
        ("history", "history"),
        ("format", "format"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+j,f5,ctrl+enter", "run", "run the statement at the cursor", id="run"),
        Binding("f9", "explain", "run it with EXPLAIN ANALYZE", id="explain.plan"),
        Binding("f4", "format", "lay the SQL out", id="format"),
        Binding("ctrl+n", "new_buffer", "new buffer", id="buffer.new"),
        Binding("f7", "turn(-1)", "buffer before", id="buffer.before", priority=True),
        Binding("f8", "turn(1)", "next buffer", id="buffer.next"),
        Binding("f12", "close_buffer", "close this buffer", id="buffer.close"),
        Binding(
            "escape", "leave", "stop the query, else leave the field, else go back", id="leave"
        ),
    ]

    class Left(Message):
        """Back to where one came from."""

    def __init__(self, session: Session) -> None:
        super().__init__(session.boards.panel)
        self.session = session
        self._title = TitleLine()
        self._tabs = TabsLine()
        self._completion = CompletionList()
        self.editor = SqlEditor(self._completion)
        self._buffers = Buffers()
        self._keeping: Timer | None = None
        self._query: Cancellation | None = None
        self._elapsed: Timer | None = None

    def compose(self) -> ComposeResult:
        """Title, names of the buffers, editor, results, hints; suggestions above them."""
        yield self._title
        yield self._tabs
        yield self.editor
        yield self.results
        yield self._filter
        yield self._export
        yield self._hints
        yield self._completion

    # Life

    def on_mount(self) -> None:
        """Open the buffers as they were left, and learn what can be asked."""
        self._title.crumbs = ("Query",)
        self._show(self.panel.buffers())
        self.editor.focus()
        self._learn()

    def on_screen_resume(self, _: ScreenResume) -> None:
        """Advertise the keys as they are bound now, and say how far the data reaches."""
        self.show_hints()
        self._title.state = self.session.map.state if self.session.map else None

    def on_unmount(self) -> None:
        """Leave no query behind, and no text unkept."""
        if self._query is not None:
            self._query.cancel()
        self._keep()

    def hints(self) -> tuple[tuple[str, str], ...]:
        """The keys of the editor, or those of the results."""
        return self.HINTS if self.focused is self.editor else self.RESULT_HINTS

    def on_descendant_focus(self, _: DescendantFocus) -> None:
        """Advertise the keys of what has them now."""
        self.show_hints()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A bug in a thread ends the app: it must not look like an answer."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            raise event.worker.error

    # Buffers

    def open_text(self, name: str, text: str) -> None:
        """Open SQL in a buffer of its own, or go to the one that has it already."""
        self._note()
        for index, buffer in enumerate(self._buffers.open):
            if buffer.text == text:
                self._show(Buffers(self._buffers.open, index))
                return
        self._show(self._buffers.with_new(text, name))
        self._keep()

    def _show(self, buffers: Buffers) -> None:
        self._buffers = buffers
        self.editor.put(buffers.shown.text, buffers.shown.cursor)
        self._tabs.names = tuple(buffer.name for buffer in buffers.open)
        self._tabs.seen = (buffers.current,)
        self._tabs.current = buffers.current
        self._tabs.display = len(buffers.open) > 1
        self._title.crumbs = ("Query", buffers.shown.name) if self._tabs.display else ("Query",)

    def _note(self) -> None:
        """Take what stands in the editor into the buffers."""
        self._buffers = self._buffers.with_shown(self.editor.text, self.editor.cursor_location)

    def on_sql_editor_typed(self, _: SqlEditor.Typed) -> None:
        """Keep the text as soon as nobody types."""
        if self._keeping is not None:
            self._keeping.stop()
        self._keeping = self.set_timer(_KEEP_AFTER_S, self._keep)

    def _keep(self) -> None:
        self._note()
        try:
            self.panel.keep(self._buffers)
        except CjmError as error:
            self.say(error.message)

    def action_new_buffer(self) -> None:
        """Open an empty buffer."""
        self._keep()
        if self.editor.text.strip():
            self._show(self._buffers.with_new())
        self.editor.focus()

    def action_turn(self, by: int) -> None:
        """Show another buffer."""
        self._keep()
        self._show(self._buffers.turned(by))

    def action_close_buffer(self) -> None:
        """Close the buffer in sight; what was run of it stays in the history."""
        self._note()
        self._show(self._buffers.without_shown())
        self._keep()

    # Running

    def action_run(self) -> None:
        """Run the selection, else the statement at the cursor after those that prepare for it."""
        self._run(lambda text: text)

    def action_explain(self) -> None:
        """Run it and show what DuckDB did."""
        self._run(lambda text: f"explain analyze {text}")

    def _run(self, last: Callable[[str], str]) -> None:
        self._keep()
        text = self.editor.text
        selected, base = self.editor.selected_text, self.editor.offset_of_selection
        if not selected.strip():
            selected, base = "", 0
        chosen = statements(selected) or runnable(text, self.editor.offset_of_cursor)
        if not chosen:
            self.say("there is no statement here")
            return
        sql = [statement.text for statement in chosen]
        sql[-1] = last(sql[-1])
        given = parameters(text)
        used = [name for statement in sql for name in used_parameters(statement)]
        if missing := [name for name in dict.fromkeys(used) if name not in given]:
            self.say(f"give {', '.join(missing)} on a line above: --: {missing[0]} = …")
            return
        params = {name: value_of(given[name]) for name in used}
        if self._query is not None:
            self._query.cancel()
        self._query = Cancellation()
        self.answered = None
        self.results.begin()
        self._elapsed = self._elapsed or self.set_interval(_ELAPSED_EVERY_S, self.results.tick)
        starts = tuple(base + statement.start for statement in chosen)
        self._ask(Ask(tuple(sql), params), self._query, starts)

    @work(thread=True, exclusive=True, group="run", exit_on_error=False)
    def _ask(self, ask: Ask, query: Cancellation, starts: tuple[int, ...]) -> None:
        try:
            shown = Shown(self.panel.run(ask, query, partial(self._first, query)), View())
        except CjmError as error:
            show: Callable[[], Awaitable[None]] = partial(self._failed, query, error, ask, starts)
        else:
            show = partial(self._answered, query, ask, shown)
        self.post_message(self.Outcome(show))

    def _first(self, query: Cancellation, result: Result) -> None:
        """The first rows, from the thread: the rest is under way."""
        self.post_message(self.Outcome(partial(self._begun, query, Shown(result, View()))))

    async def _begun(self, query: Cancellation, shown: Shown) -> None:
        if query is self._query:
            await self.results.show(shown, more=True)

    def _ended(self, query: Cancellation) -> bool:
        """Whether it is the query that is waited for; the clock stops then."""
        if query is not self._query:
            return False
        self._query = None
        if self._elapsed is not None:
            self._elapsed.stop()
            self._elapsed = None
        return True

    async def _answered(self, query: Cancellation, ask: Ask, shown: Shown) -> None:
        if self._ended(query):
            self.answered = ask
            await self.results.show(shown)

    async def _failed(
        self, query: Cancellation, error: CjmError, ask: Ask, starts: tuple[int, ...]
    ) -> None:
        if not self._ended(query):
            return
        if isinstance(error, QueryCancelledError):
            self.results.stopped()
            return
        message = error.message
        if isinstance(error, QueryError) and error.place is not None:
            index, inside = ask.place(*error.place)
            here = self._place_at(starts[index] + inside)
            message = message.replace(error.place.words, here.words, 1)
            self.editor.point_at(*here)
        await self.results.fail(message, error.hint)

    def _place_at(self, offset: int) -> Place:
        """Return the place in the buffer, of which what ran may be only a part."""
        before = self.editor.text[:offset]
        return Place(before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)

    def action_format(self) -> None:
        """Lay the whole buffer out, where it means the same then."""
        try:
            text = self.panel.formatted(self.editor.text)
        except CjmError as error:
            self.say(f"{error.message} {error.hint}")
            return
        if text != self.editor.text:
            self.editor.replace_all(text)

    def action_focus_editor(self) -> None:
        """Back to the text."""
        self.editor.focus()

    def action_leave(self) -> None:
        """Stop the running query, else leave the editor, else go back."""
        if self._query is not None:
            self._query.cancel()
        elif self.focused is self.editor and self.results.focus_table():
            return
        elif not self.results.charted or self.focused is self.editor:
            self.post_message(self.Left())
        else:
            self.run_worker(self.results.show_rows())
