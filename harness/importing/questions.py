"""What a row asks and what it takes for right, once it is known which column is what."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from harness.cases import ChoiceBy
from harness.importing.columns import Roles
from harness.importing.rows import MOST_CHARS, LeftOut, Row, Table, at
from harness.lint._damage import damage
from harness.lint._said import Said, said

__all__ = ["Question", "questions_of", "shown", "translated"]

_PLACEHOLDER = re.compile(
    r"[\W_]*(?:todo|tbd|tba|n/?a|none|null|nan|xxx|нет данных|уточнить|заполнить|н/?д)?[\W_]*", re.I
)
_LIST = re.compile(r"\s*\[.*\]\s*", re.DOTALL)
_APART = re.compile(r"\s*[;|\n]\s*")
_BARE_CHARS = 120
_SLASH = re.compile(r"\s/\s")
_DAMAGED = {
    "was read in a wrong encoding": (
        "the {what} is damaged: it was read in a wrong encoding (“{piece}”); save the source as UTF-8"
    ),
    "has lost characters": "the {what} is damaged: it has lost characters (“{piece}”)",
}
"""What of a text's damage no person could mend by looking at the case."""
_NOTHING = "neither a question nor an answer"
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with its accepted answers, and where it stands.

    Attributes:
        source: what it is called; empty: the file's name.
        unit, number: as a person finds it: `row` 14, `line` 14, `test` 3.
        answers: accepted ones, the first the source's main one.
        expect: checks that the source itself names; empty: they are chosen by the answers.
        given_id: the source's own id.
        choices: where the model chooses and does not write.
    """

    file: Path
    source: str = ""
    unit: str
    number: int
    prompt: str
    answers: tuple[str, ...]
    expect: tuple[Mapping[str, Any], ...] = ()
    given_id: str = ""
    subject: str = ""
    tags: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    language: str = ""
    choices: tuple[str, ...] = ()
    choice_by: ChoiceBy = "total"

    checks: str = ""
    """How the source writes those that it names itself."""

    @property
    def told(self) -> str:
        """What the source takes for right, in its own words."""
        return self.checks or " | ".join(self.answers)

    @property
    def place(self) -> Said:
        """`questions.xlsx, row 14`."""
        return said("{source}, {at}", source=self.source or self.file.name, at=self.at)

    @property
    def at(self) -> Said:
        """`row 14`."""
        return at(self.unit, self.number)


def questions_of(table: Table, roles: Roles) -> tuple[list[Question], list[LeftOut]]:
    """The rows as questions, and those that can't be any."""
    questions, left = [], []
    for row in table.rows:
        made = _question(table, row, roles)
        if isinstance(made, str):
            left.append(LeftOut(row.number, made, shown(table, row)))
        else:
            questions.append(made)
    return questions, left


def translated(table: Table, languages: Mapping[str, Roles]) -> tuple[list[Question], list[LeftOut]]:
    """The questions of a table that asks each in several languages; a row without one of them is asked in the others.

    `languages`: the columns by language code. What is not taken of a row that is has that language as its part.
    """
    questions, left = [], []
    for row in table.rows:
        made = {code: _question(table, row, roles) for code, roles in languages.items()}
        found = {code: one for code, one in made.items() if not isinstance(one, str)}
        cells = shown(table, row)
        for code, one in made.items():
            if not isinstance(one, str):
                named = f"{one.given_id}-{code}" if one.given_id else ""
                questions.append(replace(one, language=code, given_id=named))
            elif found and one != _NOTHING:
                left.append(LeftOut(row.number, one, cells, part=code))
        if not found:
            left.append(LeftOut(row.number, _why_none(made), cells))
    return questions, left


def _why_none(made: Mapping[str, Question | str]) -> str:
    """Why none of a row's languages is taken: the first reason that is more than that nothing is there."""
    reasons = [one for one in made.values() if isinstance(one, str)]
    return next((one for one in reasons if one != _NOTHING), reasons[0])


def shown(table: Table, row: Row) -> dict[str, str]:
    """The row's cells by their headings, as they go into the file of what was left out."""
    names = {column.key: column.name or column.key for column in table.columns}
    return {
        names.get(key, key): cell if isinstance(cell, str) else json.dumps(list(cell), ensure_ascii=False)
        for key, cell in row.cells.items()
        if cell
    }


def _question(table: Table, row: Row, roles: Roles) -> Question | str:
    """The row's question, or why it has none."""
    if row.fault:
        return row.fault
    (asked,), (answered,) = roles["question"], roles["answer"]
    for what, column in (("the question: {why}", asked), ("the answer: {why}", answered)):
        if column.key in row.faults:
            return said(what, why=row.faults[column.key])
    prompt = _text(row.cells.get(asked.key, ""))
    answers = _answers(row.cells.get(answered.key, ""))
    for column in roles.get("alternatives", ()):
        answers += [one for text in _texts(row.cells.get(column.key, "")) for one in _APART.split(text)]
    answers = list(dict.fromkeys(text for one in answers if (text := one.strip()) and not _PLACEHOLDER.fullmatch(text)))
    written = _text(row.cells.get(answered.key, ""))
    if not prompt:
        return said("no question") if answers or written else said(_NOTHING)
    if not answers:
        return said("no answer") if not written else said("no answer, but “{text}” in its place", text=written[:40])
    if why := _unfit(prompt, answers):
        return why
    return Question(
        file=table.file,
        source=table.name,
        unit=table.unit,
        number=row.number,
        prompt=prompt,
        answers=tuple(answers),
        given_id=_cell(row, roles, "id"),
        subject=_cell(row, roles, "subject"),
        tags=tuple(
            one
            for column in roles.get("tags", ())
            for text in _texts(row.cells.get(column.key, ""))
            for one in re.split(r"\s*[;,|\n]\s*", text)
            if one
        ),
        context=tuple(t for c in roles.get("context", ()) for text in _texts(row.cells.get(c.key, "")) if (t := text)),
        language=_cell(row, roles, "language"),
    )


def _unfit(prompt: str, answers: Sequence[str]) -> str:
    for what, text in ((said("question"), prompt), *((said("answer"), one) for one in answers)):
        if len(text) > MOST_CHARS:
            return said(
                "the {what} has {n:character}, {most} at most are taken", what=what, n=len(text), most=MOST_CHARS
            )
        if found := _CONTROLS.search(text):
            code = f"U+{ord(found[0]):04X}"
            return said("the {what} holds {code}, which is no character of a text", what=what, code=code)
        if "\ufffd" in text:
            return said("the {what} is damaged: it holds U+FFFD, which stands for a lost letter", what=what)
        if harm := next(((how, span) for how, span in damage(text) if how in _DAMAGED), None):
            how, (start, end) = harm
            return said(_DAMAGED[how], what=what, piece=text[max(0, start - 10) : end + 10])
    if not re.search(r"\w", prompt):
        return said("the question has no letter and no digit")
    if not any(re.search(r"\w", one) for one in answers):
        return said("the answer has no letter and no digit")
    return ""


def _cell(row: Row, roles: Roles, role: str) -> str:
    return _text(row.cells.get(roles[role][0].key, "")) if roles.get(role) else ""


def _text(cell: str | Sequence[str]) -> str:
    return cell if isinstance(cell, str) else ", ".join(cell)


def _texts(cell: str | Sequence[str]) -> list[str]:
    if not isinstance(cell, str):
        return list(cell)
    return _as_list(cell) or ([cell] if cell else [])


def _answers(cell: str | Sequence[str]) -> list[str]:
    """The accepted answers in a cell: a list, texts with bars or slashes between them (Paris / Париж), or one text."""
    if not isinstance(cell, str):
        return list(cell)
    if (found := _as_list(cell)) is not None:
        return found
    parts = cell.split("|")
    if len(parts) > 1 and all(0 < len(part.strip()) <= _BARE_CHARS for part in parts) and "\n" not in cell:
        return parts
    parts = [part.strip() for part in _SLASH.split(cell)]
    if 1 < len(parts) <= 4 and all(len(part) > 2 and len(part.split()) <= 4 for part in parts):
        return parts
    return [cell] if cell else []


def _as_list(cell: str) -> list[str] | None:
    """The texts of a list that a program wrote into a cell: `["a", "b"]`, `['a', 'b']`."""
    if len(cell) > MOST_CHARS or not _LIST.fullmatch(cell):
        return None
    for read in (json.loads, ast.literal_eval):
        try:
            value = read(cell)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
            return value
    return None
