"""What ends a command from outside: Ctrl-C, and SIGTERM as a scheduler or a closing machine sends it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["Terminated", "stoppable"]

INTERRUPTED = 2


class Terminated(KeyboardInterrupt):
    """SIGTERM came."""


@contextmanager
def stoppable() -> Iterator[None]:
    """What runs inside ends on SIGTERM as it does on Ctrl-C, saying what it kept.

    The exit status is 2 of an interruption, and 143 of SIGTERM, as the system itself would give.
    """

    def end(number: int, frame: FrameType | None) -> None:
        raise Terminated

    here = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGTERM, end) if here else None
    try:
        yield
    except Terminated:
        raise SystemExit(128 + signal.SIGTERM) from None
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
    finally:
        if here:
            signal.signal(signal.SIGTERM, before)
