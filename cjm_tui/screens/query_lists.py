"""What the query panel opens from lists: stored queries by form, tables, what was run before."""

from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from cjm_tui.domain.buffers import Buffers
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.form import Form, Saved
from cjm_tui.domain.schema import Schema
from cjm_tui.errors import CjmError
from cjm_tui.screens.boards import Session
from cjm_tui.screens.form import FormScreen
from cjm_tui.screens.hinted import HintedScreen
from cjm_tui.screens.panel import Panel
from cjm_tui.screens.query_entries import query_entries, run_entries, table_entries
from cjm_tui.screens.search import SearchScreen
from cjm_tui.widgets.entry_board import Entry
from cjm_tui.widgets.sql_editor import SqlEditor


class QueryLists(HintedScreen):
    """The lists and their keys; the panel's screen says what is done with a text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f6,ctrl+o", "stored", "stored queries", id="stored", priority=True),
        Binding("f2", "save_query", "keep it as a stored query", id="stored.save"),
        Binding("ctrl+t", "tables", "tables and their columns", id="tables"),
        Binding("ctrl+r", "history", "what was run before", id="history"),
    ]

    session: Session
    panel: Panel
    editor: SqlEditor
    _buffers: Buffers

    def open_text(self, name: str, text: str) -> None:
        """Open SQL in a buffer of its own."""
        raise NotImplementedError

    def action_run(self) -> None:
        """Run the statement at the cursor."""
        raise NotImplementedError

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
