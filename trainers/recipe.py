"""A recipe: one YAML file that is the whole truth about a training, checked before any weight is loaded."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from harness.manifest import digest_of
from harness.source import Located, SourceError, read_yaml, validate

__all__ = ["Data", "Lora", "Recipe", "RecipeFile", "Replay", "Training", "load_recipe"]

_NAME = re.compile(r"(?!ckpt-)[a-z0-9][a-z0-9._-]{0,63}")


def _name(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise ValueError(
            "a run's name is up to 64 small Latin letters, digits, dots, dashes and underscores, begins with a letter "
            "or digit, and not with 'ckpt-'"
        )
    return text


Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, lt=1)]
Count = Annotated[int, Field(ge=1)]
Text = Annotated[str, Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Lora(_Strict):
    """Low-rank adaptation (arXiv 2106.09685): the weights' change is alpha/r · BA with inner size r."""

    r: Count = 16
    alpha: Positive = 32
    dropout: Share = 0.0
    target_modules: Literal["all-linear"] | list[Text] = "all-linear"
    dora: bool = False
    """Magnitude and direction apart (arXiv 2402.09353)."""
    rslora: bool = False
    """Scale by alpha/√r (arXiv 2312.03732), so that the rate need not follow r."""


class Replay(_Strict):
    """Rows of the base's own skills, mixed in so that they are not forgotten."""

    file: Text
    rows: Count
    """How many rows of the file are drawn, with the training's seed."""


class Data(_Strict):
    """JSONL files of `messages` rows; paths relative to the project's root or to the recipe."""

    train: Text
    replay: Replay | None = None
    eval: Text | None = None
    accept_lint: dict[Text, Text] = Field(default_factory=dict)
    """Lint rules whose findings are no reason to stop, each with the reason, as `--accept-lint` gives them."""


class Training(_Strict):
    """What the optimizer does. `learning_rate` has no default: it differs tenfold between methods."""

    epochs: Count
    learning_rate: Positive
    batch_size: Count = 16
    gradient_accumulation: Count = 1
    max_length: Annotated[int, Field(ge=8)] = 512
    """Tokens; longer rows are cut at the end, counted and said."""
    warmup: Annotated[int | float, Field(ge=0, allow_inf_nan=False)] = 0
    """Steps, or below 1 a share of all steps."""
    schedule: Literal["linear", "cosine", "constant", "constant_with_warmup"] = "linear"
    weight_decay: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.0
    max_grad_norm: Positive = 1.0
    seed: Annotated[int, Field(ge=0, lt=2**32)] = 0


class Recipe(_Strict):
    """One training of one base by one method on one set of data."""

    name: Annotated[str, AfterValidator(_name)]
    base: Text
    method: Literal["lora", "full"]
    lora: Lora | None = None
    data: Data
    training: Training
    template: Text | None = None
    """A chat template to use in place of the base's own."""

    @property
    def adapter(self) -> Lora:
        """The LoRA block, or its defaults."""
        return self.lora or Lora()

    @property
    def digest(self) -> str:
        """SHA-256 of what the recipe says, whatever its comments and layout."""
        return digest_of(self.model_dump(mode="json"))

    def parameters(self) -> dict[str, Any]:
        """The method's own parameters, defaults included."""
        return self.adapter.model_dump(mode="json") if self.method == "lora" else {}


class RecipeFile:
    """A recipe with the file and lines it was read from, for errors that name them."""

    def __init__(self, recipe: Recipe, located: Located, root: Path) -> None:
        self.recipe, self._located, self._root = recipe, located, root

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
            where = [str(part) for part in error["loc"]]
            raise self.error(f"{'.'.join(where)}: {error['input']!r}: {error['msg']}", *where) from e
        return RecipeFile(made, self._located, self._root)

    def error(self, what: str, *at: str) -> SourceError:
        """An error at the line of the key `at`."""
        return SourceError(what, file=self._located.file, line=self._located.line(at))

    def path(self, *at: str) -> Path:
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
            f"{'.'.join(at)}: no {named!r} in the project's root nor beside the recipe: correct the path", *at
        )


def load_recipe(file: Path, *, root: Path) -> RecipeFile:
    """Read a recipe; the files it names are not opened.

    Raises:
        SourceError: unreadable, an unknown or missing key, a value out of range; with file and line.
    """
    located = read_yaml(file)
    recipe = validate(Recipe, located)
    read = RecipeFile(recipe, located, root)
    if recipe.method != "lora" and recipe.lora is not None:
        raise read.error(f"lora: the method is {recipe.method!r}: remove this block, or say method: lora", "lora")
    if recipe.lora is not None and "lm_head" in recipe.lora.target_modules:
        raise read.error(
            "lora.target_modules: an adapter on lm_head would never be trained (TRL reads its weight directly): "
            "remove it", "lora", "target_modules",
        )  # fmt: skip
    return read
