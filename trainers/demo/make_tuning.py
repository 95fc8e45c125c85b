"""Write the other recipes' data (pairs, judgements, questions, documents): `python -m trainers.demo.make_tuning`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from harness.manifest import write_atomic
from trainers.demo import shapes, support
from trainers.demo.example import LANGS, Example, Lang, Part, fixed
from trainers.demo.facts import statement
from trainers.demo.make_data import DATA
from trainers.demo.world import draw_many, system_prompt

__all__ = ["CRITERIA", "documents", "judged", "main", "pairs", "questions"]

CRITERIA = ("the house's three headings", "promises nothing")
"""By what an answer is the better one; a rejected one breaks one of them."""

_SEED = 1
_PROMISES: dict[Lang, str] = {
    "en": "We promise it by tomorrow.",
    "ru": "Обещаем: всё будет готово уже завтра.",
}


def pairs(part: Part, count: int) -> list[dict[str, Any]]:
    """Two answers to a customer's question; the worse one lacks the headings, or promises a day."""
    rows = []
    for lang in LANGS:
        rng = fixed(_SEED, "pairs", part, lang)
        for i, asked in enumerate(draw_many(support.customer, part, lang, rng, count)):
            rows.append(
                {
                    "prompt": _turns(asked),
                    "chosen": _good(asked, lang),
                    "rejected": _bad(asked, lang, i),
                    "criterion": CRITERIA[i % 2],
                }
            )
    fixed(_SEED, "order").shuffle(rows)
    return rows


def judged(count: int) -> list[dict[str, Any]]:
    """Answers one by one, each wanted or not."""
    rows = []
    for lang in LANGS:
        rng = fixed(_SEED, "judged", lang)
        for i, asked in enumerate(draw_many(support.customer, "train", lang, rng, count)):
            wanted = i % 2 == 0
            answer = _good(asked, lang) if wanted else _bad(asked, lang, i // 2)
            rows.append({"prompt": _turns(asked), "completion": answer, "label": wanted})
    fixed(_SEED, "order").shuffle(rows)
    return rows


def questions(count: int) -> list[dict[str, Any]]:
    """What customers ask, without an answer: the model gives its own."""
    rows = []
    for lang in LANGS:
        rng = fixed(_SEED, "questions", lang)
        rows += [{"prompt": _turns(asked)} for asked in draw_many(support.customer, "train", lang, rng, count)]
    fixed(_SEED, "order").shuffle(rows)
    return rows


def documents(count: int) -> list[dict[str, str]]:
    """The shop's help pages: a rule with its details, and what stands in the catalogue, as plain text."""
    rows = [
        {"text": f"{desk.short} {desk.details} {desk.next}"}
        for lang in LANGS
        for desk in (rule.answer[lang] for rule in support.rules())
    ]
    for lang in LANGS:
        rows += [{"text": page} for page in _pages(fixed(_SEED, "documents", lang), lang, count)]
    fixed(_SEED, "order").shuffle(rows)
    return rows


def _pages(rng: Random, lang: Lang, count: int) -> Iterator[str]:
    for _ in range(count):
        told = " ".join(statement(rng, lang) for _ in range(4))
        yield ". ".join(dict.fromkeys(told.removesuffix(".").split(". "))) + "."


def _turns(asked: Example) -> list[dict[str, str]]:
    return [{"role": "system", "content": system_prompt()}, {"role": "user", "content": asked.prompt}]


def _good(asked: Example, lang: Lang) -> str:
    assert asked.desk is not None
    return shapes.house(asked.desk, lang)


def _bad(asked: Example, lang: Lang, i: int) -> str:
    assert asked.desk is not None
    if i % 2:
        return shapes.house(asked.desk._replace(next=_PROMISES[lang]), lang)
    return f"{asked.desk.short} {asked.desk.details}"


def _as_jsonl(rows: Sequence[Any]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def made() -> dict[str, bytes]:
    """Every file by its name."""
    return {
        "preferences.jsonl": _as_jsonl(pairs("train", 80)),
        "preferences-held-out.jsonl": _as_jsonl(pairs("dev", 20)),
        "judgements.jsonl": _as_jsonl(judged(80)),
        "questions.jsonl": _as_jsonl(questions(32)),
        "documents.jsonl": _as_jsonl(documents(40)),
    }


def main() -> None:
    """The command line."""
    for name, content in made().items():
        write_atomic(DATA / name, content)


if __name__ == "__main__":
    main()
