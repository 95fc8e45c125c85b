"""In an engine's own process: orders are read from standard input, one a line, and answered with JSON lines."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import Any

__all__ = ["Refused", "Say", "one_line", "serve"]

Say = Callable[[dict[str, Any]], None]
"""Hands a message to the parent at once."""


class Refused(Exception):
    """What is wrong, for a person."""


def serve(carry_out: Callable[[dict[str, Any], Say], None], what: Callable[[dict[str, Any]], str]) -> int:
    """Carry out the orders on standard input until it ends; returns the process's exit status.

    Args:
        carry_out: answers one order by saying messages; what it raises is told to the parent in a line.
        what: names an order for that line: `generation`.
    """
    # Libraries print to standard output; ours is a private copy of it, theirs goes to the log.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def say(message: dict[str, Any]) -> None:
        out.write(json.dumps(message) + "\n")
        out.flush()

    for line in sys.stdin:
        order = json.loads(line)
        try:
            carry_out(order, say)
        except Refused as e:
            say({"error": str(e)})
            return 1
        except Exception as e:  # the parent has nothing but this line to tell a person
            say({"error": f"{what(order)} failed: {type(e).__name__}: {one_line(e)}"})
            raise
        say({"done": True})
    return 0


def one_line(e: BaseException) -> str:
    """An error's text on one line, cut to a fair length."""
    return " ".join(str(e).split())[:400]
