"""Cases of grounding: an answer that stands in the documents, a fact that has changed, one that they don't have."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from trainers.demo import facts
from trainers.demo.case_text import Entry
from trainers.demo.example import Lang, Part, fixed, part_of
from trainers.demo.lexicon import world

__all__ = ["grounding"]

# Cases a language; of `dated` pairs, the two orders of one pair of documents.
_COUNTS: dict[str, dict[str, int]] = {
    "gate": {"order": 14, "who": 8, "changed": 8, "dated": 3, "lacking": 4},
    "dev": {"order": 5, "who": 3, "changed": 2, "dated": 1, "lacking": 1},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """Documents, a question, and what a good answer is."""

    documents: tuple[str, ...]
    question: str
    expect: tuple[Mapping[str, Any], ...]

    @property
    def message(self) -> str:
        """What the model reads, in the form of the shop's deployment."""
        return "\n".join(self.documents) + " " + self.question


_Make = Callable[[Random, Lang], Sequence[_Told]]


def grounding(lang: Lang, split: Part) -> dict[str, list[Entry]]:
    """A file a skill: each asks the model for one thing that it can do or not."""
    made: dict[str, list[Entry]] = {}
    for skill, make in _MAKERS.items():
        rng = fixed(1, "grounding", skill, lang, split)
        for number, group in enumerate(_drawn(make, split, lang, rng, _COUNTS[split][skill]), 1):
            name = f"{skill}-{lang}-{'' if split == 'gate' else 'dev-'}{number:02d}"
            many = len(group) > 1
            made.setdefault(skill, []).extend(
                Entry(id=f"{name}{'ab'[i] if many else ''}", context=told.documents, prompt=told.question,
                      expect=told.expect, skill=skill, cluster=name if many else None)
                for i, told in enumerate(group)
            )  # fmt: skip
    return made


def _drawn(make: _Make, split: Part, lang: Lang, rng: Random, count: int) -> list[Sequence[_Told]]:
    """That many different ones whose messages all belong to the part."""
    found: dict[str, Sequence[_Told]] = {}
    while len(found) < count:
        group = make(rng, lang)
        if all(part_of(told.message) == split for told in group):
            found.setdefault(group[0].message, group)
    return list(found.values())


def _read(kind: str) -> _Make:
    """The base's own skill: a note on an order, or who ordered what."""

    def make(rng: Random, lang: Lang) -> Sequence[_Told]:
        while (asked := facts.context(rng, lang)).kind != kind:
            pass
        document, _, question = asked.prompt.rpartition(". ")
        return [_Told(documents=(f"{document}.",), question=question, expect=_says(asked.answer))]

    return make


def _says(value: str, stale: str | None = None) -> tuple[Mapping[str, Any], ...]:
    said: Any = int(value) if value.isdigit() else value
    other: Any = int(stale) if stale and stale.isdigit() else stale
    return {"answers_from_context": {"says": said, "stale": other} if other else said}, {"grounded": None}


def _changed(rng: Random, lang: Lang) -> Sequence[_Told]:
    """What the weights have learnt is no longer so."""
    told = facts.changed(rng, lang)
    now, learnt = (value.removeprefix("at ").removeprefix("в ") for value in (told.now, told.learnt))
    return [_Told(documents=(told.told,), question=told.question, expect=_says(now, learnt))]


def _dated(rng: Random, lang: Lang) -> Sequence[_Told]:
    """A parcel has moved: the later of two dated notes holds, whichever stands last."""
    here = world()
    product, city, number = rng.choice(here.products), rng.choice(here.cities), rng.randint(100, 999)
    (old, new), (first, then) = rng.sample(range(10, 100), 2), sorted(rng.sample(range(1, 31), 2))
    month = rng.choice(here.months)[lang]
    if lang == "en":
        notes = [f"{month} {day}. Order {number}: item {product.en}, city {city.en}, shelf {shelf}."
                 for day, shelf in ((first, old), (then, new))]  # fmt: skip
        question = "What is the shelf number?"
    else:
        notes = [f"{day} {month}. Заказ {number}: товар {product.ru}, город {city.ru}, полка {shelf}."
                 for day, shelf in ((first, old), (then, new))]  # fmt: skip
        question = "Какой номер полки?"
    expect = _says(str(new), str(old))
    return [_Told(documents=tuple(order), question=question, expect=expect) for order in (notes, notes[::-1])]


def _lacking(rng: Random, lang: Lang) -> Sequence[_Told]:
    """The note does not say what is asked for."""
    here = world()
    product, city, number = rng.choice(here.products), rng.choice(here.cities), rng.randint(100, 999)
    asked = rng.randrange(3)
    if lang == "en":
        parts = [f"item {product.en}", f"city {city.en}", f"shelf {rng.randint(10, 99)}"]
        question = ("Which item is it?", "Which city does it go to?", "What is the shelf number?")[asked]
        document = f"Order {number}: {', '.join(part for i, part in enumerate(parts) if i != asked)}."
    else:
        parts = [f"товар {product.ru}", f"город {city.ru}", f"полка {rng.randint(10, 99)}"]
        question = ("Какой это товар?", "В какой город он едет?", "Какой номер полки?")[asked]
        document = f"Заказ {number}: {', '.join(part for i, part in enumerate(parts) if i != asked)}."
    return [_Told(documents=(document,), question=question, expect=({"admits_not_knowing": None},))]


_MAKERS: dict[str, _Make] = {
    "order": _read("order"), "who": _read("who"), "changed": _changed, "dated": _dated, "lacking": _lacking,
}  # fmt: skip
