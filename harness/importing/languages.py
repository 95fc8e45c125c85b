"""In which language is a question? By the checks' own judgement, so that `language: ru` would agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from harness.checks._language import LANGUAGES, judge_language
from harness.importing.names import tag

__all__ = ["language_of", "languages"]

_NAMES = {"русский": "ru", "рус": "ru", "английский": "en", "англ": "en", "eng": "en", "rus": "ru", "ua": "uk"} | {
    name.casefold(): code for code, name in LANGUAGES.items()
}


def languages(said: Sequence[str], texts: Sequence[tuple[str, str]]) -> list[str]:
    """The code of each question, by what its source says, its own words, its answer's, else as most others are."""
    found = [
        _told(one) or language_of(asked) or language_of(answer)
        for one, (asked, answer) in zip(said, texts, strict=True)
    ]
    usual = Counter(one for one in found if one).most_common(1)
    return [one or (usual[0][0] if usual else "en") for one in found]


def language_of(text: str) -> str:
    """The ISO 639-1 code of a text's language; empty where no words tell it."""
    if not any(letter.isalpha() for letter in text):
        return ""
    for code in ("ru", "en", *LANGUAGES):
        if judge_language(text, code).passed:
            return code
    return ""


def _told(said: str) -> str:
    """A language as a cell names it: ru, ru-RU, Russian, русский."""
    name = said.strip().casefold()
    code = _NAMES.get(name) or name.replace("_", "-").partition("-")[0]
    return code if code in LANGUAGES else ("" if not name else code if len(code) == 2 and tag(code) == code else "")
