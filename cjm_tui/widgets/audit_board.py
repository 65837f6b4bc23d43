"""The audit's first view: what share of the KPIs in use are outputs, and what hides behind them."""

from collections.abc import Callable

from textual.geometry import Size
from textual.reactive import var

from cjm_tui.domain import audit_words as words
from cjm_tui.domain.audit import TYPICAL_OUTPUTS, Audit, Share, Watermelon
from cjm_tui.domain.kpi import KpiClass
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.picture import Ink, Line, Picture, Span, clip, gap, left, right
from cjm_tui.widgets.sheet import Sheet, flowed

_BAR = (16, 40)  # cells, at least and at most
_NAMES = 12
_ORDER = (KpiClass.OUTPUT, KpiClass.INPUT, KpiClass.PERCEPTION, KpiClass.OUTCOME)


class AuditBoard(Board):
    """Five minutes for an executive: shares, watermelons, what is not classed."""

    audit: var[Audit | None] = var(None, init=False)

    def watch_audit(self) -> None:
        """Repaint what the new data changes."""
        self.redraw()

    def draw(self, size: Size) -> Picture:
        """Each section is drawn by its own function, in order."""
        if self.audit is None:
            return Picture()
        sheet = Sheet(size.width)
        for section in SECTIONS:
            section(sheet, self.audit)
        return sheet.picture()


def watermelon_key(one: Watermelon) -> str:
    """Return the spot of a watermelon."""
    return f"pair:{one.output.name}:{one.outcome.name}:{one.touchpoint_id}"


def draw_shares(sheet: Sheet, found: Audit) -> None:
    """Draw a bar a class, the typical share of outputs is marked on theirs."""
    sheet.flow([Span(words.summary(found))])
    if not found.shares:
        said = "No KPI in use has a class, so there is no share to show."
        sheet.flow([Span(said, Ink.DIM)])
        return
    room = min(_BAR[1], max(_BAR[0], sheet.width - 50))
    for share in sorted(found.shares, key=lambda one: _ORDER.index(one.kpi_class)):
        sheet.spot(f"class:{share.kpi_class.name}", [_share(share, room)], words.share(share))
    sheet.flow([Span(words.gap(found), Ink.STRONG), Span(f"  ({words.TYPICAL})", Ink.DIM)])


def _share(share: Share, room: int) -> Line:
    full = round(room * share.percent / 100)
    cells = ["█"] * full + [" "] * (room - full)
    spans = (
        gap(),
        left(words.plural(share.kpi_class), _NAMES),
        right(str(share.n), 4),
        right(f"{share.percent:.0f}%", 6, Ink.STRONG),
        gap(2),
    )
    if share.kpi_class is not KpiClass.OUTPUT:
        return (*spans, Span("".join(cells), Ink.DIM))
    mark = round(room * TYPICAL_OUTPUTS / 100)
    before, after = "".join(cells[:mark]), "".join(cells[mark + 1 :])
    return (
        *spans,
        Span(before.replace(" ", "░")),
        Span("│", Ink.STRONG),
        Span(after.replace(" ", "░")),
        Span(f" {TYPICAL_OUTPUTS}% typical", Ink.DIM),
    )


def draw_watermelons(sheet: Sheet, found: Audit) -> None:
    """Draw each pair that has come apart, then how many were judged."""
    sheet.heading("watermelons", words.GREEN_OUTSIDE)
    for one in found.watermelons:
        sheet.spot(watermelon_key(one), _watermelon(one, found, sheet.width), _said(one, found))
    known = f"{len(found.watermelons)} of {found.judged} pairs of an output and its outcome"
    rest = f"; {len(found.unjudged)} more lack the data to be judged" if found.unjudged else ""
    sheet.flow([Span(f"{known}{rest}.", Ink.DIM)])


def _said(one: Watermelon, found: Audit) -> str:
    return words.watermelon(one, found.period.last if found.period else None)


def _watermelon(one: Watermelon, found: Audit, width: int) -> list[Line]:
    near = found.period.last if found.period else None
    suspected = [Span("suspected ", Ink.ALERT)] if one.suspected else []
    until = Span(" (its last days are provisional)", Ink.DIM) if one.suspected else Span("")
    return [
        *flowed(
            [
                *suspected,
                Span(f"{clip(one.touchpoint, 30)}  ", Ink.STRONG),
                Span(f"{words.outside(one)} "),
                Span(words.spell(one.output_spell, near), Ink.BETTER),
            ],
            width,
            1,
            5,
        ),
        *flowed(
            [
                Span(f"but {words.inside(one)} "),
                Span(words.spell(one.outcome_spell, near), Ink.WORSE),
                until,
                Span(" · ", Ink.DIM),
                Span(words.whose(one.owner), Ink.PLAIN if one.owner else Ink.ALERT),
            ],
            width,
            5,
            5,
        ),
    ]


def draw_unclassified(sheet: Sheet, found: Audit) -> None:
    """Draw what is in use and has no class."""
    if not found.unclassified:
        return
    sheet.heading("not classed", "in use, and nobody has said what they are")
    for one in found.unclassified:
        said = f"{one.title}  {words.uses(one)}"
        lines = flowed([Span(f"{one.title}  "), Span(words.uses(one), Ink.DIM)], sheet.width, 1, 5)
        sheet.spot(f"kpi:{one.name}", lines, said)


def draw_lacking(sheet: Sheet, found: Audit) -> None:
    """Name the KPIs in use without a target, and those without a name on them."""
    for title, lacking in (
        ("without a target", found.without_target),
        ("nobody's name on them", found.without_owner),
    ):
        if lacking:
            sheet.heading(title)
            sheet.flow([Span(", ".join(one.title for one in lacking))], 1, 1)


def draw_retired(sheet: Sheet, found: Audit) -> None:
    """Draw what the site has retired, with who and why."""
    if not found.retired:
        return
    sheet.heading("retired", "shown nowhere any more")
    for one in found.retired:
        said = words.retired(one)
        lines = flowed([Span(f"{one.title}  "), Span(said, Ink.DIM)], sheet.width, 1, 5)
        sheet.spot(f"retired:{one.choice.kpi}", lines, f"{one.title}: {said}")


def draw_troubles(sheet: Sheet, found: Audit) -> None:
    """Name the files that people have added and that do not work."""
    if found.troubles:
        sheet.heading("files that do not work", "mend them, or take them away")
        for said in found.troubles:
            sheet.text(said, Ink.ALERT)


# In the order in which an executive reads them.
SECTIONS: tuple[Callable[[Sheet, Audit], None], ...] = (
    draw_shares,
    draw_watermelons,
    draw_unclassified,
    draw_lacking,
    draw_retired,
    draw_troubles,
)
