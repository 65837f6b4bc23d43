"""A form filled in by keyboard: enter goes on, F5 saves, esc leaves and never loses silently."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.events import DescendantFocus, ScreenResume
from textual.widgets import Input, Static
from textual.worker import Worker, WorkerState

from cjm_tui.domain.display import short_day
from cjm_tui.domain.form import ConflictError, FieldError, FieldKind, Form, FormField, Saved
from cjm_tui.domain.text import shown
from cjm_tui.errors import CjmError
from cjm_tui.screens.held import HeldScreen
from cjm_tui.widgets.form_fields import ChoiceField, TextField
from cjm_tui.widgets.lines import HintLine, TitleLine

Save = Callable[[Form, dict[str, str]], Saved]

_LABEL_CELLS = 17
_CHOOSES = "← → or the first letters choose"


class FormRow(Horizontal):
    """A label and its field."""

    DEFAULT_CSS = f"""
    FormRow {{
        height: 1;
        & > Static {{ width: {_LABEL_CELLS}; color: $text-muted; padding-left: 1; }}
        &:ansi > Static {{ color: ansi_default; text-style: dim; }}
    }}
    """

    def __init__(self, field: FormField, answer: str) -> None:
        super().__init__()
        self.field = field
        chosen = field.kind in (FieldKind.CHOICE, FieldKind.YES_NO)
        self.input = ChoiceField(field.choices, answer) if chosen else TextField(answer)

    def compose(self) -> ComposeResult:
        """The label is ours, the value anybody's."""
        mark = " *" if self.field.required else ""
        yield Static(Text(f"{self.field.label}{mark}"), markup=False)
        yield self.input

    @property
    def words(self) -> str:
        """What helps while the field has the keys."""
        chooses = _CHOOSES if isinstance(self.input, ChoiceField) else ""
        if self.field.kind is FieldKind.DAY:
            chooses = "as 2026-11-20"
        return " · ".join(part for part in (self.field.help, chooses) if part)


class FormScreen(HeldScreen):
    """One thing's fields; `save` runs in a thread, `saved` on the loop once all is kept."""

    HOLD = False
    DEFAULT_CSS = """
    FormScreen {
        layout: vertical;
        background: $background;
        color: $foreground;
        & > VerticalScroll { height: 1fr; padding: 1 0 0 0; scrollbar-size: 0 0; }
        & > #said { height: auto; max-height: 5; padding: 0 1; color: $text-muted; }
        & > #said.alert { color: $warning; text-style: bold; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        # At once, before the next key: whoever types fast, or pastes, means the next field.
        Binding("enter", "go_on", "next field", show=False, id="field.go", priority=True),
        Binding("tab,down", "step(1)", "next field", id="field.next", priority=True),
        Binding("shift+tab,up", "step(-1)", "field before", id="field.before", priority=True),
        Binding("f5,ctrl+j", "save", "save", id="form.save", priority=True),
        Binding("ctrl+r", "theirs", "take what the other wrote", id="form.theirs"),
        Binding("escape", "leave", "leave without saving", id="form.leave"),
    ]

    def __init__(
        self,
        form: Form,
        save: Save,
        saved: Callable[[Saved], None],
        *,
        verb: str = "save",
        answers: Mapping[str, str] | None = None,
        trouble: CjmError | None = None,
    ) -> None:
        """`answers` stand in the fields already; `trouble` is what saving them came to."""
        super().__init__()
        self._verb = verb
        self._form = form
        self._save = save
        self._saved = saved
        given = answers or {}
        self._rows = tuple(
            FormRow(field, given.get(field.name, field.value)) for field in form.fields
        )
        self._trouble = trouble
        self._title = TitleLine()
        self._hints = HintLine()
        self._said = Static(id="said", markup=False)
        self._conflict: ConflictError | None = None
        self._saving = False
        self._leaving = False  # esc has been pressed on a form with changes
        self._alerted: dict[str, str] | None = None  # the answers that an alert is about

    def compose(self) -> ComposeResult:
        """Rows between the title and what is said about them."""
        self._title.crumbs = (
            self._verb.capitalize() if self._verb != "save" else "Edit",
            self._form.title,
        )
        yield self._title
        yield VerticalScroll(*self._rows, can_focus=False)
        yield self._said
        yield self._hints

    def on_mount(self) -> None:
        """Begin at the first field, or where what was given will not do."""
        self._rows[0].input.focus()
        if self._trouble is not None:
            self._refused(self._trouble)

    def on_screen_resume(self, _: ScreenResume) -> None:
        """Advertise the keys as they are bound now."""
        self._show_hints()

    def _show_hints(self) -> None:
        keys: dict[str, str] = {}
        for active in self.active_bindings.values():
            if active.binding.id:
                keys.setdefault(active.binding.id, self.app.get_key_display(active.binding))
        hints = [("enter", "next"), (keys.get("form.save", "f5"), self._verb)]
        if self._conflict is not None:
            hints.append((keys.get("form.theirs", "ctrl+r"), "take theirs"))
        self._hints.hints = (*hints, ("esc", "leave"))

    @property
    def answers(self) -> dict[str, str]:
        """What the fields say now."""
        return {row.field.name: row.input.value for row in self._rows}

    @property
    def _changed(self) -> bool:
        return any(row.input.value != row.field.value for row in self._rows)

    def _say(self, words: str, *, alert: bool = False) -> None:
        self._alerted = self.answers if alert else None
        self._said.set_class(alert, "alert")
        self._said.update(Text(words))

    # Moving

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Say what helps with this field."""
        for row in self._rows:
            if row.input is event.widget and self._alerted is None:
                self._say(row.words)

    def action_step(self, by: int) -> None:
        """Go to the next field, or the one before."""
        inputs = [row.input for row in self._rows]
        at = inputs.index(self.focused) if self.focused in inputs else -by
        self.set_focus(inputs[(at + by) % len(inputs)])

    def action_go_on(self) -> None:
        """Enter goes on; on the last field it saves."""
        if self.focused is self._rows[-1].input:
            self.action_save()
        else:
            self.action_step(1)

    def on_input_changed(self, _: Input.Changed) -> None:
        """Whoever goes on typing has read what was said, and does not want to leave."""
        self._typed()

    def on_choice_field_changed(self, _: ChoiceField.Changed) -> None:
        """As for typing."""
        self._typed()

    def _typed(self) -> None:
        """What was typed before the alert may arrive after it: only other answers count."""
        if self._alerted != self.answers:
            self._leaving, self._alerted = False, None

    def action_leave(self) -> None:
        """Leave; where something would be lost, at the second esc."""
        if self._saving:
            return
        if self._changed and not self._leaving:
            self._leaving = True
            self._say("Not saved: esc once more drops what you typed, F5 saves it.", alert=True)
            return
        self.dismiss()

    # Saving

    def action_save(self) -> None:
        """Save once the field has taken all keys that were typed before this one."""
        (self.focused or self).call_later(self._save_typed)

    def _save_typed(self) -> None:
        """Save in a thread; the form stays until all is kept."""
        if not self._saving:
            self._saving = True
            self._say("saving…")
            self._keep(self._form, self.answers)

    @work(thread=True, exclusive=True, group="save", exit_on_error=False)
    def _keep(self, form: Form, answers: dict[str, str]) -> None:
        try:
            saved = self._save(form, answers)
        except CjmError as error:
            done: Callable[[], None] = partial(self._refused, error)
        else:
            done = partial(self._done, saved)
        self.app.call_from_thread(done)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A bug while saving ends the app: it must never look like saved."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            raise event.worker.error

    def _done(self, saved: Saved) -> None:
        self._saving = False
        self.dismiss()
        self._saved(saved)

    def _refused(self, error: CjmError) -> None:
        """Say why, and put the cursor where it can be mended."""
        self._saving = False
        self._say(f"{shown(error.message)} {shown(error.hint)}".strip(), alert=True)
        if isinstance(error, FieldError):
            for row in self._rows:
                if row.field.name == error.field:
                    row.input.focus()
        elif isinstance(error, ConflictError):
            self._show_conflict(error)

    def _show_conflict(self, error: ConflictError) -> None:
        """Show both versions; saving again means having seen theirs."""
        self._conflict = error
        self._form = self._form.seen_again(error.conflicts)
        lines = []
        for conflict in error.conflicts:
            label = self._form.field(conflict.field).label
            at = conflict.at
            when = f" on {short_day(at.date())} at {at:%H:%M}" if at else ""
            whose = conflict.who or "somebody"
            lines.append(f"{label}: {whose}{when} wrote “{conflict.theirs}”, you “{conflict.mine}”")
        lines.append("F5 saves yours over it; ctrl+r takes theirs.")
        self._say("\n".join(map(shown, lines)), alert=True)
        self._show_hints()

    def action_theirs(self) -> None:
        """Put the other's words into the fields that both have changed."""
        if self._conflict is None:
            return
        theirs = {conflict.field: conflict.theirs for conflict in self._conflict.conflicts}
        for row in self._rows:
            if row.field.name in theirs:
                row.input.value = theirs[row.field.name]
        self._conflict = None
        self._say("Their words stand in the form now; F5 saves the rest of yours.")
        self._show_hints()
