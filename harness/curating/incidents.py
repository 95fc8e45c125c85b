"""A complaint made a critical case: one that fails on the reply that was wrong, shown before it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pydantic

from harness.case_files import cases_of
from harness.cases import CRITICAL, Case
from harness.checks import CheckError, Given, bind
from harness.checks.text import fold, numbers
from harness.curating.case_editing import CaseFile
from harness.curating.yaml_lines import block, block_case
from harness.lint._said import said
from harness.manifest import write_atomic
from harness.report.text import language
from harness.settings import Settings
from harness.source import SourceError, read_yaml, validate
from harness.suite_patterns import file_for, patterns_of

__all__ = ["Complaint", "Proof", "Proposal", "place_for", "propose", "prove", "read_complaints", "shown", "write_case"]


class Complaint(pydantic.BaseModel):
    """What a customer asked, what the model said, and what was wrong with it. Keys of `--from FILE`."""

    model_config = pydantic.ConfigDict(extra="forbid")
    question: str | None = None
    messages: list[dict[str, str]] | None = None
    bad: str
    wrong: str = ""
    good: str | None = None
    context: list[str] = []
    expect: list[Any] = []
    never: list[str] = []
    suite: str | None = None
    id: str | None = None
    file: str | None = None

    @property
    def given(self) -> Given:
        """What the model had before it, without the system prompt."""
        turns = [turn.get("content", "") for turn in self.messages or [] if turn.get("role") == "user"]
        asked = [self.question or "", *turns] if self.question else turns
        return Given(
            prompt=asked[-1] if asked else "", context="\n".join(self.context), earlier="\n\n".join(asked[:-1])
        )

    @property
    def expectation(self) -> list[dict[str, Any]]:
        """What is asked of a reply, as a case writes it."""
        told = [one if isinstance(one, dict) else {str(one): None} for one in self.expect]
        return [*told, *([{"keywords": {"none_of": self.never}}] if self.never else [])]


@dataclass(frozen=True, slots=True)
class Proposal:
    """An expectation that the bad reply misses and the good one meets; and why it misses."""

    expect: dict[str, Any]
    why: str


@dataclass(slots=True)
class Proof:
    """What an expectation says of both replies."""

    caught: list[str] = field(default_factory=list)
    """Why the bad reply misses, by each check that it misses."""
    let_by: list[str] = field(default_factory=list)
    """Checks that the bad reply passes, with what they say."""
    refused: list[str] = field(default_factory=list)
    """Why the good reply misses; empty where it passes, or there is none."""


def read_complaints(file: Path) -> list[Complaint]:
    """Complaints from YAML or JSON: one, or a list of them.

    Raises:
        SourceError: it can't be read, a key is unknown or missing.
    """
    located = read_yaml(file)
    if not isinstance(located.data, list):
        return [validate(Complaint, located)]
    return [validate(Complaint, located, at=(i,), data=one) for i, one in enumerate(located.data)]


def prove(complaint: Complaint, system: str = "") -> Proof:
    """Hold both replies to the complaint's expectation.

    Raises:
        SourceError: an unknown check, arguments that it does not take, or one that an embedding model would judge.
    """
    proof = Proof()
    given = _under(complaint.given, system)
    for one in complaint.expectation:
        for name, arguments in one.items():
            passed, why = _verdict(name, arguments, complaint.bad, given)
            (proof.let_by if passed else proof.caught).append(f"{name}: {why}")
            if complaint.good is not None:
                good, reason = _verdict(name, arguments, complaint.good, given)
                proof.refused += [] if good else [f"{name}: {reason}"]
    return proof


def propose(complaint: Complaint, system: str = "") -> list[Proposal]:
    """Expectations that catch the bad reply and let the good one pass, the most telling first."""
    given, found = _under(complaint.given, system), list[Proposal]()
    for expect in _candidates(complaint):
        [(name, arguments)] = expect.items()
        try:
            passed, why = _verdict(name, arguments, complaint.bad, given)
            good = complaint.good is None or _verdict(name, arguments, complaint.good, given)[0]
        except SourceError:
            continue
        if good and not passed:
            found.append(Proposal(expect, why))
    return found


_RULES = (
    "no_promises",
    "no_promised_dates",
    "no_personal_data",
    "no_secrets",
    "no_insults",
    "keeps_system_prompt",
    "placeholders",
    "repetition",
    "repeats_prompt",
)


def _candidates(complaint: Complaint) -> Iterator[dict[str, Any]]:
    yield from ({name: None} for name in _RULES)
    if complaint.context:
        yield {"grounded": None}
    yield {"language": language(complaint.given.prompt)}
    yield from ({"refuses": wanted} for wanted in (True, False) if complaint.good is not None)
    said = complaint.good or ""
    for number in _numbers(said, not_in=complaint.bad):
        yield {"number": number}
    known = complaint.given.text + "\n" + said
    if never := [written for written in _written(complaint.bad) if fold(written) not in fold(known)]:
        yield {"keywords": {"none_of": never[:3]}}
    if complaint.good and len(complaint.good.split()) <= 8:
        yield {"answer": {"any_of": [complaint.good.strip().rstrip(".!")]}}


def _numbers(text: str, *, not_in: str) -> Iterator[float | int]:
    others = {value for found in numbers(not_in) for value in found.values}
    for found in numbers(text):
        value = found.values[0]
        if value not in others:
            yield int(value) if value == int(value) else float(value)


def _written(text: str) -> list[str]:
    """Numbers as they stand in the reply, with the word behind them: what must not be said again."""
    told = []
    for found in numbers(text):
        start, end = found.span
        behind = text[end:].split(maxsplit=1)
        unit = behind[0].strip(".,;:!?)") if behind and text[end : end + 1] in " \u00a0%" else ""
        told.append(f"{text[start:end]} {unit}".strip() if unit.isalpha() else text[start:end])
    return list(dict.fromkeys(told))


def _verdict(name: str, arguments: Any, reply: str, given: Given) -> tuple[bool, str]:
    try:
        bound = bind(name, arguments)
        if bound.compared:
            what = "check “{name}” takes an embedding model; an incident is proven without one: take another check"
            raise SourceError(said(what, name=name))
        verdict = bound.judge(reply, given)
    except CheckError as e:
        raise SourceError(str(e)) from e
    return verdict.passed, verdict.reason


def _under(given: Given, system: str) -> Given:
    return Given(prompt=given.prompt, context=given.context, system=system, earlier=given.earlier)


def place_for(complaint: Complaint, root: Path, settings: Settings) -> tuple[str, Path]:
    """The suite and the file that the case goes to: those that are named, else the only suite, or `golden`.

    Raises:
        SourceError: there is no such suite, none can be told, or no file that it reads can be named.
    """
    every = patterns_of(root / settings.suites).items()
    patterns = {name: found for name, found in every if found and "/" not in name}  # of a family no case is critical
    names = ", ".join(sorted(patterns))
    suite = complaint.suite or (
        "golden" if "golden" in patterns else next(iter(patterns)) if len(patterns) == 1 else None
    )
    if suite is None:
        none = said("--suite says which suite the case belongs to: there is none yet")
        raise SourceError(said("--suite says which suite the case belongs to: {names}", names=names) if names else none)
    if suite not in patterns:
        what = "--suite {suite}: no suite that reads case files is called so (there are: {names})"
        raise SourceError(said(what, suite=suite, names=names or "–"))
    golden = root / settings.golden
    if complaint.file is not None:
        named = root / complaint.file
        return suite, named if named.is_relative_to(golden) else golden / complaint.file
    made = file_for(patterns[suite], f"incidents.{language(complaint.given.prompt)}.gate")
    if made is None:
        raise SourceError(
            said(
                "--file says which file under {folder} (the suite reads {patterns})",
                folder=str(settings.golden),
                patterns=", ".join(patterns[suite]),
            )
        )
    return suite, golden / made


def write_case(complaint: Complaint, suite: str, file: Path, taken: Sequence[Case]) -> Case:
    """Add the case to the file, which is made where it is not there yet; the case as it was written.

    Raises:
        SourceError: the file is of another suite or split, the id is taken, or it can't be written.
    """
    ids = {case.id for case in taken if case.suite == suite}
    entry = _entry(complaint, complaint.id or _free(ids))
    if entry["id"] in ids:
        raise SourceError(said("--id {name}: the suite {suite} has a case of that id", name=entry["id"], suite=suite))
    if file.is_file():
        before = [case for case in taken if case.file.resolve() == file.resolve()]
        if other := next((case for case in before if (case.suite, case.split) != (suite, "gate")), None):
            what = "holds cases of {suite}, {split} split: name another --file"
            raise SourceError(said(what, suite=other.suite, split=other.split), file=file)
        opened = CaseFile.open(file)
        opened.add_case(entry)
        return opened.save(entry["id"])
    head = f"# What once went wrong, and must not again.\nsuite: {suite}\nsplit: gate\n"
    text = f"{head}tags: [{language(complaint.given.prompt)}]\ncases:\n{block_case(entry)}\n"
    made = cases_of(file, text)[0]
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(file, text.encode())
    except OSError as e:
        raise SourceError(said("can't be written: {why}", why=e.strerror or str(e)), file=file) from e
    return made


def _entry(complaint: Complaint, id_: str) -> Mapping[str, Any]:
    entry: dict[str, Any] = {"id": id_}
    if complaint.wrong:
        entry["title"] = " ".join(complaint.wrong.split())
    if complaint.question:
        entry["prompt"] = complaint.question
    else:
        entry["messages"] = complaint.messages
    if complaint.context:
        entry["context"] = complaint.context
    return entry | {"expect": complaint.expectation, "tags": [CRITICAL]}


def _free(ids: set[str]) -> str:
    day = date.today().isoformat()
    return next(name for n in range(1, 1_000) if (name := f"incident-{day}-{n:02}") not in ids)


def shown(proposal: Proposal) -> str:
    """An expectation as a case writes it."""
    [(name, arguments)] = proposal.expect.items()
    return name if arguments is None else f"{name}: {block(arguments)}"
