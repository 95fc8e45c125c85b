"""Less for Python's garbage collector to do in a run of many cases.

Items, requests and replies stay to the end, and the collector looks through all of them again each time that a few
more were made: a fifth of a large run, and of the time that ckptgate takes to import. None of it is garbage.
"""

from __future__ import annotations

import gc

import pytest

__all__ = ["SpareCollector"]

_NAME = "ckptgate-garbage"

_THRESHOLDS = 20_000, 20, 100
"""Objects made, and collections of the younger, before the next collection; Python's own are 700 or 2,000, 10, 10."""


class SpareCollector:
    """From its making to `end` the collector runs seldom, and does not look at what was there at `settle`."""

    def __init__(self) -> None:
        self._before = gc.get_threshold()
        if self._before[0]:  # 0: somebody wants it never to run
            gc.set_threshold(*map(max, _THRESHOLDS, self._before))

    @classmethod
    def register(cls, config: pytest.Config) -> None:
        """Have one for this session, until its configuration is done with; once, however often it is asked for."""
        if not config.pluginmanager.has_plugin(_NAME):
            spare = cls()
            config.pluginmanager.register(spare, _NAME)
            config.add_cleanup(spare.end)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_finish(self) -> None:
        """Every item is there, and stays."""
        self.settle()

    def settle(self) -> None:
        """All that is there stays there."""
        gc.freeze()

    def end(self) -> None:
        """As before."""
        gc.unfreeze()
        gc.set_threshold(*self._before)
