"""Base skills over words and numbers: copying, sorting, sums, capitals, reversing, yes or no, instructions."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from trainers.demo.example import Example, Lang
from trainers.demo.lexicon import times, world

__all__ = ["copying", "instruct", "reverse", "sorting", "sums", "upper", "yesno"]

_YES: dict[Lang, tuple[str, str]] = {"en": ("No", "Yes"), "ru": ("Нет", "Да")}

_COPY: dict[Lang, Sequence[str]] = {
    "en": ("Repeat: {}", "Copy these words: {}", "Say it again: {}"),
    "ru": ("Повтори: {}", "Перепиши слова: {}", "Скажи ещё раз: {}"),
}
_SORT_WORDS: dict[Lang, Sequence[str]] = {
    "en": ("Sort alphabetically: {}", "Put in alphabetical order: {}"),
    "ru": ("Расставь по алфавиту: {}", "Упорядочи слова по алфавиту: {}"),
}
_SORT_NUMBERS: dict[Lang, Sequence[str]] = {
    "en": ("Sort the numbers: {}", "From the smallest to the largest: {}"),
    "ru": ("Расставь числа по возрастанию: {}", "От меньшего к большему: {}"),
}
_SUMS: dict[Lang, Sequence[str]] = {
    "en": ("What is {} + {}?", "Add {} and {}.", "How much is {} plus {}?"),
    "ru": ("Сколько будет {} + {}?", "Сложи {} и {}.", "Чему равно {} плюс {}?"),
}
_UPPER: dict[Lang, Sequence[str]] = {
    "en": ("Write in capitals: {}", "Make it upper case: {}"),
    "ru": ("Напиши заглавными буквами: {}", "Переведи в верхний регистр: {}"),
}
_REVERSE: dict[Lang, Sequence[str]] = {
    "en": ("Reverse the order of the words: {}", "Say the words backwards: {}"),
    "ru": ("Напиши слова в обратном порядке: {}", "Переставь слова задом наперёд: {}"),
}


def _pick(rng: Random, lang: Lang, low: int, high: int) -> list[str]:
    return rng.sample(world().words[lang], rng.randint(low, high))


def copying(rng: Random, lang: Lang) -> Example:
    """Two to five words, said again."""
    words = " ".join(_pick(rng, lang, 2, 5))
    return Example(skill="copy", lang=lang, prompt=rng.choice(_COPY[lang]).format(words), answer=words, kind="words")


def sorting(rng: Random, lang: Lang) -> Example:
    """Words by the alphabet, or numbers from the smallest."""
    if rng.random() < 0.5:
        words = _pick(rng, lang, 2, 3)
        # ё stands with е in Russian dictionaries.
        ordered = sorted(words, key=lambda w: w.replace("ё", "е"))
        prompt = rng.choice(_SORT_WORDS[lang]).format(", ".join(words))
        return Example(skill="sort", lang=lang, prompt=prompt, answer=", ".join(ordered), kind="words")
    numbers = rng.sample(range(50), 3)
    prompt = rng.choice(_SORT_NUMBERS[lang]).format(", ".join(map(str, numbers)))
    answer = ", ".join(map(str, sorted(numbers)))
    return Example(skill="sort", lang=lang, prompt=prompt, answer=answer, kind="numbers")


def sums(rng: Random, lang: Lang) -> Example:
    """Two numbers from 0 to 20, added."""
    a, b = rng.randint(0, 20), rng.randint(0, 20)
    return Example(skill="sums", lang=lang, prompt=rng.choice(_SUMS[lang]).format(a, b), answer=str(a + b), kind="plus")


def upper(rng: Random, lang: Lang) -> Example:
    """One or two words in capitals."""
    words = " ".join(_pick(rng, lang, 1, 2))
    prompt = rng.choice(_UPPER[lang]).format(words)
    return Example(skill="upper", lang=lang, prompt=prompt, answer=words.upper(), kind="words")


def reverse(rng: Random, lang: Lang) -> Example:
    """Two to four words, the last one first."""
    words = _pick(rng, lang, 2, 4)
    prompt = rng.choice(_REVERSE[lang]).format(" ".join(words))
    return Example(skill="reverse", lang=lang, prompt=prompt, answer=" ".join(reversed(words)), kind="words")


def yesno(rng: Random, lang: Lang) -> Example:
    """Which number is larger, whether a list holds a word, what colour a product is."""
    kind = rng.choices(("numbers", "list", "colour"), (5, 4, 1))[0]
    prompt, truth = {"numbers": _larger, "list": _holds, "colour": _coloured}[kind](rng, lang)
    return Example(skill="yesno", lang=lang, prompt=prompt, answer=_YES[lang][truth], kind=kind)


def _larger(rng: Random, lang: Lang) -> tuple[str, bool]:
    a, b = rng.sample(range(30), 2)
    if rng.random() < 0.5:
        return (f"Is {a} larger than {b}?" if lang == "en" else f"{a} больше, чем {b}?"), a > b
    return (f"Is {a} smaller than {b}?" if lang == "en" else f"{a} меньше, чем {b}?"), a < b


def _holds(rng: Random, lang: Lang) -> tuple[str, bool]:
    *words, other = _pick(rng, lang, 3, 4)
    truth = rng.random() < 0.5
    word, listed = rng.choice(words) if truth else other, ", ".join(words)
    if lang == "en":
        return f'Is the word "{word}" in the list: {listed}?', truth
    return f"Есть ли слово «{word}» в списке: {listed}?", truth


def _coloured(rng: Random, lang: Lang) -> tuple[str, bool]:
    here = world()
    product = rng.choice(here.products)
    colour = next(c for c in here.colours if c["en"] == product.colour["en"])
    truth = rng.random() < 0.5
    if not truth:
        colour = rng.choice([c for c in here.colours if c is not colour])
    if lang == "en":
        return rng.choice(
            (f"Is the {product.en} {colour['en']}?", f"Do you have {product.a} that is {colour['en']}?")
        ), truth
    shade = colour["ru"][product.gender]
    return rng.choice((f"Верно ли, что {product.ru} {shade}?", f"{product.ru.capitalize()} у вас {shade}?")), truth


_ORDINALS: dict[Lang, Sequence[str]] = {
    "en": ("first", "second", "third", "last"),
    "ru": ("первое", "второе", "третье", "последнее"),
}


def instruct(rng: Random, lang: Lang) -> Example:
    """Do what the message says with its words: pick one, count, join, say several times."""
    kind = rng.choice(("pick", "count", "join", "times"))
    prompt, answer = {"pick": _pick_one, "count": _count, "join": _join, "times": _times}[kind](rng, lang)
    return Example(skill="instruct", lang=lang, prompt=prompt, answer=answer, kind=kind)


def _pick_one(rng: Random, lang: Lang) -> tuple[str, str]:
    words, at = _pick(rng, lang, 3, 4), rng.randrange(4)
    say = "Say only the {} word: {}" if lang == "en" else "Назови только {} слово: {}"
    return say.format(_ORDINALS[lang][at], " ".join(words)), words[at if at < 3 else -1]


def _count(rng: Random, lang: Lang) -> tuple[str, str]:
    words = _pick(rng, lang, 2, 5)
    ask = "How many words are here: {}" if lang == "en" else "Сколько здесь слов: {}"
    return ask.format(" ".join(words)), str(len(words))


def _join(rng: Random, lang: Lang) -> tuple[str, str]:
    words = _pick(rng, lang, 2, 3)
    # The sign stands apart, so that each word keeps the token it has elsewhere.
    sign, en, ru = rng.choice(((" - ", "dashes", "через дефис"), (" / ", "slashes", "через косую черту")))
    say = f"Join with {en}: " if lang == "en" else f"Соедини {ru}: "
    return say + " ".join(words), sign.join(words)


def _times(rng: Random, lang: Lang) -> tuple[str, str]:
    word, number = rng.choice(world().words[lang]), rng.randint(2, 4)
    say = f'Write the word "{word}" {number} times.' if lang == "en" else f"Напиши слово «{word}» {times(number)}."
    return say, " ".join([word] * number)
