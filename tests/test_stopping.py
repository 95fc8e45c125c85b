"""A command that is ended from outside ends as a person who looks at its status expects."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from harness.stopping import stoppable


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 2)])
def test_a_signal_ends_what_runs_as_ctrl_c_does(number: signal.Signals, status: int) -> None:
    """So that what was kept is said and children are ended; then signals mean what they meant before."""
    before, told = signal.getsignal(signal.SIGTERM), []
    # A shell starts what stands behind `&` deaf to Ctrl-C.
    deaf = signal.signal(signal.SIGINT, signal.default_int_handler)

    def runs() -> None:
        with stoppable():
            try:
                os.kill(os.getpid(), number)
                threading.Event().wait(5)
            except KeyboardInterrupt:
                told.append("kept")
                raise

    try:
        with pytest.raises(SystemExit) as ended:
            runs()
    finally:
        signal.signal(signal.SIGINT, deaf)
    assert (ended.value.code, told) == (status, ["kept"])
    assert signal.getsignal(signal.SIGTERM) is before
