"""An editor that checks by the schema says what `ckptgate train` says of a recipe by itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from tiny_project import Project

from harness.commands.schema import schema
from harness.source import SourceError, read_yaml
from trainers.recipe import load_recipe

SHIPPED = sorted((Path(__file__).parents[2] / "trainers/recipes").glob("*.yaml"))


@pytest.fixture
def editor(capsys: pytest.CaptureFixture[str]) -> Draft202012Validator:
    """What `ckptgate schema recipe` prints, as a program takes it."""
    schema("recipe")
    printed = json.loads(capsys.readouterr().out)
    Draft202012Validator.check_schema(printed)
    return Draft202012Validator(printed)


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_the_shipped_recipes_are_right_by_the_schema(editor: Draft202012Validator, file: Path) -> None:
    assert list(editor.iter_errors(read_yaml(file).data)) == []


@pytest.mark.parametrize(
    ("changes", "right"),
    [
        ({}, True),
        ({"qlora": {}}, False),
        ({"qlora": {}, "method": "qlora"}, True),
        ({"method": "full"}, False),
        ({"method": "full", "lora": None}, True),
        ({"dpo": {}}, False),
        ({"dpo": {}, "objective": "dpo"}, True),
        ({"rl": {}}, False),
        ({"objective": "domain", "kto": {}}, False),
        ({"trl": {"packing": True}}, False),
        ({"trl": {"neftune": 5}}, False),
        ({"trl": {"neftune_noise_alpha": 5}}, True),
        ({"trl": {"f_divergence_type": "js"}}, False),
        ({"trl": {"f_divergence_type": "js_divergence"}, "objective": "dpo"}, True),
        ({"trl": {"normalize_advantages": True}, "objective": "rlhf", "rl": {"model": "base"}}, False),
        ({"trl": {"normalize_advantages": True}, "objective": "rlhf",
          "rl": {"model": "base", "algorithm": "rloo"}}, True),
        ({"name": "Support"}, False),
        ({"name": "ckpt-3"}, False),
        ({"training.learning_rate": "0.0002"}, False),
        ({"training.warmup": -1}, False),
        ({"training.warmup": 0.1}, True),
        ({"lora.rank": 3}, False),
    ],
)  # fmt: skip
def test_editor_and_trainer_agree(
    project: Project, editor: Draft202012Validator, changes: dict[str, Any], right: bool
) -> None:
    """Blocks of other methods and objectives, TRL's options, numbers in quotes."""
    file = project.recipe(changes)
    assert editor.is_valid(read_yaml(file).data) == right
    if right:
        load_recipe(file, root=project.root)
    else:
        with pytest.raises(SourceError):
            load_recipe(file, root=project.root)


def test_a_rate_of_the_form_that_the_schema_recommends_is_a_number_to_every_reader(
    editor: Draft202012Validator,
) -> None:
    """`2e-4` is a text to readers of YAML 1.1, which an editor then refuses; the description says what to write."""
    rate = editor.schema["$defs"]["Training"]["properties"]["learning_rate"]  # type: ignore[index,call-overload]
    assert "2.0e-4" in rate["description"]
    assert yaml.safe_load("2.0e-4") == 2e-4
    assert yaml.safe_load("2e-4") == "2e-4"
