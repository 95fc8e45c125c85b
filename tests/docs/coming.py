"""Commands and options that pages tell of and that are not there yet. Each leaves this list as it comes."""

from __future__ import annotations

COMMANDS = frozenset({"ckptgate init", "ckptgate cases"})
PYTEST_OPTIONS = frozenset({"--recorded"})
