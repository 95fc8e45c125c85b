"""Units, money and well-known short forms: which writings are one word."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from harness.checks.text import listed

__all__ = ["CURRENCY_SIGNS", "aliases", "currency", "is_unit", "unit", "unit_words"]

CURRENCY_SIGNS = {"$": "dollar", "€": "euro", "£": "pound", "₽": "rouble", "¥": "yen", "₴": "hryvnia", "₹": "rupee"}
_CURRENCIES = {
    "dollar": "dollar dollars usd доллар доллара долларов доллару долларом долларах долл",
    "euro": "euro euros eur евро",
    "pound": "gbp фунт фунта фунтов",
    "rouble": "rouble roubles ruble rubles rub rur рубль рубля рублей рублю рублем рубли руб р",
    "yen": "yen jpy иена иены иен йена йены йен",
    "rupee": "rupee rupees inr рупия рупии рупий",
}
# Written out they are the unit anywhere; the short forms, only right after a number.
_UNITS = {
    "kilometre": ("kilometre kilometres kilometer kilometers километр километра километров километре", "km kms км"),
    "metre": ("metre metres meter meters метр метра метров", "m м"),
    "centimetre": ("centimetre centimetres centimeter centimeters сантиметр сантиметра сантиметров", "cm см"),
    "millimetre": ("millimetre millimetres millimeter millimeters миллиметр миллиметра миллиметров", "mm мм"),
    "mile": ("mile miles миля мили миль", "mi"),
    "foot": ("foot feet фут фута футов", "ft"),
    "inch": ("inch inches дюйм дюйма дюймов", "in"),
    "kilogram": ("kilogram kilograms kilogramme kilogrammes килограмм килограмма килограммов", "kg kgs кг"),
    "gram": ("gram grams gramme grammes грамм грамма граммов", "g gr г гр"),
    "milligram": ("milligram milligrams миллиграмм миллиграмма миллиграммов", "mg мг"),
    "tonne": ("tonne tonnes ton tons тонна тонны тонн", "t т"),
    "pound": ("pound pounds фунт фунта фунтов", "lb lbs"),
    "ounce": ("ounce ounces унция унции унций", "oz"),
    "litre": ("litre litres liter liters литр литра литров", "l л"),
    "millilitre": ("millilitre millilitres milliliter milliliters миллилитр миллилитра миллилитров", "ml мл"),
    "percent": ("percent процент процента процентов процентам", "% pct проц"),
    "degree": ("degree degrees градус градуса градусов", "° deg град"),
    "second": ("seconds секунда секунды секунд секунду", "second s sec secs с сек"),
    "minute": ("minute minutes минута минуты минут минуту", "min mins мин"),
    "hour": ("hour hours час часа часов", "h hr hrs ч"),
    "day": ("day days день дня дней дни сутки суток", "дн"),
    "week": ("week weeks неделя недели недель неделю", "wk wks нед"),
    "month": ("month months месяц месяца месяцев", "mo мес"),
    "year": ("year years год года лет году годы годов", "yr yrs гг"),
    "megabyte": ("megabyte megabytes мегабайт мегабайта", "mb мб"),
    "gigabyte": ("gigabyte gigabytes гигабайт гигабайта", "gb гб"),
    "watt": ("watt watts ватт ватта", "w вт"),
    "volt": ("volt volts вольт вольта", "v в"),
    "mbps": ("mbps", "mbps mbit"),
    "cent": ("cent cents цент цента центов", "евроцентов"),
    "kopeck": ("kopeck kopecks копейка копейки копеек", "коп"),
    "piece": ("piece pieces штука штуки штук", "pcs шт"),
}


@cache
def _anywhere() -> Mapping[str, str]:
    return {form: name for name, (written, _) in _UNITS.items() for form in written.split()} | {
        form: name for name, forms in _CURRENCIES.items() for form in forms.split() if len(form) > 1
    }


@cache
def _after_number() -> Mapping[str, str]:
    short = {form: name for name, (_, forms) in reversed(_UNITS.items()) for form in forms.split()}
    return {**short, "р": "rouble"} | CURRENCY_SIGNS


def unit(word: str, *, after_number: bool) -> str | None:
    """The unit that a folded word or a sign names."""
    return _anywhere().get(word) or (_after_number().get(word) if after_number else None)


def unit_words() -> frozenset[str]:
    """Every word or sign that can be a unit or a currency."""
    return frozenset(_anywhere()) | frozenset(_after_number()) | frozenset(_codes())


def is_unit(term: str) -> bool:
    """Whether a term is the name that `unit` gives."""
    return term in _UNITS or term in _CURRENCIES


@cache
def _codes() -> Mapping[str, str]:
    codes = listed("usd eur gbp rub jpy inr")
    return {form: name for name, forms in _CURRENCIES.items() for form in forms.split() if form in codes}


def currency(word: str) -> str | None:
    """The money that a sign or a code before a number names: $5, USD 5."""
    return CURRENCY_SIGNS.get(word) or _codes().get(word)


_ALIASES = {
    "usa": ["usa", "u s a", "u s", "united states of america", "united states", "сша"],
    "uk": ["uk", "u k", "united kingdom", "great britain", "britain"],
    "великобритания": ["соединенное королевство", "соединенного королевства", "соединенном королевстве"],
    "ussr": ["ussr", "u s s r", "soviet union", "ссср"],
    "eu": ["european union", "e u"],
    "un": ["united nations", "u n"],
    "uae": ["united arab emirates", "u a e"],
    "washington": ["washington d c", "washington dc"],
    "россия": ["россии", "россию", "россией", "рф", "российская федерация", "российской федерации"],
    "saint": ["st"],
    "mount": ["mt"],
    "television": ["tv"],
    "versus": ["vs"],
}
_RU_ALIASES = {
    "сша": ("соединенные штаты", "соединенных штатов", "соединенным штатам", "соединенных штатах", "америки"),
    "ссср": ("советский союз", "советского союза", "советскому союзу", "советским союзом", "советском союзе"),
}


@cache
def aliases() -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """By first word: (words, the one word they stand for), the longest first."""
    pairs = [(form, name) for name, forms in _ALIASES.items() for form in forms]
    *states, america = _RU_ALIASES["сша"]
    pairs += [(f"{form} {america}", "usa") for form in states] + [(form, "usa") for form in states]
    pairs += [(form, "ussr") for form in _RU_ALIASES["ссср"]]
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for form, name in sorted(pairs, key=lambda pair: -len(pair[0].split())):
        words = tuple(form.split())
        table.setdefault(words[0], []).append((words, name))
    return {first: tuple(found) for first, found in table.items()}
