"""Screen 6: the query panel, an editor over its results."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import ScreenResume
from textual.message import Message
from textual.timer import Timer
from textual.worker import Worker, WorkerState

from cjm_tui.domain.buffers import Buffers
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.form import Form, Saved
from cjm_tui.domain.panel import Ask, Result
from cjm_tui.domain.schema import Schema
from cjm_tui.domain.sql_text import parameters, runnable, statements, used_parameters, value_of
from cjm_tui.errors import CjmError, QueryCancelledError
from cjm_tui.screens.boards import Session
from cjm_tui.screens.form import FormScreen
from cjm_tui.screens.hinted import HintedScreen
from cjm_tui.screens.query_lists import query_entries, run_entries, table_entries
from cjm_tui.screens.search import SearchScreen
from cjm_tui.widgets.completion_list import CompletionList
from cjm_tui.widgets.entry_board import Entry
from cjm_tui.widgets.lines import TabsLine, TitleLine
from cjm_tui.widgets.result_pane import ResultPane
from cjm_tui.widgets.sql_editor import SqlEditor

_KEEP_AFTER_S = 0.4  # without a key
_ELAPSED_EVERY_S = 1.0


class QueryScreen(HintedScreen):
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
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("run", "run"),
        ("stored", "stored queries"),
        ("tables", "tables"),
        ("history", "history"),
        ("format", "format"),
        ("pane.next", "results"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+j,f5,ctrl+enter", "run", "run the statement at the cursor", id="run"),
        Binding("f9", "explain", "run it with EXPLAIN ANALYZE", id="explain"),
        Binding("f4", "format", "lay the SQL out", id="format"),
        Binding("f6,ctrl+o", "stored", "stored queries", id="stored", priority=True),
        Binding("f2", "save_query", "keep it as a stored query", id="stored.save"),
        Binding("ctrl+t", "tables", "tables and their columns", id="tables"),
        Binding("ctrl+r", "history", "what was run before", id="history"),
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
        super().__init__()
        self.session = session
        self.panel = session.boards.panel
        self._title = TitleLine()
        self._tabs = TabsLine()
        self._completion = CompletionList()
        self.editor = SqlEditor(self._completion)
        self.results = ResultPane()
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
        """Advertise the keys as they are bound now."""
        self.show_hints()

    def on_unmount(self) -> None:
        """Leave no query behind, and no text unkept."""
        if self._query is not None:
            self._query.cancel()
        self._keep()

    def hints(self) -> tuple[tuple[str, str], ...]:
        """The panel's keys."""
        return self.HINTS

    @work(thread=True, exclusive=True, group="schema", exit_on_error=False)
    def _learn(self) -> None:
        try:
            schema = self.panel.schema(Cancellation())
        except CjmError as error:
            self.app.call_from_thread(self.say, f"no completion yet: {error.message}")
        else:
            self.app.call_from_thread(self._know, schema)

    def _know(self, schema: Schema) -> None:
        self.editor.schema = schema

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
        self._note()
        if self.editor.text.strip():
            self._show(self._buffers.with_new())
        self.editor.focus()

    def action_turn(self, by: int) -> None:
        """Show another buffer."""
        self._note()
        self._show(self._buffers.turned(by))

    def action_close_buffer(self) -> None:
        """Close the buffer in sight; what was run of it stays in the history."""
        self._note()
        self._show(self._buffers.without_shown())
        self._keep()

    # Lists

    def action_stored(self) -> None:
        """Search in the stored queries; one with parameters asks for them first."""
        entries = query_entries(self.editor.schema.queries)
        picked = self._open_stored
        self.app.push_screen(
            SearchScreen(("Query", "stored queries"), entries, picked, verb="open")
        )

    def _open_stored(self, entry: Entry) -> None:
        self._fetch_params(entry.key)

    @work(thread=True, exclusive=True, group="params", exit_on_error=False)
    def _fetch_params(self, name: str) -> None:
        try:
            form = self.panel.params_form(name, self.session.period, Cancellation())
        except CjmError as error:
            self.app.call_from_thread(self.say, error.message)
        else:
            self.app.call_from_thread(self._ask_params, form)

    def _ask_params(self, form: Form) -> None:
        if not form.fields:
            self._open_and_run(form.identity, self.panel.with_given(form, {}))
            return

        def given(form: Form, answers: dict[str, str]) -> Saved:
            return Saved("params", form.identity, self.panel.with_given(form, answers), ())

        def done(saved: Saved) -> None:
            self._open_and_run(saved.identity, saved.title)

        self.app.push_screen(FormScreen(form, given, done, verb="run"))

    def _open_and_run(self, name: str, text: str) -> None:
        self.open_text(name, text)
        self.action_run()

    def action_save_query(self) -> None:
        """Keep the statement at the cursor as a stored query."""
        name = self._buffers.shown.name
        own = {query.name for query in self.editor.schema.queries if query.origin != "cjm"}
        try:
            form = self.panel.save_form(self.editor.text, name if name in own else "")
        except CjmError as error:
            self.say(f"{error.message} {error.hint}")
            return
        self.app.push_screen(FormScreen(form, self.panel.save_query, self._saved_query))

    def _saved_query(self, saved: Saved) -> None:
        self.say(saved.words)
        self._learn()

    def action_tables(self) -> None:
        """Search in the tables; the one that is picked is put in at the cursor."""
        entries = table_entries(self.editor.schema)
        crumbs = ("Query", "tables")
        self.app.push_screen(SearchScreen(crumbs, entries, self._put_in, verb="put in"))

    def _put_in(self, entry: Entry) -> None:
        self.editor.insert(entry.name)
        self.editor.focus()

    def action_history(self) -> None:
        """Search in what was run; it comes in a buffer of its own."""
        runs = self.panel.history("")
        entries = run_entries(runs, self._timezone)

        def picked(entry: Entry) -> None:
            self.open_text("", runs[int(entry.key)].sql)

        crumbs = ("Query", "history")
        self.app.push_screen(SearchScreen(crumbs, entries, picked, verb="open", wide_names=True))

    @property
    def _timezone(self) -> str:
        return self.session.map.state.timezone if self.session.map else "UTC"

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
        chosen = (
            statements(self.editor.selected_text)
            if self.editor.selected_text.strip()
            else runnable(text, self.editor.offset_of_cursor)
        )
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
        self.results.begin()
        self._elapsed = self._elapsed or self.set_interval(_ELAPSED_EVERY_S, self.results.tick)
        self._ask(Ask(tuple(sql), params), self._query, chosen[-1].start)

    @work(thread=True, exclusive=True, group="run", exit_on_error=False)
    def _ask(self, ask: Ask, query: Cancellation, offset: int) -> None:
        try:
            result = self.panel.run(ask, query)
        except CjmError as error:
            done: Callable[[], None] = partial(self._failed, query, error, offset)
        else:
            done = partial(self._answered, query, result)
        self.app.call_from_thread(done)

    def _ended(self, query: Cancellation) -> bool:
        """Whether it is the query that is waited for; the clock stops then."""
        if query is not self._query:
            return False
        self._query = None
        if self._elapsed is not None:
            self._elapsed.stop()
            self._elapsed = None
        return True

    def _answered(self, query: Cancellation, result: Result) -> None:
        if self._ended(query):
            self.results.show(result)

    def _failed(self, query: Cancellation, error: CjmError, offset: int) -> None:
        if not self._ended(query):
            return
        if isinstance(error, QueryCancelledError):
            self.results.stopped()
            return
        self.results.fail(error.message, error.hint)
        place = getattr(error, "place", None)
        if place is not None:
            line, column = place
            row = self.editor.text.count("\n", 0, offset)
            before = offset - (self.editor.text.rfind("\n", 0, offset) + 1) if line == 1 else 0
            self.editor.point_at(row + line, before + column)

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
        elif self.focused is self.editor:
            self.results.focus_table()
        else:
            self.post_message(self.Left())
