"""A recipe says everything, and nothing by mistake."""

from __future__ import annotations

from typing import Any

import pytest
from tiny_project import Project

from harness.source import SourceError, SourceErrors
from trainers.mistakes import CALLED_HERE, keys_of
from trainers.recipe import Recipe, load_recipe


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
        ({"trl": {"output_dir": "/etc"}}, "checkpoints lie under runs/NAME", "output_dir"),
        ({"trl": {"packing": True}}, "true: not set here: rows are not packed", "packing"),
        ({"trl": {"neftune": 5}}, "SFTConfig has no option 'neftune': did you mean 'neftune_noise_alpha'", "neftune"),
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


def test_every_mistake_is_told_at_once_with_its_line(project: Project) -> None:
    """Values, keys, blocks of others and options of TRL, in the order of their lines."""
    changes = {
        "lora.rank": 8, "qlora": {}, "training.epochs": None, "training.epohcs": 3, "training.learning_rate": "0.0002",
        "trl": {"output_dir": "x"},
    }  # fmt: skip
    error = refusal(project, changes)
    assert isinstance(error, SourceErrors)
    keys = ["rank", "learning_rate", "epohcs", "qlora", "output_dir"]
    assert [one.line for one in error.errors] == [project.line(key) for key in keys]
    assert len(str(error).splitlines()) == len(keys)
    assert "is missing" not in str(error)  # the misspelt key says it


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("lora.rank", 8, "unknown key 'lora.rank' (8): did you mean 'lora.r'?"),
        ("lora.lora_dropout", 0.1, "did you mean 'lora.dropout'?"),
        ("lr", 1e-3, "did you mean 'training.learning_rate'?"),
        ("epochs", 3, "did you mean 'training.epochs'?"),
        ("training.epocs", 3, "did you mean 'training.epochs'?"),
        ("data.mix.0.rowz", 3, "did you mean 'data.mix.0.rows'?"),
        ("data.xyzzy", 3, "(known: accept_lint, criteria, eval, mix, train)"),
        ("method", "LoRA", "did you mean 'lora'?"),
        ("training.learning_rate", "2.0e-4", '"2.0e-4": a number is needed: write 2.0e-4, without quotes'),
        ("training.learning_rate", "0,001", "write 0.001"),
        ("training.epochs", "1_000", "a whole number is needed: write 1000"),
        ("training.epochs", 3.0, "a whole number is needed: write 3"),
        ("lora.dora", "yes", "write true"),
        ("lora.dora", "off", "write false"),
        ("data.criteria", "shorter", "write `criteria: [shorter]`"),
        ("base", 7, "write '7' in quotes"),
        ("lora", 16, "under `lora:`"),
        ("lora.dropout", 1.0, "1.0: it has to be less than 1"),
    ],
)
def test_a_mistake_says_what_to_write(project: Project, key: str, value: Any, said: str) -> None:
    """What stands there, and the key or the value that was likely meant."""
    assert said in str(refusal(project, {key: value}))


def test_a_rate_may_be_written_in_each_way_of_yaml(project: Project) -> None:
    """`2e-4` is text to YAML 1.1 and a number to 1.2; here it is a number, as is 2.0e-4."""
    for written in ("2e-4", "2.0e-4", "0.0002"):
        file = project.recipe()
        file.write_text(file.read_text(encoding="utf-8").replace("learning_rate: 0.01", f"learning_rate: {written}"))
        assert load_recipe(file, root=project.root).recipe.training.learning_rate == 2e-4


def test_no_alias_leads_nowhere() -> None:
    """Each name of another tool has a key of a recipe behind it, and is none itself at that place."""
    keys = set(keys_of(Recipe))
    assert set(CALLED_HERE.values()) <= keys
    assert not set(CALLED_HERE) & set(Recipe.model_fields)
