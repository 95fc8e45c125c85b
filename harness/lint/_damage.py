"""Text that was read in a wrong encoding, lost its characters, or still has another format's escapes."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["damage"]

# Bytes 80–BF as Windows-1252 (or Latin-1) and as Windows-1251 show them.
_AFTER = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_AFTER_D0 = "ђ‘’“”•–—™љ›њќћџ\u00a0ЎўЈ¤Ґ¦§Ё©Є«¬\u00ad®Ї°±Ііґµ¶·ё№є»јЅѕї"
_AFTER_D1 = "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏ"
_MISREAD = re.compile(
    rf"[ÂÃ][{_AFTER}]|â€|(?:[ÐÑ][{_AFTER}]){{2}}|"  # UTF-8 as Windows-1252 or Latin-1
    rf"(?:Р[{_AFTER_D0}]|С[{_AFTER_D1}]){{2}}|вЂ|Г[©Ё§ў¶јј]|"  # as Windows-1251
    r"[À-ÖØ-öø-ÿ]{5}|"  # Windows-1251 as Windows-1252
    r"‚Ä|√[©®†°¢£§•¶]|(?:[–—][^\x00-\x7f\u0400-\u04ff–—“”«»‘’„…]){3}|"  # UTF-8 as Mac Roman
    r"(?:[пя][\u2500-\u25a0°²·÷ё]){2}|(?:[╨╤][^\s\x00-\x7f]){3}|"  # as KOI8-R, as DOS
    r"[\u0080-\u0084\u0086-\u009f]"  # control characters that no text has
)
_LOST = re.compile(
    r"\ufffd|(?<!\?)(?:(?:\?{2,}[^\w?]{1,4}){2}\?{2,}|\?{4,}[^\w?]{1,4}\?{4,})|\b[A-Za-z]{1,12}\?(?:t|s|re|ve|ll|d|m)\b(?![=&])"
)
_ESCAPED = re.compile(
    r"&(?:amp|quot|apos|lt|gt|nbsp|laquo|raquo|[mn]dash|hellip|#\d{2,5}|#x[0-9a-fA-F]{2,4});|(?:\\u[0-9a-f]{4}){2}|"
    r"[.!?:,]\\n(?=[\wА-я*-])"
)
_HALF = re.compile("[\ud800-\udfff]")
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)
_TAG = re.compile(r"</?[a-z]{1,10}[ >/]")
_FOREIGN = re.compile("[\u0080-\uffff]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_FREQUENT = "оеаинтсрвл"
"""The ten commonest letters of Russian: six of ten letters."""
_FEW, _USUAL = 0.42, 0.52
"""Share of them below which a text is looked at, and from which another reading of it is Russian."""
_LEAST = 12
_SURE = 40
_SHORT = 0.2
"""The share below which a text of fewer letters than that is looked at: the commonest may well be missing there."""
_TURNED = re.compile(r"\b[а-яё][А-ЯЁ╦]{3,}")
"""A capital letter of Windows-1251 is a small one of KOI8-R, and the other way round."""
_READINGS = (("cp1251", "koi8-r"), ("cp1251", "cp866"), ("koi8-r", "cp1251"), ("cp866", "cp1251"))


def damage(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """What is wrong with a text's characters, as the end of a sentence, and where; the first of each kind.

    Quoted code may have escapes, and text with HTML tags its entities.
    """
    if not text.isascii():
        if found := _HALF.search(text):
            yield "has half of a surrogate pair, at which a trainer stops", found.span()
        if found := _MISREAD.search(text):
            yield "was read in a wrong encoding", found.span()
        elif place := _other_alphabet(text) or _turned(text):
            yield "was read in a wrong encoding", place
    if ("?" in text or "\ufffd" in text) and (found := _LOST.search(text)):
        yield "has lost characters", found.span()
    if ("&" in text or "\\" in text) and not _TAG.search(text):
        plain = _CODE.sub(lambda code: " " * len(code[0]), text)
        if found := _ESCAPED.search(plain):
            yield "still has escapes", found.span()


def _other_alphabet(text: str) -> tuple[int, int] | None:
    """Russian of one Cyrillic encoding read in another: its letters are there, and not as often as in Russian."""
    letters = "".join(_FOREIGN.findall(text[:2_000]))
    if (
        len(letters) < _LEAST
        or not _CYRILLIC.search(letters)
        or _share(letters) >= (_FEW if len(letters) >= _SURE else _SHORT)
    ):
        return None
    for shown, written in _READINGS:
        meant = letters.encode(shown, "ignore").decode(written, "ignore")
        if 10 * len(meant) >= 9 * len(letters) and _share(meant) >= _USUAL:
            start = text.index(letters[0])
            return start, start + 20
    return None


def _turned(text: str) -> tuple[int, int] | None:
    """Windows-1251 read as KOI8-R: its words begin small and go on large, and are Russian when read again."""
    if (found := _TURNED.search(text)) is None:
        return None
    meant = "".join(_FOREIGN.findall(text[:2_000])).encode("koi8-r", "ignore").decode("cp1251", "ignore")
    small = sum(map(str.islower, meant))
    if len(meant) < _LEAST or _share(meant) < _FEW or 10 * small < 7 * len(meant):
        return None
    return found.start(), found.start() + 20


def _share(letters: str) -> float:
    low = letters.lower()
    return sum(map(low.count, _FREQUENT)) / len(low)
