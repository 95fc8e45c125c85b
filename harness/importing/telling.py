"""What an import understood and came to, as a person reads it in a terminal, in a pipe, on a narrow screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from harness.figures import Lang, number
from harness.importing.choosing_checks import KINDS
from harness.importing.rows import LeftOut, at, counted_as
from harness.importing.run import Imported, Source
from harness.importing.russian import RUSSIAN
from harness.lint._quoted import masked
from harness.lint._said import Said, in_russian, joined, said
from harness.source import relative

__all__ = ["Telling", "told_in"]

_SAMPLES = 3
_CELL = 60
_SHOWN = 10
_REASONS = 12
_SHARED = {
    "contradicts {at} ({why}): ask who is right, and keep that row": "contradicts another row",
    "the same question and answer as {at}": "the same question and answer as another row",
    "asked already by the case {name} at {place}": "asked already by a case that is there",
    "asks what {at} asks, with another answer: write one row that says both": (
        "asks what another row asks, with another answer"
    ),
    "asks what {at} asks, with other checks: keep one of them": "asks what another row asks, with other checks",
}
"""Reasons that name a row, and what all of their kind say."""


def told_in(text: str, lang: Lang) -> str:
    """A sentence of an import in a language."""
    return in_russian(text, RUSSIAN) if lang == "ru" else text


class Telling:
    """An import as it is told on a console, in a language."""

    def __init__(self, out: Console, lang: Lang = "en") -> None:
        self.out, self.lang = out, lang

    def line(self, text: str, style: str = "") -> None:
        """A line, as long as it is."""
        self.out.print(Text(_clean(told_in(text, self.lang)), style=style), soft_wrap=True)

    def busy(self, text: str) -> AbstractContextManager[object]:
        """What is being done, as long as it takes, where a person looks on."""
        return self.out.status(told_in(text, self.lang)) if self.out.is_terminal else nullcontext()

    def source(self, source: Source) -> None:
        """How a source was read: each column with what it is taken for, and some of its cells."""
        rows, file = counted_as(source.rows, source.unit), relative(source.file)
        notes = joined("; ", source.notes)
        what = said("{file}: {rows} ({notes})" if source.notes else "{file}: {rows}", file=file, rows=rows, notes=notes)
        self.line(what, style="bold")
        if source.table is None or source.roles is None:
            table = self._table("question", "what is right")
            for one in source.questions[:_SAMPLES]:
                table.add_row(_cell(one.prompt), _cell(one.told))
        else:
            table = self._table("column", "is the", "as in")
            roles = {column: role for role, columns in source.roles.items() for column in columns}
            taken = {one.number for one in source.questions}
            rows_taken = [row for row in source.table.rows if row.number in taken] or source.table.rows
            for column in source.table.columns:
                cells = [
                    c if isinstance(c, str) else ", ".join(c) for row in rows_taken if (c := row.cells.get(column.key))
                ]
                role = self._word(roles.get(column, "not used"))
                samples = list(dict.fromkeys(cells))[:_SAMPLES]
                table.add_row(_cell(str(column)), Text(role, style="" if column in roles else "dim"), _samples(samples))
        self.out.print(table)

    def outcome(self, made: Imported, *, left_files: Mapping[Path, Path], update: bool, written: bool) -> None:
        """What became of every row, which checks the cases begin with, and what a person should look at."""
        self._kinds(made)
        self._doubts(made)
        self._left(made)
        self._changed(made, update=update)
        for line in _counts(made, left_files, written=written):
            self.line(line)
        if made.filed.texts:
            self.line(said("Written:") if written else said("To be written:"), style="bold")
            sizes = Counter(f"{d.subject}.{d.language}.{d.split}.yaml" for d in made.filed.new)
            for file in list(made.filed.texts)[:_SHOWN]:
                new = said("({n} new)", n=sizes[file.name]) if sizes[file.name] else said("(changed)")
                self.line(said("  {file} {new}", file=relative(file), new=new))
            if (more := len(made.filed.texts) - _SHOWN) > 0:
                self.line(said("  … and {n:more file}", n=more), style="dim")

    def _kinds(self, made: Imported) -> None:
        if not made.drafts:
            return
        table = self._table("answers", "cases", "begin with", "because")
        for kind, (check, why) in KINDS.items():
            if made.kinds[kind]:
                count = number(made.kinds[kind], self.lang)
                table.add_row(self._word(kind), count, check or self._word("as the source says"), self._word(why))
        self.out.print(table)

    def _doubts(self, made: Imported) -> None:
        for one in made.doubts[:_SHOWN]:
            self.line(masked(told_in(one.what, self.lang)) + ":", style="yellow")
            for place, text in one.rows[:6]:
                self.line(said("  {place}: {text}", place=place, text=_short(text)))
        if (more := len(made.doubts) - _SHOWN) > 0:
            self.line(said("… and {n:more question} with two answers", n=more), style="dim")

    def _left(self, made: Imported) -> None:
        rows = [(source, one) for source in made.sources for one in made.left[source.file]]
        reasons = Counter(told_in(_reason(one), self.lang) for _, one in rows)
        if not reasons:
            return
        table = self._table("not taken", "rows", "for instance")
        for reason, times in reasons.most_common(_REASONS):
            source, first = next(pair for pair in rows if told_in(_reason(pair[1]), self.lang) == reason)
            place = said("{source}, {at}", source=source.file.name, at=at(source.unit, first.number))
            table.add_row(_cell(reason), number(times, self.lang), _cell(told_in(place, self.lang)))
        self.out.print(table)
        if (more := len(reasons) - _REASONS) > 0:
            self.line(said("… and {n:more reason}", n=more), style="dim")

    def _changed(self, made: Imported, *, update: bool) -> None:
        changed, gone = made.filed.changed, made.filed.gone
        if changed:
            then = said("overwritten") if update else said("left as it is; --update overwrites it")
            self.line(said("{n:case} changed in the source ({then}):", n=len(changed), then=then), style="yellow")
            for one in changed[:_SHOWN]:
                case, why = one.known.case, masked(told_in(one.why, self.lang))
                place = one.draft.question.place
                self.line(said("  {at} {name}: {why} ({place})", at=case.place, name=case.id, why=why, place=place))
            self._more(len(changed))
        if gone:
            what = said(
                "{n:case} of these sources that they ask no more; delete what is not meant to stay:", n=len(gone)
            )
            self.line(what)
            for old in gone[:_SHOWN]:
                self.line(f"  {old.case.place} {old.case.id}")
            self._more(len(gone))

    def _more(self, n: int) -> None:
        if n > _SHOWN:
            self.line(said("  … and {n} more", n=n - _SHOWN), style="dim")

    def _table(self, *heads: str) -> Table:
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
        for head in heads:
            justify = "right" if head in ("cases", "rows") else "left"
            table.add_column(self._word(head), overflow="fold", justify=justify)  # type: ignore[arg-type]
        return table

    def _word(self, text: str) -> str:
        return told_in(said(text), self.lang)


def _reason(one: LeftOut) -> str:
    """The reason without what differs from row to row."""
    template = one.why.template if isinstance(one.why, Said) else ""
    why = said(_SHARED[template]) if template in _SHARED else one.why
    return said("in part: {why}", why=why) if one.part else why


def _counts(made: Imported, left_files: Mapping[Path, Path], *, written: bool) -> Iterator[str]:
    """The sum: every row is a case, joined to one, or left out."""
    filed = made.filed
    rows = sum(source.rows for source in made.sources)
    left = sum(not one.part for some in made.left.values() for one in some)
    sides = Counter(draft.split for draft in made.drafts)
    languages = Counter(draft.language for draft in made.drafts)
    units = {source.unit for source in made.sources}
    parts = [
        said("{n:new case}", n=len(filed.new)),
        *([said("{n} unchanged", n=len(filed.unchanged))] if filed.unchanged else []),
        *([said("{n} changed", n=len(filed.changed))] if filed.changed else []),
        *([said("{n} joined to another's case", n=made.joined)] if made.joined else []),
        said("{n} left out", n=left),
    ]
    whole = counted_as(rows, units.pop() if len(units) == 1 else "row")
    yield said("{rows} = {parts}", rows=whole, parts=joined(" + ", parts))
    if made.drafts:
        told = ", ".join(f"{n} {code}" for code, n in languages.most_common())
        groups = Counter(draft.cluster for draft in made.drafts if draft.cluster)
        of = said("{gate} gate, {dev} dev; {languages}", gate=sides["gate"], dev=sides["dev"], languages=told)
        apart = said("{of}; {n:group} of paraphrases, each on one side", of=of, n=len(groups))
        yield apart if groups else of
    for source in made.sources:
        if some := made.left[source.file]:
            what = counted_as(len({one.number for one in some}), source.unit)
            whose, file = source.file.name, relative(left_files[source.file])
            yield (
                said("{rows} of {source}, with the reasons: {file}", rows=what, source=whose, file=file)
                if written
                else said(
                    "{rows} of {source}, with the reasons: {file} (to be written)", rows=what, source=whose, file=file
                )
            )


def _short(text: str, most: int = 2 * _CELL) -> str:
    line = masked(" ".join(text[: 8 * most].split()))
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _cell(text: str) -> Text:
    return Text(_clean(_short(text, _CELL)))


def _samples(cells: Sequence[str]) -> Text:
    return Text("\n").join(map(_cell, cells)) if cells else Text("")


def _clean(text: str) -> str:
    return "".join(sign if sign.isprintable() or sign in "\n\u00a0\u202f" else "\ufffd" for sign in text)
