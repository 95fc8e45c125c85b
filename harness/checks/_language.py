"""Which language? By script, function words and letters, for replies of one word to a megabyte."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache

import regex

from harness.checks._language_signs import ENDINGS, FUNCTION_WORDS, LANGUAGES, LETTERS, SCRIPTS
from harness.checks.registry import Verdict
from harness.checks.text import quote
from harness.figures import counted

__all__ = ["LANGUAGES", "judge_language"]

_ASIDE = regex.compile(r"```.*?```|`[^`\n]*`|https?://\S+|www\.\S+|(?<![\w.+-])[\w.+-]{1,64}+@[\w.-]+", regex.DOTALL)
_ASIDE_SIGNS = ("`", "http", "www.", "@")
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*(?:['’]\p{L}+)*")
_CYRILLIC = regex.compile(r"\p{Script=Cyrillic}")
_LATIN = regex.compile(r"\p{Script=Latin}")
_NOT_RUSSIAN = regex.compile(r"[іїєґўјљњћђџѓќѕәғқңөұүһ]|ъ(?![еёюя])|ъ$", regex.IGNORECASE)
_RUSSIAN_ONLY = regex.compile(r"[ыэё]", regex.IGNORECASE)
_ENGLISH_FORM = regex.compile(r"(?:ings?|tions?|ments?|ness|ships?|ed|ly|ful|ous)$", regex.IGNORECASE)
"""Endings of a list of English words, which has no function words."""
_KANA = r"\p{Script=Hiragana}\p{Script=Katakana}"
_LETTERS_OF = {
    "Kana": rf"[{_KANA}\p{{Script=Han}}]",
    **{name: rf"\p{{Script={name}}}" for name in set(SCRIPTS.values()) - {"Kana"}},
}

_LATIN_CODES = tuple(code for code in FUNCTION_WORDS if SCRIPTS[code] == "Latin")


def judge_language(text: str, code: str) -> Verdict:
    """Whether a reply is in the language, one of `LANGUAGES`; see `format.language` for where the line runs."""
    plain = _ASIDE.sub(" ", text) if any(sign in text for sign in _ASIDE_SIGNS) else text
    words = _WORD.findall(plain)
    if not words:
        if any(letter.isdigit() for letter in text):
            return Verdict(True, "numbers alone are in any language")
        return Verdict(False, "no words to tell a language by")
    if code not in ("ru", "en"):
        return _any(plain, words, code)
    cyrillic = [word for word in words if _is_cyrillic(word)]
    latin = [word for word in words if word[0].isascii() or (not _is_cyrillic(word) and _LATIN.match(word))]
    if len(cyrillic) + len(latin) < len(words) / 2:
        return Verdict(False, f"written in neither Cyrillic nor Latin letters: {quote(plain.strip())}")
    return _russian(plain, cyrillic, latin) if code == "ru" else _english(plain, cyrillic, latin)


def _is_cyrillic(word: str) -> bool:
    first = word[0]
    return "\u0400" <= first <= "\u04ff" or (first > "\u04ff" and _CYRILLIC.match(word) is not None)


def _russian(plain: str, cyrillic: list[str], latin: list[str]) -> Verdict:
    # Names are capitalised, or hold digits and so are no words here; running text is in small letters.
    running = [word for word in latin if word.islower() and len(word) > 1]
    if not cyrillic:
        return Verdict(False, f"no Russian words in {quote(plain.strip())}")
    if len(running) > len(cyrillic) / 2:
        return Verdict(False, f"{counted(len(running), 'word')} of Latin text against {len(cyrillic)} of Cyrillic")
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
    clear = best != "ru" and counts[best] >= counts["ru"] + 4 and own == 0
    return LANGUAGES[best] if clear else None


def _english(plain: str, cyrillic: list[str], latin: list[str]) -> Verdict:
    if not latin:
        return Verdict(False, f"no English words in {quote(plain.strip())}")
    if len(cyrillic) * 4 > len(latin):
        return Verdict(False, f"{len(cyrillic)} Cyrillic words against {len(latin)} Latin")
    counts = _counts(latin, _LATIN_CODES)
    best = max(counts, key=lambda code: (counts[code], code == "en"))
    if best != "en" and counts[best] > counts["en"] + (2 if len(latin) > 3 else 0):
        return Verdict(False, f"{LANGUAGES[best]}, not English: {quote(plain.strip())}")
    accented = sum(not word.isascii() for word in latin)
    if accented * 3 > len(latin) and counts["en"] == 0:
        return Verdict(False, f"not English: {quote(plain.strip())}")
    formed = sum(_ENGLISH_FORM.search(word) is not None for word in latin)
    if len(latin) >= 12 and counts["en"] * 10 < len(latin) and formed * 4 < len(latin):
        return Verdict(False, f"hardly an English function word among {counted(len(latin), 'word')}")
    return Verdict(True, f"English: {counted(counts['en'] // 2, 'function word')} among {counted(len(latin), 'word')}")


def _any(plain: str, words: Sequence[str], code: str) -> Verdict:
    name, script = LANGUAGES[code], SCRIPTS[code]
    letters = sum(map(len, words))
    own = sum(1 for _ in regex.finditer(_LETTERS_OF[script], "".join(words)))
    if own * 2 < letters:
        return Verdict(False, f"{own} of {counted(letters, 'letter')} are of {name}: {quote(plain.strip())}")
    if code in ("ja", "zh"):
        kana = regex.search(rf"[{_KANA}]", plain) is not None
        return Verdict(kana is (code == "ja"), f"Han characters {'with' if kana else 'without'} kana")
    rivals = tuple(rival for rival in LANGUAGES if SCRIPTS[rival] == script)
    if len(rivals) == 1:
        return Verdict(True, f"{name}: {own} of {counted(letters, 'letter')}")
    counts = _counts(words, rivals, by_ending=True)
    best = max(counts, key=lambda rival: (counts[rival], rival == code))
    if best != code:
        return Verdict(False, f"{LANGUAGES[best]}, not {name}: {quote(plain.strip())}")
    if counts[best] * 20 < len(words) or (not counts[best] and len(words) > 3):
        return Verdict(False, f"hardly a word that tells {name} among {len(words)}")
    return Verdict(True, f"{name}, by the words and letters of {quote(plain.strip())}")


def _counts(words: Sequence[str], codes: tuple[str, ...], *, by_ending: bool = False) -> Counter[str]:
    """How much speaks for each language: a function word twice, a word with its letters or endings once."""
    by_word, by_letter = _languages_of()
    endings = [(code, ENDINGS[code]) for code in codes if by_ending and code in ENDINGS]
    counts: Counter[str] = Counter()
    for word, times in Counter(word.casefold() for word in words).items():
        if known := by_word.get(word):
            counts.update(dict.fromkeys(known, 2 * times))
            continue
        told = set() if word.isascii() else {code for letter in set(word) for code in by_letter.get(letter, ())}
        if len(word) > 4:
            told.update(code for code, some in endings if word.endswith(some))
        for code in told:
            counts[code] += times
    return Counter({code: counts[code] for code in codes})


@cache
def _languages_of() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The languages of each function word, and of each telling letter."""
    words: dict[str, list[str]] = {}
    letters: dict[str, list[str]] = {}
    for code in LANGUAGES:
        for word in FUNCTION_WORDS.get(code, ()):
            words.setdefault(word, []).append(code)
        for letter in LETTERS.get(code, ""):
            letters.setdefault(letter, []).append(code)
    return words, letters
