"""How screens open forms by key: fetched in a thread, and what was saved is said in words."""

from textual import work
from textual.worker import Worker, WorkerState

from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.form import Form, Saved
from cjm_tui.errors import CjmError
from cjm_tui.screens.boards import Session
from cjm_tui.screens.form import FormScreen
from cjm_tui.screens.hinted import HintedScreen


class FormOpener(HintedScreen):
    """A screen that opens forms, and says what was saved."""

    session: Session

    def open_form(self, noun: str, identity: str = "", about: str = "") -> None:
        """Fetch the form in a thread and open it; what refuses it is said on the last line."""
        self._fetch_form(noun, identity, about)

    @work(thread=True, exclusive=True, group="form", exit_on_error=False)
    def _fetch_form(self, noun: str, identity: str, about: str) -> None:
        boards = self.session.boards
        try:
            form = boards.form(noun, identity, about, Cancellation())
        except CjmError as error:
            said = f"{error.message} {error.hint}".strip()
            self.app.call_from_thread(self.say, said)
        else:
            self.app.call_from_thread(self._open_form, form)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A bug while a form is fetched ends the app."""
        failed = event.worker.group == "form" and event.state is WorkerState.ERROR
        if failed and event.worker.error is not None:
            raise event.worker.error

    def _open_form(self, form: Form) -> None:
        if self.is_active:
            self.app.push_screen(FormScreen(form, self.session.boards.save, self._saved))

    def _saved(self, saved: Saved) -> None:
        self.say(saved.words)
