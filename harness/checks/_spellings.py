"""Spellings of one name: Latin and Cyrillic letters, a case's ending, short forms of given names."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from rapidfuzz.distance import Levenshtein

__all__ = ["is_given", "nearly_same_name", "same_given", "same_name"]

# A group a name, groups between "|".
_SHORT = """
robert bob bobby rob robbie bert | william bill billy will willy уильям вильям | james jim jimmy jamie
john johnny jack jon | richard dick rick ricky | charles charlie chuck чарльз | edward ed eddie ted teddy ned
thomas tom tommy | michael mike mick mickey mikhail михаил миша | elizabeth liz lizzie beth betty eliza
margaret maggie meg peggy | katherine kate katie kathy | catherine kate cathy ekaterina екатерина катя
anthony tony | joseph joe joey | henry harry hank | lawrence larry | francis frank | theodore ted teddy
alexander alex sasha sandy александр саша | benjamin ben | samuel sam | daniel dan danny | david dave
matthew matt | patricia pat patty | rebecca becky | susan sue suzy | walter walt | abraham abe | eugene gene
leonard leo lenny | gerald jerry | владимир vladimir володя вова | nicholas nikolai nikolay николай коля
ivan иван ваня | мария maria mary маша | анна anna аня | дмитрий dmitri dmitry дима митя | сергей sergei sergey сережа
алексей alexei alexey алеша | петр петра петром pyotr peter петя | григорий grigory гриша | евгений eugene женя
константин костя | наталья наташа | татьяна таня | елена elena лена | ольга olga оля | лев льва льву львом leo lev
джордж george | джон john | томас thomas | роберт robert | ричард richard | генри henry | альберт albert | джеймс james
елизавета elizabeth | виктория victoria | федор fyodor feodor | юрий yuri yury | павел paul pavel | исаак isaac
"""
_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "y", "к": "k",
    "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh",
    "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip
_TO_LATIN = str.maketrans(_LATIN)
_SPELLED = (
    ("shch", "sch"), ("tsch", "ch"), ("tch", "ch"), ("kh", "h"), ("ck", "k"), ("ph", "f"), ("x", "ks"), ("w", "v"),
    ("j", "y"), ("iy", "y"), ("yy", "y"), ("ii", "i"), ("ye", "e"), ("ie", "e"), ("yo", "e"), ("io", "e"), ("tz", "ts"),
    ("c", "k"), ("th", "t"),
)  # fmt: skip
_CASES = ("ого", "ому", "ым", "ом", "ой", "ою", "ую", "его", "ему", "им", "ем", "ей", *"ауеыяюи")


@lru_cache(maxsize=65536)
def _latin(word: str) -> str:
    """A name in plain Latin letters, spellings made one: Достоевского and Dostoyevsky are dostoevsk."""
    if not word.isascii():
        ending = next((e for e in _CASES if word.endswith(e) and len(word) - len(e) >= 4), "")
        word = word.removesuffix(ending).translate(_TO_LATIN)
    for spelled, one in _SPELLED:
        word = word.replace(spelled, one)
    return "".join(a for a, b in zip(word, " " + word, strict=False) if a != b).rstrip("yi") or word


def same_name(one: str, other: str) -> bool:
    """One word of a name: the same, in the other script, with a case's ending, or a letter of five apart."""
    if one == other:
        return True
    if one.isascii() and other.isascii():
        far = one[:1] != other[:1] or min(len(one), len(other)) < 5
        return not far and Levenshtein.distance(one, other) <= (1 if max(len(one), len(other)) < 9 else 2)
    a, b = _latin(one), _latin(other)
    return a == b or (min(len(a), len(b)) >= 5 and Levenshtein.distance(a, b) <= 1)


def nearly_same_name(one: str, other: str) -> bool:
    """Spellings that differ by a last letter ("Dutt", "Dutta"): enough where a given name stands by it."""
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= 4 and len(longer) - len(shorter) == 1 and longer.startswith(shorter)


def same_given(one: str, other: str) -> bool:
    """A given name: the same, its initial, its short form, or its beginning ("Greg", "Gregory")."""
    if len(one) == 1 or len(other) == 1:
        return _latin(one)[:1] == _latin(other)[:1]
    begins = min(len(one), len(other)) >= 2 and (one.startswith(other) or other.startswith(one))
    return begins or other in _short_forms().get(one, ()) or same_name(one, other)


def is_given(word: str) -> bool:
    """Whether a word is one of the commonest given names."""
    return word in _short_forms()


@cache
def _short_forms() -> Mapping[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for group in _SHORT.replace("\n", "|").split("|"):
        for name in group.split():
            table.setdefault(name, set()).update(group.split())
    return {name: frozenset(forms) for name, forms in table.items()}
