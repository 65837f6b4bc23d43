"""The pane of one touchpoint: what good is, how it goes, what customers say, who answers for it."""

from textual.geometry import Size
from textual.reactive import var

from cjm_tui.domain.touchpoint import TouchpointPage
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.picture import WIDE_FROM, Picture
from cjm_tui.widgets.sheet import Sheet, side_by_side
from cjm_tui.widgets.touchpoint_figures import draw_figures
from cjm_tui.widgets.touchpoint_people import draw_people


class TouchpointBoard(Board):
    """One pane to scroll at 80 columns, two from 120; the cursor stands on figures and words."""

    page: var[TouchpointPage | None] = var(None, init=False)

    def watch_page(self) -> None:
        """Repaint what the new data changes."""
        self.redraw()

    @property
    def kpi_name(self) -> str | None:
        """The KPI whose number is under the cursor."""
        key = self.spot.key if self.spot else ""
        return key.removeprefix("kpi:") if key.startswith("kpi:") else None

    def draw(self, size: Size) -> Picture:
        """Figures above people, or beside them."""
        if self.page is None:
            return Picture()
        width = size.width
        if width < WIDE_FROM:
            sheet = Sheet(width)
            draw_figures(sheet, self.page, chart_rows=7)
            draw_people(sheet, self.page)
            return sheet.picture()
        figures = Sheet(min(width * 11 // 20, 110))
        draw_figures(figures, self.page, chart_rows=min(15, max(7, size.height - 26)))
        people = Sheet(width - figures.width - 3)
        draw_people(people, self.page)
        return side_by_side(figures, people).picture()
