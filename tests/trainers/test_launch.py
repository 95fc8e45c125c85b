"""Several processes: none of them outlives the command that started them."""

from __future__ import annotations

import threading
from pathlib import Path

from trainers.launch import end_with_the_first
from trainers.run import lock_of


def test_a_worker_ends_once_nobody_holds_the_run(tmp_path: Path) -> None:
    """Whatever killed the command: the system lets go of its lock."""
    ended = threading.Event()
    held = lock_of(tmp_path / "support")
    with held:
        watching = threading.Thread(
            target=end_with_the_first, args=(tmp_path / "support", lambda status: ended.set(), 0.01), daemon=True
        )
        watching.start()
        assert not ended.wait(0.2)
    assert ended.wait(5)
    watching.join(5)
