"""How many requests an endpoint is given at once: more while that answers more, fewer as soon as it says no."""

from __future__ import annotations

__all__ = ["Pace"]

_START = 4
_STEP = 1.5


class Pace:
    """A limit of requests in flight that adapts; pure arithmetic, fed with what happens.

    After as many answers as the limit allows at once, their mean latency is held against the mean under the limit
    before. As long as it grew less than the limit did, more is answered in the same time, and the limit rises by half;
    else it goes back. A refusal (429, 5xx, a time-out, a dropped connection) halves it, once for all requests that were
    in flight together.

    Args:
        most: where it ends, at least 1.
    """

    def __init__(self, most: int) -> None:
        self.limit, self.most = min(_START, most), most
        self._round = 0
        self._seconds: list[float] = []
        self._before: tuple[int, float] | None = None
        self._ceiling = most

    @property
    def started(self) -> int:
        """What a request notes when it is sent and hands back with its outcome."""
        return self._round

    def answered(self, started: int, seconds: float) -> None:
        """A request of that round was answered after so many seconds."""
        if started != self._round:
            return
        self._seconds.append(seconds)
        if len(self._seconds) < self.limit:
            return
        mean = sum(self._seconds) / len(self._seconds)
        before, self._before = self._before, (self.limit, mean)
        if before and before[0] < self.limit and mean / before[1] >= self.limit / before[0]:
            self._ceiling = before[0]
            self._go_to(before[0])
        elif self.limit < self._ceiling:
            self._go_to(min(self._ceiling, max(self.limit + 1, int(self.limit * _STEP))))
        else:
            self._seconds.clear()

    def refused(self, started: int) -> None:
        """A request of that round was refused or lost."""
        if started == self._round:
            self._before = None
            self._ceiling = self.most
            self._go_to(max(1, self.limit // 2))

    def _go_to(self, limit: int) -> None:
        self.limit = limit
        self._round += 1
        self._seconds.clear()
