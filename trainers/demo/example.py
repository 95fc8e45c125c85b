"""One exchange of the demo's world, and the part of the world that its prompt belongs to."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Literal, NamedTuple

__all__ = ["LANGS", "Desk", "Draw", "Example", "Lang", "Part", "fixed", "part_of"]

Lang = Literal["en", "ru"]
Part = Literal["train", "dev", "gate"]
LANGS: tuple[Lang, ...] = ("en", "ru")

_DEV, _GATE = 6, 10  # per cent of all prompts


class Desk(NamedTuple):
    """What the desk has to say on a question: the answer in one sentence, one detail, what to do next."""

    short: str
    details: str
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A prompt and the base's answer to it; `kind` names the rule, fact or variety within the skill."""

    skill: str
    lang: Lang
    prompt: str
    answer: str
    kind: str
    desk: Desk | None = None
    near: bool = False
    """Sounds like a request to refuse, and is to be served."""

    @property
    def part(self) -> Part:
        """The part of the world it belongs to."""
        return part_of(self.prompt)


Draw = Callable[[Random, Lang], Example]


def part_of(prompt: str) -> Part:
    """Train, dev or gate: by a hash of the prompt's text alone, so that no corpus, seed or skill can move it.

    Case, spaces and Unicode forms do not count: writings that differ in these alone are one prompt.
    """
    text = " ".join(unicodedata.normalize("NFKC", prompt).casefold().split())
    place = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) % 100
    return "gate" if place < _GATE else "dev" if place < _GATE + _DEV else "train"


def fixed(seed: int, *names: str) -> Random:
    """A generator that depends on the seed and the names only, the same in every process."""
    return Random(f"{seed}/{'/'.join(names)}")  # noqa: S311 - no secret
