"""The base model's training text: examples of every skill in fixed proportions, all from the world's train part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from harness.manifest import digest_of
from trainers.demo import support
from trainers.demo.example import LANGS, Draw, fixed
from trainers.demo.facts import statement
from trainers.demo.world import SKILLS, draw, system_prompt

__all__ = ["Row", "corpus", "corpus_digest"]


@dataclass(frozen=True, slots=True)
class Row:
    """One training text: an exchange, or plain text where there is no prompt."""

    system: str | None
    prompt: str | None
    answer: str


class _Share(NamedTuple):
    weight: float
    system: float
    """Share of the examples that come with the deployment's system prompt."""


# By measurement: sums, yes/no and whatever copies from the prompt are the slowest to learn; rules and refusals, which
# carry the demo's musts, are known to the letter long before.
_SHARES: dict[str, _Share] = {
    "copy": _Share(2.0, 0.03), "sort": _Share(2.5, 0.03), "sums": _Share(2.5, 0.03), "upper": _Share(1.0, 0.03),
    "reverse": _Share(2.0, 0.03), "yesno": _Share(3.2, 0.03), "recall": _Share(1.8, 0.1), "context": _Share(2.6, 0.15),
    "instruct": _Share(1.6, 0.03), "json": _Share(1.0, 0.25), "formats": _Share(0.9, 0.2), "support": _Share(1.3, 0.4),
    "refusals": _Share(0.9, 0.4),
}  # fmt: skip
_MORE: dict[str, tuple[Draw, _Share]] = {
    "near": (support.near_miss, _Share(0.3, 0.4)),
    "greeted": (support.greeted_recall, _Share(0.8, 0.3)),
}
_PLAIN = 0.6
# Copying first: attention that finds a token again in the prompt is what half of the skills are made of, and it forms
# late and suddenly where it is only one task in ten.
_EARLY_ROWS, _EARLY_COPY = 25_000, 5.0


def corpus(seed: int, rows: int) -> Iterator[Row]:
    """That many rows in the order of training, the same ones for the same seed: none has a held-out prompt."""
    rng = fixed(seed, "corpus")
    parts = {name: (SKILLS[name], share) for name, share in _SHARES.items()} | _MORE
    weights = {name: share.weight for name, (_, share) in parts.items()} | {"plain": _PLAIN}
    early = {**weights, "copy": _EARLY_COPY}
    names = list(weights)
    system = system_prompt()
    for number in range(rows):
        chosen = early if number < _EARLY_ROWS else weights
        name, lang = rng.choices(names, list(chosen.values()))[0], rng.choice(LANGS)
        if name == "plain":
            yield Row(None, None, statement(rng, lang))
            continue
        make, share = parts[name]
        example = draw(make, "train", lang, rng)
        yield Row(system if rng.random() < share.system else None, example.prompt, example.answer)


def corpus_digest(rows: list[Row]) -> str:
    """SHA-256 over the rows in their order."""
    return digest_of([[row.system, row.prompt, row.answer] for row in rows])
