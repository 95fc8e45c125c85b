"""Is this the same person? Middle names, initials, short forms, titles, order, and Latin letters for Russian ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import regex
from rapidfuzz.distance import Levenshtein

from harness.checks._terms import Terms
from harness.checks.text import listed

__all__ = ["Named", "asks_who", "begins_as_person", "find_names", "is_name", "is_one_name", "name_parts", "same_name"]

TITLES = listed(
    "mr mrs ms miss dr sir dame lord lady saint professor prof president king queen prince princess pope general captain "
    "colonel admiral senator governor reverend rev emperor empress архимандрит господин госпожа г-н г-жа сэр доктор "
    "профессор президент король королева царь царица император императрица князь граф генерал маршал академик святой"
)
_AFTER_NAME = listed("jr sr 1. 2. 3. 4. младший старший")
_LINKS = listed("de del della di da du van von der den la le el al bin ibn ben фон ван де да ди дер")
_ROLES = (
    "man woman person actor actress singer author writer novelist poet playwright director composer songwriter musician artist "
    "painter sculptor architect inventor scientist physicist chemist mathematician philosopher explorer astronaut politician "
    "president minister chancellor leader king queen emperor prince princess pope saint general commander footballer player "
    "golfer boxer driver jockey cricketer athlete swimmer coach manager comedian presenter host journalist chef designer "
    "businessman founder owner winner character detective hero heroine villain god goddess"
)
_WHO = regex.compile(
    r"\b(?:who|whom|whose|who['’]s|(?:which|what|name of the|name the)\s(?:[\w'’-]+\s){0,4}?(?:" + "|".join(_ROLES.split()) + r")"
    r"|(?:actor|actress|singer|author|director) (?:who|that|of)|кто|кого|кому|кем|ком|чь[яёеию]|чьим|имя|фамили[яюи]"
    r"|как(?:ой|ая|ого|ую|ому|им)\s(?:[\w-]+\s){0,3}?(?:актёр|актер|актрис|певец|певиц|автор|писател|поэт|режиссёр|режиссер|композитор"
    r"|художник|учён|учен|физик|химик|математик|философ|космонавт|президент|король|королев|цар[ьея]|император|князь|полководец|герой"
    r"|персонаж)\w*)\b",
    regex.IGNORECASE,
)
_SHORT = (
    "robert bob bobby rob robbie bert", "william bill billy will willy", "james jim jimmy jamie", "john johnny jack jon",
    "richard dick rick ricky", "charles charlie chuck", "edward ed eddie ted teddy ned", "thomas tom tommy",
    "michael mike mick mickey", "elizabeth liz lizzie beth betty eliza", "margaret maggie meg peggy", "katherine kate katie kathy",
    "catherine kate cathy", "anthony tony", "joseph joe joey", "henry harry hank", "lawrence larry", "francis frank",
    "theodore ted teddy", "alexander alex sasha sandy", "александр саша", "benjamin ben", "samuel sam", "daniel dan danny",
    "david dave", "matthew matt", "patricia pat patty", "rebecca becky", "susan sue suzy", "walter walt", "abraham abe",
    "eugene gene", "leonard leo lenny", "gerald jerry", "владимир володя вова", "николай коля", "михаил миша", "иван ваня",
    "екатерина катя", "мария маша", "анна аня", "дмитрий дима митя", "сергей сережа", "алексей алеша", "петр петя",
    "григорий гриша", "лев льва льву львом leo lev", "петр петра peter pyotr", "николай nicholas nikolai nikolay", "федор fyodor feodor", "екатерина catherine ekaterina",
    "михаил michael mikhail", "иван ivan john", "юрий yuri yury", "павел paul pavel", "илья ilya", "исаак isaac", "чарльз charles", "уильям вильям william",
    "евгений женя", "константин костя", "наталья наташа", "татьяна таня", "елена лена", "ольга оля",
)  # fmt: skip
_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "y", "к": "k",
    "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh",
    "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip
_TO_LATIN = str.maketrans(_LATIN)
_SPELLED = (
    ("shch", "sch"), ("tsch", "ch"), ("tch", "ch"), ("kh", "h"), ("ck", "k"), ("ph", "f"), ("x", "ks"), ("w", "v"), ("j", "y"),
    ("iy", "y"), ("yy", "y"), ("ii", "i"), ("ye", "e"), ("ie", "e"), ("yo", "e"), ("io", "e"), ("tz", "ts"), ("c", "k"), ("th", "t"),
)  # fmt: skip
_CASES = ("ого", "ому", "ым", "ом", "ой", "ою", "ую", "его", "ему", "им", "ем", "ей", "а", "у", "е", "ы", "я", "ю", "и")


class Named(NamedTuple):
    """Where a name stands in a reply: its first and last term, and whether a given name is said with it."""

    first: int
    last: int
    given: bool


def asks_who(question: str) -> bool:
    """Whether a question is after a person."""
    return _WHO.search(question) is not None


def is_name(terms: Terms) -> bool:
    """Two to five words with capitals, links ("van", "de") aside, and nothing else."""
    words = [
        (term, capital)
        for term, capital in zip(terms.terms, terms.capital, strict=True)
        if term not in _AFTER_NAME and term not in TITLES
    ]
    return 2 <= len(words) <= 5 and all((capital or term in _LINKS) and term.isalpha() for term, capital in words)


def is_one_name(terms: Terms) -> bool:
    """A single word with a capital: a surname, it may be."""
    return len(terms.terms) == 1 and terms.capital[0] and len(terms.terms[0]) >= 5 and bool(name_parts(terms))


def name_parts(terms: Terms) -> list[str]:
    """The words of a name without titles, links and "Jr."."""
    return [term for term in terms.terms if term not in TITLES and term not in _LINKS and term not in _AFTER_NAME]


def begins_as_person(name: Terms) -> bool:
    """Whether a name begins with one of the commonest given names or a title."""
    return name.terms[0] in _short_forms() or (name.terms[0] in TITLES and name.terms[0] != "saint")


@cache
def _short_forms() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for row in _SHORT:
        names = set(row.split())
        for name in names:
            table.setdefault(name, set()).update(names)
    return {name: frozenset(group) for name, group in table.items()}


@cache
def latin(word: str) -> str:
    """A name in plain Latin letters, spellings that differ between tables made one: Толстого and Tolstoy are tolsto."""
    if not word.isascii():
        for ending in _CASES:
            if word.endswith(ending) and len(word) - len(ending) >= 4:
                word = word.removesuffix(ending)
                break
        word = word.translate(_TO_LATIN)
    for spelled, one in _SPELLED:
        word = word.replace(spelled, one)
    return "".join(a for a, b in zip(word, " " + word, strict=False) if a != b).rstrip("yi") or word


def same_name(one: str, other: str) -> bool:
    """One word of a name: the same, in the other script, a case's ending or a letter apart."""
    if one == other:
        return True
    if one.isascii() != other.isascii() or not one.isascii():
        a, b = latin(one), latin(other)
        return a == b or (min(len(a), len(b)) >= 5 and Levenshtein.distance(a, b, score_cutoff=1) <= 1)
    if one[0] != other[0] or min(len(one), len(other)) < 5:
        return False
    return Levenshtein.distance(one, other) <= (1 if max(len(one), len(other)) < 9 else 2)


def same_given(one: str, other: str) -> bool:
    """A given name: the same, its initial, its short form, or its beginning ("Greg", "Gregory")."""
    if len(one) == 1 or len(other) == 1:
        return latin(one)[:1] == latin(other)[:1]
    if other in _short_forms().get(one, ()):
        return True
    return (min(len(one), len(other)) >= 2 and (one.startswith(other) or other.startswith(one))) or same_name(one, other)


def find_names(reply: Terms, name: Sequence[str], text: str) -> Iterator[Named]:
    """The person in the reply: the surname with a given name or an initial, or alone where no other name is by it."""
    if not name:
        return
    surname, given = name[-1], name[:-1]
    forms = {term for term in set(reply.terms) if same_name(surname, term)}
    for at, term in enumerate(reply.terms):
        if term not in forms or not (reply.capital[at] or text.islower()):
            continue
        before = _names_before(reply, at, text)
        known = [k for k in before if any(same_given(g, reply.terms[k]) for g in given)]
        after = at + 1
        if known or not given:
            yield Named(min([*known, at]), at, given=True)
        elif after < len(reply.terms) and reply.capital[after] and any(same_given(g, reply.terms[after]) for g in given):
            yield Named(at, after, given=True)
        elif not before:
            yield Named(at, at, given=False)


def _names_before(reply: Terms, at: int, text: str) -> list[int]:
    """The words with capitals right before a term, titles and links aside, up to four."""
    found: list[int] = []
    k = at - 1
    while k >= 0 and at - k <= 5:
        between = text[reply.spans[k][1] : reply.spans[k + 1][0]].strip(" \u00a0\n\"'“”«»()")
        term = reply.terms[k]
        if between not in ("", ".", "-") or (between == "." and len(term) > 1 and term not in TITLES):
            break
        if reply.capital[k] and term not in TITLES and (found or k > 0 or not _opens(reply, k)):
            found.append(k)
        elif term not in TITLES and term not in _LINKS:
            break
        k -= 1
    return found


_OPENING = listed("it is was by the actor actress author singer in at as when while yes no he she это был была да нет его ее")


def _opens(reply: Terms, k: int) -> bool:
    return reply.terms[k] in _OPENING
