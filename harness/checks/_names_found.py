"""Names in a text: people, places, products, quoted titles; and which names were given."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, cached_property, lru_cache
from typing import Any

import regex
from rapidfuzz import fuzz, process

from harness.checks._codes import Name, codes
from harness.checks._lemmas import _russian, lemmas
from harness.checks.text import fold, kept_items, listed

__all__ = ["Known", "names"]

_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*+(?:['’-]\p{L}+)*+")
_CAPITAL = regex.compile(r"\p{Lu}(?<![\w'’@/\\.-]\p{Lu})[\p{L}\p{M}]*+(?:['’-]\p{L}+)*+")
# In English and other Latin names these stand between capitals: Bank of America, Ludwig van Beethoven.
_JOINED = regex.compile(r"[ \u00a0](?:(?:of|the|de|la|del|di|da|van|von|der|den|al|el) ){0,2}")
_PASSED_OVER = frozenset("\"'«»“”„‘’()[]*_#>•·–—- \t\u00a0")
"""Signs between the end of a sentence and the first word of the next, or before the first word of a line."""
_ENDS = frozenset(".!?…:;|\n")
_ABBREVIATED = regex.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|Prof|г|ул|им|пр|просп|пл|пер|гр|обл)\.\s?$", regex.REVERSE)
_HEADING = regex.compile(r"^[ \t]*(?:#{1,6}[^\n]*|(?:[*_-]{1,3}[ \t]*)?[^\n:.!?]{1,60}:)", regex.MULTILINE)
_QUOTED = regex.compile(r"«([^«»\n]{1,80})»|“([^“”\n]{1,80})”|„([^„“”\n]{1,80})[“”]|\"([^\"\n]{1,80})\"")

_NO_NAMES = listed(
    "i i'm i'll i've i'd mr mrs ms dr prof ok okay yes no not and or but dear customer customers "
    "sir madam support service team desk "
    "help center centre hello hi thanks thank best kind regards sincerely please note important warning step option "
    "you your yours we our us it he she they internet web "
    "faq pdf vat usb id sms pin url html json api gps tv pc cv ceo hr it ai diy asap n/a etc am pm est gmt utc "
    "eur usd gbp rub rur uah kzt jpy cny chf pln "
    "english russian french german spanish italian chinese japanese polish european american british "
    "вы вас вам вами ваш ваша ваше ваши вашего вашей вашему вашим вашими ваших вашу "
    "смс ндс рф инн снилс пин ооо зао оао пао ип гост тв пк чп ок да нет не"
)
_WELL_KNOWN = listed(
    "anna anne alice alex alexander andrew anton boris clara charles daniel david denis elena elizabeth emily emma eva "
    "felix george henry irina ivan jack james jane john joseph kate katya laura leo lisa lucas maria marie martin "
    "mary maxim michael mike natalia nicholas nina oleg olga oscar paul peter polina robert roman sarah sergei "
    "sofia sophia steve susan tatiana thomas tom victor victoria vladimir william yuri "
    "amsterdam athens barcelona beijing belgrade bergen berlin boston brussels bucharest budapest chicago copenhagen "
    "dublin edinburgh frankfurt geneva hamburg helsinki istanbul kazan krakow kyiv lisbon london luxembourg lyon "
    "madrid manchester milan minsk moscow munich naples oslo paris petersburg porto prague riga rome seattle shanghai "
    "stockholm sydney tallinn tbilisi tokyo toronto venice vienna vilnius warsaw washington zurich "
    "america europe england scotland asia africa russia google amazon apple microsoft facebook paypal mastercard"
)
"""Names that may open an English sentence, where every word has a capital: given names, cities, companies."""

_PROPER = ("Name", "Surn", "Patr", "Geox", "Orgn")
_NEAR = 2
"""The words of a name of n words stand within this times n words of each other where it was given."""
_LONGEST = 8
"""Words in one name, at most."""
_LOOKED_UP = 2_000
"""So many words of a text that open a sentence are looked up: a dictionary takes its time for a strange word."""
_LATIN = dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziiklmnoprstufye", strict=True)) | {
    "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ь": "", "ю": "yu", "я": "ya",
}  # fmt: skip


@kept_items
def names(text: str) -> Iterator[Name]:
    """Quoted titles and runs of words with capitals, in their order, as far as a capital tells.

    At the beginning of a sentence, an item or a heading every word has one: there a word is a name if a dictionary of
    names has it, or if it has a capital elsewhere too.
    """
    taken: list[tuple[int, int]] = []
    found: list[Name] = []
    for match in _QUOTED.finditer(text):
        inner = next(group for group in match.groups() if group is not None)
        words = _WORD.findall(inner)
        if words and inner[0].isupper() and len(words) <= 6 and inner[-1] not in ".!?…":
            found.append(Name("title", tuple(words), match.span()))
            taken.append(match.span())
    found += _runs(text, taken)
    return iter(sorted(found, key=lambda name: name.span))


def _runs(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[Name]:
    words = list(_CAPITAL.finditer(text))
    quoted = _inside(words, taken)
    inside = [match for match in words if match.start() not in quoted]
    headed = _inside(inside, [match.span() for match in _HEADING.finditer(text)])
    shouted = sum(match[0].isupper() and len(match[0]) > 1 for match in inside) > max(3, len(inside) // 3)
    seen = _Elsewhere(text, inside, headed)
    at = 0
    while at < len(inside):
        run = [inside[at]]
        while (
            at + 1 < len(inside)
            and len(run) < _LONGEST
            and _JOINED.fullmatch(text, run[-1].end(), inside[at + 1].start())
        ):
            at += 1
            run.append(inside[at])
        at += 1
        run = [match for match in run if not seen.only_opens(match) and not _common(match[0], shouted)]
        if run:
            yield Name("name", tuple(match[0] for match in run), (run[0].start(), run[-1].end()))


def _opens(text: str, start: int) -> bool:
    """Whether the word at `start` opens a sentence, an item or a quotation of one."""
    if start > 1 and text[start - 1] == " " and text[start - 2].isalnum():
        return False
    for at in range(start - 1, max(-1, start - 16), -1):
        sign = text[at]
        if sign == "." and _ABBREVIATED.search(text, max(0, at - 8), at + 1):
            return False
        if sign in _ENDS or (sign == ")" and text[at - 1 : at].isdigit()):
            return True
        if sign not in _PASSED_OVER:
            return False
    return start < 16


def _inside(matches: Sequence[Any], spans: Sequence[tuple[int, int]]) -> frozenset[int]:
    """The beginnings of those matches that stand in one of the spans; both in order."""
    found, at = [], 0
    for match in matches if spans else ():
        start = match.start()
        while at < len(spans) and spans[at][1] <= start:
            at += 1
        if at < len(spans) and spans[at][0] <= start:
            found.append(start)
    return frozenset(found)


def _common(word: str, shouted: bool) -> bool:
    loud = word.isupper() and len(word) > 1 and (shouted or len(word) > 5)
    return loud or len(word) == 1 or _base(word) in _NO_NAMES


@lru_cache(maxsize=1 << 12)
def _base(word: str) -> str:
    return fold(word).removesuffix("'s").removesuffix("s'")


class _Elsewhere:
    """What a text's own words tell of a capital that opens a sentence."""

    def __init__(self, text: str, inside: Sequence[Any], headed: frozenset[int]) -> None:
        self._opening = headed | {match.start() for match in inside if _opens(text, match.start())}
        self._mid = {_base(word) for word in {m[0] for m in inside if m.start() not in self._opening}}
        self._left = _LOOKED_UP

    def only_opens(self, match: Any) -> bool:
        """Whether the word has its capital only because it opens a sentence, an item, or stands in a heading."""
        return match.start() in self._opening and not self._proper(_base(match[0]))

    def _proper(self, base: str) -> bool:
        if base in self._mid and base not in _NO_NAMES:
            return True
        self._left -= 1
        return self._left > 0 and _is_proper(base)


@lru_cache(maxsize=1 << 14)
def _is_proper(base: str) -> bool:
    if base in _WELL_KNOWN or base in _countries():
        return True
    if not regex.fullmatch(r"[а-я-]{2,40}", base):
        return False
    best = _russian().parse(base)[0]
    return best.score >= 0.3 and any(grammeme in best.tag for grammeme in _PROPER)


@cache
def _countries() -> dict[str, str]:
    """Names of countries, in both languages, with their codes."""
    from phonenumbers.geodata.locale import LOCALE_DATA

    found = {}
    for code, told in LOCALE_DATA.items():
        for lang in ("en", "ru"):
            name = told.get(lang, "")
            found[fold(told.get(name[1:], "") if name.startswith("*") else name)] = code
    return {name: code for name, code in found.items() if name not in ("", "того")}  # «того» is a pronoun first


class Known:
    """The names and words of what was given; answers whether a name is among them.

    A name's words have to stand near one another there, in any order and inflected as they may be; a name in the other
    script is held to its sound («Анна», "Anna").
    """

    def __init__(self, text: str) -> None:
        self._at: dict[str, list[int]] = defaultdict(list)
        self._begun: dict[str, set[str]] = defaultdict(set)
        self._found: dict[str, list[int]] = {}
        self._held: dict[tuple[str, tuple[str, ...]], bool] = {}
        for i, match in enumerate(_WORD.finditer(text)):
            for part in dict.fromkeys((match[0], *match[0].split("-"))):
                self._add(part, i)
        found = list(codes(text))
        self._codes = {name.words[0] for name in found}
        self._codes |= {regex.sub(r"\D", "", run)[-10:] for run in regex.findall(r"\+?\d[\d \u00a0()-]{2,30}", text)}
        self._codes |= set(regex.findall(r"\d+", text))
        self._codes |= {fold(a) + b for a, b in regex.findall(r"(?<!\w)(\p{L}{1,6})[ \u00a0](\d{1,20})(?!\w)", text)}
        self._links = [name.words[0] for name in found if name.kind in ("link", "e-mail")]

    def _add(self, word: str, i: int) -> None:
        for key in _keys(word):
            if not self._at[key] or self._at[key][-1] != i:
                self._at[key].append(i)
        folded = fold(word)
        self._begun[folded[:4]].add(folded)

    def holds(self, name: Name) -> bool:
        """Whether the name was given."""
        key = (name.kind, name.words)
        if key not in self._held:
            self._held[key] = self._holds(name)
        return self._held[key]

    def _holds(self, name: Name) -> bool:
        if name.kind not in ("name", "title"):
            return self._has_code(name)
        places = [self._places(word) for word in dict.fromkeys(name.words)]
        if not all(places):
            return len(name.words) == 1 and self._codes.issuperset(map(fold, name.words))
        rarest = min(places, key=len)
        reach = len(places) * _NEAR
        return any(all(_near(other, place, reach) for other in places) for place in rarest[:1000])

    def _has_code(self, name: Name) -> bool:
        (key,) = name.words
        if key in self._codes:
            return True
        if name.kind == "link":  # a site stands in the address of its page, and in its mailboxes
            return any(known.startswith(f"{key}/") or known.endswith(f"@{key}") for known in self._links)
        return name.kind == "code" and bool(self._at.get(key))

    def _places(self, word: str) -> list[int]:
        if word not in self._found:
            self._found[word] = self._looked_for(word)
        return self._found[word]

    def _looked_for(self, word: str) -> list[int]:
        found = [place for key in _keys(word) for place in self._at.get(key, ())]
        if not found:
            folded = _base(word)
            near = [other for other in self._begun.get(folded[:4], ()) if _inflected(folded, other)]
            near += self._sounding(folded)
            found = [place for other in near for key in _keys(other) for place in self._at.get(key, ())]
        return sorted(set(found))

    def _sounding(self, word: str) -> list[str]:
        others = self._by_sound[word.isascii()]
        best = process.extractOne(_spelt(word), others.keys(), scorer=fuzz.ratio, score_cutoff=80)
        return [others[best[0]]] if best else []

    @cached_property
    def _by_sound(self) -> tuple[dict[str, str], dict[str, str]]:
        """The given words in Latin letters, and the others spelt in them."""
        words = [word for begun in self._begun.values() for word in begun]
        return {w: w for w in words if w.isascii()}, {_spelt(w): w for w in words if not w.isascii()}


def _keys(word: str) -> frozenset[str]:
    base = _base(word)
    keys = lemmas(base) | {base}
    country = _countries().get(base) if len(base) > 3 else None
    return keys | {f"country {country}"} if country else keys


def _near(places: Sequence[int], place: int, reach: int) -> bool:
    at = bisect_left(places, place - reach)
    return at < len(places) and places[at] <= place + reach


def _inflected(one: str, other: str) -> bool:
    """Forms of a Russian name that no dictionary has: alike but for an ending of up to three letters."""
    if one.isascii() or other.isascii():
        return False
    same = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return same >= 4 and len(one) - same <= 3 and len(other) - same <= 3


def _spelt(word: str) -> str:
    return "".join(_LATIN.get(letter, letter) for letter in word)
