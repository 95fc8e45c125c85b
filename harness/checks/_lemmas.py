"""The dictionary forms of a word, so that «возвратом» meets «возврат» and "refunded" meets "refund".

Russian words are looked up in OpenCorpora's dictionary (pymorphy3; a word that is not in it is read by its ending);
words in Latin letters go by their English stem (Snowball) and a list of irregular ones. Both are loaded at the first
word that needs them.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

import regex

from harness.checks.text import fold

__all__ = ["forms", "lemmas", "parses", "same_word"]

_RUSSIAN = regex.compile(r"[а-я]+(?:-[а-я]+)*")
_ENGLISH = regex.compile(r"[a-z]+(?:['-][a-z]+)*")
_LONGEST = 40
"""No Russian or English word is longer; reading one by its ending costs time in proportion."""

# Each line: the word, then the forms that no stem leads to.
_IRREGULAR = """
be am is are was were been being
begin began begun
break broke broken
bring brought
buy bought
catch caught
child children
choose chose chosen
come came
cost costs
deal dealt
do does did done
drive drove driven
eat ate eaten
fall fell fallen
feel felt
find found
foot feet
forget forgot forgotten
get got gotten
give gave given
go goes went gone
have has had
hear heard
hold held
keep kept
know knew known
leave left
lend lent
lose lost
make made
man men
mean meant
meet met
mouse mice
pay paid
person people
rise rose risen
run ran
say said
see saw seen
sell sold
send sent
shake shook shaken
shoot shot
show shown
sit sat
speak spoke spoken
spend spent
stand stood
steal stole stolen
take took taken
teach taught
tell told
think thought
throw threw thrown
tooth teeth
understand understood
wear wore worn
win won
woman women
write wrote written
"""


@lru_cache(maxsize=1 << 15)
def lemmas(word: str) -> frozenset[str]:
    """Every dictionary form that a word may have, folded: «стали» is «стать» and «сталь»; "paid" is "pay".

    An English form is a stem, which need not be a word ("polici"); compare it with others only. What is neither
    Russian nor English, a number or a name with digits, is its own form.
    """
    folded = fold(word)
    if len(folded) > _LONGEST:
        return frozenset({folded})
    if _RUSSIAN.fullmatch(folded):
        return frozenset(fold(parse.normal_form) for parse in _russian().parse(folded)) or frozenset({folded})
    if _ENGLISH.fullmatch(folded):
        return frozenset({_stem(folded)})
    return frozenset({folded})


def same_word(a: str, b: str) -> bool:
    """Whether two words can be forms of one: «заказа» and «заказами», "returned" and "returns"; ё is е."""
    return not lemmas(a).isdisjoint(lemmas(b))


def parses(word: str) -> list[Any]:
    """The dictionary's readings of a Russian word, the likeliest first, each with `tag`, `score`, `normal_form`."""
    found: list[Any] = _russian().parse(word)
    return found


@lru_cache(maxsize=1 << 12)
def forms(word: str) -> frozenset[str]:
    """Every form of a word, folded, itself included: to look a reply's words up in, however long the reply is."""
    folded = fold(word)
    if len(folded) > _LONGEST:
        return frozenset({folded})
    if _RUSSIAN.fullmatch(folded):
        of_each = (form.word for parse in _russian().parse(folded) for form in parse.lexeme)
        return frozenset({folded, *map(fold, of_each)})
    if _ENGLISH.fullmatch(folded):
        bases = [base for base in (folded, _irregular().get(folded, folded), *_bases(folded)) if same_word(base, word)]
        made = (form for base in bases for form in _inflected(base) if same_word(form, word))
        return frozenset({folded, *made})
    return frozenset({folded})


def _bases(word: str) -> list[str]:
    """What an English word may be a form of: "returned" of "return" and, wrongly, of "returne"."""
    bases = []
    for ending in ("'s", "s", "es", "d", "ed", "ing"):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            base = word.removesuffix(ending)
            bases += [base, base + "e", base[:-1] + "y" if base.endswith("i") else base]
            bases += [base[:-1]] if base[-1:] == base[-2:-1] else []
    return bases


def _inflected(base: str) -> list[str]:
    made = [base + ending for ending in ("", "s", "es", "d", "ed", "ing", "'s", "s'")]
    made += [base[:-1] + ending for ending in ("ies", "ied")] if base.endswith("y") else []
    made += [base[:-1] + "ing"] if base.endswith("e") else []
    made += [base + base[-1] + ending for ending in ("ed", "ing")]
    irregular = [form for form, word in _irregular().items() if word == base]
    return [*made, *irregular, *(form + "'s" for form in irregular)]


def _stem(word: str) -> str:
    word = word.removesuffix("'s").removesuffix("s'")
    stem: str = _english().stemWord(_irregular().get(word, word))
    return stem


@cache
def _irregular() -> dict[str, str]:
    lines = [line.split() for line in _IRREGULAR.split("\n") if line]
    return {form: word for word, *forms in lines for form in forms}


@cache
def _russian() -> Any:
    import pymorphy3  # 0.25 s and 30 MB

    return pymorphy3.MorphAnalyzer(lang="ru")


@cache
def _english() -> Any:
    import snowballstemmer  # 50 ms

    return snowballstemmer.stemmer("english")
