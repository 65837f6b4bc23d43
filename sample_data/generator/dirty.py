"""A malformed export: good rows of one evening, and one of each thing that goes wrong."""

from pathlib import Path

import numpy as np

HEADER = (
    "interaction_id,contact_id,touchpoint_id,started_at,ended_at,direction,customer,reason,"
    "resolved,outcome,wait_s,handle_s"
)
GOOD_ROWS = 200
_LINE = "D261121-{id}a,D261121-{id},chat,{time},,inbound,C0000041,{reason},yes,answered,{wait},300"
BAD_LINES = {  # place among the good rows: the line, and what is wrong with it
    12: "D261121-B1a,D261121-B1,chat,2026-11-21T10:02:00",  # short
    45: _LINE.format(id="B2", time="2026-11-21T11:00:00", reason="fault", wait="10")
    + ",more,cells",
    80: _LINE.format(id="B3", time="21st of November", reason="fault", wait="10"),
    120: _LINE.format(id="B4", time="2026-11-21T13:00:00", reason='"router" again', wait="10"),
    160: _LINE.format(id="B5", time="2026-11-21T14:00:00", reason="fault", wait="ten"),
}
ODD_LINES = {  # control characters, which are replaced; a touchpoint that is not on the map
    60: _LINE.format(
        id="G1", time="2026-11-21T15:00:00", reason="\x1b[31mred\x07 alert\x9b2J", wait="10"
    ),
    100: _LINE.format(id="G2", time="2026-11-21T16:00:00", reason="order", wait="10").replace(
        ",chat,", ",fax-machine,"
    ),
}


def write_dirty(folder: Path, seed: int) -> None:
    """Write `interactions-malformed.csv`."""
    rng = np.random.default_rng([seed, 10_078])
    lines = [_good_line(rng, number) for number in range(GOOD_ROWS)]
    for place, line in sorted((BAD_LINES | ODD_LINES).items(), reverse=True):
        lines.insert(place, line)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "interactions-malformed.csv").write_bytes("\n".join([HEADER, *lines, ""]).encode())


def _good_line(rng: np.random.Generator, number: int) -> str:
    second = 32_400 + 180 * number
    wait, handle = int(rng.integers(0, 40)), int(rng.integers(120, 700))
    contact = f"D261121-{number + 1:04d}"
    resolved = "yes" if rng.random() < 0.8 else "no"
    start, end = _clock(second), _clock(second + wait + handle)
    return (
        f"{contact}a,{contact},agent-call,2026-11-21T{start},2026-11-21T{end},inbound,"
        f"C{9_000_000 + number:07d},fault,{resolved},answered,{wait},{handle}"
    )


def _clock(second: int) -> str:
    return f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
