"""Every mistake that can be seen before a weight is loaded is seen then, at its file and line."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from tiny_project import TEMPLATE, Project, conversation, write_rows

import trainers
from harness.manifest import IntegrityError
from harness.source import SourceError, SourceErrors
from trainers.plan import make_plan

UNMARKED = TEMPLATE.replace("{% generation %}", "").replace("{% endgeneration %}", "")
ENDLESS = TEMPLATE.replace("<end>{% endgeneration %}", "{% endgeneration %}<end>")
PICKY = "{% if messages|length > 2 %}{{ raise_exception('one turn only') }}{% endif %}" + TEMPLATE


ASKED_OTHERWISE = TEMPLATE.replace("{% if add_generation_prompt %}<bot>{% endif %}", "")
ALL_LEARNT = (
    "{% generation %}{% for m in messages %}{% if m['role'] == 'assistant' %}<bot>{{ m['content'] }}<end>{% else %}"
    "<user>{{ m['content'] }}{% endif %}{% endfor %}{% endgeneration %}{% if add_generation_prompt %}<bot>{% endif %}"
)
HALF = '{"prompt": "a", "completion": "It is \\ud800 a man."}\n'


def nothing(project: Project) -> None:
    pass


@dataclass(frozen=True)
class Mistake:
    """A change to a good project, the place that is named, and what is said."""

    place: str
    """A key of the recipe, or `file:line`."""
    says: str
    recipe: dict[str, Any] = field(default_factory=dict)
    spoil: Callable[[Project], object] = nothing


def write(name: str, text: str) -> Callable[[Project], object]:
    return lambda project: (project.root / name).write_text(text, encoding="utf-8")


def remove(name: str) -> Callable[[Project], object]:
    return lambda project: (project.root / name).unlink()


def long_row(project: Project) -> None:
    rows = [conversation("a", "b"), conversation("a", "b", "c", "d")]
    write_rows(project.root / "train.jsonl", rows)


def pickle_weights(project: Project) -> None:
    base = project.root / "base"
    (base / "model.safetensors").rename(base / "pytorch_model.bin")


def no_end_token(project: Project) -> None:
    base = project.root / "base"
    for name, key in (("tokenizer_config.json", "eos_token"), ("config.json", "eos_token_id")):
        values = json.loads((base / name).read_text(encoding="utf-8"))
        values.pop(key)
        (base / name).write_text(json.dumps(values), encoding="utf-8")
    (base / "generation_config.json").unlink()
    (base / "manifest.json").unlink()


def reward_base(project: Project) -> None:
    file = project.root / "base/manifest.json"
    manifest = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**manifest, "objective": "reward"}), encoding="utf-8")


OWN = {"template": "t.jinja"}
MISTAKES = {
    "asked otherwise": Mistake("template", "otherwise than it is trained", OWN, write("t.jinja", ASKED_OTHERWISE)),
    "all learnt": Mistake("template", "others' words are learnt", OWN, write("t.jinja", ALL_LEARNT)),
    "half a pair": Mistake("train.jsonl:1", "half of a surrogate pair", spoil=write("train.jsonl", HALF)),
    "base ranks": Mistake("base", "a reward model", spoil=reward_base),
    "blocks": Mistake("oft", "7 does not divide", {"method": "oft", "lora": None, "oft": {"block_size": 7}}),
    "unknown key": Mistake("lr", "unknown key 'training.lr'", {"training.lr": 1e-3}),
    "data missing": Mistake("train", "no 'gone.jsonl'", {"data.train": "gone.jsonl"}),
    "replay missing": Mistake("file", "no 'gone.jsonl'", {"data.mix.0.file": "gone.jsonl"}),
    "data empty": Mistake("train", "has no rows", spoil=write("train.jsonl", "\n\n")),
    "data a folder": Mistake("base", "no data set", {"data.train": "base"}),
    "row broken": Mistake("train.jsonl:2", "last message", spoil=write("train.jsonl", (
        '{"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}\n'
        '{"messages": [{"role": "assistant", "content": "b"}, {"role": "user", "content": "a"}]}\n'
    ))),
    "replay too few": Mistake("rows", "15 asked for, replay.jsonl has 14", {"data.mix.0.rows": 15}),
    "base missing": Mistake("base", "no 'nowhere'", {"base": "nowhere"}),
    "base a file": Mistake("base", "directory", {"base": "train.jsonl"}),
    "base no weights": Mistake("base", "not a checkpoint", spoil=remove("base/model.safetensors")),
    "base pickled": Mistake("base", "pickle", spoil=pickle_weights),
    "base an adapter": Mistake("base", "is an adapter", spoil=write("base/adapter_config.json", "{}")),
    "no end token": Mistake("base", "names no end token", spoil=no_end_token),
    "no such module": Mistake("target_modules", "no module 'q_porj'", {"lora.target_modules": ["q_porj"]}),
    "too long for base": Mistake("max_length", "the base reads 128", {"training.max_length": 129}),
    "template missing": Mistake("template", "no 'gone.jinja'", {"template": "gone.jinja"}),
    "template broken": Mistake("template", "line 1", {"template": "t.jinja"}, write("t.jinja", "{% for %}")),
    "template unmarked": Mistake("template", "generation", {"template": "t.jinja"}, write("t.jinja", UNMARKED)),
    "template endless": Mistake("template", "learn to stop", {"template": "t.jinja"}, write("t.jinja", ENDLESS)),
    "template refuses": Mistake(
        "template", "train.jsonl:2: one turn only", {"template": "t.jinja"},
        lambda project: (write("t.jinja", PICKY)(project), long_row(project)),
    ),
}  # fmt: skip


def spoilt(project: Project, mistake: Mistake) -> Path:
    mistake.spoil(project)
    return project.recipe(mistake.recipe)


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_with_its_place(project: Project, name: str) -> None:
    """File and line, and what is wrong there."""
    mistake = MISTAKES[name]
    file = spoilt(project, mistake)
    with pytest.raises(SourceError) as caught:
        make_plan(file, root=project.root)
    error = caught.value
    if name == "data a folder":
        assert error.file == project.root / "base"
    elif ":" in mistake.place:
        assert str(error).startswith(f"{mistake.place}: ")
    else:
        assert str(error).startswith(f"recipe.yaml:{project.line(mistake.place)}: ")
    assert mistake.says in str(error)


def test_all_files_that_are_not_there_are_told_at_once(project: Project) -> None:
    """Each at its line."""
    with pytest.raises(SourceErrors) as caught:
        make_plan(project.recipe({"base": "nowhere", "data.train": "gone.jsonl", "template": "t"}), root=project.root)
    assert [one.line for one in caught.value.errors] == [project.line(key) for key in ("base", "train", "template")]


def test_a_changed_base_is_an_integrity_error(project: Project) -> None:
    """Weights that are not those of their manifest are never trained on."""
    with (project.root / "base/model.safetensors").open("ab") as weights:
        weights.write(b"\0")
    with pytest.raises(IntegrityError, match=r"changed: model\.safetensors"):
        make_plan(project.recipe(), root=project.root)


def test_a_base_that_does_not_mark_is_blamed_at_its_line(project: Project) -> None:
    """Without `template:` the base's own template is meant, and the way out is named."""
    (project.root / "base/chat_template.jinja").unlink()
    (project.root / "base/manifest.json").unlink()
    file = project.recipe()
    with pytest.raises(SourceError, match="template: FILE") as caught:
        make_plan(file, root=project.root)
    assert caught.value.line == project.line("base")


def test_no_mistake_takes_torch_to_be_seen(project: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Neither checking a good recipe nor refusing a bad one imports torch, transformers or TRL."""
    files = [[str(project.recipe()), str(project.root)]]
    for mistake in MISTAKES.values():
        other = Project(tmp_path_factory.mktemp("spoilt"), project.root / "base")
        files.append([str(spoilt(other, mistake)), str(other.root)])
    script = """
import json, sys
from pathlib import Path
from harness.source import SourceError, SourceErrors
from trainers.plan import make_plan
from trainers.train import train
(good, root), *bad = json.load(sys.stdin)
make_plan(Path(good), root=Path(root))
refused = 0
for file, root in bad:
    try:
        train(Path(file), root=Path(root), runs=Path(root) / "runs")
    except SourceError:
        refused += 1
print(json.dumps([refused, sorted({"torch", "transformers", "trl", "peft", "datasets"} & set(sys.modules))]))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], input=json.dumps(files), capture_output=True, text=True, check=True,
        cwd=Path(trainers.__file__).parents[1],
    )  # fmt: skip
    assert json.loads(done.stdout) == [len(MISTAKES), []]


def test_what_lies_in_the_project_is_named_from_its_root(project: Project) -> None:
    """Base and data are named from the project's root, however the recipe reaches them."""
    recipe = project.recipe({"base": f"../{project.root.name}/base", "data.train": str(project.root / "train.jsonl")})
    plan = make_plan(recipe, root=project.root)
    assert plan.base.ref.path == "base"
    assert plan.data.files["train"].file == "train.jsonl"


def test_a_base_outside_the_project_is_named_as_the_recipe_names_it(project: Project, tmp_path: Path) -> None:
    """A relative path stays relative to the root; an absolute one was the recipe's own choice."""
    root = tmp_path / "inner"
    root.mkdir()
    relative = make_plan(project.recipe({"base": "../base"}), root=root)
    absolute = make_plan(project.recipe({"base": str(project.root / "base")}), root=root)
    assert relative.base.ref.path == "../base"
    assert absolute.base.ref.path == str(project.root / "base")
