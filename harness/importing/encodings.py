"""In which encoding is a text, as offices in Russia and elsewhere save it? UTF-8, UTF-16, and the old 8-bit ones."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from harness.lint._said import said
from harness.source import SourceError

__all__ = ["decoded"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with a byte order mark"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_OLD = (("cp1251", "Windows-1251"), ("cp866", "DOS, code page 866"), ("koi8-r", "KOI8-R"))
_READ = 1 << 16
_COMMON = frozenset("оеаинтсрвлкмдпуяьыгзбчйОЕАИНТСРВЛКМДПУ")
_ODD = re.compile(r"[а-яё][А-ЯЁ]|[A-Za-z][а-яА-ЯёЁ]|[а-яА-ЯёЁ][A-Za-z]|[╌-╿▀-▟]|[\x80-\x9f]")
_PLAUSIBLE = 0.6
_WESTERN = re.compile(r"(?<![^\W\d_])[À-ÿ]?[a-zß-ÿ]*[à-ÿß][a-zß-ÿ]*", re.IGNORECASE)


def decoded(data: bytes, file: Path) -> tuple[str, str]:
    """The text, and the encoding's name as a person knows it.

    Raises:
        SourceError: it is no text, or in none of the encodings that are known here.
    """
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return _strictly(data, codec, name, file), said(name)
    if (wide := _wide(data)) is not None:
        return _strictly(data, wide, "UTF-16", file), said("UTF-16 without a byte order mark")
    if b"\0" in data:
        raise SourceError(said("no text: it holds zero bytes; is it a spreadsheet under another name?"), file=file)
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError as e:
        place = e.start
    sample = data[max(0, place - 200) :][:_READ]
    scored = [(_russian(sample.decode(codec, "replace")), codec, name) for codec, name in _OLD]
    share, codec, name = max(scored, key=lambda one: one[0])
    if share >= _PLAUSIBLE:
        return data.decode(codec, "replace"), said(name)
    western = sample.decode("cp1252", "replace")
    if "\ufffd" not in western and _latin(western):
        return data.decode("cp1252", "replace"), "Windows-1252"
    raise SourceError(
        said(
            "neither UTF-8 (byte {place}) nor UTF-16 nor a Russian or Western 8-bit encoding: save it as UTF-8",
            place=place,
        ),
        file=file,
    )


def _strictly(data: bytes, codec: str, name: str, file: Path) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as e:
        what = said("begins as {name}, and byte {place} is not: save it as UTF-8", name=said(name), place=e.start)
        raise SourceError(what, file=file) from e


def _wide(data: bytes) -> str | None:
    """UTF-16 that does not say so: a zero in every other byte of ASCII, or a Cyrillic block's 0x04."""
    sample = data[:_READ]
    if len(sample) < 4 or len(data) % 2:
        return None
    for codec, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if sum(high.count(byte) for byte in (0, 4)) > 0.9 * len(high) and b"\0" in high:
            return codec
    return None


def _russian(text: str) -> float:
    """How much of what is not ASCII are a Russian text's common letters, less what no such text has."""
    strange = [letter for letter in text if letter >= "\x80"]
    odd = len(_ODD.findall(text))
    return (sum(map(_COMMON.__contains__, strange)) - 2 * odd) / max(1, len(strange))


def _latin(text: str) -> bool:
    """Whether most letters beyond ASCII stand within words of Latin letters, or are signs."""
    letters = [sign for sign in text if sign >= "\x80" and sign.isalpha()]
    within = sum(sum(letter >= "\x80" for letter in word) for word in _WESTERN.findall(text))
    alone = len(re.findall(r"(?<![A-Za-z])[À-ÿ]{3,}", text))
    return within >= 0.9 * len(letters) and not alone
