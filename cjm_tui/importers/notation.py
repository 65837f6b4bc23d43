"""How a source writes numbers and days: declared by its mapping, and contradicted by none of them.

What is declared is turned into the one form that cells are checked in: a decimal point, ISO 8601.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from cjm_tui.importers.dialect import ISO, Dialect

_PARTS = {"D": "(?P<d>[0-9]{1,2})", "M": "(?P<m>[0-9]{1,2})", "YY": "(?P<y>[0-9]{2}(?:[0-9]{2})?)"}
_CLOCK = (
    r"(?:,?[T ] *(?P<h>[0-9]{1,2})(?P<t>:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)"
    "(?:[ \u00a0\u202f]?(?P<p>[AaPp])"  # newer locales write a narrow space before AM
    r"\.?[Mm]\.?)?)?"
)
_OFFSET = r"(?P<o> ?(?:Z|z|[+-][0-9]{2}(?::?[0-9]{2})?))?"


@dataclass(frozen=True)
class Notation:
    """The declared way to write numbers and days, as SQL over a cell of text."""

    decimal: str = "."
    dates: str = ISO  # "Y-M-D" is ISO 8601 alone, which is read beside any other

    @staticmethod
    def of(dialect: Dialect) -> "Notation":
        """Return what a mapping's dialect declares."""
        return Notation(dialect.decimal, dialect.dates)

    def number(self, cell: str) -> str:
        """Return SQL for the number with a point; a point in the cell makes it none."""
        return cell if self.decimal == "." else f"translate({cell}, ',.', '.,')"

    def moment(self, cell: str) -> str:
        """Return SQL for the day or time in ISO 8601; what is written otherwise stays as it is."""
        if self.dates == ISO:
            return cell
        names = sorted(self._pattern.groupindex, key=self._pattern.groupindex.__getitem__)
        listed = ", ".join(f"'{name}'" for name in names)
        text = f"trim({cell})"
        found = f"regexp_extract({text}, {self._sql_pattern}, [{listed}])"
        hour = "(parts.h::int % 12 + case when parts.p in ('P', 'p') then 12 else 0 end)::varchar"
        clock = (
            f"case when parts.h = '' then ''"
            f" when parts.p = '' then ' ' || parts.h || parts.t"
            f" when parts.h::int between 1 and 12 then ' ' || {hour} || parts.t"
            f" else ' ' || parts.h || parts.t || parts.p end"
        )
        iso = f"{self._year} || '-' || parts.m || '-' || parts.d || {clock} || trim(parts.o)"
        return (
            f"coalesce({self._at_once(cell)},"
            f" case when regexp_full_match({text}, {self._sql_pattern})"
            f" then list_transform([{found}], lambda parts: {iso})[1] else {cell} end)"
        )

    def contradicts(self, cell: str) -> str:
        """Return SQL for whether a cell can only be read with day and month exchanged."""
        if self.dates == ISO or self.dates.startswith("Y"):
            return "false"
        text = f"trim({cell})"
        day, month = (
            f"try_cast(regexp_extract({text}, {self._sql_pattern}, {self._place(name)}) as int)"
            for name in ("d", "m")
        )
        return f"({month} between 13 and 31 and {day} between 1 and 12)"

    def _at_once(self, cell: str) -> str:
        """Return SQL for what most cells hold, many times faster than by the pattern."""
        day = (
            self.dates.replace("YY", "%y").replace("Y", "%Y").replace("D", "%d").replace("M", "%m")
        )
        clocks = ("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p")
        moments = ", ".join(f"'{day} {clock}'" for clock in clocks)
        return (
            f"strftime(try_strptime({cell}, [{moments}]), '%Y-%m-%dT%H:%M:%S'),"
            f" strftime(try_strptime({cell}, '{day}'), '%Y-%m-%d')"
        )

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        separator = next(sign for sign in self.dates if sign not in "DMY")
        parts = {**_PARTS, "Y": "(?P<y>[0-9]{4})"}
        written = re.escape(separator).join(parts[part] for part in self.dates.split(separator))
        return re.compile(f"^{written}{_CLOCK}{_OFFSET}$")

    @property
    def _sql_pattern(self) -> str:
        return f"'{self._pattern.pattern}'"

    @property
    def _year(self) -> str:
        if "YY" not in self.dates:
            return "parts.y"
        century = "case when parts.y >= '70' then '19' else '20' end"
        return f"(case when length(parts.y) = 2 then {century} || parts.y else parts.y end)"

    def _place(self, name: str) -> int:
        return self._pattern.groupindex[name]
