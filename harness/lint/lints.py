"""What a lint is: it sees every row once, in order, and says what it found on the way and at the end."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from harness.cases import Case
from harness.lint.findings import Finding, Rule
from harness.lint.rows import Row
from harness.lint_settings import LintSettings

__all__ = ["About", "Embedding", "Lint", "Training", "Unchecked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """What the rows are to be trained into, as far as it is known before a weight is loaded."""

    epochs: float | None = None
    trainable: int | None = None
    """Parameters that training changes."""
    tokens: Callable[[str], int] | None = None
    """How many tokens the base's tokenizer makes of a text; without it they are estimated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedding:
    """An embedding model."""

    name: str
    """As the settings call it."""
    vectors: Callable[[Sequence[str]], NDArray[np.float32]]
    """A vector of length 1 for each text, as the rows of a matrix; EngineError where the model fails."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """All that lints may compare the rows with."""

    settings: LintSettings = field(default_factory=LintSettings)
    cases: Sequence[Case] = ()
    """The evaluation cases (`--eval`)."""
    production: Sequence[str] = ()
    """Inputs as they come in production (`--production`)."""
    history: Mapping[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    """Of a case (suite, id): how often it was passed and how often asked, over past records."""
    training: Training = Training()
    judged: Collection[Path] = ()
    """Files of single judgements (`kto`), whose labels are true or false."""
    embedding: Embedding | None = None
    """What compares questions by meaning; without it they are compared by their words alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchecked:
    """What could not be judged, and why: never to be read as clean."""

    rule: str
    why: str


class Lint(Protocol):
    """One subject: the rules it knows, and what it has seen so far.

    Memory grows with what it has to remember of a row (a hash, a few numbers), not with the rows' texts.
    """

    rules: ClassVar[tuple[Rule, ...]]

    def __init__(self, about: About) -> None: ...

    def see(self, row: Row) -> Iterable[Finding]:
        """What this row shows by itself."""
        ...

    def end(self) -> Iterable[Finding | Unchecked]:
        """What all rows together show, and what could not be judged."""
        ...
