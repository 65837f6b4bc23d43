"""From which number an action is created: what comes along, as evidence, without being typed."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from cjm_tui.domain.breakdown import WHOLE, Cut, Dimension


@dataclass(frozen=True, slots=True)
class Start:
    """A number on a screen: a KPI at a touchpoint in some days, a part of it, or SQL's answer."""

    touchpoint: str = ""
    kpi: str = ""  # "": the one that the touchpoint is shown by
    period: str = ""
    cut: Cut = WHOLE
    proposition: str = ""
    sql: str = ""  # of the query panel
    said: str = ""  # the cell that was under the cursor there

    @property
    def text(self) -> str:
        """All of it in one line, for a form's `about`."""
        values = [[str(dimension), value] for dimension, value in self.cut.values]
        return json.dumps({**asdict(self), "cut": values}, ensure_ascii=False)


def start_of(text: str) -> Start:
    """Return what `Start.text` gave; any other text names a touchpoint."""
    if not text.startswith("{"):
        return Start(touchpoint=text)
    said: dict[str, Any] = json.loads(text)
    cut = Cut(tuple((Dimension(name), value) for name, value in said.pop("cut")))
    return Start(**said, cut=cut)


@dataclass(frozen=True, slots=True)
class Measured:
    """The number as it stood when the action was created."""

    kind: str  # figure or query
    reference: str
    kpi: str | None = None
    touchpoint_id: str | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    first_day: date | None = None
    last_day: date | None = None
    sql: str | None = None
    sql_hash: str | None = None
