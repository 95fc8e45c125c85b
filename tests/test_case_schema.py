"""`ckptgate schema case`: what an editor is told of a case file is what the reader of case files says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from harness.case_files import Entry, Header
from harness.case_schema import case_schema
from harness.checks import examples, registered
from harness.checks.registry import _checks
from harness.source import read_yaml

REPOSITORY = Path(__file__).parents[1]
HEADER = {"suite": "golden", "split": "gate"}


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    made = case_schema()
    Draft202012Validator.check_schema(made)
    return Draft202012Validator(made)


def mistakes(schema: Draft202012Validator, data: Any) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in schema.iter_errors(data)]


def a_case(**keys: Any) -> dict[str, Any]:
    return {**HEADER, "cases": [{"id": "a", "prompt": "b", "expect": ["plain_text"], **keys}]}


def test_every_case_file_of_the_repository_fits(schema: Draft202012Validator) -> None:
    files = [*REPOSITORY.glob("golden/*/[!_]*.yaml"), *REPOSITORY.glob("harness/starting/project/golden/*/[!_]*.yaml")]
    assert len(files) > 80
    assert {file.name: found for file in files if (found := mistakes(schema, read_yaml(file).data))} == {}


@pytest.mark.parametrize("check", registered(), ids=lambda check: check.name)
def test_what_a_check_s_docstring_shows_fits(schema: Draft202012Validator, check: Any) -> None:
    for example in examples(check):
        written = check.name if example.arguments is None else {check.name: example.arguments}
        assert mistakes(schema, a_case(expect=[written])) == []


@pytest.mark.parametrize(
    "expectation",
    [
        "max_word",
        "number",
        {"number": "many"},
        {"max_words": "60"},
        {"max_words": 0},
        {"max_words": 60, "min_words": 2},
        {"answer": {"anyof": ["x"]}},
        {"facts": []},
        {"refuses": "maybe"},
        {"glossary": {"from": "shop.yaml"}},
    ],
)
def test_a_mistake_in_an_expectation_is_marked(schema: Draft202012Validator, expectation: Any) -> None:
    assert mistakes(schema, a_case(expect=[expectation]))


@pytest.mark.parametrize(
    "keys",
    [
        {"promt": "b"},
        {"id": "Возврат"},
        {"tags": ["Critical"]},
        {"messages": [{"role": "user", "content": "a"}]},
        {"prompt": ""},
        {"expect": []},
        {"kind": "rumour"},
        {"variants": [{"auto": ["shouting"]}]},
    ],
)
def test_a_mistake_in_a_case_is_marked(schema: Draft202012Validator, keys: dict[str, Any]) -> None:
    assert mistakes(schema, a_case(**keys))


def test_what_may_stand_alone_may_stand_in_a_list(schema: Draft202012Validator) -> None:
    for keys in (
        {"context": "a"},
        {"context": ["a", "b"]},
        {"variants": "auto"},
        {"variants": [{"auto": ["typo"]}, "c"]},
    ):
        assert mistakes(schema, a_case(**keys)) == []


def test_every_key_is_there_and_told(schema: Draft202012Validator) -> None:
    found: Any = schema.schema
    for part, model in ((found, Header), (found["$defs"]["case"], Entry)):
        assert set(part["properties"]) == set(model.model_fields)
        assert all(value["description"] for value in part["properties"].values())


def test_checks_of_a_team_s_own_are_in_it(
    run: Callable[..., tuple[int, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("harness.checks.registry._checks", dict(_checks))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "conftest.py").write_text(
        "import harness\n@harness.check('polite_to_me')\ndef f(text: str, times: int = 1) -> bool:\n"
        "    'Says please.'\n    return True\n"
    )
    status, said = run("schema", "case")
    assert status == 0
    checks = json.loads(said)["$defs"]["expectation"]["anyOf"][1]["properties"]
    assert checks["polite_to_me"]["description"] == "Says please."
    assert {"type": "integer"} in checks["polite_to_me"]["anyOf"]
