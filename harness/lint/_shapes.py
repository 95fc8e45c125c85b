"""The shape of an answer: its headings in order, or the keys of its JSON."""

from __future__ import annotations

import json
import re

__all__ = ["PLAIN", "shape_of"]

PLAIN = "no headings"

_READ = 4_000
_READ_JSON = 100_000
_HEADINGS = 6
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_FENCED = re.compile(r"```[^\n]*\n.*?(?:```|\Z)", re.DOTALL)
_ALL_FENCED = re.compile(r"```(?:json)?[ \t]*\n(.*?)\n?[ \t]*```", re.DOTALL | re.IGNORECASE)
_HEADING = re.compile(
    r"^[ \t]*(?:(?P<level>#{1,6})[ \t]+(?:\*\*|__)?(?P<headed>[^\n]{1,80}?)(?:\*\*|__)?:?[ \t]*#*[ \t]*$"
    r"|(?P<mark>\*\*|__)(?P<bold>[^\n*_:]{1,60})(?P=mark)[ \t]*$"
    r"|(?:#{1,6}[ \t]*)?(?:\*\*)?(?P<label>[^\W\d_][^\n:*]{0,40}?)(?:\*\*)?:(?:\*\*)?(?=[ \t\n]|$))",
    re.MULTILINE,
)


def shape_of(answer: str, asked: str = "") -> str:
    """`LANG: ` (en or ru) and the names of an answer's headings in order, or its JSON's keys, or `no headings`.

    Headings are lines of `## Name` and `**Name**` and what stands before a colon at a line's beginning. A single label
    is none, a single line of the others where the answer begins with it. JSON in a code fence is another shape.
    """
    text = answer.strip()
    fence = _ALL_FENCED.fullmatch(text)
    inner = fence[1].strip() if fence else text
    if inner.startswith(("{", "[")) and inner.endswith(("}", "]")):
        spoken = answer[:_READ] if _LETTER.search(inner) else asked
        return f"{_language(spoken)}: {'JSON in a fence' if fence else 'JSON'}{_keys(inner[:_READ_JSON])}"
    text = _FENCED.sub("```\n", text[:_READ])
    found = [*_HEADING.finditer(text)]
    names = [_name(one) for one in found]
    if len(names) >= 2 or (names and found[0].start() == 0 and found[0]["label"] is None):
        return f"{_language(text)}: {', '.join(names[:_HEADINGS])}"
    return f"{_language(text)}: {PLAIN}"


def _language(text: str) -> str:
    return "ru" if _CYRILLIC.search(text) else "en"


def _name(heading: re.Match[str]) -> str:
    """As it is written, for `## Name` and `Name:` are two templates."""
    if heading["level"]:
        return f"{heading['level']} {heading['headed'].strip()}"
    return f"**{heading['bold'].strip()}**" if heading["bold"] else heading["label"].strip()


def _keys(text: str) -> str:
    """The keys of an object, or of a list's first one; they have no order."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return " that can't be read"
    many = isinstance(value, list)
    one = value[0] if many and value else value
    keys = ", ".join(sorted(one)) if isinstance(one, dict) else ""
    return (" list" if many else "") + (f": {keys}" if keys else "")
