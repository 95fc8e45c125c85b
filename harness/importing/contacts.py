"""Answers that are an address, a link or a phone number, which are right letter by letter or not at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from harness.checks._codes import Name, codes

__all__ = ["as_said", "contact"]

_SCHEME = re.compile(r"^(?:https?://)?(?:www\.)?", re.IGNORECASE)


def contact(answer: str) -> tuple[Mapping[str, Any], ...]:
    """The check of an answer that is contacts and hardly a word beside them; none of another."""
    found = [name for name in codes(answer) if name.kind in ("e-mail", "link", "phone number")]
    rest = answer
    for name in found:
        rest = rest.replace(answer[slice(*name.span)], " ")
    if not found or len(re.findall(r"\w{3,}", rest)) > 2:
        return ()
    return tuple(as_said(answer, name) for name in found)


def as_said(text: str, name: Name) -> Mapping[str, Any]:
    """The check of one contact: a phone number's digits with anything between them, an address as it is written."""
    written = text[slice(*name.span)].rstrip(".,;:!?")
    if name.kind != "phone number":
        return {"keywords": {"all_of": [_SCHEME.sub("", written).rstrip("/")]}}
    digits = re.sub(r"\D", "", written)
    if len(digits) == 11 and digits[0] in "78":  # 8 800 and +7 800 are one number
        return {"matches": "[78]" + "".join(rf"\W*{digit}" for digit in digits[1:])}
    return {"matches": r"\W*".join(digits)}
