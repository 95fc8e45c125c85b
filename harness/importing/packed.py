"""An .xlsx file looked at before it is unpacked: a few kilobytes of zip can be gigabytes of sheet."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from harness.lint._said import said
from harness.source import SourceError

__all__ = ["Merged", "formulas_in", "merged_in", "safe_package"]

MOST_PACKED = 64 << 20
MOST_PART = 128 << 20
MOST_UNPACKED = 256 << 20
MOST_PARTS = 5_000
MOST_MERGED = 20_000
_CHUNK = 1 << 20
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\0!\0(?:D\0O|E\0N)|\0<\0!\0[DE]")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref\s*=\s*[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']")
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")

Merged = tuple[int, int, int, int]
"""First row, last row, first column, last column, all from 1."""


def safe_package(file: Path) -> None:
    """See that the package can be read within bounds and declares no entities.

    Raises:
        SourceError: no .xlsx file, protected by a password, damaged, or larger unpacked than what is read.
    """
    try:
        with file.open("rb") as source:
            begins = source.read(8)
        size = file.stat().st_size
    except OSError as e:
        missing = isinstance(e, FileNotFoundError)
        what = said("no such file") if missing else said("can't be read: {why}", why=e.strerror or str(e))
        raise SourceError(what, file=file) from e
    if begins.startswith(b"\xd0\xcf\x11\xe0"):
        raise SourceError(
            said("an old .xls or a workbook with a password: open it, and save it as .xlsx without one"), file=file
        )
    if size > MOST_PACKED:
        raise SourceError(said("larger than {n} MB: import it in parts", n=MOST_PACKED >> 20), file=file)
    try:
        with zipfile.ZipFile(file) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                what = said("unpacks to more than {n} MB, which is not read", n=MOST_UNPACKED >> 20)
                raise SourceError(what, file=file)
            for part in parts:
                if part.file_size > MOST_PART:
                    what = said("{part} unpacks to more than {n} MB", part=part.filename, n=MOST_PART >> 20)
                    raise SourceError(what, file=file)
                if part.filename.endswith((".xml", ".rels")) and _found(package, part.filename, _DECLARED):
                    what = said("{part} declares entities, which no spreadsheet does", part=part.filename)
                    raise SourceError(what, file=file)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as e:
        what = said("not readable as .xlsx: {why}; open it, and save it again", why=str(e))
        raise SourceError(what, file=file) from e


def formulas_in(file: Path, part: str) -> bool:
    """Whether a sheet (its part's name in the package) holds formulas."""
    with zipfile.ZipFile(file) as package:
        return _found(package, part, _FORMULA)


def merged_in(file: Path, part: str) -> list[Merged]:
    """The merged cells of a sheet, 20,000 at most."""
    made = []
    with zipfile.ZipFile(file) as package:
        for found in _matches(package, part, _MERGED):
            left, top, right, bottom = (one.decode() for one in found.groups())
            made.append((int(top), int(bottom), _number(left), _number(right)))
            if len(made) >= MOST_MERGED:
                break
    return made


def _number(letters: str) -> int:
    total = 0
    for letter in letters:
        total = total * 26 + ord(letter) - 64
    return total


def _found(package: zipfile.ZipFile, part: str, pattern: re.Pattern[bytes]) -> bool:
    return next(_matches(package, part, pattern), None) is not None


def _matches(package: zipfile.ZipFile, part: str, pattern: re.Pattern[bytes]) -> Iterator[re.Match[bytes]]:
    """Matches in a part that is read by pieces; one at the end of a piece is found with the next."""
    with package.open(part) as source:
        kept = b""
        while piece := source.read(_CHUNK):
            text = kept + piece
            last = 0
            for found in pattern.finditer(text):
                last = found.end()
                yield found
            kept = text[max(last, len(text) - 200) :]
