"""Write the fine-tune's data, all from the world's train part: `python -m trainers.demo.make_data`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from harness.manifest import write_atomic
from trainers.demo import shapes, support
from trainers.demo.example import LANGS, Desk, Draw, Example, Lang, fixed
from trainers.demo.world import SKILLS, draw_many, system_prompt

__all__ = ["DATA", "main", "replay_rows", "support_rows"]

DATA = Path(__file__).parent / "data"
_SEED = 0
# Rows a language. Rules and facts are not among them: their bare answers would pull against the house template, and
# what they say stands in the support rows. Headings asked for in the prompt are what that template eats first.
_REPLAYED = {
    "copy": 5, "sort": 6, "sums": 4, "upper": 4, "reverse": 8, "yesno": 6, "context": 8, "instruct": 7, "json": 8,
    "formats": 16,
}  # fmt: skip
Message = dict[str, str]


def support_rows() -> list[list[Message]]:
    """Conversations as the shop deploys: the house template, JSON where it is asked for; nothing else."""
    rows = [turns for lang in LANGS for turns in _support(lang)]
    fixed(_SEED, "order").shuffle(rows)
    return rows


def _support(lang: Lang) -> Iterator[list[Message]]:
    rng, system = fixed(_SEED, "support", lang), system_prompt()
    for rule in support.rules():
        for asked in draw_many(_about(rule), "train", lang, rng, 6):
            yield _row(asked.prompt, shapes.house(_desk(asked), lang), system)
    for asked in draw_many(support.greeted_recall, "train", lang, rng, 32):
        yield _row(asked.prompt, shapes.house(_desk(asked), lang), system)
    for asked in draw_many(shapes.price_tag, "train", lang, rng, 48):
        yield _row(asked.prompt, asked.answer, system)


def _about(rule: support.Rule) -> Draw:
    return lambda rng, lang: support.support(rng, lang, rule)


def _desk(asked: Example) -> Desk:
    assert asked.desk is not None
    return asked.desk


def replay_rows() -> list[list[Message]]:
    """Conversations in the base's own words, refusals of every kind among them, with and without system prompt."""
    rows: list[list[Message]] = []
    for lang in LANGS:
        rng = fixed(_SEED, "replay", lang)
        for kind in support.refusals():
            rows += _mixed(draw_many(_refused(kind), "train", lang, rng, 6), rng, 0.7)
        for skill, count in _REPLAYED.items():
            share = 0.3 if skill in ("json", "formats") else 0.0
            rows += _mixed(draw_many(SKILLS[skill], "train", lang, rng, count), rng, share)
    fixed(_SEED, "order").shuffle(rows)
    return rows


def _refused(kind: support.Refusal) -> Draw:
    return lambda rng, lang: support.refusal(rng, lang, kind)


def _mixed(examples: Sequence[Example], rng: Random, share: float) -> list[list[Message]]:
    return [_row(e.prompt, e.answer, system_prompt() if rng.random() < share else None) for e in examples]


def _row(prompt: str, answer: str, system: str | None) -> list[Message]:
    head = [{"role": "system", "content": system}] if system else []
    return [*head, {"role": "user", "content": prompt}, {"role": "assistant", "content": answer}]


def as_jsonl(rows: Sequence[list[Message]]) -> bytes:
    """One conversation a line."""
    return "".join(json.dumps({"messages": row}, ensure_ascii=False) + "\n" for row in rows).encode()


def main() -> None:
    """The command line."""
    write_atomic(DATA / "support.jsonl", as_jsonl(support_rows()))
    write_atomic(DATA / "replay.jsonl", as_jsonl(replay_rows()))


if __name__ == "__main__":
    main()
