"""What can be known of a training before a weight is loaded, and every mistake that can be seen by then."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from harness.checkpoint import Checkpoint, UnknownModel, load_checkpoint
from harness.figures import counted
from harness.manifest import Linted, Readiness
from harness.source import SourceError, SourceErrors, read_text
from harness.templates import TemplateError
from trainers.base import Base, open_base
from trainers.blocks import METHOD_BLOCKS, Oft
from trainers.data import Dataset, read_data
from trainers.recipe import Recipe, RecipeFile, load_recipe
from trainers.rows import Row
from trainers.size import adapted, trainable
from trainers.template import Rendered, TemplateRefused, TrainingTemplate

__all__ = ["Plan", "make_plan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A training that is ready to start."""

    file: RecipeFile
    base: Base
    data: Dataset
    template: str
    root: Path
    rewarder: Checkpoint | None = None
    """The reward model of `rlhf`."""
    linted: Linted | None = None
    """What the lints said of the data: put down in every manifest, no part of the run's identity."""
    ready: Readiness | None = None
    """Whether the base was fit for reinforcement learning, likewise."""
    lr_source: Literal["sweep", "default", "manual"] | None = None
    """Where the learning rate comes from (`trainers.rates`); likewise."""

    @property
    def recipe(self) -> Recipe:
        """What the file says."""
        return self.file.recipe

    @property
    def template_digest(self) -> str:
        """SHA-256 of the chat template's text."""
        return hashlib.sha256(self.template.encode()).hexdigest()

    @property
    def trainable(self) -> int:
        """Parameters that training changes, biases and norms aside, as the base's headers tell their shapes."""
        return trainable(self.recipe, self.base)

    def identity(self) -> dict[str, Any]:
        """What must be the same for a run to go on: by digests, so that a moved file is no difference."""
        return {
            "format": "ckptgate.run/1",
            "recipe": self.recipe.model_dump(mode="json"),
            "base": self.base.ref.digest,
            "data": {part: ref.sha256 for part, ref in self.data.files.items()},
            "template": self.template_digest,
            **({"reward_model": self.rewarder.digest} if self.rewarder is not None else {}),
        }


def make_plan(file: Path, *, root: Path, **changes: Any) -> Plan:
    """Read and check a recipe with all that it names; neither torch nor transformers is imported.

    `changes` are of its name and its `training` block, as a sweep makes them.

    Raises:
        SourceError: a mistake in the recipe, the data, the chat template or the base, with file and line.
        IntegrityError: the base's files are not those of its manifest.
    """
    recipe = load_recipe(file, root=root)
    if changes:
        recipe = recipe.changed(**changes)
    _check_paths(recipe)
    data = read_data(recipe, root=root)
    base = open_base(recipe, root=root)
    _check_modules(recipe, base)
    _check_blocks(recipe, base)
    _check_length(recipe, base)
    template = _check_template(recipe, base, data)
    rewarder = _rewarder(recipe, root, data) if recipe.recipe.objective == "rlhf" else None
    return Plan(file=recipe, base=base, data=data, template=template, root=root, rewarder=rewarder)


def _check_paths(recipe: RecipeFile) -> None:
    """All that are not there are told at once."""
    said = recipe.recipe
    named: list[tuple[str | int, ...]] = [("base",), ("data", "train")]
    named += [("data", "mix", i, "file") for i in range(len(said.data.mix))]
    named += [("data", "eval")] if said.data.eval is not None else []
    named += [("template",)] if said.template is not None else []
    named += [("rl", "model")] if said.rl is not None and said.rl.model is not None else []
    named += [("accelerate", "config")] if said.accelerate.config is not None else []
    gone = []
    for at in named:
        try:
            recipe.path(*at)
        except SourceError as e:
            gone.append(e)
    if gone:
        raise SourceErrors(gone)


def _rewarder(recipe: RecipeFile, root: Path, data: Dataset) -> Checkpoint:
    """The reward model: one that a recipe with `objective: reward` made, whose template renders each question."""
    path = recipe.path("rl", "model")
    try:
        found = load_checkpoint(path, name=path.name, root=root)
    except UnknownModel as e:
        raise recipe.error(f"rl.model: {e}", "rl", "model") from e
    if found.manifest is None or found.manifest.objective != "reward":
        raise recipe.error(
            "rl.model: no reward model of ckptgate's (its manifest would say so): train one with objective: reward",
            "rl", "model",
        )  # fmt: skip
    for row in data.train:
        try:
            found.template.render([*row.turns(), {"role": "assistant", "content": "."}], add_generation_prompt=False)
        except TemplateError as e:
            raise recipe.error(f"rl.model: at {row.place}: {e}", "rl", "model") from e
    return found


def _check_modules(recipe: RecipeFile, base: Base) -> None:
    """PEFT takes the modules whose path ends in a target; one that fits nothing is a slip of the pen."""
    for block in METHOD_BLOCKS[recipe.recipe.method]:
        targets = getattr(recipe.recipe.block(block), "target_modules", None)
        if targets is None or targets == "all-linear":
            continue
        for target in targets:
            if not any(module == target or module.endswith(f".{target}") for module in base.matrices):
                known = sorted({module.rpartition(".")[2] for module in base.matrices})
                raise recipe.error(
                    f"{block}.target_modules: the base has no module {target!r} (it has {', '.join(known)})",
                    block, "target_modules",
                )  # fmt: skip


def _check_blocks(recipe: RecipeFile, base: Base) -> None:
    """PEFT takes another block size than the one asked for where that does not divide a module's inputs."""
    block = recipe.recipe.block("oft")
    assert isinstance(block, Oft)
    if recipe.recipe.method != "oft":
        return
    for module, shape in adapted(base.matrices, block.target_modules).items():
        if shape[1] % block.block_size:
            raise recipe.error(
                f"oft.block_size: {block.block_size} does not divide the {shape[1]} inputs of {module}",
                "oft" if recipe.recipe.oft is not None else "method",
            )


def _check_length(recipe: RecipeFile, base: Base) -> None:
    length, limit = recipe.recipe.training.max_length, base.max_positions
    if limit is not None and length > limit:
        raise recipe.error(
            f"training.max_length: {length} tokens, and the base reads {limit} at most", "training", "max_length"
        )


def _check_template(recipe: RecipeFile, base: Base, data: Dataset) -> str:
    """The template's text, once it has rendered every row with the assistant's part marked to its end token."""
    source, where = _template(recipe, base)

    def wrong(what: str) -> SourceError:
        return recipe.error(f"{where}: {what}", "template" if recipe.recipe.template else "base")

    if source is None and recipe.recipe.objective == "domain":
        return ""  # documents are read as they stand
    if source is None:
        raise wrong("the base has no chat template: name one with `template: FILE.jinja`")
    try:
        template = TrainingTemplate(source, base.checkpoint.template.tokens)
    except TemplateRefused as e:
        raise wrong(f"the chat template is {e}") from e
    if not base.stops:
        raise wrong("the base names no end token (eos_token in tokenizer_config.json): a reply could not end")
    check = _CHECKS.get(recipe.recipe.objective, _renders)
    for row in (*data.train, *data.eval):
        if not row.messages:
            continue
        try:
            problem = check(template, row, base.stops)
        except TemplateRefused as e:
            raise wrong(f"the chat template can't render {row.place}: {e}") from e
        if problem:
            raise wrong(f"{problem} (seen at {row.place})")
    return source


def _template(recipe: RecipeFile, base: Base) -> tuple[str | None, str]:
    if recipe.recipe.template is not None:
        return read_text(recipe.path("template")), f"template {recipe.recipe.template}"
    return base.checkpoint.template.source, f"base {recipe.recipe.base}"


def _renders(template: TrainingTemplate, row: Row, stops: tuple[str, ...]) -> str | None:
    """A question alone: the model gives the answers."""
    template.render(row.turns(), ask=True)
    return None


def _compares(template: TrainingTemplate, row: Row, stops: tuple[str, ...]) -> str | None:
    """Two answers to one prompt: what is compared begins where the prompt ends."""
    prompt, whole = template.render(row.turns()[:-1], ask=True).text, template.render(row.turns()).text
    if not whole.startswith(prompt):
        return (
            "the chat template renders a prompt otherwise once its answer stands there, so that it can't be told "
            "where the answer begins"
        )
    if not whole.rstrip().endswith(stops):
        return f"the chat template does not end an answer with the end token ({' or '.join(stops)})"
    return None


def _marking(template: TrainingTemplate, row: Row, stops: tuple[str, ...]) -> str | None:
    whole = template.render(row.turns())
    return _marked(whole.marked(), row, stops) or _begins(template, whole, row)


def _begins(template: TrainingTemplate, whole: Rendered, row: Row) -> str | None:
    """Where the last answer begins: as the model is asked later, and behind what the customer says."""
    asked, before = (template.render(row.turns()[:-1], ask=ask).text for ask in (True, False))
    if not whole.text.startswith(asked):
        return (
            "a model is asked otherwise than it is trained: with add_generation_prompt the chat template does not "
            "begin the answer as the conversation does"
        )
    start = whole.spans[-1][0]
    if start > len(asked):
        return (
            "a model is asked otherwise than it is trained: the chat template puts something before each answer that "
            "add_generation_prompt does not add"
        )
    if whole.text.startswith(before) and start < len(before):
        return (
            "the chat template's {% generation %} part holds more than the assistant's answer: others' words are learnt"
        )
    return None


def _marked(marked: tuple[str, ...], row: Row, stops: tuple[str, ...]) -> str | None:
    answers = [m.content for m in row.messages if m.role == "assistant"]
    if not marked:
        return (
            "the chat template has no {% generation %} … {% endgeneration %} around the assistant's part, "
            "so that the loss can't be kept to it"
        )
    if len(marked) != len(answers):
        parts, wanted = counted(len(marked), "part"), counted(len(answers), "answer")
        return f"the chat template marks {parts} for {wanted} of the assistant"
    for text, answer in zip(marked, answers, strict=True):
        if answer.strip() not in text:
            return "the chat template's {% generation %} part does not hold the assistant's answer"
        if not text.rstrip().endswith(stops):
            return (
                f"the chat template's {{% generation %}} part does not end with the end token ({' or '.join(stops)}), "
                "so that the model would not learn to stop: move {% endgeneration %} behind it"
            )
    return None


_CHECKS = {"sft": _marking, "dpo": _compares, "kto": _compares, "reward": _compares}
