"""Case files: YAML or JSONL under `golden/`, checked as they are read."""

from __future__ import annotations

import glob
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from harness.cases import Case, ChoiceBy, Kind, Message, Split, Text
from harness.manifest import canonical, digest_of
from harness.parts import Parts, is_part
from harness.source import Located, SourceError, read_jsonl, read_yaml, validate
from harness.variants import KINDS, Variant, automatic

__all__ = ["AUTO", "Entry", "Header", "case_files", "cases_of", "every_case_file", "load_cases"]

AUTO = "auto"
"""Among a case's `variants:`: those that are made by themselves."""


def _named(value: str, most: int) -> str:
    """A name becomes a part of pytest's ids and of addresses: it has to be typed at any prompt."""
    if len(value) > most or not re.fullmatch(r"[a-z0-9][a-z0-9._-]*", value):
        shown = value if len(value) <= 60 else f"{value[:59]}…"
        raise ValueError(
            f"{shown!r} is no name: small Latin letters, digits, '.', '_' and '-', a letter or digit first, {most} at "
            "most (`title:` may be any text)"
        )
    return value


Id = Annotated[str, AfterValidator(partial(_named, most=80))]
Tag = Annotated[str, AfterValidator(partial(_named, most=40))]


def _listed(value: Any) -> Any:
    """One document may stand without a list."""
    return [value] if isinstance(value, str | dict) else value


def _kind(name: str) -> str:
    if name not in KINDS:
        raise ValueError(f"no variant {name!r} makes itself (known: {', '.join(KINDS)})")
    return name


class _Automatic(BaseModel):
    """`auto: [typo, greeting]` among a case's variants: only these make themselves."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    auto: list[Annotated[str, AfterValidator(_kind)]] = Field(min_length=1)


def _wording(value: Any) -> Any:
    """A text or a choice of automatic variants, told apart before either complains of the other's form."""
    return _Automatic.model_validate(value) if isinstance(value, dict) else value


Wording = Annotated[Text | _Automatic, BeforeValidator(_wording)]


def _one_key(value: Any) -> Any:
    if isinstance(value, str):
        return {value: None}
    if isinstance(value, dict) and len(value) == 1:
        return value
    raise ValueError("each expectation is one check: `- max_words: 60`")


class Header(BaseModel):
    """A case file: what holds for all of its cases, and the cases."""

    model_config = ConfigDict(extra="forbid")
    suite: Id
    split: Split
    bare: bool = False
    kind: Kind | None = None
    skill: Tag | None = None
    tags: list[Tag] = []
    cluster: Tag | None = None
    cases: list[dict[str, Any]]


class Entry(BaseModel):
    """A case as a file has it."""

    model_config = ConfigDict(extra="forbid")
    id: Id
    title: str | None = None
    prompt: Text | None = None
    messages: list[Message] | None = Field(default=None, min_length=1)
    context: Annotated[list[Text], BeforeValidator(_listed)] = []
    expect: list[Annotated[dict[str, Any], BeforeValidator(_one_key)]] = Field(min_length=1)
    variants: Annotated[list[Wording], BeforeValidator(_listed)] = []
    choices: list[Text] | None = Field(default=None, min_length=2)
    choice_by: ChoiceBy = "total"
    guided: bool = False
    bare: bool = False
    kind: Kind | None = None
    skill: Tag | None = None
    tags: list[Tag] = []
    cluster: Tag | None = None

    @model_validator(mode="after")
    def _asks(self) -> Entry:
        if (self.prompt is None) == (self.messages is None):
            raise ValueError("a case has either `prompt:` or `messages:`")
        if self.messages and self.messages[-1].role != "user":
            raise ValueError("the last message is the customer's (role: user)")
        if self.choice_by != "total" and not self.choices:
            raise ValueError("`choice_by:` says how one of `choices:` is found, and there are none")
        if self.choices and len(set(self.choices)) < len(self.choices):
            raise ValueError("a choice stands twice")
        if any(self.variants.count(text) > 1 for text in self.variants):
            raise ValueError("a variant stands twice")
        texts = [text for text in self.variants if isinstance(text, str)]
        if odd := next((text for text in texts if text != AUTO and text.strip().casefold() == AUTO), None):
            raise ValueError(f"the variant {odd!r} would be asked as it stands: write `{AUTO}` for automatic ones")
        if (self.messages[-1].content if self.messages else self.prompt) in texts:
            raise ValueError("a variant is the prompt itself: ask it in other words, or leave it out")
        if self.guided and (self.choices or self._schema() is None):
            raise ValueError("`guided: true` needs one `json_schema:` among its expectations, which guides the reply")
        return self

    def _schema(self) -> Any:
        """The schema that a guided reply is held to while it is generated."""
        found = [value for expected in self.expect for name, value in expected.items() if name == "json_schema"]
        return found[0] if self.guided and len(found) == 1 and isinstance(found[0], dict) else None


class _Row(Entry):
    """A line of JSONL carries the header's keys itself."""

    suite: Id
    split: Split


def case_files(golden: Path, patterns: Iterable[str]) -> list[Path]:
    """The case files under `golden` that match any of the patterns, sorted; each once.

    Raises:
        SourceError: a pattern matches nothing (a suite without cases would pass by being empty).
    """
    found: set[Path] = set()
    for pattern in patterns:
        hits = [Path(p) for p in glob.glob(str(Path(glob.escape(str(golden))) / pattern), recursive=True)]
        files = [p for p in hits if p.is_file() and not is_part(p)]
        if not files:
            raise SourceError(
                f"no case file matches {pattern!r}: put one there, or delete the suite that reads it", file=golden
            )
        found.update(files)
    return sorted(found)


def every_case_file(golden: Path) -> list[Path]:
    """All case files under `golden`, sorted, whether or not a suite reads them."""
    found = (p for end in ("*.yaml", "*.yml", "*.jsonl") for p in golden.rglob(end))
    return sorted(p for p in found if p.is_file() and not is_part(p))


def load_cases(files: Iterable[Path], seen: dict[tuple[str, str], Case] | None = None) -> list[Case]:
    """All cases of the files, in order. `seen` holds the (suite, id)s of earlier calls and is added to.

    Raises:
        SourceError: a file is unreadable, a key is unknown, a case is incomplete, an id stands twice in a suite.
    """
    cases: list[Case] = []
    seen = {} if seen is None else seen
    for file in files:
        for case in _load(file):
            _once(case, file, seen)
            cases.append(case)
    return cases


def _once(case: Case, file: Path, seen: dict[tuple[str, str], Case]) -> None:
    twin = seen.setdefault((case.suite, case.id), case)
    if twin is not case:
        raise SourceError(
            f"the id {case.id!r} stands twice in the suite {case.suite!r}: first at {twin.place}",
            file=file,
            line=case.line,
        )


def cases_of(file: Path, text: str) -> list[Case]:
    """The cases that a case file would hold if this text stood in it; raises as `load_cases`."""
    cases: list[Case] = []
    seen: dict[tuple[str, str], Case] = {}
    for case in _load(file, text):
        _once(case, file, seen)
        cases.append(case)
    return cases


def _load(file: Path, text: str | None = None) -> list[Case]:
    if file.suffix in (".yaml", ".yml"):
        return _from_yaml(file, text)
    if file.suffix == ".jsonl":
        parts = Parts(file)
        return [_from_row(parts, number, value) for number, value in read_jsonl(file, text)]
    raise SourceError("cases are read from .yaml and .jsonl", file=file)


def _from_yaml(file: Path, text: str | None) -> list[Case]:
    located = read_yaml(file, text)
    header = validate(Header, located)
    parts = Parts(file)
    cases = []
    for i, data in enumerate(header.cases):
        at: Sequence[str | int] = ("cases", i)
        entry = validate(Entry, located, at=at, data=data)
        lines = tuple(located.line((*at, "expect", j)) for j in range(len(entry.expect)))
        cases.append(_case(entry, header, located.line(at), lines, parts))
    return cases


def _from_row(parts: Parts, number: int, value: Any) -> Case:
    row = validate(_Row, Located(data=value, lines={(): number}, file=parts.file))
    return _case(row, _header_of_rows(row.suite, row.split), number, (number,) * len(row.expect), parts)


@lru_cache(maxsize=64)
def _header_of_rows(suite: str, split: Split) -> Header:
    return Header(suite=suite, split=split, cases=[])


def _variants(written: Sequence[str | _Automatic], prompt: str) -> list[Variant]:
    texts = [text for text in written if isinstance(text, str)]
    kinds = {kind for chosen in written if isinstance(chosen, _Automatic) for kind in chosen.auto}
    made = automatic(prompt) if AUTO in texts else automatic(prompt, kinds)
    return [*(Variant("other words", text) for text in texts if text not in (AUTO, prompt)), *made]


def _case(entry: Entry, header: Header, line: int, expect_lines: tuple[int, ...], parts: Parts) -> Case:
    file = parts.file
    other = "gate" if header.split == "dev" else "dev"
    if other in file.name.split(".")[1:-1]:
        raise SourceError(
            f"the file is named {other}, and its cases are of split: {header.split}", file=file, line=line
        )
    messages = tuple(entry.messages or [Message(role="user", content=entry.prompt or "")])
    variants = _variants(entry.variants, messages[-1].content)
    expected = [(name, value) for one in entry.expect for name, value in one.items()]
    taken = [parts.taken(value, at) for (_, value), at in zip(expected, expect_lines, strict=True)]
    expect = tuple((name, value) for (name, _), (value, _) in zip(expected, taken, strict=True))
    bare, tags = entry.bare or header.bare, sorted({*header.tags, *entry.tags})
    cluster = entry.cluster or header.cluster
    content = {
        "id": entry.id,
        "suite": header.suite,
        "split": header.split,
        "messages": [m.model_dump() for m in messages],
        "expect": [{name: value} for name, value in expect],
        "bare": bare,
        "kind": entry.kind or header.kind,
        "skill": entry.skill or header.skill,
        **({"cluster": cluster} if cluster else {}),
        **({"context": entry.context} if entry.context else {}),
        **({"variants": variants} if variants else {}),
        **({"choices": entry.choices} if entry.choices else {}),
        **({"choice_by": entry.choice_by} if entry.choice_by != "total" else {}),
        **({"guided": True} if entry.guided else {}),
        "tags": tags,
    }
    return Case(
        id=entry.id,
        suite=header.suite,
        split=header.split,
        messages=messages,
        context=tuple(entry.context),
        variants=tuple(variants),
        choices=tuple(entry.choices or ()),
        choice_by=entry.choice_by,
        guided=canonical(entry._schema()).decode() if entry.guided else "",
        expect=expect,
        title=entry.title,
        bare=bare,
        kind=entry.kind or header.kind,
        skill=entry.skill or header.skill,
        tags=tuple(tags),
        cluster=cluster,
        file=file,
        line=line,
        expect_lines=expect_lines,
        expect_parts=tuple(part for _, part in taken),
        digest=digest_of(content),
    )
