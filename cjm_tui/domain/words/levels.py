"""Low and high scores, whatever they were asked with."""

from enum import StrEnum

from cjm_tui.domain.touchpoint import Verbatim

_NPS_LOW, _NPS_HIGH = 0.6, 0.9  # detractors say 0 to 6 of 10, promoters 9 and 10


class Level(StrEnum):
    """Which part of its scale a score lies in."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"
    NONE = "none"  # no score, or one on a scale that nobody knows the direction of


def level(verbatim: Verbatim) -> Level:
    """Return the part of its scale that an answer's score lies in.

    Of an NPS detractors are low and promoters high; of any other scale its lower half is low and
    its upper half high, so that 3 of 5 is neither.
    """
    if verbatim.height is None:
        return Level.NONE
    nps = verbatim.instrument == "nps"
    if verbatim.height <= _NPS_LOW if nps else verbatim.height < 0.5:
        return Level.LOW
    if verbatim.height >= _NPS_HIGH if nps else verbatim.height > 0.5:
        return Level.HIGH
    return Level.MIDDLE
