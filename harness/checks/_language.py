"""Russian or English? By script and function words, for replies of one word to a megabyte."""

from __future__ import annotations

from collections import Counter
from typing import Literal

import regex

from harness.checks.registry import Verdict
from harness.checks.text import quote

__all__ = ["judge_language"]

_ASIDE = regex.compile(r"```.*?```|`[^`\n]*`|https?://\S+|www\.\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]+", regex.DOTALL)
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*(?:['’]\p{L}+)*")
_CYRILLIC = regex.compile(r"\p{Script=Cyrillic}")
_LATIN = regex.compile(r"\p{Script=Latin}")
_NOT_RUSSIAN = regex.compile(r"[іїєґўјљњћђџѓќѕәғқңөұүһ]|ъ(?![еёюя])|ъ$", regex.IGNORECASE)
_RUSSIAN_ONLY = regex.compile(r"[ыэё]", regex.IGNORECASE)

_FUNCTION_WORDS = {
    "en": "the a an and or of to in on for with is are was were be been you your we our it its this that not can will "
    "have has do does if from at by as but they i my me he she his her there no yes please",
    "de": "der die das und oder ist sind nicht ein eine einen sie wir ich mit für auf von zu im den dem ihre ihr bitte",
    "fr": "le la les un une des et ou est sont ne pas vous nous je avec pour sur dans du au votre vos ce cette il elle",
    "es": "el la los las un una unos y o es son no usted nosotros yo con para por en de del su sus este esta que se",
    "it": "il lo la gli le un una e o è sono non voi noi io con per su in di del della che si il vostro questo",
    "pt": "o a os as um uma e ou é são não você nós eu com para por em de do da seu sua este esta que se",
    "nl": "de het een en of is zijn niet u wij ik met voor op van te in uw dit dat",
    "pl": "i lub jest są nie ty my ja z dla na w do od się to że jak czy",
    "ru": "и в не на что с по для от к из у за вы ваш вам мы наш нас это как если можно до или но да нет при я он она "
    "они так его ее её же бы уже только также",
    "bg": "са ще се е това който която което или със към при ни ли без още вие може ако моля",
    "uk": "та що не на для від із за ви ваш ми наш це як якщо можна або але так ні при вам",
}  # fmt: skip
_KNOWN = {code: frozenset(words.split()) for code, words in _FUNCTION_WORDS.items()}
_LATIN_CODES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl")
_NAMES = {"ru": "Russian", "en": "English", "bg": "Bulgarian", "uk": "Ukrainian", "de": "German", "fr": "French",
          "es": "Spanish", "it": "Italian", "pt": "Portuguese", "nl": "Dutch", "pl": "Polish"}  # fmt: skip


def judge_language(text: str, code: Literal["ru", "en"]) -> Verdict:
    """Whether a reply is in the language; see `format.language` for where the line runs."""
    plain = _ASIDE.sub(" ", text)
    words = _WORD.findall(plain)
    if not words:
        if any(letter.isdigit() for letter in text):
            return Verdict(True, "numbers alone are in any language")
        return Verdict(False, "no words to tell a language by")
    cyrillic = [word for word in words if _CYRILLIC.match(word)]
    latin = [word for word in words if _LATIN.match(word)]
    if len(cyrillic) + len(latin) < len(words) / 2:
        return Verdict(False, f"written in neither Cyrillic nor Latin letters: {quote(plain.strip())}")
    return _russian(plain, cyrillic, latin) if code == "ru" else _english(plain, cyrillic, latin)


def _russian(plain: str, cyrillic: list[str], latin: list[str]) -> Verdict:
    # Names are capitalised, or hold digits and so are no words here; running text is in small letters.
    running = [word for word in latin if word.islower() and len(word) > 1]
    if not cyrillic:
        return Verdict(False, f"no Russian words in {quote(plain.strip())}")
    if len(running) > len(cyrillic) / 2:
        return Verdict(False, f"{len(running)} words of Latin text against {len(cyrillic)} of Cyrillic")
    other = _other_cyrillic(cyrillic)
    if other:
        return Verdict(False, f"{other}, not Russian: {quote(plain.strip())}")
    return Verdict(True, f"Russian: {len(cyrillic)} Cyrillic words, {len(latin)} Latin")


def _other_cyrillic(cyrillic: list[str]) -> str | None:
    foreign = sum(_NOT_RUSSIAN.search(word) is not None for word in cyrillic)
    own = sum(_RUSSIAN_ONLY.search(word) is not None for word in cyrillic)
    if foreign > own:
        return "another language in Cyrillic letters"
    counts = _counts(cyrillic, ("ru", "bg", "uk"))
    best = max(counts, key=lambda code: (counts[code], code == "ru"))
    clear = best != "ru" and counts[best] >= counts["ru"] + 2 and own == 0
    return _NAMES[best] if clear else None


def _english(plain: str, cyrillic: list[str], latin: list[str]) -> Verdict:
    if not latin:
        return Verdict(False, f"no English words in {quote(plain.strip())}")
    if len(cyrillic) * 4 > len(latin):
        return Verdict(False, f"{len(cyrillic)} Cyrillic words against {len(latin)} Latin")
    counts = _counts(latin, _LATIN_CODES)
    best = max(counts, key=lambda code: (counts[code], code == "en"))
    if best != "en" and counts[best] > counts["en"] + (1 if len(latin) > 3 else 0):
        return Verdict(False, f"{_NAMES[best]}, not English: {quote(plain.strip())}")
    accented = sum(not word.isascii() for word in latin)
    if accented * 3 > len(latin) and counts["en"] == 0:
        return Verdict(False, f"not English: {quote(plain.strip())}")
    if len(latin) >= 12 and counts["en"] * 20 < len(latin):
        return Verdict(False, f"hardly an English function word among {len(latin)} words")
    return Verdict(True, f"English: {counts['en']} function words among {len(latin)} words")


def _counts(words: list[str], codes: tuple[str, ...]) -> Counter[str]:
    small = Counter(word.casefold() for word in words)
    return Counter({code: sum(small[word] for word in _KNOWN[code]) for code in codes})
