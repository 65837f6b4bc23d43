"""The base of the screens that stand behind a number: they stand still until `r`."""

from typing import ClassVar, TypeVar

from cjm_tui.screens.boards import Session
from cjm_tui.screens.data_screen import Basis, DataScreen

T = TypeVar("T")


class EvidenceScreen(DataScreen[T]):
    """Shows one touchpoint's evidence on the data state of the screen that opened it."""

    LIVE: ClassVar[bool] = False

    def __init__(
        self, session: Session, touchpoint_id: str, *, crumbs: tuple[str, ...], basis: Basis
    ) -> None:
        self.touchpoint_id = touchpoint_id
        self.opened_from = crumbs
        self.opened_on = basis
        super().__init__(session)

    @property
    def period(self) -> str:
        """The days that the opener showed, whatever has been chosen or written since."""
        shown = self.opened_on.period
        return f"{shown.first}..{shown.last}" if shown else self.session.period

    def on_mount(self) -> None:
        """The data state is known before the evidence is."""
        self.show_basis(self.opened_on)

    def basis(self, _data: T) -> Basis:
        """The state of the data when the number was read."""
        return self.opened_on
