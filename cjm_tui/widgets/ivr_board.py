"""An IVR opened: how calls end, containment beside resolution, and the tree of nodes."""

from textual.geometry import Size
from textual.reactive import var

from cjm_tui.domain import ivr_words as words
from cjm_tui.domain.ivr import FlowCut, Ivr, Node
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.picture import Ink, Line, Picture, Span, gap, left, line, right
from cjm_tui.widgets.sheet import Sheet, flowed

_WIDTHS = (7, 9, 5, 13, 6, 10, 6)  # of NODE_COLUMNS but the first
_GIVE_WAY = (4, 1, 3, 5)  # which columns go first where the board is narrow
_NAME = 20


class IvrBoard(Board):
    """The flow's header and its tree; enter unfolds a node."""

    found: var[Ivr | None] = var(None, init=False)
    folded: var[frozenset[str]] = var(frozenset(), init=False)  # places whose nodes are not shown

    def watch_found(self) -> None:
        """Draw the new data."""
        self.redraw()

    def watch_folded(self) -> None:
        """Draw the tree anew."""
        self.redraw()

    @property
    def cut(self) -> FlowCut:
        """Which rows stand behind what is under the cursor."""
        key = self.spot.key if self.spot else ""
        kind, _, rest = key.partition(":")
        if self.found is None or not rest:
            return FlowCut()
        if kind == "node" and (node := self.found.node(rest)) is not None:
            return FlowCut(f"{self.found.noun}s at {node.name}", place=node.place)
        listed = _figures(self.found) if kind == "figure" else _ends(self.found)
        return dict(listed).get(key) or FlowCut()

    @property
    def node(self) -> Node | None:
        """The node under the cursor."""
        key = self.spot.key if self.spot else ""
        known = self.found is not None and key.startswith("node:")
        return self.found.node(key.removeprefix("node:")) if known and self.found else None

    def fold(self) -> bool:
        """Fold or unfold the node under the cursor; False where it has none below."""
        node = self.node
        if node is None or self.found is None:
            return False
        if not any(other.parent == node.place for other in self.found.nodes):
            return False
        self.folded ^= {node.place}
        return True

    def draw(self, size: Size) -> Picture:
        """The header as text, the tree as a table."""
        found, sheet = self.found, Sheet(size.width)
        if found is None:
            return sheet.picture()
        sheet.flow([Span(words.owner_line(found), Ink.ALERT if found.owner_alarm else Ink.PLAIN)])
        for key, text in _figure_texts(found):
            sheet.spot(key, flowed([Span(text)], size.width, 1, 3), text)
        sheet.spot("ends:all", flowed([Span(f"ENDED {words.ends_line(found)}")], size.width, 1, 7))
        if found.nodes:
            _tree(sheet, found, self.folded)
        _rest(sheet, found)
        return sheet.picture()


def _tree(sheet: Sheet, found: Ivr, folded: frozenset[str]) -> None:
    columns, heads = _columns(sheet.width, found.is_ivr), words.node_columns(found)
    name = sheet.width - sum(_WIDTHS[i] + 1 for i in columns) - 1
    sheet.blank()
    head = [gap(), left("node", name, Ink.DIM)]
    for i in columns:
        head += [gap(), right(heads[i + 1], _WIDTHS[i], Ink.DIM)]
    sheet.add(*line(*head))
    parents = {node.parent for node in found.nodes}
    for node in _shown(found, folded):
        sign = " "
        if node.place in parents:
            sign = "▸" if node.place in folded else "▾"
        block = [_node_line(node, name, columns, sign)]
        if node.mark:
            hang = 2 * node.level + 5
            block += flowed([Span(node.mark, Ink.STRONG)], sheet.width, hang, hang)
        sheet.spot(f"node:{node.place}", block, words.node_words(node, found.noun))


def _rest(sheet: Sheet, found: Ivr) -> None:
    if found.design:
        sheet.heading("designed and walked")
        for text in found.design:
            sheet.flow([Span(text)], 1, 3)
    sheet.heading(f"how {found.noun}s end")
    for key, text in _end_texts(found):
        sheet.spot(key, flowed([Span(text)], sheet.width, 1, 3), text)
    if more := list(words.more_lines(found)):
        sheet.heading("more")
        for text in more:
            sheet.flow([Span(text)], 1, 3)


def _figure_texts(found: Ivr) -> list[tuple[str, str]]:
    return [(f"figure:{i}", text) for i, (text, _) in enumerate(words.figure_lines(found))]


def _figures(found: Ivr) -> list[tuple[str, FlowCut | None]]:
    return [(f"figure:{i}", cut) for i, (_, cut) in enumerate(words.figure_lines(found))]


def _end_texts(found: Ivr) -> list[tuple[str, str]]:
    return [(f"end:{i}", text) for i, (text, _) in enumerate(words.end_lines(found))]


def _ends(found: Ivr) -> list[tuple[str, FlowCut | None]]:
    return [(f"end:{i}", cut) for i, (_, cut) in enumerate(words.end_lines(found))]


def _columns(width: int, is_ivr: bool) -> tuple[int, ...]:
    """Return the columns that there is room for; only an IVR loses callers."""
    kept = list(range(len(_WIDTHS) if is_ivr else len(_WIDTHS) - 1))
    for column in _GIVE_WAY:
        if sum(_WIDTHS[i] + 1 for i in kept) + _NAME < width:
            break
        kept.remove(column)
    return tuple(kept)


def _shown(found: Ivr, folded: frozenset[str]) -> list[Node]:
    hidden: set[str] = set()
    shown = []
    for node in found.nodes:
        if node.parent in hidden or node.parent in folded:
            hidden.add(node.place)
        else:
            shown.append(node)
    return shown


def _node_line(node: Node, width: int, columns: tuple[int, ...], sign: str) -> Line:
    mark = "! " if node.mark else ""
    strong = Ink.STRONG if node.mark else Ink.PLAIN
    spans = [gap(), left(f"{'  ' * node.level}{sign} {mark}{node.name}", width, strong)]
    cells = words.node_cells(node)
    for i in columns:
        spans += [
            gap(),
            right(cells[i], _WIDTHS[i], strong if i == len(_WIDTHS) - 1 else Ink.PLAIN),
        ]
    return line(*spans)
