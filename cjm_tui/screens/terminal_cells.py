"""Cells of the terminal as they look, and the fewest bytes that turn one picture into another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style

_ATTRIBUTES = {
    "bold": "1",
    "dim": "2",
    "italic": "3",
    "underline": "4",
    "reverse": "7",
    "strike": "9",
}
_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "7": "27", "9": "29"}
_UNSEEN_ON_BLANK = frozenset("123")
_BRIDGE = 5  # so many cells that have not changed cost less than going past them


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell is written: attributes, ink and ground as parameters of SGR."""

    attributes: frozenset[str] = frozenset()
    ink: str = ""
    ground: str = ""

    @property
    def marks(self) -> frozenset[str]:
        """The attributes that are seen where nothing is written, as an underline is."""
        return self.attributes - _UNSEEN_ON_BLANK


PLAIN = Look()
Cell = tuple[str, Look]
Run = tuple[int, int]  # the cells from the first to before the second


def cells_of(segments: Iterable[Segment], system: ColorSystem | None) -> list[Cell] | None:
    """Return one cell for each column; None where a character takes none of them or two.

    A terminal of no colour system gets no looks at all, as with rich.
    """
    cells: list[Cell] = []
    for text, style, _ in segments:
        if not _each_takes_one(text):
            return None
        look = look_of(style, system) if style and system is not None else PLAIN
        blank = (" ", _on_blank(look))
        cells += [blank if character == " " else (character, look) for character in text]
    return cells


@lru_cache(maxsize=4096)
def _each_takes_one(text: str) -> bool:
    return text.isascii() or all(cell_len(character) == 1 for character in text)


@lru_cache(maxsize=1024)
def look_of(style: Style, system: ColorSystem) -> Look:
    """Return how the style looks in that many colours; links are left out, nothing here has any."""
    attributes = frozenset(code for name, code in _ATTRIBUTES.items() if getattr(style, name))
    ink, ground = style.color, style.bgcolor
    return Look(
        attributes,
        ";".join(ink.downgrade(system).get_ansi_codes()) if ink else "",
        ";".join(ground.downgrade(system).get_ansi_codes(foreground=False)) if ground else "",
    )


@lru_cache(maxsize=1024)
def _on_blank(look: Look) -> Look:
    return Look(look.marks, look.ink if look.marks else "", look.ground)


def changed_runs(new: Sequence[Cell], old: Sequence[Cell | None]) -> list[Run]:
    """Return where the cells differ, near ones as one; of a `None` nothing is known."""
    runs: list[Run] = []
    for x, (one, other) in enumerate(zip(new, old, strict=True)):
        if one != other:
            if runs and x - runs[-1][1] < _BRIDGE:
                runs[-1] = (runs[-1][0], x + 1)
            else:
                runs.append((x, x + 1))
    return runs


class Pen:
    """Writes runs of cells, and of each look only what differs from the cell before."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._look = PLAIN
        self._at: tuple[int, int] | None = None

    def write(self, y: int, x: int, cells: Sequence[Cell]) -> None:
        """Write the cells of a row from that column on."""
        self._go(y, x)
        for character, wanted in cells:
            look = wanted
            if character == " " and not (wanted.marks or self._look.marks):
                look = replace(self._look, ground=wanted.ground)
            if look != self._look:
                self._out.append(_turn(self._look, look))
                self._look = look
            self._out.append(character)
        self._at = (y, x + len(cells))

    def text(self) -> str:
        """Return all that has been written, and leave the terminal's look as it was."""
        if self._look != PLAIN:
            self._out.append("\x1b[m")
            self._look = PLAIN
        return "".join(self._out)

    def _go(self, y: int, x: int) -> None:
        if self._at is not None and self._at[0] == y and x > self._at[1]:
            self._out.append(f"\x1b[{x - self._at[1]}C")
        elif self._at != (y, x):
            self._out.append(f"\x1b[{y + 1};{x + 1}H")


@lru_cache(maxsize=4096)
def _turn(old: Look, new: Look) -> str:
    """Return what turns one look into another, by parameters of SGR."""
    gone = {_OFF[code] for code in old.attributes - new.attributes}
    kept = {code for code in old.attributes if _OFF[code] not in gone}
    codes = [*sorted(gone), *sorted(new.attributes - kept)]
    codes += [new.ink or "39"] if new.ink != old.ink else []
    codes += [new.ground or "49"] if new.ground != old.ground else []
    return f"\x1b[{';'.join(codes)}m"
