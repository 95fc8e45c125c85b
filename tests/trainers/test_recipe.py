"""A recipe says everything, and nothing by mistake."""

from __future__ import annotations

from typing import Any

import pytest
from tiny_project import Project

from harness.source import SourceError
from trainers.recipe import load_recipe


def refusal(project: Project, changes: dict[str, Any]) -> SourceError:
    with pytest.raises(SourceError) as caught:
        load_recipe(project.recipe(changes), root=project.root)
    return caught.value


def test_a_recipe_keeps_what_it_says(project: Project) -> None:
    """Values come through as written; what is left out has its documented default."""
    recipe = load_recipe(project.recipe(), root=project.root).recipe
    assert (recipe.name, recipe.method, recipe.training.learning_rate) == ("support", "lora", 0.01)
    assert recipe.adapter.r == 4
    assert recipe.training.schedule == "linear"
    assert recipe.template is None


@pytest.mark.parametrize(
    "key", ["nmae", "lora.rank", "data.files", "data.mix.0.share", "training.lr", "training.batchsize"]
)
def test_an_unknown_key_is_an_error_at_its_line(project: Project, key: str) -> None:
    """A slip of the pen never trains with a default in silence."""
    error = refusal(project, {key: 3})
    assert f"recipe.yaml:{project.line(key.rpartition('.')[2])}: unknown key '{key}'" in str(error)


@pytest.mark.parametrize("key", ["name", "base", "method", "data", "training", "data.train", "training.learning_rate"])
def test_a_missing_key_is_an_error(project: Project, key: str) -> None:
    """What has no safe default must be said."""
    error = refusal(project, {key: None})
    assert f"'{key}' is missing" in str(error)
    if "." in key:
        assert error.line == project.line(key.partition(".")[0])


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", "Support"), ("name", "../up"), ("name", "ckpt-3"), ("name", ""),
        ("method", "qlorra"),
        ("lora.r", 0), ("lora.r", 4.5), ("lora.r", True), ("lora.dropout", 1.0), ("lora.target_modules", "some"),
        ("training.epochs", 0), ("training.epochs", "3"), ("training.learning_rate", 0.0),
        ("training.learning_rate", -1e-3), ("training.learning_rate", "fast"), ("training.batch_size", 0),
        ("training.max_length", 1), ("training.warmup", -1), ("training.schedule", "spiral"),
        ("training.seed", -1), ("data.mix.0.rows", 0), ("data.train", ""),
    ],
)  # fmt: skip
def test_a_value_out_of_range_is_an_error_at_its_line(project: Project, key: str, value: Any) -> None:
    """The line is that of the key, whatever the depth."""
    assert refusal(project, {key: value}).line == project.line(key.rpartition(".")[2])


def test_a_lora_block_for_another_method_is_an_error(project: Project) -> None:
    """Settings that would have no effect are not accepted."""
    error = refusal(project, {"method": "full"})
    assert error.line == project.line("lora")
    assert "remove this block" in str(error)


def test_an_adapter_on_the_output_layer_is_an_error(project: Project) -> None:
    """TRL would never train it."""
    assert "lm_head" in str(refusal(project, {"lora.target_modules": ["q_proj", "lm_head"]}))


def test_the_digest_is_of_the_meaning(project: Project) -> None:
    """Comments, order and written-out defaults change nothing; any value does."""
    file = project.recipe()
    first = load_recipe(file, root=project.root).recipe.digest
    file.write_text("# a comment\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    assert load_recipe(file, root=project.root).recipe.digest == first
    assert load_recipe(project.recipe({"training.schedule": "linear"}), root=project.root).recipe.digest == first
    assert load_recipe(project.recipe({"training.seed": 8}), root=project.root).recipe.digest != first


def test_paths_are_found_from_the_root_and_from_the_recipe(project: Project) -> None:
    """A recipe may lie anywhere; the project's root comes first."""
    folder = project.root / "recipes"
    folder.mkdir()
    (folder / "own.jsonl").write_text("", encoding="utf-8")
    read = load_recipe(project.recipe({"data.train": "own.jsonl"}, name="recipes/recipe.yaml"), root=project.root)
    assert read.path("data", "train") == (folder / "own.jsonl").resolve()
    assert read.path("base") == (project.root / "base").resolve()


@pytest.mark.parametrize(
    ("changes", "said", "key"),
    [
        ({"qlora": {}}, "say method: qlora", "qlora"),
        ({"dpo": {}}, "say objective: dpo", "dpo"),
        ({"method": "full", "lora": None, "ia3": {}}, "say method: ia3", "ia3"),
        ({"objective": "rlhf"}, "rl.model", "objective"),
        ({"objective": "rlaif", "rl": {"model": "base"}}, "rl.checks", "rl"),
        ({"objective": "rlaif", "rl": {"checks": [{"max_words": 1}], "answers": 3}}, "batch_size", "batch_size"),
        ({"objective": "rlaif", "rl": {"checks": [{"max_words": 1}], "weights": [1.0, 2.0]}}, "2 for 1", "weights"),
        ({"objective": "reward", "method": "ia3", "lora": None}, "by full or lora", "method"),
        ({"trl": {"output_dir": "/etc"}}, "by ckptgate itself", "trl"),
        (
            {"method": "prefix-tuning", "lora": None, "training.gradient_checkpointing": True},
            "not with prefix tuning",
            "gradient_checkpointing",
        ),
    ],
)
def test_what_does_not_go_together_is_an_error_at_its_line(
    project: Project, changes: dict[str, Any], said: str, key: str
) -> None:
    with pytest.raises(SourceError, match=said) as caught:
        load_recipe(project.recipe(changes), root=project.root)
    assert caught.value.line == project.line(key)
