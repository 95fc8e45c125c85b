"""A recipe: one YAML file that is the whole truth about a training, checked before any weight is loaded."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationError

from harness.manifest import digest_of
from harness.source import Located, SourceError, SourceErrors, read_yaml
from trainers.agreement import strange, together
from trainers.blocks import (
    METHOD_BLOCKS,
    OBJECTIVE_BLOCKS,
    Accelerate,
    Data,
    Dpo,
    Ia3,
    Kto,
    Lora,
    Oft,
    PrefixTuning,
    PromptTuning,
    Qlora,
    Reward,
    Rl,
    Strict,
    Text,
    Training,
)
from trainers.mistakes import mistakes, refused, shown

__all__ = ["PREFERENCES", "RL", "Method", "Objective", "Recipe", "RecipeFile", "load_recipe"]

Method = Literal["full", "lora", "qlora", "ia3", "oft", "prompt-tuning", "prefix-tuning"]
"""Which parameters learn."""
Objective = Literal["sft", "domain", "dpo", "kto", "reward", "rlhf", "rlaif"]
"""What they learn from: answers, documents, pairs, single judgements, or rewards for the model's own answers."""

PREFERENCES: tuple[Objective, ...] = ("dpo", "kto", "reward")
RL: tuple[Objective, ...] = ("rlhf", "rlaif")

_NAME = re.compile(r"(?!ckpt-)[a-z0-9][a-z0-9._-]{0,63}")


def _name(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise ValueError(
            "a run's name is up to 64 small Latin letters, digits, dots, dashes and underscores, begins with a letter "
            "or digit, and not with 'ckpt-'"
        )
    return text


class Recipe(Strict):
    """One training of one base by one method towards one objective on one set of data."""

    name: Annotated[str, AfterValidator(_name), Field(json_schema_extra={"pattern": f"^{_NAME.pattern}$"})]
    base: Text
    method: Method
    objective: Objective = "sft"
    lora: Lora | None = None
    qlora: Qlora | None = None
    ia3: Ia3 | None = None
    oft: Oft | None = None
    prompt_tuning: PromptTuning | None = None
    prefix_tuning: PrefixTuning | None = None
    dpo: Dpo | None = None
    kto: Kto | None = None
    reward: Reward | None = None
    rl: Rl | None = None
    data: Data
    training: Training
    template: Text | None = None
    """A chat template to use in place of the base's own."""
    trl: dict[Text, Any] = Field(default_factory=dict)
    """Further options of TRL's configuration class for the objective, by their names there."""
    accelerate: Accelerate = Accelerate()

    @property
    def adapter(self) -> Lora:
        """The LoRA block, or its defaults."""
        return self.lora or Lora()

    def block(self, name: str) -> Strict:
        """A block by its key, or its defaults."""
        given: Strict | None = getattr(self, name)
        return _DEFAULTS[name]() if given is None else given

    @property
    def digest(self) -> str:
        """SHA-256 of what the recipe says, whatever its comments and layout."""
        return digest_of(self.model_dump(mode="json"))

    def parameters(self) -> dict[str, Any]:
        """The method's and the objective's own parameters, defaults included; the objective's under its name."""
        of_method: dict[str, Any] = {}
        for name in METHOD_BLOCKS[self.method]:
            dumped = self.block(name).model_dump(mode="json")
            of_method |= dumped if name == METHOD_BLOCKS[self.method][0] else {name: dumped}
        return of_method | {n: self.block(n).model_dump(mode="json") for n in OBJECTIVE_BLOCKS[self.objective]}


_DEFAULTS: dict[str, type[Strict]] = {
    "lora": Lora, "qlora": Qlora, "ia3": Ia3, "oft": Oft, "prompt_tuning": PromptTuning,
    "prefix_tuning": PrefixTuning, "dpo": Dpo, "kto": Kto, "reward": Reward, "rl": Rl,
}  # fmt: skip


class RecipeFile:
    """A recipe with the file and lines it was read from, for errors that name them."""

    def __init__(self, recipe: Recipe, located: Located, root: Path) -> None:
        self.recipe, self._located, self._root = recipe, located, root

    @property
    def file(self) -> Path:
        """Where it stands."""
        return self._located.file

    def changed(self, **training: Any) -> RecipeFile:
        """The same recipe under another name or other values of its `training` block; errors still name its lines.

        Raises:
            SourceError: a value that the block does not take.
        """
        values = self.recipe.model_dump()
        name = training.pop("name", self.recipe.name)
        values |= {"name": name, "training": {**values["training"], **training}}
        try:
            made = Recipe.model_validate(values)
        except ValidationError as e:
            error = e.errors(include_url=False)[0]
            at = tuple(str(part) for part in error["loc"])
            raise self.error(f"{'.'.join(at)}: {shown(error['input'])}: {refused([error], at)}", *at) from e
        return RecipeFile(made, self._located, self._root)

    def error(self, what: str, *at: str | int) -> SourceError:
        """An error at the line of the key `at`."""
        return SourceError(what, file=self._located.file, line=self._located.line(at))

    def path(self, *at: str | int) -> Path:
        """The file or directory that the recipe names at the key `at`.

        Raises:
            SourceError: neither the project's root nor the recipe's folder has it.
        """
        value: Any = self._located.data
        for key in at:
            value = value[key]
        named = str(value)
        candidates = (self._root / named, self._located.file.parent / named)
        for candidate in candidates:
            if candidate.exists():
                return candidate.resolve()
        raise self.error(
            f"{'.'.join(map(str, at))}: no {named!r} in the project's root nor beside the recipe: correct the path", *at
        )


def load_recipe(file: Path, *, root: Path) -> RecipeFile:
    """Read a recipe; the files it names are not opened.

    Raises:
        SourceErrors: every unknown or missing key, value out of range, and what can't go together; file and line each.
        SourceError: unreadable as YAML.
    """
    located = read_yaml(file)
    wrong = [*strange(located.data)]
    errors: list[SourceError] = []
    try:
        recipe = Recipe.model_validate(located.data)
        wrong += together(recipe)
    except ValidationError as e:
        errors = mistakes(e, Recipe, located)
    errors += [SourceError(what, file=file, line=located.line(at)) for at, what in wrong]
    if errors:
        raise SourceErrors(sorted(errors, key=lambda one: one.line or 0))
    return RecipeFile(recipe, located, root)
