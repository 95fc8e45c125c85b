"""The file of rows that were not taken: each with its reason and all of its cells, to be mended and imported again."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

from harness.figures import Lang
from harness.importing.rows import LeftOut, at, writing
from harness.importing.telling import told_in
from harness.lint._said import said
from harness.manifest import write_atomic

__all__ = ["left_out_file", "left_out_text", "write_left_out"]

_REASON, _ROW = "why it was left out", "stood at"
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d\s(.,]*\d)")


def left_out_file(source: Path, sources: Sequence[Path], folder: Path) -> Path:
    """Where the rows of a source go: `questions.left-out.csv`, with the source's kind where two have one name."""
    twins = [other for other in sources if other.stem == source.stem]
    return folder / f"{source.stem if len(twins) == 1 else source.name}.left-out.csv"


def left_out_text(
    left: Sequence[LeftOut], unit: str, delimiter: str, heads: Sequence[str] = (), lang: Lang = "en"
) -> str:
    """The rows as CSV; a cell that a spreadsheet would run as a formula has a ' before it.

    `heads`: the source's headings, in its order.
    """
    names = list(dict.fromkeys([*heads, *(name for one in left for name in one.cells)]))
    out = io.StringIO(newline="")
    written = csv.writer(out, delimiter=delimiter if delimiter in ";\t" else ",", lineterminator="\r\n")
    written.writerow([*(told_in(said(head), lang) for head in (_ROW, _REASON)), *map(_safe, names)])
    for one in left:
        cells = [_safe(one.cells.get(name, "")) for name in names]
        why = told_in(one.why, lang)
        why = f"{one.part}: {why}" if one.part else why
        written.writerow([told_in(at(unit, one.number), lang), _safe(why), *cells])
    return out.getvalue()


def write_left_out(file: Path, text: str) -> None:
    """Write it, with the mark by which spreadsheets know UTF-8.

    Raises:
        SourceError: it can't be written.
    """
    with writing(file):
        write_atomic(file, text.encode("utf-8-sig", "replace"))


def _safe(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell
