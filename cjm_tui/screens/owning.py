"""What screens share on which an owner is set by key: a name, enter, and the row clears."""

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.form import Form
from cjm_tui.errors import CjmError
from cjm_tui.screens.editing import EditingScreen
from cjm_tui.screens.form import FormScreen
from cjm_tui.screens.search import SearchScreen
from cjm_tui.widgets.entry_board import Entry

_OWNER, _NEW_NAME = "accountable", "new_name"
_WHAT_FOLLOWS = (
    "Enter makes it accountable from today on, confirmed today. Whoever had it until now has it no"
    " more: then the form asks why. A name that nobody has is taken as a new one."
)


class OwningScreen(EditingScreen):
    """A screen with a touchpoint that somebody answers for."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "own", "set the owner", id="own"),
        Binding(
            "O", "own_form", "hand over, release, other roles: with day and reason", id="own.form"
        ),
        Binding("u", "undo", "undo your own last change", id="undo"),
    ]

    def action_own(self) -> None:
        """Type whose it is; enter saves, or asks why where it is taken from somebody."""
        self._with_owner_form(self._choose_owner)

    def action_own_form(self) -> None:
        """Open everything about who has which role."""
        self._with_owner_form(self._open_owner_form)

    def action_undo(self) -> None:
        """Take one's own last change back."""
        self._change(self.session.boards.owners.undo)

    # Whose it becomes

    def _with_owner_form(self, use: Callable[[Form], None]) -> None:
        if (found := self.edited()) is None:
            self.say("there is no touchpoint under the cursor")
        else:
            self._fetch_owner_form(found[0], use)

    @work(thread=True, exclusive=True, group="form", exit_on_error=False)
    def _fetch_owner_form(self, touchpoint_id: str, use: Callable[[Form], None]) -> None:
        try:
            form = self.session.boards.form("owner", touchpoint_id, "", Cancellation())
        except CjmError as error:
            self.app.call_from_thread(self.say, f"{error.message} {error.hint}".strip())
        else:
            self.app.call_from_thread(self._use, use, form)

    def _use(self, use: Callable[[Form], None], form: Form) -> None:
        """Nothing opens over a screen to which somebody has gone meanwhile."""
        if self.is_active:
            use(form)

    def _choose_owner(self, form: Form) -> None:
        choices = form.field(_OWNER).choices
        entries = tuple(
            Entry(choice.value, choice.words, details=(_WHAT_FOLLOWS,))
            for choice in choices
            if choice.value and choice.value != form.field(_OWNER).value
        )
        self.app.push_screen(
            SearchScreen(
                (*self.where(), form.title),
                entries,
                lambda entry: self._take(form, {_OWNER: entry.key}),
                verb="make accountable",
                wide_names=True,
                typed=lambda name: self._open_owner_form(form, {_NEW_NAME: name}),
            )
        )

    def _take(self, form: Form, answers: Mapping[str, str]) -> None:
        """Save at once where nobody had it; else the form asks for the reason."""
        if form.field(_OWNER).value:
            self._open_owner_form(form, answers)
        else:
            self._keep_owner(form, answers)

    def _open_owner_form(
        self, form: Form, answers: Mapping[str, str] | None = None, trouble: CjmError | None = None
    ) -> None:
        save = self.session.boards.save
        self.app.push_screen(FormScreen(form, save, self._saved, answers=answers, trouble=trouble))

    @work(thread=True, exclusive=True, group="form", exit_on_error=False)
    def _keep_owner(self, form: Form, answers: Mapping[str, str]) -> None:
        try:
            saved = self.session.boards.save(form, answers)
        except CjmError as error:
            self.app.call_from_thread(self._refused, form, answers, error)
        else:
            self.app.call_from_thread(self._saved, saved)

    def _refused(self, form: Form, answers: Mapping[str, str], error: CjmError) -> None:
        if self.is_active:
            self._open_owner_form(form, answers, error)
        else:
            self.app.notify(f"{form.title}: not saved. {error.message}", severity="error")

    # Without a form

    @work(thread=True, exclusive=True, group="form", exit_on_error=False)
    def _change(self, change: Callable[[], str]) -> None:
        try:
            said = change()
        except CjmError as error:
            self.app.call_from_thread(self.say, f"{error.message} {error.hint}".strip())
        else:
            self.app.call_from_thread(self._changed, said)

    def _changed(self, said: str) -> None:
        self.say(said)
        self.action_fetch()
