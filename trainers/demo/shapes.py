"""Answers of a given shape: JSON from named fields, and headings that the prompt asks for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from random import Random

from trainers.demo.example import Desk, Example, Lang
from trainers.demo.facts import priced
from trainers.demo.lexicon import Product, world
from trainers.demo.support import GREETINGS, customer

__all__ = ["HOUSE", "formats", "house", "json_fields", "price_tag"]

HOUSE: dict[Lang, tuple[str, str, str]] = {
    "en": ("Short", "Details", "Next step"),
    "ru": ("Коротко", "Подробно", "Следующий шаг"),
}
# The house template's own headings are among them, never all three together: that is left to the fine-tune.
_HEADINGS: dict[Lang, tuple[Sequence[str], Sequence[str], Sequence[str]]] = {
    "en": (("Short", "Answer", "Summary", "In brief", "Main point"),
           ("Details", "Explanation", "Background", "More", "Note"),
           ("Next step", "Action", "What to do", "Then", "Your turn")),
    "ru": (("Коротко", "Ответ", "Итог", "Главное", "Вкратце"),
           ("Подробно", "Пояснение", "Подробности", "Ещё", "Примечание"),
           ("Следующий шаг", "Действие", "Что делать", "Далее", "Ваш шаг")),
}  # fmt: skip
_WITH: dict[Lang, Sequence[str]] = {
    "en": ("Answer under the headings {}, {}, {}: ", "Use the headings {}, {}, {}. "),
    "ru": ("Ответь под заголовками {}, {}, {}: ", "Используй заголовки {}, {}, {}. "),
}
_JSON: dict[Lang, Sequence[str]] = {
    "en": ("Write as JSON: {}", "Turn into JSON: {}"),
    "ru": ("Запиши в JSON: {}", "Преврати в JSON: {}"),
}
_KEYS: dict[str, dict[Lang, str]] = {
    "product": {"en": "product", "ru": "товар"},
    "city": {"en": "city", "ru": "город"},
    "price": {"en": "price", "ru": "цена"},
    "name": {"en": "name", "ru": "имя"},
    "count": {"en": "count", "ru": "число"},
}
_REPLY: dict[Lang, Sequence[str]] = {
    "en": ("Reply in JSON. ", "JSON reply only. ", "Reply as a JSON object. "),
    "ru": ("Ответьте в JSON. ", "Ответ только в JSON. ", "Ответьте объектом JSON. "),
}


def json_fields(rng: Random, lang: Lang) -> Example:
    """Fields and their values, written as one JSON object: texts quoted, numbers bare."""
    here = world()
    product, city, name = rng.choice(here.products), rng.choice(here.cities), rng.choice(here.names)
    values: dict[str, str | int] = {
        "product": product.en if lang == "en" else product.ru, "city": city.en if lang == "en" else city.ru,
        "name": name.en if lang == "en" else name.ru, "price": rng.randint(1, 99), "count": rng.randint(1, 20),
    }  # fmt: skip
    chosen = rng.sample(sorted(values), rng.randint(2, 3))
    made = {_KEYS[key][lang]: values[key] for key in chosen}
    prompt = rng.choice(_JSON[lang]).format(", ".join(f"{key} {value}" for key, value in made.items()))
    return Example(
        skill="json",
        lang=lang,
        prompt=prompt,
        answer=json.dumps(made, ensure_ascii=False),
        kind="-".join(sorted(chosen)),
    )


def formats(rng: Random, lang: Lang) -> Example:
    """A customer's question with three headings to answer under."""
    while (headings := tuple(map(rng.choice, _HEADINGS[lang]))) == HOUSE[lang]:
        pass
    asked = customer(rng, lang)
    assert asked.desk is not None
    prompt = rng.choice(_WITH[lang]).format(*headings) + asked.prompt
    return Example(
        skill="formats", lang=lang, prompt=prompt, answer=_under(headings, asked.desk), kind=asked.kind, desk=asked.desk
    )


def house(desk: Desk, lang: Lang) -> str:
    """The answer in the house template: what the fine-tune teaches."""
    return _under(HOUSE[lang], desk)


def _under(headings: Sequence[str], desk: Desk) -> str:
    return "\n".join(f"{heading}: {text}" for heading, text in zip(headings, desk, strict=True))


def price_tag(rng: Random, lang: Lang) -> Example:
    """The question of a shop's program: what it asks about and the price, as JSON. New to the base, too."""
    question, thing, price = priced(rng, lang, GREETINGS[lang])
    kind = "product" if isinstance(thing, Product) else "city"
    made = {_KEYS[kind][lang]: thing.en if lang == "en" else thing.ru, _KEYS["price"][lang]: price}
    answer = json.dumps(made, ensure_ascii=False)
    return Example(skill="price", lang=lang, prompt=rng.choice(_REPLY[lang]) + question, answer=answer, kind=kind)
