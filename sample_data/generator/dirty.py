"""A malformed export: good rows of one evening, and one of each thing that goes wrong."""

from pathlib import Path

import numpy as np

HEADER = (
    "interaction_id,contact_id,touchpoint_id,started_at,ended_at,direction,customer,reason,"
    "resolved,outcome,wait_s,handle_s"
)
GOOD_ROWS = 200
# where they stand among the good rows, and the line
BAD_LINES = (
    (12, "D261121-B1a,D261121-B1,chat,2026-11-21T10:02:00"),  # short row
    (45, "D261121-B2a,D261121-B2,chat,2026-11-21T11:00:00,2026-11-21T11:05:00,inbound,C0000041,fault,"
         "yes,answered,10,300,more,than,the,header"),  # long row
    (80, "D261121-B3a,D261121-B3,chat,21st of November,2026-11-21T12:05:00,inbound,C0000042,fault,"
         "yes,answered,10,300"),  # bad date
    (120, 'D261121-B4a,D261121-B4,chat,2026-11-21T13:00:00,2026-11-21T13:05:00,inbound,C0000043,'
          '"router" again,yes,answered,10,300'),  # stray quote
    (160, "D261121-B5a,D261121-B5,chat,2026-11-21T14:00:00,2026-11-21T14:05:00,inbound,C0000044,fault,"
          "yes,answered,ten,300"),  # a word for a number
)  # fmt: skip
ODD_LINES = (
    (60, "D261121-G1a,D261121-G1,chat,2026-11-21T15:00:00,2026-11-21T15:05:00,inbound,C0000045,"
         "\x1b[31mred\x07 alert\x9b2J,yes,answered,10,300"),  # control characters: replaced, kept
    (100, "D261121-G2a,D261121-G2,fax-machine,2026-11-21T16:00:00,2026-11-21T16:05:00,inbound,C0000046,"
          "order,yes,answered,10,300"),  # a touchpoint that is not on the map: kept, "not placed"
)  # fmt: skip


def write_dirty(folder: Path, seed: int) -> None:
    """Write `interactions-malformed.csv`."""
    rng = np.random.default_rng([seed, 78])
    lines = [_good_line(rng, number) for number in range(GOOD_ROWS)]
    for place, line in sorted((*BAD_LINES, *ODD_LINES), reverse=True):
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
