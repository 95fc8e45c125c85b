"""The five things that a new project is asked: model, languages, suites, CI, system prompt."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from harness.root import find_root
from harness.settings import Settings, load_settings
from harness.source import SourceError, read_yaml
from harness.starting.catalogue import LANGUAGES, SUITES
from harness.starting.model import Model

__all__ = ["CI", "GITHUB", "GITLAB", "GITLAB_ROOT", "MODEL_VARIABLE", "Choices", "There", "one_of", "some_of", "there"]

CI = Literal["github", "gitlab", "none"]
GITHUB = ".github/workflows/ckptgate.yml"
GITLAB = ".gitlab/ckptgate.yml"
GITLAB_ROOT = ".gitlab-ci.yml"
MODEL_VARIABLE = "CKPTGATE_MODEL"

_MODEL = re.compile(rf'^\s*{MODEL_VARIABLE}:\s*(".*")\s*$', re.MULTILINE)
_USUAL = ("golden", "format", "policy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What was chosen."""

    model: Model
    languages: tuple[str, ...]
    suites: tuple[str, ...]
    ci: CI
    system: str
    """The system prompt's file, relative to the deployment file; empty: none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class There:
    """What is in the folder already, and so what is meant where nothing is said."""

    settings: Settings
    begun: bool
    """Whether it is a project already."""
    deployment: Path | None
    """The deployment file, there or to be written; None of a project that does without."""
    model: str
    languages: tuple[str, ...]
    suites: tuple[str, ...]
    ci: CI
    system: str

    def usual_suites(self, model: Model) -> tuple[str, ...]:
        """Those that are there; of a new project those that can decide about such a model."""
        if self.suites:
            return self.suites
        further = [("forgetting", model.base_known), ("training_data", model.data_known)]
        return (*_USUAL, *(name for name, sensible in further if sensible))


def there(root: Path) -> There:
    """Look at a folder, which need not be there.

    Raises:
        SourceError: it lies within another project, or its settings or deployment can't be read.
    """
    outer = find_root(root.resolve())
    if outer is not None and outer != root.resolve():
        raise SourceError(f"this folder lies in the project at {outer}: go there, or choose a folder outside it")
    settings = load_settings(root) if outer is not None else Settings()
    suites = tuple(name for name in SUITES if (root / settings.suites / f"test_{name}.py").is_file())
    names = [file.name.split(".") for file in (root / settings.golden).glob("*/*.yaml")]
    languages = tuple(language for language in LANGUAGES if any(language in name for name in names))
    deployment = settings.deployment if outer is not None else _deployment(root)
    file = root / (deployment or "")
    said = read_yaml(file).data if file.is_file() else {}
    return There(
        settings=settings,
        begun=outer is not None,
        deployment=deployment,
        model=_model_in(root),
        languages=languages or ("en",),
        suites=suites,
        ci=_ci_of(root, begun=outer is not None),
        system=str(said.get("system") or "") if isinstance(said, dict) else "",
    )


def some_of(said: str, known: Sequence[str], what: str) -> tuple[str, ...]:
    """A list as a person types it, `golden, format`, in the order of `known`.

    Raises:
        SourceError: it names something else, or nothing.
    """
    named = [name for name in re.split(r"[\s,;]+", said.strip().lower()) if name]
    if unknown := [name for name in named if name not in known]:
        raise SourceError(f"{what}: {unknown[0]!r} is none (there are {', '.join(known)})")
    if not named:
        raise SourceError(f"{what}: name one or more of {', '.join(known)}")
    return tuple(name for name in known if name in named)


def one_of(said: str) -> CI:
    """The CI that a person names.

    Raises:
        SourceError: it is none that files are written for.
    """
    name = {"github actions": "github", "gitlab ci": "gitlab", "": "none", "no": "none"}.get(said.strip().lower(), said)
    for known in get_args(CI):
        if name.strip().lower() == known:
            return known  # type: ignore[no-any-return]
    raise SourceError(f"--ci {said}: files are written for github and gitlab; for any other say none")


def _deployment(root: Path) -> Path:
    """Of a new project: `deployment.yaml`, unless there is one that is somebody else's, such as Kubernetes'."""
    usual = Path("deployment.yaml")
    if not (root / usual).is_file():
        return usual
    with suppress(SourceError):
        said = read_yaml(root / usual).data
        if isinstance(said, dict) and "model" in said:
            return usual
    return Path("ckptgate.deployment.yaml")


def _model_in(root: Path) -> str:
    """The model that the CI files of an earlier time name."""
    for name in (GITHUB, GITLAB):
        file = root / name
        if file.is_file() and (found := _MODEL.search(file.read_text(encoding="utf-8", errors="replace"))):
            with suppress(ValueError):
                said = str(json.loads(found[1]))
                return said.replace("$$", "$") if name == GITLAB else said
    return ""


def _ci_of(root: Path, *, begun: bool) -> CI:
    """The one that is there; of a new project that which its repository seems to have."""
    if (root / GITHUB).is_file():
        return "github"
    if (root / GITLAB).is_file():
        return "gitlab"
    if begun:
        return "none"
    config = root / ".git" / "config"
    remote = config.read_text(encoding="utf-8", errors="replace") if config.is_file() else ""
    if (root / GITLAB_ROOT).is_file() or "gitlab" in remote:
        return "gitlab"
    return "github" if (root / ".github").is_dir() or "github.com" in remote else "none"
