"""What is left of English in a sentence that was told in Russian."""

from __future__ import annotations

import re

from harness.reasons import reason_in

__all__ = ["left_in_english"]

_QUOTED = re.compile(r"“[^”]*”|«[^»]*»")
_GRAMMAR = re.compile(
    r"(?<![\w\\(])(?:and|are|as|at|be|but|by|does|for|from|has|have|in|is|it|its|no|none|not|of|on|one|or|says|"
    r"stands?|than|that|the|there|to|was|were|which|with|wanted|words?)(?![\w\\)=])"
)


def left_in_english(reason: str) -> list[str]:
    """Words of English grammar outside quotes; the whole reason where none of it was told in Russian."""
    told = reason_in("ru", reason)
    bare = _QUOTED.sub("", told)
    if told == reason and re.search("[A-Za-z]{2}", bare):
        return [reason]
    return _GRAMMAR.findall(bare)
