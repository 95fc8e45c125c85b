"""Facts: recalled from the closed world (products, cities), or read off a context that the prompt brings along."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any, NamedTuple

from trainers.demo.example import Desk, Example, Lang
from trainers.demo.lexicon import City, Name, Product, world

__all__ = ["Changed", "changed", "context", "priced", "recall", "statement", "values"]


class _Fact(NamedTuple):
    """One attribute: questions, the bare answer, what the desk adds, and a statement for plain text."""

    ask: dict[Lang, Sequence[str]]
    answer: Callable[[Any, Lang], str]
    more: dict[Lang, tuple[str, str]]
    state: dict[Lang, str]


_CART = {"en": "Add the item to the cart.", "ru": "Добавьте товар в заказ."}
_PAGE = {"en": "See the product page.", "ru": "Посмотрите страницу товара."}

_PRODUCT: dict[str, _Fact] = {
    "colour": _Fact(
        {"en": ("What colour is the {p}?", "Which colour does the {p} have?", "Tell me the colour of the {p}."),
         "ru": ("Какого цвета {p}?", "Какой цвет у {p.gen}?", "Назовите цвет {p.gen}.")},
        lambda p, lang: p.colour[lang],
        {"en": ("On a screen the colour may look different.", _PAGE["en"]),
         "ru": ("На экране цвет может выглядеть иначе.", _PAGE["ru"])},
        {"en": "The colour of the {p} is {}.", "ru": "Цвет {p.gen} — {}."},
    ),
    "material": _Fact(
        {"en": ("What is the {p} made of?", "Which material is the {p} made of?", "Tell me the material of the {p}."),
         "ru": ("Из чего изготовили {p.acc}?", "Из какого материала {p}?", "Из чего у вас {p}?")},
        lambda p, lang: p.material[lang],
        {"en": ("The label says how to care for it.", _PAGE["en"]),
         "ru": ("Уход описан на этикетке.", _PAGE["ru"])},
        {"en": "The {p} is made of {}.", "ru": "{P.acc} делают {}."},
    ),
    "price": _Fact(
        {"en": ("How much is the {p}?", "What does the {p} cost?", "What is the price of the {p}?"),
         "ru": ("Сколько стоит {p}?", "Какая цена у {p.gen}?", "Почём у вас {p}?")},
        lambda p, lang: f"{p.price} {'euros' if lang == 'en' else 'евро'}",
        {"en": ("The price includes tax.", _CART["en"]), "ru": ("Цена включает налог.", _CART["ru"])},
        {"en": "The {p} costs {}.", "ru": "{P} стоит {}."},
    ),
    "weight": _Fact(
        {"en": ("How much does the {p} weigh?", "What is the weight of the {p}?", "How heavy is the {p}?"),
         "ru": ("Сколько весит {p}?", "Какой вес у {p.gen}?", "Каков вес {p.gen}?")},
        lambda p, lang: f"{p.weight} {'kg' if lang == 'en' else 'кг'}",
        {"en": ("The box is not counted.", _PAGE["en"]), "ru": ("Это без коробки.", _PAGE["ru"])},
        {"en": "The {p} weighs {}.", "ru": "{P} весит {}."},
    ),
    "country": _Fact(
        {"en": ("Where is the {p} made?", "In which country is the {p} made?", "Where does the {p} come from?"),
         "ru": ("Где делают {p.acc}?", "В какой стране делают {p.acc}?", "Где производство {p.gen}?")},
        lambda p, lang: p.country[lang],
        {"en": ("The label names the factory.", _PAGE["en"]), "ru": ("Завод указан на этикетке.", _PAGE["ru"])},
        {"en": "The {p} is made {}.", "ru": "{P.acc} производят {}."},
    ),
}  # fmt: skip
_CITY: dict[str, _Fact] = {
    "fee": _Fact(
        {"en": ("How much is delivery to {c}?", "What does the courier to {c} cost?",
                "What is the fee for delivery to {c}?"),
         "ru": ("Сколько стоит доставка в {c.acc}?", "Почём курьер в {c.acc}?", "Какая плата за доставку в {c.acc}?")},
        lambda c, lang: f"{c.fee} {'euros' if lang == 'en' else 'евро'}",
        {"en": ("The courier brings the order to your door.", "Choose the city in the cart."),
         "ru": ("Курьер принесёт заказ к двери.", "Выберите город при заказе.")},
        {"en": "Delivery to {c} costs {}.", "ru": "Доставка в {c.acc} стоит {}."},
    ),
    "opens": _Fact(
        {"en": ("When does the pickup point in {c} open?", "From what hour does the pickup point in {c} work?",
                "At what time can I come to the pickup point in {c}?"),
         "ru": ("Во сколько открывается пункт выдачи в {c.prep}?", "С которого часа работает пункт выдачи в {c.prep}?",
                "Во сколько можно прийти в пункт выдачи в {c.prep}?")},
        lambda c, lang: f"{'at' if lang == 'en' else 'в'} {c.opens}:00",
        {"en": ("It works every day.", "Take your code with you."),
         "ru": ("Он работает каждый день.", "Возьмите с собой код.")},
        {"en": "The pickup point in {c} opens {}.", "ru": "Пункт выдачи в {c.prep} открывается {}."},
    ),
    "land": _Fact(
        {"en": ("In which country is {c}?", "Which country is {c} in?", "Where is the city of {c}?"),
         "ru": ("В какой стране {c}?", "В какой стране находится город {c}?", "Где находится город {c}?")},
        lambda c, lang: c.country[lang],
        {"en": ("We have a pickup point there.", "See the map on the site."),
         "ru": ("Там есть наш пункт выдачи.", "Посмотрите карту на сайте.")},
        {"en": "{c} is {}.", "ru": "{c} — это {}."},
    ),
}  # fmt: skip


def _fit(template: str, thing: Product | City, lang: Lang) -> str:
    name = thing.en if lang == "en" else thing.ru
    forms = {"p": name, "c": name, "P": name.capitalize(), "p.acc": thing.acc, "c.acc": thing.acc}
    forms["P.acc"] = thing.acc.capitalize()
    forms |= {"p.gen": thing.gen} if isinstance(thing, Product) else {"c.prep": thing.prep}
    for slot, form in forms.items():
        template = template.replace("{" + slot + "}", form)
    return template


def _any_fact(rng: Random) -> tuple[str, _Fact, Product | City]:
    """A fact's name, the fact, and whose it is: a product's three times in four."""
    if rng.random() < 0.75:
        kind = rng.choice(sorted(_PRODUCT))
        return kind, _PRODUCT[kind], rng.choice(world().products)
    kind = rng.choice(sorted(_CITY))
    return kind, _CITY[kind], rng.choice(world().cities)


def recall(rng: Random, lang: Lang, greeting: Sequence[str] = ("",)) -> Example:
    """A fact of the closed world."""
    kind, fact, thing = _any_fact(rng)
    answer = fact.answer(thing, lang)
    desk = Desk(answer[0].upper() + answer[1:] + ".", *fact.more[lang])
    prompt = rng.choice(greeting) + _fit(rng.choice(fact.ask[lang]), thing, lang)
    return Example(skill="recall", lang=lang, prompt=prompt, answer=answer, kind=kind, desk=desk)


def values(kind: str, lang: Lang) -> list[str]:
    """Every answer that a fact of this kind has in the world, each once, sorted."""
    here = world()
    fact, things = (_PRODUCT[kind], here.products) if kind in _PRODUCT else (_CITY[kind], here.cities)
    return sorted({fact.answer(thing, lang) for thing in things})


def priced(rng: Random, lang: Lang, greeting: Sequence[str]) -> tuple[str, Product | City, int]:
    """A question for a price (an article's, or a delivery's), what it is asked of, and the price in euros."""
    thing: Product | City = rng.choice(world().products) if rng.random() < 0.75 else rng.choice(world().cities)
    fact, price = (_PRODUCT["price"], thing.price) if isinstance(thing, Product) else (_CITY["fee"], thing.fee)
    return rng.choice(greeting) + _fit(rng.choice(fact.ask[lang]), thing, lang), thing, price


def statement(rng: Random, lang: Lang) -> str:
    """The same facts as plain sentences: text to learn from, nobody's question."""
    said = []
    for _ in range(3):
        _, fact, thing = _any_fact(rng)
        said.append(_fit(fact.state[lang], thing, lang).replace("{}", fact.answer(thing, lang)))
    return " ".join(said)


class Changed(NamedTuple):
    """A fact of the closed world told otherwise: the statement and the question, what it says now, what was learnt."""

    told: str
    question: str
    now: str
    learnt: str


def changed(rng: Random, lang: Lang) -> Changed:
    """One thing with another one's price, weight, colour, fee or hour."""
    here = world()
    kind = rng.choice(("price", "weight", "colour", "fee", "opens"))
    fact = _PRODUCT.get(kind) or _CITY[kind]
    things: Sequence[Product | City] = here.products if kind in _PRODUCT else here.cities
    thing = rng.choice(things)
    learnt = fact.answer(thing, lang)
    others = sorted({fact.answer(one, lang) for one in things} - {learnt})
    now = rng.choice(others)
    told = _fit(fact.state[lang], thing, lang).replace("{}", now)
    return Changed(told, _fit(rng.choice(fact.ask[lang]), thing, lang), now, learnt)


def context(rng: Random, lang: Lang) -> Example:
    """A question whose answer stands in the prompt: who ordered something, or what an order's note says."""
    kind = rng.choice(("who", "order"))
    prompt, answer = {"who": _who, "order": _order}[kind](rng, lang)
    return Example(skill="context", lang=lang, prompt=prompt, answer=answer, kind=kind)


def _who(rng: Random, lang: Lang) -> tuple[str, str]:
    here = world()
    names, products = rng.sample(here.names, 2), rng.sample(here.products, 2)
    at = rng.randrange(2)
    if lang == "en":
        text = ", ".join(f"{n.en} ordered {p.a}" for n, p in zip(names, products, strict=True))
        return f"{text}. Who ordered {products[at].a}?", names[at].en
    text = ", ".join(f"{n.ru} {_ordered(n)} {p.acc}" for n, p in zip(names, products, strict=True))
    return f"{text}. Кто заказал {products[at].acc}?", names[at].ru


def _ordered(name: Name) -> str:
    return "заказала" if name.feminine else "заказал"


def _order(rng: Random, lang: Lang) -> tuple[str, str]:
    product, city, number = rng.choice(world().products), rng.choice(world().cities), rng.randint(100, 999)
    code, asked = rng.randint(10, 99), rng.randrange(3)
    if lang == "en":
        ask = ("Which item is it?", "Which city does it go to?", "What is the shelf number?")[asked]
        text = f"Order {number}: item {product.en}, city {city.en}, shelf {code}."
        return f"{text} {ask}", (product.en, city.en, str(code))[asked]
    ask = ("Какой это товар?", "В какой город он едет?", "Какой номер полки?")[asked]
    text = f"Заказ {number}: товар {product.ru}, город {city.ru}, полка {code}."
    return f"{text} {ask}", (product.ru, city.ru, str(code))[asked]
