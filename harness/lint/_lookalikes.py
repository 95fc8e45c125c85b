"""Letters of another alphabet that look like the word's own: Cyrillic а in Latin words, by mistake or in hiding."""

from __future__ import annotations

import re

__all__ = ["mixed", "one_script"]

_PAIRS = "аa вb еe нh кk мm оo рp сc тt уy хx іi ѕs јj"
_TO_LATIN = {ord(pair[0]): pair[1] for pair in _PAIRS.split()}
_TO_CYRILLIC = {ord(pair[1]): pair[0] for pair in _PAIRS.split()}
_LATIN, _CYRILLIC = re.compile("[a-z]"), re.compile("[а-яёіѕј]")
_WITH_CYRILLIC, _WITH_LATIN = re.compile(r"\w*[а-яёіѕј]\w*"), re.compile(r"\w*[a-z]\w*")
_LIKE_LATIN, _LIKE_CYRILLIC = re.compile("[аеорсухіѕј]+"), re.compile("[aeopcyxisj]+")
"""Words that look like Latin ones, or like Cyrillic ones, as they are written in small letters."""
_TOUCHING = re.compile(
    rb"[a-z](?:\xd0[\x90-\xbf]|\xd1[\x80-\x98])|(?:\xd0[\x90-\xbf]|\xd1[\x80-\x98])[a-z]"
)  # fmt: skip


def one_script(text: str) -> str:
    """A text in small letters, each word in the alphabet of most of its letters, or of the text's if all look alike.

    A word with a letter that has no twin stays as it is.
    """
    cyrillic = len(_CYRILLIC.findall(text))
    if not cyrillic or not (latin := len(_LATIN.findall(text))):
        return text
    words, like = (_WITH_CYRILLIC, _LIKE_LATIN) if latin >= cyrillic else (_WITH_LATIN, _LIKE_CYRILLIC)

    def own(found: re.Match[str]) -> str:
        word = found[0]
        latins, cyrillics = len(_LATIN.findall(word)), len(_CYRILLIC.findall(word))
        if not (latins and cyrillics) and like.fullmatch(word) is None:
            return word
        as_latin = latins >= cyrillics if latins and cyrillics else latin >= cyrillic
        changed = word.translate(_TO_LATIN if as_latin else _TO_CYRILLIC)
        return word if (_CYRILLIC if as_latin else _LATIN).search(changed) else changed

    return words.sub(own, text)


def mixed(text: bytes) -> bool:
    """Whether Latin and Cyrillic letters touch in a text of small Latin ones."""
    return (b"\xd0" in text or b"\xd1" in text) and _TOUCHING.search(text) is not None
