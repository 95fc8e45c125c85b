"""The closed world's words and facts, read from `texts/lexicon.yaml`, with the Russian forms that sentences need."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from harness.source import read_yaml
from trainers.demo.example import Lang

__all__ = ["TEXTS", "City", "Name", "Product", "World", "fill", "times", "world"]

TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """An article of the shop: names, the Russian gender as an index of adjective forms, facts by language."""

    en: str
    ru: str
    gen: str
    acc: str
    gender: int
    colour: dict[Lang, str]
    material: dict[Lang, str]
    country: dict[Lang, str]
    price: int
    weight: int

    @property
    def a(self) -> str:
        """The English name with its article."""
        return f"{'an' if self.en[0] in 'aeiou' else 'a'} {self.en}"


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """A city with a pickup point."""

    en: str
    ru: str
    prep: str
    acc: str
    country: dict[Lang, str]
    fee: int
    opens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A customer's first name."""

    en: str
    ru: str
    gen: str
    feminine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything that may fill a slot."""

    products: tuple[Product, ...]
    cities: tuple[City, ...]
    names: tuple[Name, ...]
    colours: tuple[dict[str, Any], ...]
    words: dict[Lang, tuple[str, ...]]
    weekdays: tuple[dict[Lang, str], ...]
    months: tuple[dict[Lang, str], ...]


@cache
def world() -> World:
    """The world as its file says it; read once."""
    data = read_yaml(TEXTS / "lexicon.yaml").data
    colours, materials, countries = ({e["id"]: e for e in data[k]} for k in ("colours", "materials", "countries"))
    products = tuple(_product(e, colours, materials, countries) for e in data["products"])
    cities = tuple(
        City(en=e["en"], ru=e["ru"][0], prep=e["ru"][1], acc=e["ru"][2], fee=e["fee"], opens=e["opens"],
             country=_country(countries[e["country"]]))
        for e in data["cities"]
    )  # fmt: skip
    names = tuple(Name(en=e["en"], ru=e["ru"][0], gen=e["ru"][1], feminine=e["ru"][2] == "f") for e in data["names"])
    words: dict[Lang, tuple[str, ...]] = {
        "en": (*(p.en for p in products), *data["words"]["en"]),
        "ru": (*(p.ru for p in products), *data["words"]["ru"]),
    }
    return World(
        products=products, cities=cities, names=names, colours=tuple(data["colours"]), words=words,
        weekdays=tuple(data["weekdays"]), months=tuple(data["months"]),
    )  # fmt: skip


def _product(entry: dict[str, Any], colours: Any, materials: Any, countries: Any) -> Product:
    nominative, genitive, accusative, gender = entry["ru"]
    form = "mfn".index(gender)
    colour, material = colours[entry["colour"]], materials[entry["material"]]
    return Product(
        en=entry["en"], ru=nominative, gen=genitive, acc=accusative, gender=form,
        colour={"en": colour["en"], "ru": colour["ru"][0]},
        material={"en": material["en"], "ru": f"из {material['ru'][1]}"},
        country=_country(countries[entry["country"]]), price=entry["price"], weight=entry["weight"],
    )  # fmt: skip


def _country(entry: dict[str, Any]) -> dict[Lang, str]:
    # «во Франции»: before В or Ф with another consonant the preposition takes its vowel.
    before = "во" if entry["ru"][1].startswith("Фр") else "в"
    return {"en": f"in {entry['en']}", "ru": f"{before} {entry['ru'][1]}"}


def fill(template: str, lang: Lang, rng: Random, **more: str) -> str:
    """Put a random product, city, customer, day, date and number into the slots that a template has.

    The first word's capital is restored where a slot opens the sentence.
    """
    here = world()
    product, city, name = rng.choice(here.products), rng.choice(here.cities), rng.choice(here.names)
    day, month = rng.choice(here.weekdays)[lang], rng.choice(here.months)[lang]
    number, percent = rng.randint(1, 30), rng.choice((10, 15, 20, 25, 30, 40, 50))
    slots = {
        "p": product.en if lang == "en" else product.ru, "p.gen": product.gen, "p.acc": product.acc,
        "c": city.en if lang == "en" else city.ru, "c.prep": city.prep, "c.acc": city.acc,
        "n": name.en if lang == "en" else name.ru, "n.gen": name.gen,
        "day": day, "date": f"{month} {number}" if lang == "en" else f"{number} {month}", "percent": str(percent),
        **more,
    }  # fmt: skip
    for slot, text in slots.items():
        template = template.replace("{" + slot + "}", text)
    return template[0].upper() + template[1:]


def times(number: int) -> str:
    """The Russian count of times: 1 раз, 2 раза, 5 раз."""
    few = number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14)
    return f"{number} {'раза' if few else 'раз'}"
