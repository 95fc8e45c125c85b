"""What a check said beside what people said, and the figures of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.runs import table
from harness.gates.rates import wilson

SHOWN = 300  # characters of a text in a list of disagreements


class Pair(NamedTuple):
    """One text: the label it has, the one a check gave it, and what a reader needs to see who is right."""

    label: str
    told: str
    shown: str
    worst: float = 0.0
    """The larger, the earlier among the disagreements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A check on a file.

    Attributes:
        check: the check, or how it was asked ("any refusal").
        file: relative to the folder.
        pairs: one a text.
        classes: every label, in the order they are shown; of two the first is the one that is looked for.
        known: baselines' accuracy, by name: computed on the same texts, or published for the whole source.
        note: what a reader has to know.
    """

    check: str
    file: str
    pairs: Sequence[Pair]
    classes: Sequence[str]
    known: Mapping[str, float] = field(default_factory=dict)
    note: str = ""

    @property
    def accuracy(self) -> float:
        """The share of texts on which both agree."""
        return sum(p.label == p.told for p in self.pairs) / len(self.pairs)

    def matrix(self) -> dict[str, dict[str, int]]:
        """How often each label (outer) was told as each (inner)."""
        counted = Counter((p.label, p.told) for p in self.pairs)
        return {label: {told: counted[label, told] for told in self.classes} for label in self.classes}

    def scores(self) -> dict[str, dict[str, float]]:
        """Precision, recall and F1 of each class; of two classes the first alone. 0 where nothing was there."""
        matrix, scores = self.matrix(), {}
        for looked in self.classes[:1] if len(self.classes) == 2 else self.classes:
            hits = matrix[looked][looked]
            told, held = sum(row[looked] for row in matrix.values()), sum(matrix[looked].values())
            precision, recall = hits / told if told else 0.0, hits / held if held else 0.0
            both = precision + recall
            scores[looked] = {
                "precision": precision,
                "recall": recall,
                "f1": 2 * precision * recall / both if both else 0.0,
            }
        return scores

    def worst(self, most: int) -> list[Pair]:
        """Disagreements, the worst first."""
        wrong = [p for p in self.pairs if p.label != p.told]
        return sorted(wrong, key=lambda p: -p.worst)[:most]

    def to_json(self, most: int) -> dict[str, Any]:
        """All of it but the texts on which both agree."""
        low, high = wilson(round(self.accuracy * len(self.pairs)), len(self.pairs))
        return {
            "check": self.check,
            "file": self.file,
            "texts": len(self.pairs),
            "accuracy": self.accuracy,
            "interval": [low, high],
            "scores": self.scores(),
            "confusion": self.matrix(),
            "known": dict(self.known),
            "note": self.note,
            "worst": [p._asdict() for p in self.worst(most)],
        }

    def text(self, most: int) -> str:
        """For a terminal or a Markdown file."""
        low, high = wilson(round(self.accuracy * len(self.pairs)), len(self.pairs))
        parts = [
            f"### {self.check} · {self.file}",
            f"{len(self.pairs)} texts, accuracy {self.accuracy:.3f} (95 %: {low:.3f} to {high:.3f})"
            + "".join(f" · {name} {value:.3f}" for name, value in self.known.items())
            + (f". {self.note}" if self.note else ""),
            table(
                ["", "precision", "recall", "F1"],
                [[name, *(f"{s[k]:.3f}" for k in ("precision", "recall", "f1"))] for name, s in self.scores().items()],
            ),
            table(
                ["label \\ told", *self.classes],
                [[label, *(str(row[told]) for told in self.classes)] for label, row in self.matrix().items()],
            ),
        ]
        if wrong := self.worst(most):
            parts.append("\n".join(f"- {p.label}, told {p.told}: {_line(p.shown)}" for p in wrong))
        return "\n\n".join(parts)


def _line(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def rows(file: Path) -> Iterable[dict[str, Any]]:
    """The lines of a JSONL file."""
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)
