"""Texts of others in Markdown: shown as they are, in prose, in code spans and in fences.

What others wrote stands in fences and code spans, longer than any run of backticks in it; where prose can't be avoided,
Markdown's own signs are escaped and what would mention a person, link or refer to an issue is broken up.
"""

from __future__ import annotations

import re

from harness.report.text import one_line, visible

__all__ = ["code", "fence", "prose"]

_MOST_CHARACTERS = 1200

_MARKDOWN = re.compile(r"[\\`*_\[\]<>|~&{}!$]")
# A mention, an issue, an address: a zero-width space after the sign that makes it one keeps it text.
_LINKS = re.compile(r"[@#]|:(?=//|[\w+-]+:)|\bwww(?=\.)|\bGH(?=-)", re.IGNORECASE)
_BREAK = "\ue000"  # stands for it while Markdown is escaped; `one_line` lets no such character through
_START = re.compile(r"^(\d*)([-+=.)])")  # what would begin a list, a rule or a heading


def prose(text: str, most: int) -> str:
    """Text inside a paragraph or a table's cell: shown as it is, one line, no markup, no mention, no link."""
    broken = _LINKS.sub("\\g<0>" + _BREAK, one_line(text, most))
    return _START.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\g<0>", broken)).replace(_BREAK, "&#8203;")


def code(text: str, most: int = 160) -> str:
    """A code span that its text can't end (outside tables: a bar would end a cell even here)."""
    shown = one_line(text, most) or " "
    ticks = "`" * (_longest_run(shown) + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{ticks}{pad}{shown}{pad}{ticks}"


def fence(text: str) -> str:
    """A fenced block that its text can't end, cut to a fair length."""
    start = visible(text[:_MOST_CHARACTERS])[:_MOST_CHARACTERS]
    ticks = "`" * max(3, _longest_run(start) + 1)
    more = "\n… the rest stands in the record" if len(text) > len(start) else ""
    return f"{ticks}text\n{start}{more}\n{ticks}"


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)
