"""Less for Python's garbage collector to do in a run of many cases.

Items, requests and replies stay to the end, and the collector looks through all of them again each time that a few
more were made: a fifth of a large run. None of it is garbage.
"""

from __future__ import annotations

import gc

__all__ = ["SpareCollector"]

_THRESHOLDS = 20_000, 20, 100
"""Objects made, and collections of the younger, before the next collection; Python's own are 700 or 2,000, 10, 10."""


class SpareCollector:
    """From its making to `end` the collector runs seldom, and does not look at what was there at `settle`."""

    def __init__(self) -> None:
        self._before = gc.get_threshold()
        if self._before[0]:  # 0: somebody wants it never to run
            gc.set_threshold(*map(max, _THRESHOLDS, self._before))

    def settle(self) -> None:
        """All that is there stays there."""
        gc.freeze()

    def end(self) -> None:
        """As before."""
        gc.unfreeze()
        gc.set_threshold(*self._before)
