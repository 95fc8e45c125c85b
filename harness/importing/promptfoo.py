"""Tests of a promptfoo configuration: a question among their variables, and their assertions as checks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from pathlib import Path
from typing import Any, NamedTuple

from harness.importing.assertions import Refused, as_check
from harness.importing.columns import role_of
from harness.importing.json_rows import plain
from harness.importing.questions import Question
from harness.importing.rows import LeftOut
from harness.importing.sandbox import Rendered, render
from harness.importing.yaml_source import Asked, read_source_yaml
from harness.lint._said import joined, said
from harness.source import Located, SourceError

__all__ = ["read_promptfoo"]

_NO_QUESTION = said(
    "no variable is called question (or prompt, query, input), there are several, and no prompt says more"
)
_COMBINATIONS = 200
"""Of one test whose variables have lists of values."""
_TESTS = 20_000


def read_promptfoo(file: Path) -> Asked | None:
    """The tests of a configuration, or of a list of tests alone; None where the file is neither.

    The question is the variable that is called so, else the only one, else the first prompt with its variables filled.

    Raises:
        SourceError: not readable, or its tests stand elsewhere.
    """
    located = read_source_yaml(file)
    data = located.data
    if isinstance(data, list) and any(isinstance(one, dict) and ("vars" in one or "assert" in one) for one in data):
        located = Located(
            data={"tests": data}, lines={("tests", *at): line for at, line in located.lines.items()}, file=file
        )
        data = located.data
    if not isinstance(data, dict) or not ({"tests", "scenarios"} & set(data)) or "doc_to_text" in data:
        return None
    tests = data.get("tests")
    if isinstance(tests, str):
        name = tests.removeprefix("file://")
        raise SourceError(
            said("its tests stand in {name}: import that file, if it is CSV or YAML", name=name),
            file=file,
            line=located.line(("tests",)),
        )
    if not isinstance(tests, list):
        raise SourceError(said("`tests:` is no list"), file=file, line=located.line(("tests",)))
    return _read(located, tests, data)


class _Test(NamedTuple):
    """A test with one set of its variables."""

    line: int
    test: Mapping[str, Any]
    values: dict[str, Any]
    asserts: list[Any]


def _read(located: Located, tests: Sequence[Any], data: Mapping[str, Any]) -> Asked:
    file = located.file
    default = data["defaultTest"] if isinstance(data.get("defaultTest"), dict) else {}
    prompts = [one for one in _listed(data.get("prompts")) if isinstance(one, str) and not one.startswith("file://")]
    template = prompts[0] if prompts and not prompts[0].lstrip().startswith(("[", '{"')) else ""
    found: list[_Test] = []
    left: list[LeftOut] = []
    for i, test in enumerate(tests):
        line = located.line(("tests", i))
        if not isinstance(test, dict):
            why = said("no test: a test has `vars:` and `assert:`")
            left.append(LeftOut(line, why, {"test": str(test)[:200]}))
            continue
        asserts = [*_listed(default.get("assert")), *_listed(test.get("assert"))]
        given = (test.get("vars"), default.get("vars"))
        if not all(one is None or isinstance(one, dict) for one in given):
            why = said("its `vars:` stand elsewhere: write them out")
            left.append(LeftOut(line, why, {"vars": str(given[0])[:200]}))
            continue
        found += [_Test(line, test, values, asserts) for values in _combined({**(given[1] or {}), **(given[0] or {})})]
    if len(found) > _TESTS:
        raise SourceError(said("more than {n} tests: import them in parts", n=_TESTS), file=file)
    asks = [_asks(one.values, template) for one in found]
    jobs = [(text, i) for i, one in enumerate(found) for text in (asks[i], *map(_template, one.asserts))]
    rendered = iter(render(jobs, [one.values for one in found], file))
    questions: list[Question] = []
    rows = len(found) + len(left)
    for one in found:
        prompt, *values = (next(rendered) for _ in range(1 + len(one.asserts)))
        question, not_taken = _question(file, one, prompt, values)
        left += not_taken
        questions += [question] if question is not None else []
    notes = []
    if len(_listed(data.get("prompts"))) > 1:
        notes.append(
            said("several prompts: a case holds what the customer writes, and prompts belong to the deployment")
        )
    if data.get("scenarios"):
        notes.append(said("`scenarios:` are not read"))
    return Asked(unit="line", rows=rows, questions=tuple(questions), left=tuple(left), notes=tuple(notes))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _combined(values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """One set of variables for each combination of those that have a list of values."""
    several = {name: value for name, value in values.items() if isinstance(value, list)}
    for chosen in islice(product(*several.values()), _COMBINATIONS):
        yield {**values, **dict(zip(several, chosen, strict=True))}


def _question(
    file: Path, one: _Test, asked: Rendered, rendered: Sequence[Rendered]
) -> tuple[Question | None, list[LeftOut]]:
    line, test, values, asserts = one
    cells = {str(name): _shown(value) for name, value in values.items()}
    if any(isinstance(value, str) and value.startswith(("file://", "package:")) for value in values.values()):
        return None, [LeftOut(line, said("a variable is read from a file or a package: write its value out"), cells)]
    prompt = asked.text.strip()
    if not prompt:
        why = said("the question: {why}", why=asked.fault) if asked.fault else _NO_QUESTION
        return None, [LeftOut(line, why, cells)]
    if not asserts:
        return None, [LeftOut(line, said("no `assert:`: nothing says what a good answer is"), cells)]
    left: list[LeftOut] = []
    expect: list[Mapping[str, Any]] = []
    written = []
    for assertion, value in zip(asserts, rendered, strict=True):
        try:
            expect += as_check(assertion, value)
            written.append(_written(assertion))
        except Refused as e:
            left.append(LeftOut(line, e.why, cells, part=_written(assertion)))
    if not expect:
        reasons = joined("; ", dict.fromkeys(one.why for one in left))
        return None, [LeftOut(line, said("none of its assertions is taken: {why}", why=reasons), cells)]
    metadata = test["metadata"] if isinstance(test.get("metadata"), dict) else {}
    contexts = [text for name, value in values.items() if role_of(str(name)) == "context" and (text := _shown(value))]
    question = Question(
        file=file, unit="line", number=line, prompt=prompt, answers=(), expect=tuple(expect), checks="; ".join(written),
        context=tuple(contexts) if _question_of(values) else (),
        subject=next((str(value) for name, value in metadata.items() if role_of(str(name)) == "subject"), ""),
    )  # fmt: skip
    return question, left


def _asks(values: Mapping[str, Any], prompt: str) -> str:
    """What the customer writes, its own variables not yet filled; empty where nobody can tell."""
    return _question_of(values) or prompt


def _question_of(values: Mapping[str, Any]) -> str:
    """The variable that is called a question, else the only one."""
    named = [value for name, value in values.items() if role_of(str(name)) == "question"]
    others = [value for name, value in values.items() if role_of(str(name)) != "context"]
    found = named[:1] or (others if len(others) == 1 else [])
    return _shown(found[0]) if found else ""


def _shown(value: Any) -> str:
    text = plain(value)
    return text if isinstance(text, str) else json.dumps(list(text), ensure_ascii=False)


def _template(assertion: Any) -> str:
    value = assertion.get("value") if isinstance(assertion, dict) else None
    return value if isinstance(value, str) else ""


def _written(assertion: Any) -> str:
    """An assertion as the file of what was left out and the case's comment name it."""
    if not isinstance(assertion, dict):
        return str(assertion)[:100]
    value = assertion.get("value")
    shown = "" if value is None else f" {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
    return f"{assertion.get('type', 'assert')}{shown}"
