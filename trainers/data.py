"""What a run trains on: the rows of the recipe's files, and what is mixed in."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.manifest import DataRef
from harness.tables import digest_rows, there
from trainers.recipe import RecipeFile
from trainers.rows import Row, read_rows

__all__ = ["Dataset", "data_files", "read_data", "sample"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """What a run trains on, and the files it came from as they were when they were read."""

    train: tuple[Row, ...]
    eval: tuple[Row, ...]
    files: Mapping[str, DataRef]
    """By what the recipe calls them: train, mix 1, mix 2, …, eval."""

    def leaked(self) -> list[Row]:
        """Held-out rows that are trained on as well, word for word: what is measured on them is no measure."""
        trained = {row.content() for row in self.train}
        return [row for row in self.eval if row.content() in trained]


def read_data(recipe: RecipeFile, *, root: Path) -> Dataset:
    """Read every file that the recipe's `data` names.

    Raises:
        SourceError: a file missing or empty (the recipe's line), a row of the wrong shape (the row's line).
    """
    data, seed, objective = recipe.recipe.data, recipe.recipe.training.seed, recipe.recipe.objective
    files: dict[str, DataRef] = {}

    def read(name: str, *at: str | int, draw: int | None = None, held_out: bool = False) -> tuple[Row, ...]:
        file = recipe.path(*at)
        digest = digest_rows(file) if there(file) else ""
        rows = read_rows(file, objective)
        where = ".".join(map(str, at))
        if not rows:
            raise recipe.error(f"{where}: {_shown(file, root)} has no rows: nothing to train on", *at)
        if draw is not None and draw > len(rows):
            raise recipe.error(
                f"data.mix.rows: {draw} asked for, {_shown(file, root)} has {len(rows)}", *at[:-1], "rows"
            )
        used = rows if draw is None else sample(rows, draw, seed)
        files[name] = DataRef(file=_shown(file, root), sha256=digest, rows=len(rows), used=0 if held_out else len(used))
        return tuple(used)

    train = read("train", "data", "train")
    for i, mix in enumerate(data.mix):
        train += read(f"mix {i + 1}", "data", "mix", i, "file", draw=mix.rows)
    evaluated = read("eval", "data", "eval", held_out=True) if data.eval is not None else ()
    _check_criteria(recipe, train)
    return Dataset(train=train, eval=evaluated, files=files)


def data_files(recipe: RecipeFile) -> list[Path]:
    """The files that the recipe's `data` trains on: `train`, and those of `mix`.

    Raises:
        SourceError: one is not there (the recipe's line).
    """
    mixed = [recipe.path("data", "mix", i, "file") for i in range(len(recipe.recipe.data.mix))]
    return [recipe.path("data", "train"), *mixed]


def sample(rows: Sequence[Row], count: int, seed: int) -> list[Row]:
    """`count` of the rows in the file's order: the same ones for the same seed, file and count."""
    # random.sample is the same in every supported Python for one seed, which NumPy does not promise.
    chosen = random.Random(seed).sample(range(len(rows)), count)  # noqa: S311 - no secret
    return [rows[i] for i in sorted(chosen)]


def _check_criteria(recipe: RecipeFile, rows: Sequence[Row]) -> None:
    """Pairs say by what they were judged: in the recipe, or in every row."""
    if recipe.recipe.objective != "dpo" or recipe.recipe.data.criteria:
        return
    if silent := next((row for row in rows if row.criterion is None), None):
        raise recipe.error(
            "data.criteria: is missing: say by what the chosen answers were judged better "
            f'(criteria: ["shorter", "promises nothing"]), or give every row a "criterion" ({silent.place} has none)',
            "data",
        )


def _shown(file: Path, root: Path) -> str:
    """The path as manifests keep it: relative to the project's root, or the bare name where it lies outside."""
    try:
        return file.relative_to(root.resolve()).as_posix()
    except ValueError:
        return file.name
