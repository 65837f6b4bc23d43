"""The key that writes the executive pack: it asks for a file, and says where the pack is."""

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.errors import CjmError
from cjm_tui.paper.form import form_of, written
from cjm_tui.screens.boards import Session
from cjm_tui.screens.data_screen import BoardScreen
from cjm_tui.screens.result_lines import AskLine


class PackLine(AskLine):
    """A file, whose ending says how the pack is written."""

    PROMPT = "write the executive pack to "
    PLACEHOLDER = "pack.html or pack.md"


class PackScreen(BoardScreen):
    """A screen from which the pack of its period can be written."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "pack", "write the executive pack to a file", id="export"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._pack_line = PackLine()

    def period_lines(self) -> Iterable[Widget]:
        """The line for the file's name stands with those for the period."""
        return (*super().period_lines(), self._pack_line)

    def action_pack(self) -> None:
        """Ask for the name of a file."""
        self._pack_line.open("")

    def on_ask_line_answered(self, message: AskLine.Answered) -> None:
        """Write the file of that name."""
        if message.text:
            self.say("writing the pack …")
            self._write(message.text, self.session.period)

    @work(thread=True, exclusive=True, group="pack", exit_on_error=False)
    def _write(self, name: str, period: str) -> None:
        path = Path(name).expanduser()
        try:
            pack = self.session.boards.audit.pack(period, Cancellation())
            self.session.boards.audit.write(written(pack, form_of(path.name)), path)
            said = f"the pack is in {path.resolve()}"
        except CjmError as error:
            said = f"{error.message} {error.hint}".strip()
        except OSError as error:
            said = f"{path} cannot be written: {error.strerror or error}"
        self.app.call_from_thread(self.say, said)
