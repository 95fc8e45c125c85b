"""Names of cases, files and tags: small Latin letters, Russian spelt in them, and a digest that a question keeps."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence

from harness.checks.text import fold

__all__ = ["case_id", "digest", "slug", "tag"]

_ID_CHARS = 40
_LATIN = dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziyklmnoprstufye", strict=True)) | {
    "ё": "e", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu",
    "я": "ya", "і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "đ": "d",
}  # fmt: skip
_OTHER = re.compile(r"[^a-z0-9]+")


def slug(text: str, most: int = _ID_CHARS) -> str:
    """The words of a text in small Latin letters, dashes between them; whole words, `most` characters at most."""
    spelt = "".join(
        _LATIN.get(letter, letter) for letter in text[: 8 * most].casefold().replace("'", "").replace("’", "")
    )
    plain = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    words = _OTHER.sub("-", plain).strip("-")
    if len(words) <= most:
        return words
    cut = words[: most + 1].rpartition("-")[0]
    return cut or words[:most]


def digest(prompt: str, context: Sequence[str] = ()) -> str:
    """Eight hexadecimal digits of what is asked, apart from case, ё, quotes, dashes, spaces and the last sign."""
    asked = "\0".join(fold(text).rstrip(" .!?…") for text in (prompt, *context))
    return hashlib.sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def case_id(prompt: str, context: Sequence[str] = (), given: str = "", subject: str = "") -> str:
    """The id of a case: the source's own, else the question's words and its digest.

    A number alone becomes `subject-14`, for the next spreadsheet has one, too.
    """
    if given:
        named = slug(given, 60)
        if named and not named.isdigit():
            return named
        if named:
            return f"{subject}-{named}"
    words = slug(prompt)
    return f"{words or subject or 'case'}-{digest(prompt, context)}"


def tag(text: str) -> str:
    """A text as a tag; empty where nothing of it can be one."""
    return slug(text, 40)
