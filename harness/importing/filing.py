"""Which cases are new, unchanged or changed, and the files that come of it: loaded on trial, then written."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.case_files import load_cases
from harness.cases import Case
from harness.checks.text import fold
from harness.importing.drafts import DRAFT, Draft
from harness.importing.existing import Known, origin, taken_over, with_blocks
from harness.importing.names import digest
from harness.importing.rows import writing
from harness.importing.yaml_text import case_lines, flow
from harness.lint._said import said
from harness.manifest import canonical, write_atomic
from harness.source import SourceError, read_text, read_yaml

__all__ = ["Change", "Filed", "filed", "write"]

_MADE = (
    "# Made by `ckptgate cases import`. Import the source again when it has changed: new questions are added, and what",
    "# stands here stays. A case tagged `draft` begins with a check that no person has looked at.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A case whose source says something else than when it was imported."""

    known: Known
    draft: Draft
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """What an import comes to: the cases by what becomes of them, and the files' new texts."""

    new: tuple[Draft, ...]
    unchanged: tuple[Draft, ...]
    changed: tuple[Change, ...]
    gone: tuple[Known, ...]
    """Cases of the same sources that these no longer ask."""
    texts: Mapping[Path, str] = field(default_factory=dict)


def filed(
    drafts: Sequence[Draft],
    known: Mapping[str, Known],
    asked: Mapping[str, set[str]],
    folder: Path,
    suite: str,
    *,
    update: bool,
) -> Filed:
    """Sort the drafts into new, unchanged and changed ones, and make the files' texts.

    `asked`: by a source's name, the ids of all that it asks, what is left out included.

    Raises:
        SourceError: a file can't be added to, or would not load as it was meant.
    """
    new, unchanged, changed = [], [], []
    for draft in drafts:
        old = known.get(draft.id)
        if old is None:
            new.append(draft)
        elif why := _changed(old, draft):
            changed.append(Change(known=old, draft=draft, why=why))
        else:
            unchanged.append(draft)
    gone = tuple(old for name, old in known.items() if old.source in asked and name not in asked[old.source])
    texts = _texts(new, changed if update else [], known, folder, suite)
    _checked(texts, new, changed if update else [])
    return Filed(new=tuple(new), unchanged=tuple(unchanged), changed=tuple(changed), gone=gone, texts=texts)


def write(filed: Filed) -> None:
    """Write every file, each whole or not at all.

    Raises:
        SourceError: one can't be written.
    """
    for file, text in filed.texts.items():
        with writing(file):
            write_atomic(file, text.encode("utf-8"))


def _changed(old: Known, draft: Draft) -> str:
    """What the source says otherwise now; empty: nothing that counts."""
    case, question = old.case, draft.question
    if digest(case.prompt, case.context) != digest(question.prompt, question.context):
        return said("asked “{was}”, asks “{now}”", was=_short(case.prompt), now=_short(question.prompt))
    told = " ".join(question.told.split())
    if not old.told:
        same = canonical([{name: value} for name, value in case.expect]) == canonical(list(draft.expect))
        return "" if same else said("expects something else than would be imported now")
    if fold(old.told) == fold(told):
        return ""
    return said("said “{was}”, says “{now}”", was=_short(old.told), now=_short(told))


def _short(text: str, most: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _case(draft: Draft, tags: Sequence[str], kept: Mapping[str, Any]) -> dict[str, Any]:
    question = draft.question
    case: dict[str, Any] = {"id": draft.id, **({"title": kept["title"]} if "title" in kept else {})}
    if question.context:
        case["context"] = question.context[0] if len(question.context) == 1 else list(question.context)
    case["prompt"] = question.prompt
    if question.choices:
        case["choices"] = list(question.choices)
        case |= {"choice_by": question.choice_by} if question.choice_by != "total" else {}
    case["expect"] = [dict(one) for one in draft.expect]
    case |= {key: value for key, value in kept.items() if key not in case and key not in ("tags", "title")}
    if draft.cluster and "cluster" not in case:
        case["cluster"] = draft.cluster
    case["tags"] = list(dict.fromkeys([*kept.get("tags", ()), *tags, DRAFT]))
    return case


def _texts(
    new: Sequence[Draft], changed: Sequence[Change], known: Mapping[str, Known], folder: Path, suite: str
) -> dict[Path, str]:
    added: dict[Path, list[Draft]] = {}
    for draft in new:
        file = folder / f"{draft.subject}.{draft.language}.{draft.split}.yaml"
        added.setdefault(file, []).append(draft)
    replaced: dict[Path, list[Change]] = {}
    for change in changed:
        replaced.setdefault(change.known.case.file, []).append(change)
    made = {}
    for file in dict.fromkeys([*added, *replaced]):
        if file.exists():
            made[file] = _extended(file, added.get(file, []), replaced.get(file, []), suite)
        else:
            made[file] = _fresh(added[file], suite)
    return made


def _fresh(drafts: Sequence[Draft], suite: str) -> str:
    first = drafts[0]
    shared = [one for one in first.tags if all(one in draft.tags for draft in drafts)]
    head = [first.language, *shared]
    lines = [*_MADE, f"suite: {suite}", f"split: {first.split}", f"tags: {flow(head)}", "cases:"]
    for draft in drafts:
        lines += _lines(draft, head, {})
    return "\n".join(lines) + "\n"


def _lines(draft: Draft, head: Sequence[str], kept: Mapping[str, Any]) -> list[str]:
    tags = [one for one in (draft.language, *draft.tags) if one not in head]
    return case_lines(_case(draft, tags, kept), origin(draft.question.place, draft.question.told))


def _extended(file: Path, added: Sequence[Draft], replaced: Sequence[Change], suite: str) -> str:
    cases = load_cases([file])
    data = read_yaml(file).data
    if added and (data["suite"] != suite or data["split"] != added[0].split):
        raise SourceError(
            said(
                "is of suite {old} and split {its}, and new cases are of {suite} and {split}: import into another "
                "folder (--into)",
                old=data["suite"],
                its=data["split"],
                suite=suite,
                split=added[0].split,
            ),
            file=file,
        )
    head = data.get("tags", [])
    blocks = {one.draft.id: _lines(one.draft, head, taken_over(one.known)) for one in replaced}
    lines = [line for draft in added for line in _lines(draft, head, {})]
    return with_blocks(read_text(file), cases, blocks, lines)


def _checked(texts: Mapping[Path, str], new: Sequence[Draft], changed: Sequence[Change]) -> None:
    """Load what would be written, and see that it is what was meant and that all that stood there stays."""
    meant = {draft.id: draft for draft in (*new, *(one.draft for one in changed))}
    with tempfile.TemporaryDirectory() as folder:
        for i, (file, text) in enumerate(texts.items()):
            copy = Path(folder) / str(i) / file.name
            copy.parent.mkdir()
            copy.write_text(text, encoding="utf-8")
            for part in file.parent.glob("_*"):
                if part.is_file():
                    (copy.parent / part.name).write_bytes(part.read_bytes())
            try:
                loaded = {case.id: case for case in load_cases([copy])}
            except SourceError as e:
                raise SourceError(
                    said("can't be added to: {why}; is its list of cases in block style?", why=e.what), file=file
                ) from e
            before = {case.id: case for case in load_cases([file])} if file.exists() else {}
            lost = [name for name in before if name not in meant and not _same(before[name], loaded.get(name))]
            wrong = [name for name, case in loaded.items() if name in meant and not _as_meant(case, meant[name])]
            if lost or wrong:
                what = said("can't be added to without changing “{name}”: mend it by hand", name=(lost or wrong)[0])
                raise SourceError(what, file=file)


def _same(old: Case, new: Case | None) -> bool:
    return new is not None and new.digest == old.digest


def _as_meant(case: Case, draft: Draft) -> bool:
    expect = canonical([{name: value} for name, value in case.expect])
    return (
        case.prompt == draft.question.prompt
        and case.context == draft.question.context
        and expect == canonical([dict(one) for one in draft.expect])
    )
