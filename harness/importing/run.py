"""An import from sources to files: read, understood, each question once, a check each, dev or gate, filed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from harness.importing.clusters import clusters, pairs
from harness.importing.columns import ROLES, Roles, by_language, guess
from harness.importing.doubles import Doubt, contradiction, settle
from harness.importing.drafts import Draft, drafted, named
from harness.importing.existing import Known, known_cases
from harness.importing.filing import Filed, filed
from harness.importing.lm_eval_task import read_task
from harness.importing.names import digest
from harness.importing.promptfoo import read_promptfoo
from harness.importing.questions import Question, questions_of, shown, translated
from harness.importing.rarity import Rarity
from harness.importing.reading import kind_of, read_table
from harness.importing.rows import Column, LeftOut, Table
from harness.importing.splitting import split
from harness.lint._said import said
from harness.source import SourceError

__all__ = ["Imported", "Source", "bring", "read_source"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source as it was understood: its questions, and what of it is not taken.

    `table` and `roles` are of a source with columns; another has neither.
    """

    file: Path
    unit: str
    rows: int
    questions: tuple[Question, ...]
    left: tuple[LeftOut, ...]
    notes: tuple[str, ...] = ()
    table: Table | None = None
    roles: Roles | None = None

    @property
    def name(self) -> str:
        """As the cases' comments call it: the file's name, and the sheet where one was asked for."""
        return self.table.name if self.table is not None else self.file.name

    @property
    def delimiter(self) -> str:
        """Between the cells of what is left out."""
        return self.table.delimiter if self.table is not None else ","

    @property
    def heads(self) -> list[str]:
        """The headings of its columns."""
        return [column.name or column.key for column in self.table.columns] if self.table is not None else []

    def cells(self, number: int) -> Mapping[str, str]:
        """The cells of the row with this number, by their headings."""
        if self.table is None:
            found = next((one for one in self.questions if one.number == number), None)
            return {"question": found.prompt, "answer": found.told} if found is not None else {}
        return next((shown(self.table, row) for row in self.table.rows if row.number == number), {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import comes to; nothing is written yet."""

    sources: tuple[Source, ...]
    drafts: tuple[Draft, ...]
    left: Mapping[Path, Sequence[LeftOut]]
    joined: int
    doubts: tuple[Doubt, ...]
    filed: Filed

    @property
    def kinds(self) -> Counter[str]:
        """How many cases there are of each kind of answer."""
        return Counter(draft.kind for draft in self.drafts)


def read_source(file: Path, *, columns: Sequence[str] = (), sheet: str = "") -> Source:
    """Read a source of any kind.

    Raises:
        SourceError: not readable, or nobody can tell what its columns are.
    """
    if kind_of(file) == "yaml":
        if columns or sheet:
            raise SourceError(said("--column and --sheet go with tables, and this is YAML"), file=file)
        for read in (read_promptfoo, read_task):
            found = read(file)
            if found is not None:
                return Source(
                    file=file,
                    unit=found.unit,
                    rows=found.rows,
                    questions=found.questions,
                    left=found.left,
                    notes=found.notes,
                )
        raise SourceError(
            said("neither a promptfoo configuration (`tests:`) nor an lm-eval task (`doc_to_text:`)"), file=file
        )
    table = read_table(file, sheet)
    roles = guess(table, columns)
    languages = by_language(table, roles, columns)
    if languages:
        questions, left = translated(table, languages)
        codes = ", ".join(languages)
        notes = (*table.notes, said("{n:row} in {codes}, each language counted", n=len(table.rows), codes=codes))
        roles = {role: _columns(languages, role) for role in ROLES if _columns(languages, role)}
    else:
        questions, left = questions_of(table, roles)
        notes = table.notes
    rows = len(questions) + sum(not one.part for one in left)
    return Source(
        file=file, unit=table.unit, rows=rows, questions=tuple(questions), left=tuple(left), notes=notes, table=table,
        roles=roles,
    )  # fmt: skip


def _columns(languages: Mapping[str, Roles], role: str) -> tuple[Column, ...]:
    return tuple(dict.fromkeys(column for roles in languages.values() for column in roles.get(role, ())))


def bring(sources: Sequence[Source], folder: Path, *, suite: str, dev: float, update: bool) -> Imported:
    """Turn sources into cases: what is new, what stands there already, what was left out and why.

    Raises:
        SourceError: a case file that is there can't be read or added to.
    """
    asked = [one for source in sources for one in source.questions]
    # A question that stands in many rows is one witness of what words its answers have.
    distinct = {(digest(one.prompt, one.context), one.answers[0]) for one in asked if one.answers}
    rarity = Rarity(answer for _, answer in sorted(distinct))
    left: dict[Path, list[LeftOut]] = {source.file: list(source.left) for source in sources}
    by_file = {source.file: source for source in sources}

    def leave(some: Sequence[tuple[Question, str]]) -> None:
        for one, why in some:
            left[one.file].append(LeftOut(one.number, why, by_file[one.file].cells(one.number)))

    doubles = settle(asked, rarity)
    leave(doubles.left)
    questions, clashing = named(doubles.kept)
    leave(clashing)
    known = known_cases(folder, suite, [source.file for source in sources])
    questions, standing = _asked_already(questions, known)
    leave(standing)
    made, unfit = drafted(questions, rarity)
    leave(unfit)
    others = [_as_draft(old) for name, old in known.items() if name not in {draft.id for draft in made}]
    near = pairs([*made, *others])
    doubts = [*doubles.said, *_near(made, near, rarity)]
    where = {name: (old.case.split, old.case.cluster or "") for name, old in known.items()}
    drafts = split([*made, *others], clusters([*made, *others], near), dev, where)[: len(made)]
    ids: dict[str, set[str]] = {}
    for source in sources:
        ids.setdefault(source.name, set()).update(name for one in source.questions for _, name in named([one])[0])
    return Imported(
        sources=tuple(sources),
        drafts=tuple(drafts),
        left={file: sorted(some, key=lambda one: one.number) for file, some in left.items()},
        joined=len(doubles.joined),
        doubts=tuple(doubts),
        filed=filed(drafts, known, ids, folder, suite, update=update),
    )


def _asked_already(
    questions: Sequence[tuple[Question, str]], known: Mapping[str, Known]
) -> tuple[list[tuple[Question, str]], list[tuple[Question, str]]]:
    """The questions that no case of another id asks, and the others, with where that case stands."""
    asked = {digest(old.case.prompt, old.case.context): old.case for old in known.values()}
    new: list[tuple[Question, str]] = []
    left: list[tuple[Question, str]] = []
    for one, name in questions:
        case = asked.get(digest(one.prompt, one.context))
        if name in known or case is None or len(case.messages) > 1:
            new.append((one, name))
        else:
            why = said("asked already by the case {name} at {place}", name=case.id, place=case.place)
            left.append((one, why))
    return new, left


def _as_draft(old: Known) -> Draft:
    """A case that is there, to be compared with new ones."""
    case = old.case
    question = Question(
        file=case.file, unit="line", number=case.line, prompt=case.prompt, context=case.context,
        answers=(old.told,) if old.told else (),
    )  # fmt: skip
    expect = tuple({name: value} for name, value in case.expect)
    return Draft(question=question, id=case.id, language="", kind="", expect=expect, subject="", tags=())


def _near(drafts: Sequence[Draft], near: Sequence[tuple[int, int]], rarity: Rarity) -> list[Doubt]:
    """Questions of nearly the same words whose answers can't both be right."""
    doubts = []
    for i, j in near:
        if max(i, j) >= len(drafts):
            continue
        one, other = drafts[i].question, drafts[j].question
        if why := contradiction(one, replace(other, prompt=one.prompt), rarity):
            rows = ((one.place, f"{one.prompt} — {one.told}"), (other.place, f"{other.prompt} — {other.told}"))
            what = said(
                "nearly the same question has answers that can't both be right ({why}); both are taken", why=why
            )
            doubts.append(Doubt(what, rows))
    return doubts
