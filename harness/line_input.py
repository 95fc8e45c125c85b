"""Questions to a person, a line each: at any terminal, and from a file or a pipe."""

from __future__ import annotations

import sys

__all__ = ["ask"]


def ask(question: str) -> str | None:
    """The line that is answered, without its end; None where nothing more comes."""
    sys.stdout.write(question)
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not line:
        sys.stdout.write("\n")
        return None
    if not sys.stdin.isatty():  # what a person types is on the screen already
        sys.stdout.write("\n")
    return line.rstrip("\r\n")
