"""What a check says of a reply, and what it may ask for beside the text."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

__all__ = ["CheckError", "Given", "Vectors", "Verdict"]


class CheckError(Exception):
    """A check can't be used as asked: unknown name, bad arguments, or a function that failed. Never a verdict.

    `path` leads to the argument that does not fit, where it is one: ("preferred", "gift card", 0).
    """

    def __init__(self, what: str, path: tuple[str | int, ...] = ()) -> None:
        super().__init__(what)
        self.path = path


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check says of one reply.

    Attributes:
        passed: whether the reply is as it should be.
        reason: one sentence for a person, quoting what decided; personal data masked.
        span: the deciding part of the reply as (start, end) in characters, where there is one.
    """

    passed: bool
    reason: str
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the model had before it when it replied."""

    prompt: str = ""
    """The customer's last message."""
    context: str = ""
    """The documents that came with the question: a case's `context:`."""
    system: str = ""
    """The deployment's system prompt; empty where the case runs the checkpoint alone."""
    earlier: str = ""
    """The customer's earlier messages, one after the other."""

    @property
    def text(self) -> str:
        """All of it, a part a paragraph."""
        return "\n\n".join(part for part in (self.system, self.earlier, self.context, self.prompt) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vectors:
    """Where an embedding model puts texts: what a check that compares meanings is handed, made beforehand."""

    model: str
    """As the settings name it."""
    of: Mapping[str, Sequence[float]]
    """Text → vector, of length 1."""
    cut: Collection[str] = ()
    """Texts that were too long for the model, which read their beginning alone."""
