"""A finding in two plain lines with its numbers, as a stand-up reads it aloud."""

from cjm_tui.domain import display, signal_words
from cjm_tui.domain.findings import TODAY, Finding


def heading(found: tuple[Finding, ...]) -> str:
    """Return how many findings there are; fewer than three is said too."""
    if not found:
        return "today's three: nothing is worse than its baseline"
    if len(found) < TODAY:
        return f"today's three: only {display.counted(len(found), 'finding')}"
    return f"today's three, of {display.counted(len(found), 'finding')}, by customers hurt"


def hurt(finding: Finding) -> str:
    """Return "186 customers hurt", or that they cannot be counted."""
    if finding.hurt is None:
        return "for how many cannot be counted"
    return f"{display.counted(round(finding.hurt), 'customer')} hurt"


def lines(finding: Finding) -> tuple[str, str]:
    """Return what is worse and for how many; and since when, whose it is, what is done."""
    return first(finding), " · ".join(rest(finding))


def first(finding: Finding) -> str:
    """Return what is worse, for how many customers, and by how much."""
    kpi, change = finding.kpi, finding.change
    value = f"{kpi.short or kpi.title} {display.measured(finding.estimate, kpi.unit)}"
    where = f"{finding.stage} › {finding.touchpoint}"
    said = f"{where}  {hurt(finding)} · {value} n={display.count(finding.estimate.n)}"
    if change.baseline is not None:
        said += f", baseline {display.amount(change.baseline, kpi.unit, fine=True)}"
    return said


def rest(finding: Finding) -> tuple[str, ...]:
    """Return since when it is worse, whose it is, what is done, and by which rule it is one."""
    parts = (
        signal_words.signal(finding.change, finding.estimate),
        owner(finding),
        action(finding),
        signal_words.rule_words(finding.change),
    )
    return tuple(part for part in parts if part)


def owner(finding: Finding) -> str:
    """Return whose it is, or for how long nobody's."""
    if finding.owner:
        return f"owner {finding.owner}"
    days = finding.days_without_owner
    return "NO OWNER" if not days else f"NO OWNER for {display.counted(days, 'day')}"


def action(finding: Finding) -> str:
    """Return the open action and its due day, or that there is none."""
    if not finding.action:
        return "no open action"
    near = signal_words.newest_day(finding.change)
    due = f", due {display.short_day(finding.action_due, near)}" if finding.action_due else ""
    return f"action: {finding.action}{due}"
