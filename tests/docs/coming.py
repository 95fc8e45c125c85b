"""Commands and options that pages tell of and that are not there yet. Each leaves this list as it comes."""

from __future__ import annotations

COMMANDS: frozenset[str] = frozenset()
PYTEST_OPTIONS: frozenset[str] = frozenset()
