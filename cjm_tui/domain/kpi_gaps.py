"""Which KPIs a touchpoint has no figure for and why, and which rest on what its data lacks."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from cjm_tui.domain import display
from cjm_tui.domain.kpi import Kpi
from cjm_tui.domain.period import Period


@dataclass(frozen=True, slots=True)
class Held:
    """How many of a touchpoint's rows in a period have what the KPIs need."""

    legs: int
    inbound: int
    offered: int  # answered, abandoned, or left without an agent
    answered: int
    waits: int  # of those offered
    handled: int  # of those answered
    ivr: int
    ivr_ended: int
    csat: int  # customers' answers, with a score or without
    ces: int
    nps: int
    invitations: int


@dataclass(frozen=True, slots=True)
class Gap:
    """KPIs that have the same lack at a touchpoint."""

    kpis: tuple[Kpi, ...]
    why: str

    @property
    def words(self) -> str:
        """The KPIs and what they lack: "CES 2.0, NPS: no answers"."""
        return f"{', '.join(_brief(kpi) for kpi in self.kpis)}: {self.why}"


_LEGS = ("legs", "no interactions")
_INBOUND = (_LEGS, ("inbound", "nothing inbound"))
_OFFERED = (*_INBOUND, ("offered", "no outcome says answered or abandoned"))
_ANSWERED = (*_INBOUND, ("answered", "nothing inbound answered"))
_IDENTIFIED = (_LEGS, ("", "no inbound contact of a known customer"))
_UNSCORED = ("", "no answer has a score on its scale")
# What each KPI needs, in order: the first that no row has is the reason. "" is what remains.
_NEEDS = {
    "repeat_7d": _IDENTIFIED,
    "fcr_7d": (*_ANSWERED, ("", "no answered inbound contact of a known customer")),
    "csat": (("csat", "no answers"), _UNSCORED),
    "ces": (("ces", "no answers"), _UNSCORED),
    "nps": (("nps", "no answers"), _UNSCORED),
    "abandon_rate": _OFFERED,
    "service_level": _OFFERED,
    "asa": _ANSWERED,
    "aht": (*_ANSWERED, ("handled", "no handling times")),
    "ivr_containment": (
        *_INBOUND,
        ("ivr", "no IVR calls"),
        ("ivr_ended", "no outcome says how IVR calls ended"),
    ),
    "survey_response": (
        ("invitations", "no invitations"),
        ("", "no invitation names its contact or customer"),
    ),
}
_TOTALS_ONLY = "no daily totals (what each needs: cjm kpis --missing)"
_NO_ROWS = "no rows that its query counts"
_WAITED = ("asa", "service_level")


def gaps(kpis: Iterable[Kpi], held: Held, period: Period, counted: dict[str, Period]) -> list[Gap]:
    """Return the KPIs without a figure by reason; `counted` gives the days that each counts."""
    found: dict[str, list[Kpi]] = {}
    for kpi in kpis:
        last = counted[kpi.name].last
        need, why = _lack(kpi, held)
        if not need and last < period.last:
            why += f" to {display.short_day(last, period.last)}, the last final day"
        found.setdefault(why, []).append(kpi)
    return [Gap(tuple(of_reason), why) for why, of_reason in found.items()]


def main_gaps(found: Iterable[Gap]) -> tuple[Gap, ...]:
    """Return what the main KPIs lack, without the others."""
    kept = ((tuple(kpi for kpi in gap.kpis if kpi.main), gap.why) for gap in found)
    return tuple(Gap(kpis, why) for kpis, why in kept if kpis)


def zero_waits(kpis: Iterable[Kpi], held: Held) -> list[Gap]:
    """Return the KPIs of waiting where no row has a wait, which makes each of them count as 0 s."""
    lacking = held.offered and not held.waits
    waited = tuple(kpi for kpi in kpis if kpi.name in _WAITED)
    return [Gap(waited, "no waits in this data, each counts as 0 s")] if lacking and waited else []


def _brief(kpi: Kpi) -> str:
    """Return the abbreviation that the title gives in brackets, else the title."""
    within = re.search(r"\(([^()]+)\)", kpi.title)
    return within[1] if within else kpi.title


def _lack(kpi: Kpi, held: Held) -> tuple[str, str]:
    """Return the first need that no row has, and the words for it."""
    rest = _TOTALS_ONLY if kpi.only_totals else f"needs {kpi.needs}" if kpi.needs else _NO_ROWS
    needs = (*_NEEDS.get(kpi.name, ()), ("", rest))
    return next((need, words) for need, words in needs if not need or not getattr(held, need))
