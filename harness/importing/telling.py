"""What an import understood and came to, as a person reads it in a terminal, in a pipe, on a narrow screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from harness.figures import counted, number
from harness.importing.choosing_checks import KINDS
from harness.importing.rows import LeftOut
from harness.importing.run import Imported, Source
from harness.lint._quoted import masked
from harness.source import relative

__all__ = ["tell_import", "tell_source"]

_SAMPLES = 3
_CELL = 60
_SHOWN = 10
_REASONS = 12
_SHARED = (
    ("contradicts", "contradicts another row"),
    ("the same question and answer as", "the same question and answer as another row"),
    ("asked already by", "asked already by a case that is there"),
    ("asks what", "asks what another row asks, with another answer"),
)
"""How a reason begins that names a row, and what all of its kind say."""


def tell_source(source: Source, out: Console) -> None:
    """How a source was read: each column with what it is taken for, and some of its cells."""
    notes = f" ({'; '.join(source.notes)})" if source.notes else ""
    _line(out, f"{relative(source.file)}: {counted(source.rows, source.unit)}{notes}", style="bold")
    if source.table is None or source.roles is None:
        table = _table("question", "what is right")
        for one in source.questions[:_SAMPLES]:
            table.add_row(_cell(one.prompt), _cell(one.told))
    else:
        table = _table("column", "is the", "as in")
        roles = {column: role for role, columns in source.roles.items() for column in columns}
        for column in source.table.columns:
            cells = [
                c if isinstance(c, str) else ", ".join(c)
                for row in source.table.rows
                if (c := row.cells.get(column.key))
            ]
            role = roles.get(column, "")
            samples = list(dict.fromkeys(cells))[:_SAMPLES]
            table.add_row(_cell(str(column)), Text(role or "not used", style="" if role else "dim"), _samples(samples))
    out.print(table)


def tell_import(made: Imported, out: Console, *, left_files: dict[Path, Path], update: bool, written: bool) -> None:
    """What became of every row, which checks the cases begin with, and what a person should look at."""
    _tell_kinds(made, out)
    _tell_said(made, out)
    _tell_left(made, out)
    _tell_changed(made, out, update=update)
    for line in _counts(made, left_files, written=written):
        _line(out, line)
    if made.filed.texts:
        _line(out, f"{'Written' if written else 'To be written'}:", style="bold")
        sizes = Counter(f"{d.subject}.{d.language}.{d.split}.yaml" for d in made.filed.new)
        for file in made.filed.texts:
            new = f" ({number(sizes[file.name])} new)" if sizes[file.name] else " (changed)"
            _line(out, f"  {relative(file)}{new}")


def _tell_kinds(made: Imported, out: Console) -> None:
    if not made.drafts:
        return
    table = _table("answers", "cases", "begin with", "because")
    for kind, (check, why) in KINDS.items():
        if made.kinds[kind]:
            table.add_row(kind, number(made.kinds[kind]), check, why)
    out.print(table)


def _tell_said(made: Imported, out: Console) -> None:
    for one in made.said[:_SHOWN]:
        _line(out, f"{masked(one.what)}:", style="yellow")
        for place, text in one.rows[:6]:
            _line(out, f"  {place}: {_short(text)}")
    if len(made.said) > _SHOWN:
        _line(out, f"… and {counted(len(made.said) - _SHOWN, 'more question')} with two answers", style="dim")


def _tell_left(made: Imported, out: Console) -> None:
    rows = [(source, one) for source in made.sources for one in made.left[source.file]]
    reasons = Counter(_reason(one) for _, one in rows)
    if not reasons:
        return
    table = _table("not taken", "rows", "for instance")
    for reason, times in reasons.most_common(_REASONS):
        source, first = next((source, one) for source, one in rows if _reason(one) == reason)
        table.add_row(_cell(reason), number(times), _cell(f"{source.file.name}, {source.unit} {first.number}"))
    out.print(table)
    if len(reasons) > _REASONS:
        _line(out, f"… and {counted(len(reasons) - _REASONS, 'more reason')}", style="dim")


def _reason(one: LeftOut) -> str:
    """The reason without what differs from row to row."""
    why = next((shared for begins, shared in _SHARED if one.why.startswith(begins)), one.why)
    return f"part of a test: {why}" if one.part else why


def _tell_changed(made: Imported, out: Console, *, update: bool) -> None:
    changed = made.filed.changed
    if changed:
        then = "overwritten" if update else "left as it is; --update overwrites it"
        _line(out, f"{counted(len(changed), 'case')} changed in the source ({then}):", style="yellow")
        for one in changed[:_SHOWN]:
            _line(out, f"  {one.known.case.place} {one.known.case.id}: {masked(one.why)} ({one.draft.question.place})")
        if len(changed) > _SHOWN:
            _line(out, f"  … and {len(changed) - _SHOWN} more", style="dim")
    gone = made.filed.gone
    if gone:
        _line(
            out,
            f"{counted(len(gone), 'case')} of these sources that they ask no more; delete what is not meant to stay:",
        )
        for old in gone[:_SHOWN]:
            _line(out, f"  {old.case.place} {old.case.id}")
        if len(gone) > _SHOWN:
            _line(out, f"  … and {len(gone) - _SHOWN} more", style="dim")


def _counts(made: Imported, left_files: dict[Path, Path], *, written: bool) -> Iterable[str]:
    """The sum: every row is a case, joined to one, or left out."""
    filed = made.filed
    rows = sum(source.rows for source in made.sources)
    left = sum(not one.part for some in made.left.values() for one in some)
    sides = Counter(draft.split for draft in made.drafts)
    languages = Counter(draft.language for draft in made.drafts)
    units = {source.unit for source in made.sources}
    parts = [
        f"{number(len(filed.new))} new {'case' if len(filed.new) == 1 else 'cases'}",
        *([f"{number(len(filed.unchanged))} unchanged"] if filed.unchanged else []),
        *([f"{number(len(filed.changed))} changed"] if filed.changed else []),
        *([f"{number(made.joined)} joined to another's case"] if made.joined else []),
        f"{number(left)} left out",
    ]
    yield f"{counted(rows, units.pop() if len(units) == 1 else 'row')} = {' + '.join(parts)}"
    if made.drafts:
        told = ", ".join(f"{number(n)} {code}" for code, n in languages.most_common())
        groups = Counter(draft.cluster for draft in made.drafts if draft.cluster)
        said = f"; {counted(len(groups), 'group')} of paraphrases, each on one side" if groups else ""
        yield f"{number(sides['gate'])} gate, {number(sides['dev'])} dev; {told}{said}"
    for source in made.sources:
        if some := made.left[source.file]:
            what = counted(len({one.number for one in some}), source.unit)
            yield f"{what} of {source.file.name}, with the reasons: {relative(left_files[source.file])}" + (
                "" if written else " (to be written)"
            )


def _table(*heads: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for head in heads:
        table.add_column(head, overflow="fold", justify="right" if head in ("cases", "rows") else "left")
    return table


def _short(text: str, most: int = 2 * _CELL) -> str:
    line = masked(" ".join(text[: 8 * most].split()))
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _cell(text: str) -> Text:
    return Text(_clean(_short(text, _CELL)))


def _samples(cells: Sequence[str]) -> Text:
    return Text("\n").join(map(_cell, cells)) if cells else Text("")


def _clean(text: str) -> str:
    return "".join(sign if sign.isprintable() or sign in "\n\u00a0\u202f" else "\ufffd" for sign in text)


def _line(out: Console, text: str, style: str = "") -> None:
    out.print(Text(_clean(text), style=style), soft_wrap=True)
