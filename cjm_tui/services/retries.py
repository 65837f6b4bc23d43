"""When what failed is tried again: soon at first, then ever more seldom."""

from pathlib import Path

RETRY_S = 30.0
_LONGEST_S = 3600.0
_FAILURES = 3  # one after another, then it is not the files' fault


class Retries:
    """Which files are held back after a failure, and whether all of them are; times in seconds."""

    def __init__(self) -> None:
        self._until: dict[Path, float] = {}
        self._pauses: dict[Path, float] = {}
        self._all_until = 0.0
        self._failures = 0

    def due(self, path: Path, now: float) -> bool:
        """Whether the file may be tried."""
        return now >= self._all_until and now >= self._until.get(path, 0.0)

    def hold_all(self, now: float) -> float:
        """Hold all files back for a while; return for how long."""
        self._all_until = now + RETRY_S
        return RETRY_S

    def failed(self, path: Path | None, now: float) -> float:
        """Hold back the file that failed, or all where one after another does; return how long."""
        self._failures += 1
        if path is None or self._failures >= _FAILURES:
            self.hold_all(now)
        if path is None:
            return RETRY_S
        pause = min(self._pauses.get(path, RETRY_S / 2) * 2, _LONGEST_S)
        self._pauses[path] = pause
        self._until[path] = now + pause
        return pause

    def went_well(self, path: Path) -> None:
        """Forget what was held against the file."""
        self._failures = 0
        self._pauses.pop(path, None)
        self._until.pop(path, None)
