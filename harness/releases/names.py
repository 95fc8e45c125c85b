"""What releases are called: `support@1.0.0`, and `support@prod` for the one in production."""

from __future__ import annotations

import re
from dataclasses import dataclass

from harness.products import NAME
from harness.source import SourceError

__all__ = ["NAME", "VERSION", "Target", "Version", "parse_target", "parse_version"]

_NUMBER = r"(?:0|[1-9][0-9]{0,8})"
_WORD = r"(?:0|[1-9][0-9]{0,8}|[0-9]{0,8}[A-Za-z-][0-9A-Za-z-]{0,30})"
VERSION = rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}(?:-{_WORD}(?:\.{_WORD}){{0,7}})?"

_PROD = "prod"
_LONGEST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A semantic version (semver.org 2.0.0) without build metadata: `1.4.0`, `2.0.0-rc.1`.

    Build metadata (`+…`) has no place in the order of versions, so two releases could be neither older nor newer.
    """

    major: int
    minor: int
    patch: int
    pre: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}" + (f"-{'.'.join(self.pre)}" if self.pre else "")

    def __lt__(self, other: Version) -> bool:
        return self._order < other._order

    @property
    def _order(self) -> tuple[object, ...]:
        """Precedence by clause 11: numbers as numbers and below words, fewer fields below more, a release on top."""
        fields = tuple((0, int(f), "") if f.isdigit() else (1, 0, f) for f in self.pre)
        return (self.major, self.minor, self.patch, not self.pre, fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A release as a person names it; `version` None is the one in production."""

    name: str
    version: Version | None

    def __str__(self) -> str:
        return f"{self.name}@{self.version or _PROD}"


def parse_version(text: str) -> Version:
    """Read a semantic version.

    Raises:
        SourceError: it is none; says how to write it.
    """
    if len(text) > _LONGEST or not re.fullmatch(VERSION, text):
        hint = " (without the v)" if text.startswith("v") else " (no +build)" if "+" in text else ""
        if re.fullmatch(rf"{_NUMBER}(?:\.{_NUMBER})?", text):
            hint = f": {text}{'.0' * (2 - text.count('.'))}?"
        raise SourceError(f"{text[:80]!r} is not a version: write three numbers, as 1.0.0 or 2.0.0-rc.1{hint}")
    numbers, _, pre = text.partition("-")
    major, minor, patch = (int(n) for n in numbers.split("."))
    return Version(major=major, minor=minor, patch=patch, pre=tuple(pre.split(".")) if pre else ())


def parse_target(text: str) -> Target:
    """Read `name@version` or `name@prod`.

    Raises:
        SourceError: it is neither; says how to write it.
    """
    name, at, version = text[:_LONGEST].partition("@")
    if not at:
        raise SourceError(f"{text[:80]!r} is not a release: write name@version, as support@1.0.0, or name@prod")
    if not re.fullmatch(NAME, name):
        raise SourceError(
            f"{name[:80]!r} is not a release's name: small Latin letters, digits, dot, dash and underscore, "
            "beginning with a letter or digit, at most 64"
        )
    return Target(name=name, version=None if version == _PROD else parse_version(version))
