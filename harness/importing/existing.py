"""Cases that are in files already: what the source said when each was imported, and how one is added or replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.case_files import load_cases
from harness.cases import Case
from harness.importing.yaml_text import comment
from harness.lint._said import said
from harness.parts import is_part
from harness.source import SourceError, read_text, read_yaml

__all__ = ["ANSWER", "FROM", "Known", "known_cases", "origin", "taken_over", "with_blocks"]

FROM = "from"
ANSWER = "answer"
_COMMENT = re.compile(r"\s*# ?(?P<text>.*?)\s*")
_FROM = re.compile(rf"{FROM} (?P<name>.+), [a-z]+ \d+")
_KEPT = ("title", "kind", "skill", "bare", "guided", "variants", "choices", "choice_by")
"""Keys of a case that its source says nothing of: they stay when the case is imported again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A case of a file, and what its comments say of where it came from; empty where they are gone."""

    case: Case
    source: str
    told: str


def origin(place: str, told: str) -> list[str]:
    """The comments of a case: where it stands in its source, and what is right there."""
    return [f"{FROM} {' '.join(place.split())}", *(comment(ANSWER, told) if told else [])]


def known_cases(folder: Path, suite: str, aside: Sequence[Path] = ()) -> dict[str, Known]:
    """The suite's cases in the files of a folder and those below it, by id; the sources that lie there are none.

    Raises:
        SourceError: a file holds a mistake, or an id twice.
    """
    if not folder.exists():
        return {}
    if not folder.is_dir():
        raise SourceError(said("is no folder: --into names one"), file=folder)
    sources = {file.resolve() for file in aside}
    files = sorted(p for p in folder.rglob("*") if p.suffix in (".yaml", ".yml", ".jsonl") and not is_part(p))
    files = [file for file in files if file.resolve() not in sources]
    found: dict[str, Known] = {}
    for file in files:
        cases = load_cases([file])
        lines = read_text(file).split("\n") if file.suffix != ".jsonl" else []
        for case, (start, end) in zip(cases, _spans(cases, len(lines)), strict=True):
            if case.suite != suite:
                continue
            if case.id in found:
                raise SourceError(
                    said(
                        "the id “{name}” stands twice in the suite {suite}: first at {place}",
                        name=case.id, suite=suite, place=found[case.id].case.place,
                    ),
                    file=file, line=case.line,
                )  # fmt: skip
            source, told = _told(lines[start:end])
            found[case.id] = Known(case=case, source=source, told=told)
    return found


def _spans(cases: Sequence[Case], lines: int) -> Iterator[tuple[int, int]]:
    """The lines of each case of a file, from 0; the last case's go on to the end."""
    starts = [case.line - 1 for case in cases]
    yield from zip(starts, [*starts[1:], lines][: len(starts)], strict=True)


def _told(lines: Sequence[str]) -> tuple[str, str]:
    source, told, going_on = "", [], False
    for line in lines:
        found = _COMMENT.fullmatch(line)
        if found is None:
            going_on = False
            continue
        text = found["text"]
        if where := _FROM.fullmatch(text):
            source, going_on = where["name"], False
        elif text.startswith(f"{ANSWER}: "):
            told, going_on = [text.removeprefix(f"{ANSWER}: ")], True
        elif going_on and text.startswith("  "):
            told.append(text.strip())
        else:
            going_on = False
    return source, " ".join(" ".join(told).split())


def taken_over(known: Known) -> dict[str, Any]:
    """What of a case as it is written stays when its source's words replace the rest."""
    file, line = known.case.file, known.case.line
    if file.suffix == ".jsonl":
        raise SourceError(said("--update changes YAML only: change this case by hand"), file=file, line=line)
    located = read_yaml(file)
    for i, entry in enumerate(located.data["cases"]):
        if located.line(("cases", i)) == line:
            return {key: entry[key] for key in (*_KEPT, "tags", "cluster") if key in entry}
    what = said("the case “{name}” is no longer where it was: start again", name=known.case.id)
    raise SourceError(what, file=file, line=line)


def own_comments(lines: Sequence[str]) -> list[str]:
    """The comments of a case that a person wrote."""
    kept, ours = [], False
    for line in lines:
        found = _COMMENT.fullmatch(line)
        if found is None:
            ours = False
        elif _FROM.fullmatch(found["text"]) or found["text"].startswith(f"{ANSWER}: "):
            ours = True
        elif not (ours and found["text"].startswith("  ")):
            ours = False
            kept.append(found["text"].strip())
    return kept


def with_blocks(text: str, cases: Sequence[Case], replaced: Mapping[str, Sequence[str]], added: Sequence[str]) -> str:
    """The text of a case file with the lines of some cases replaced and others added; all else stays as it is.

    `replaced` are lines of list items by id, `added` those of new ones, both without indentation.
    """
    lines = text.split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    column = len(lines[cases[0].line - 1]) - len(lines[cases[0].line - 1].lstrip()) if cases else 0
    indent = " " * column
    for case, (start, end) in reversed(list(zip(cases, _spans(cases, len(lines)), strict=True))):
        if case.id in replaced:
            while end > start + 1 and _belongs_to_next(lines[end - 1], column):
                end -= 1
            own = [f"{indent}  # {one}" for one in own_comments(lines[start:end])]
            first, *rest = (f"{indent}{line}" if line else "" for line in replaced[case.id])
            lines[start:end] = [first, *own, *rest]
    lines += [f"{indent}{line}" if line else "" for line in added]
    return "\n".join(lines) + "\n"


def _belongs_to_next(line: str, column: int) -> bool:
    """A blank line, or a comment that is not indented as the case's own lines are."""
    bare = line.lstrip()
    return not bare or (bare.startswith("#") and len(line) - len(bare) <= column)
