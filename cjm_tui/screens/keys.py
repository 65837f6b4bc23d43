"""All keys that work here, taken from the bindings themselves."""

from collections.abc import Iterable
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.geometry import Size
from textual.reactive import var

from cjm_tui.screens.held import HeldScreen
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.lines import HintLine, TitleLine
from cjm_tui.widgets.picture import Ink, Picture, Span, clip, left
from cjm_tui.widgets.sheet import Sheet

_MOVES = ("cursor.", "half.")
_SIDEWAYS = ("cursor.left", "cursor.right")


class KeysBoard(Board):
    """Keys and what they do, this screen's own first."""

    keys: var[tuple[tuple[str, str, str], ...]] = var((), init=False)  # section, keys, words

    kpis: var[tuple[tuple[str, str], ...]] = var((), init=False)  # short name, title

    def draw(self, size: Size) -> Picture:
        """One line a key."""
        sheet = Sheet(size.width)
        for section in dict.fromkeys(section for section, _, _ in self.keys):
            sheet.heading(section)
            for of, keys, words in self.keys:
                if of == section:
                    sheet.add(Span("  "), left(keys, 16, Ink.STRONG), Span(words))
        sheet.heading("words")
        sheet.text(
            "◆ moment of truth · ▲ better ▼ worse = steady, against the same weekdays", Ink.DIM
        )
        sheet.text("prov. the target is judged when follow-up windows have closed", Ink.DIM)
        sheet.text("so far: no day's follow-up window has closed yet", Ink.DIM)
        sheet.text("name? nobody has confirmed this owner lately", Ink.DIM)
        for short, title in self.kpis:
            sheet.add(Span("  "), left(short, 8), Span(clip(title, size.width - 12), Ink.DIM))
        sheet.text(
            "A signal is one day outside the limits, or eight in a row on one side.", Ink.DIM
        )
        return sheet.picture()


class KeysScreen(HeldScreen):
    """Help that cannot drift from what the keys do."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q", "dismiss", "back", id="keys.back")
    ]

    def __init__(
        self,
        bindings: Iterable[ActiveBinding],
        app: App[Any],
        kpis: Iterable[tuple[str, str]] = (),
        *,
        sideways: bool = True,
    ) -> None:
        """`kpis` are short names with titles; `sideways` is whether h and l lead anywhere."""
        super().__init__()
        self._board = KeysBoard()
        self._hints = HintLine()
        bindings = [b for b in bindings if sideways or b.binding.id not in _SIDEWAYS]
        self._board.kpis = tuple(kpis)
        self._board.keys = _sections(bindings, app)

    def compose(self) -> ComposeResult:
        """A screen of its own, so that nothing shines through."""
        title, hints = TitleLine(), self._hints
        title.crumbs = ("Keys on this screen",)
        hints.hints = (("esc", "back"),)
        yield title
        yield self._board
        yield hints

    def on_mount(self) -> None:
        """There is nothing to wait for."""
        self._board.notice = None

    def on_board_scrolled(self, message: Board.Scrolled) -> None:
        """Say how many lines are below."""
        self._hints.below = message.below

    def on_board_drawn(self, _: Board.Drawn) -> None:
        """Show it."""
        self.release()


def _sections(bindings: Iterable[ActiveBinding], app: App[Any]) -> tuple[tuple[str, str, str], ...]:
    keys: dict[str, list[str]] = {}
    words: dict[str, tuple[str, str]] = {}
    for active in bindings:
        binding = active.binding
        if not binding.id or not binding.description or binding.system:
            continue
        keys.setdefault(binding.id, []).append(app.get_key_display(binding))
        words[binding.id] = (_section(active, binding), binding.description)
    entries = [(words[id_][0], " ".join(keys[id_]), words[id_][1]) for id_ in keys]
    order = ("here", "move", "everywhere")
    return tuple(sorted(entries, key=lambda entry: order.index(entry[0])))


def _section(active: ActiveBinding, binding: Binding) -> str:
    if binding.id and binding.id.startswith(_MOVES):
        return "move"
    return "everywhere" if isinstance(active.node, App) else "here"
