"""A person at a terminal sees how far training is."""

from __future__ import annotations

import io

from rich.console import Console

from trainers.progress import Bar


def shown(*, terminal: bool) -> str:
    out = io.StringIO()
    with Bar(Console(file=out, force_terminal=terminal, width=120), "support") as bar:
        bar.say("[not markup] 5 rows")
        bar.epoch(2, 3)
        bar.step(7, 12)
        bar.loss(0.4567)
    return out.getvalue()


def test_the_bar_shows_epoch_steps_and_loss() -> None:
    """All in one line, under what was said."""
    text = shown(terminal=True)
    for part in ("[not markup] 5 rows", "support: epoch 2 of 3", "7/12", "loss 0.457"):
        assert part in text


def test_a_pipe_gets_the_words_alone() -> None:
    """No bar, no escapes: logs stay readable."""
    assert shown(terminal=False) == "[not markup] 5 rows\n"
