"""The made-up company's owners: none for the IVR, one who has left, two for one touchpoint."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from cjm_tui.domain.change_log import ChangeLog, Entry
from cjm_tui.domain.journey import DataState
from cjm_tui.domain.ownership import (
    DepartmentLine,
    Departments,
    Ledger,
    LedgerLine,
    Objective,
    Parties,
    PartyLine,
    Role,
    StageDepartments,
)
from cjm_tui.domain.touchpoint import Accountable

TODAY = date(2026, 11, 21)
DAY = timedelta(days=1)
CHANGE = Entry(
    datetime(2026, 11, 19, 16, 5), "zoe", "touchpoint", "", "good_threshold", "75", "70", ""
)


def _party(party_id, name, department, state="active", confirmed=47, kind="person"):
    since = date(2025, 4, 1)
    at = TODAY - confirmed * DAY
    return Accountable("A", name, department, state, since, None, at, True, party_id, kind)


def _line(touchpoint_id, name, stage, owners, flags=(), **more):
    given = {"days_without": None, "known_days": None, "others": (), "channel": "web"} | more
    return LedgerLine(
        touchpoint_id=touchpoint_id,
        name=name,
        stage_id=stage,
        stage=stage,
        journey="Broadband",
        flags=flags,
        parties=tuple(owners),
        **given,
    )


def ledger_lines():
    kaur, reid = _party("p-kaur", "S. Kaur", "Contact"), _party("p-reid", "J. Reid", "Sales")
    return (
        _line("web-shop", "Web shop", "Join", [reid], mine=True),
        _line(
            "shop-visit",
            "Shop visit",
            "Join",
            [_party("p-moss", "L. Moss", "Retail")],
            ("other_fingers",),
            others=(CHANGE,),
        ),
        _line(
            "guide",
            "Set-up guide",
            "Set up",
            [_party("p-hart", "M. Hart", "Digital", "left")],
            ("owner_left",),
        ),
        _line(
            "bill",
            "Bill mail",
            "Use",
            [_party("p-osei", "K. Osei", "Billing", confirmed=121)],
            ("unconfirmed",),
            unconfirmed_days=121,
        ),
        _line(
            "ivr",
            "IVR",
            "Get help",
            [],
            ("moment_of_truth", "no_owner"),
            days_without=144,
            channel="ivr",
        ),
        _line(
            "renewal",
            "Renewal call",
            "Stay",
            [reid, kaur],
            ("two_owners",),
            mine=True,
            channel="phone",
        ),
        _line("bot", "bot [/nope]\x1b[31m", "Not placed", [], ("no_owner",), known_days=12),
    )


@dataclass
class FakeOwners:
    """Answers from memory and keeps what was asked for."""

    state: DataState
    lines: tuple[LedgerLine, ...] = field(default_factory=ledger_lines)
    asked: list[object] = field(default_factory=list)
    failure: Exception | None = None

    def ledger(self, query):
        return Ledger(self.state, TODAY, 90, "J. Reid", self.lines)

    def parties(self, query):
        owned = (Role("A", "web-shop", "Web shop"), Role("A", "renewal", "Renewal call"))
        return Parties(
            self.state,
            TODAY,
            (
                PartyLine(
                    "p-hart",
                    "M. Hart",
                    "Digital",
                    "person",
                    "left",
                    "",
                    TODAY - 18 * DAY,
                    (Role("A", "guide", "Set-up guide"),),
                ),
                PartyLine(
                    "d-digital",
                    "Digital",
                    "Digital",
                    "department",
                    "active",
                    "",
                    None,
                    (Role("S", "ivr", "IVR"),),
                ),
                PartyLine("p-reid", "J. Reid", "Sales", "person", "active", "reid", None, owned),
            ),
        )

    def departments(self, query):
        fcr = Objective(
            *("S. Kaur", "solve it", "fcr_7d", "FCR 7d", "outcome", 75.0, "objective"),
            objective_id='["p-kaur","fcr_7d"]',
        )
        aht = Objective("Digital", "", "aht", "AHT", "output", 300.0, "Chat")
        return Departments(
            self.state,
            (
                StageDepartments("join", "Join", "Broadband", "Sales", ("Contact",), ("Sales",)),
                StageDepartments("help", "Get help", "Broadband", "", (), ("Digital", "Contact")),
            ),
            (
                DepartmentLine("Contact", 5, (), ("Join",), (fcr,)),
                DepartmentLine("Digital", 6, (), (), (aht,)),
                DepartmentLine("Technology", 0, (), (), ()),
            ),
        )

    def log(self, touchpoint_id, query):
        entry = Entry(
            datetime(2026, 11, 21, 7, 30),
            "reid",
            "accountability",
            "S. Kaur · A",
            "",
            "",
            "added",
            "asked her",
        )
        return ChangeLog((entry,), 1)

    def confirm(self, touchpoints):
        self._refuse()
        self.asked.append(("confirm", *touchpoints))
        return f"confirmed: {len(touchpoints)} touchpoints"

    def undo(self):
        self._refuse()
        self.asked.append("undo")
        return "undone: accountability IVR · S. Kaur · A: added"

    def _refuse(self):
        if self.failure is not None:
            raise self.failure
