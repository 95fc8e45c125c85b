"""What stands in every match of a regular expression, read off its source."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain, product
from typing import NamedTuple

__all__ = ["fold_piece", "pieces", "writings"]

LEAST = 2
"""Letters of a piece: shorter ones stand in every text."""
FEW = 6
"""Pieces of only LEAST letters that a pattern may have: they are looked for one by one."""
MOST = 128
"""Writings of one part of a pattern that are told apart; a part with more of them is taken for unknown."""

_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "a": "\a"}
_ZERO_WIDTH = frozenset("bBAZmMG")
_OPENING = re.compile(r"\((?:\?(?:P?<\w+>|[a-zA-Z]*(?:-[a-zA-Z]+)?:|[>|]|(?P<looks><?[=!]))|(?!\?))")
_REFERENCE = re.compile(r"\(\?P=\w+\)")


class _Part(NamedTuple):
    """A part of a pattern: all that it can match, where that is little, and what each of its matches holds."""

    exact: frozenset[str] | None
    held: frozenset[str] | None


_NOTHING = _Part(frozenset({""}), None)
_ANYTHING = _Part(None, None)


_ALIKE = (
    ("i\u0307", "i"),
    ("ı", "i"),
    ("ё", "е"),
    ("’", "'"),
    ("‘", "'"),
    ("ʼ", "'"),
    ("\u00a0", " "),
    ("\u202f", " "),
)


def fold_piece(text: str) -> str:
    """Text in which letters are one whenever a pattern that ignores case takes them for one, and a bit more.

    The writings that checks make alike before they search (’ and ', ё and е) are alike here too, so that it makes no
    difference whether they have done so.
    """
    folded = text.casefold()
    if not folded.isascii():
        for sign, same in _ALIKE:
            folded = folded.replace(sign, same)
    return folded


def pieces(source: str) -> frozenset[str] | None:
    """Folded strings of LEAST letters or more, one of which stands in each match; None where there are no such."""
    reader = _Reader(source)
    part = reader.alternatives()
    if reader.at != len(source):
        raise ValueError(f"unbalanced parenthesis at {reader.at} in {source!r}")
    return _held(part)


def writings(source: str) -> frozenset[str]:
    """All that a pattern without repetition matches, folded.

    Raises:
        ValueError: there is too much of it.
    """
    exact = _Reader(source).alternatives().exact
    if exact is None:
        raise ValueError(f"no list of words: {source!r}")
    return exact


def _held(part: _Part) -> frozenset[str] | None:
    if part.exact is None:
        return part.held
    shortest = sorted(map(len, part.exact))[: FEW + 1]
    if shortest[0] < LEAST or (len(shortest) > FEW and shortest[-1] == LEAST):
        return None
    return _without_longer(part.exact)


def _without_longer(found: Iterable[str]) -> frozenset[str]:
    """The strings that hold no other one of them."""
    kept: list[str] = []
    for one in sorted(found, key=len):
        if not any(other in one for other in kept):
            kept.append(one)
    return frozenset(kept)


def _better(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    """The pieces that fewer texts hold, as far as their length and number tell."""
    if one is None or other is None:
        return one or other
    return max(one, other, key=lambda some: (min(5, min(len(one.strip()) for one in some)), -len(some)))


class _Reader:
    """Reads the source of a pattern from left to right."""

    def __init__(self, source: str) -> None:
        self.source, self.at = source, 0

    def alternatives(self) -> _Part:
        parts = [self._sequence()]
        while self._takes("|"):
            parts.append(self._sequence())
        if len(parts) == 1:
            return parts[0]
        exact = [part.exact for part in parts if part.exact is not None]
        if len(exact) == len(parts) and sum(map(len, exact)) <= MOST:
            return _Part(frozenset[str]().union(*exact), None)
        held = [some for part in parts if (some := _held(part)) is not None]
        return _Part(None, _without_longer(chain.from_iterable(held)) if len(held) == len(parts) else None)

    def _sequence(self) -> _Part:
        run, held, whole = frozenset({""}), None, True
        while self.at < len(self.source) and self.source[self.at] not in "|)":
            part = self._repeated(self._one())
            if part.exact is not None and len(run) * len(part.exact) <= MOST:
                run = frozenset(map("".join, product(run, part.exact)))
                continue
            whole = False
            held = _better(_better(held, _held(_Part(run, None))), _held(part))
            run = frozenset({""}) if part.exact is None else part.exact
        return _Part(run, None) if whole else _Part(None, _better(held, _held(_Part(run, None))))

    def _one(self) -> _Part:
        sign = self.source[self.at]
        if sign == "(":
            return self._group()
        if sign == "[":
            return self._class()
        self.at += 1
        if sign == "\\":
            return self._escape()
        if sign in "^$":
            return _NOTHING
        return _ANYTHING if sign == "." else _Part(frozenset({fold_piece(sign)}), None)

    def _group(self) -> _Part:
        if reference := _REFERENCE.match(self.source, self.at):
            self.at = reference.end()
            return _ANYTHING
        opening = _OPENING.match(self.source, self.at)
        if opening is None:
            raise ValueError(f"not read here: {self.source[self.at : self.at + 20]!r}")
        self.at = opening.end()
        part = self.alternatives()
        self.at += 1
        return _NOTHING if opening["looks"] else part

    def _class(self) -> _Part:
        start = self.at + 1
        at = start + (self.source[start] == "^")
        at += self.source[at] == "]"
        while self.source[at] != "]":
            at += 2 if self.source[at] == "\\" else 1
        self.at = at + 1
        inner = self.source[start:at]
        if inner[0] == "^" or "\\" in inner or "-" in inner[1:-1] or "[" in inner or len(inner) > 6:
            return _ANYTHING
        return _Part(frozenset(map(fold_piece, inner)), None)

    def _escape(self) -> _Part:
        sign = self.source[self.at]
        self.at += 1
        if sign in _ZERO_WIDTH:
            return _NOTHING
        if sign in "xuU":
            width = {"x": 2, "u": 4, "U": 8}[sign]
            self.at += width
            return _Part(frozenset({fold_piece(chr(int(self.source[self.at - width : self.at], 16)))}), None)
        if sign in "pPLNg" and self.source[self.at : self.at + 1] in ("{", "<"):
            self.at = self.source.index("}" if self.source[self.at] == "{" else ">", self.at) + 1
            return _ANYTHING
        if sign in _ESCAPED or not sign.isalnum():
            return _Part(frozenset({_ESCAPED.get(sign, sign)}), None)
        return _ANYTHING

    def _repeated(self, part: _Part) -> _Part:
        rest = self.source[self.at :][:12]
        if rest[:1] and rest[0] in "?*+":
            least, most, self.at = int(rest[0] == "+"), 1 if rest[0] == "?" else 2, self.at + 1
        elif rest[:1] == "{" and rest[1:2].isdigit() | (rest[1:2] == ","):
            end = self.source.index("}", self.at)
            first, comma, last = self.source[self.at + 1 : end].partition(",")
            least = int(first or 0)
            most = int(last) if last else 2 if comma else least
            self.at = end + 1
        else:
            return part
        if self.source[self.at : self.at + 1] in ("?", "+"):
            self.at += 1
        if least == most == 1:
            return part
        if least == 0 and most == 1 and part.exact is not None:
            return _Part(part.exact | {""}, None)
        return _Part(None, _held(part)) if least else _ANYTHING

    def _takes(self, sign: str) -> bool:
        taken = self.source[self.at : self.at + 1] == sign
        self.at += taken
        return taken
