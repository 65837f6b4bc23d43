"""What a value is held against, and by how much it differs, as a person reads it aloud."""

from cjm_tui.domain import display
from cjm_tui.domain.comparison import Compared, Comparison
from cjm_tui.domain.kpi import Kpi
from cjm_tui.domain.period import Period


def against(comparison: Comparison, period: Period | None) -> str:
    """Return the heading of the changes: "same weekdays", "28 days before", "a year before"."""
    match comparison:
        case Comparison.BASELINE:
            return "same weekdays"
        case Comparison.PREVIOUS:
            return "days before" if period is None else f"{_length(period)} before"
        case Comparison.YEAR:
            return "a year before"


def versus(comparison: Comparison) -> str:
    """Return what the title says beside the period; "" for the baseline, which goes unsaid."""
    return {
        Comparison.BASELINE: "",
        Comparison.PREVIOUS: "against before",
        Comparison.YEAR: "against last year",
    }[comparison]


def difference(compared: Compared, kpi: Kpi) -> str:
    """Return "−22.1 [−29.3 … −14.9] worse"; without a change why there is none.

    A change whose interval holds zero is said to be possibly chance, however large it looks.
    """
    if compared.change is None:
        return compared.why
    value, low, high = (
        display.change(part, kpi.unit, fine=True)
        for part in (compared.change, compared.low, compared.high)
    )
    return f"{value} [{low} … {high}] {compared.word(kpi.direction)}"


def around(compared: Compared, kpi: Kpi, width: int) -> str:
    """Return "−29…−15 worse" in at most `width` cells, at least what it means."""
    word = compared.word(kpi.direction) or compared.why
    ends = (display.change(end, kpi.unit) for end in (compared.low, compared.high))
    full = f"{'…'.join(ends)} {word}" if compared.change is not None else word
    return full if len(full) <= width else word


def sentence(compared: Compared, kpi: Kpi) -> str:
    """Return "−22.1 [−29.3 … −14.9] worse; 84.2% on 26 Sep – 23 Oct (n=1,204)"."""
    near = compared.last
    first, last = display.short_day(compared.first, near), display.short_day(near)
    days = last if compared.first == compared.last else f"{first} – {last}"
    then = display.amount(compared.estimate.value, kpi.unit, fine=True) or "no value"
    return f"{difference(compared, kpi)}; {then} on {days} (n={display.count(compared.estimate.n)})"


def _length(period: Period) -> str:
    return "the day" if period.days == 1 else display.counted(period.days, "day")
