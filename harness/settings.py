"""`[tool.ckptgate]` of pyproject.toml: where things lie and what the gate runs with."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from annotated_types import Ge, Gt, Le, Lt, MinLen
from pydantic import BaseModel, ConfigDict, Field, Strict, ValidationError

from harness.lint_settings import LintSettings
from harness.plainly import plainly
from harness.products import NAME, Product
from harness.root import find_root
from harness.source import SourceError, read_text
from harness.toml_lines import line_of

__all__ = ["Settings", "load_settings", "product_mistake", "require_root", "setting_mistake"]


Share = Annotated[float, Gt(0), Lt(1)]
Place = Annotated[Path, Strict(False)]


class Settings(BaseModel):
    """The project's settings; every path is relative to the project's root (the folder of pyproject.toml).

    What a suite's mark says goes before what stands here.
    """

    # Strict, for a switch that is "yes" and a rate that is a text are mistakes; TOML has neither paths nor tuples.
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    suites: Place = Path("suites")
    golden: Place = Path("golden")
    runs: Place = Path("runs")
    records: Place = Path("records")
    releases: Place = Path("releases")
    store: Place = Path(".ckptgate/replies.sqlite")
    deployment: Place | None = None
    alpha: Annotated[float, Gt(0), Lt(0.5)] = 0.05
    """One-sided error rate of every bound and test."""
    margin: Share = 0.03
    """How much worse than production all pooled cases together may be."""
    suite_margin: Share = 0.10
    """The same for each suite by itself, where its mark says nothing: wide, for few cases can't show more."""
    creep_margin: Share = 0.05
    """How much worse than the anchor all pooled cases together may be."""
    floor: Share | None = None
    """The floor of suites whose mark names none."""
    anchor: str = "best"
    """What creep is measured from: a release, `best` (that with the highest pass rate in its record), or `none`."""
    pool: Annotated[tuple[str, ...], MinLen(1), Strict(False)] | None = None
    """The suites that are pooled for the overall comparison and for creep; all, where none are named."""
    samples: Annotated[int, Ge(1), Le(1024)] = 1
    """Replies a case and arm; more than one needs a temperature."""
    temperature: Annotated[float, Ge(0), Le(2)] | None = None
    """In place of the deployment's."""
    seed: Annotated[int, Ge(0), Lt(2**63)] = 0
    """Of the sampled replies: another seed draws others."""
    cluster: Literal["case", "file"] = "case"
    """What a case without a `cluster:` of its own belongs to: itself, or all cases of its file."""
    inconclusive: Literal["block", "warn"] = "block"
    """`warn` lets an inconclusive comparison pass where its point estimate is within the margin."""
    plain: str = "forgetting/plain/*.txt"
    """Plain text, one a line, on which base and candidate are compared by perplexity: a pattern under `golden`."""
    kl_bound: Annotated[float, Gt(0)] | None = None
    """How far the candidate may move from its base on target prompts: mean KL(base‖candidate), nats a token."""
    perplexity_bound: Annotated[float, Gt(0)] | None = None
    """What the candidate's perplexity on plain text may be, as a multiple of its base's."""
    release_endpoints: bool = False
    """Whether a record about a model behind a server, whose weights nobody here knows, may release it."""
    embeddings: Annotated[str, MinLen(1)] | None = None
    """What compares texts by meaning: a directory with an embedding model, or `openai:URL#NAME`."""
    ready_suites: Annotated[tuple[str, ...], Strict(False)] = ("format", "golden", "grounding")
    """The suites that a checkpoint has to pass before it may be trained by rewards (`rlhf`, `rlaif`)."""
    reward_bar: Share = 0.7
    """The share of held-out pairs that a reward model has to rank as people did before it may reward."""
    demo: bool = False
    """The cases describe the demo's shop: say so to a model that was not made for it."""
    lint: LintSettings = Field(default_factory=LintSettings)
    """Thresholds of `ckptgate lint`: the table `[tool.ckptgate.lint]`."""
    adapters: Annotated[tuple[Product, ...], Strict(False)] = ()
    """Products: tables `[[tool.ckptgate.adapters]]`."""

    def product(self, name: str) -> Product | None:
        """The product of that name."""
        return next((product for product in self.adapters if product.name == name), None)

    @property
    def lints(self) -> LintSettings:
        """The lints' thresholds; the margin that evaluation cases have to show is the gate's, where none is named."""
        if "evaluation_margin" in self.lint.model_fields_set:
            return self.lint
        return self.lint.model_copy(update={"evaluation_margin": self.margin})


def load_settings(root: Path) -> Settings:
    """Read the settings of the project at `root`.

    Raises:
        SourceError: not TOML, an unknown key, a value of the wrong type, two products of one name.
    """
    file = root / "pyproject.toml"
    text = read_text(file)
    try:
        tool = tomllib.loads(text).get("tool", {})
        table = tool.get("ckptgate", {}) if isinstance(tool, dict) else {}
        if not isinstance(table, dict):
            raise SourceError("tool.ckptgate is a table of settings: write [tool.ckptgate]", file=file)
        settings = Settings.model_validate(table)
    except tomllib.TOMLDecodeError as e:
        raise SourceError(f"not readable as TOML: {e}", file=file) from e
    except ValidationError as e:
        error = e.errors(include_url=False)[0]
        raise _mistake(_sentence(error), file, text, error["loc"]) from e
    for number, product in enumerate(settings.adapters):
        if (what := _unusable(product.name, settings.adapters[:number])) is not None:
            raise _mistake(what, file, text, ("adapters", number, "name"))
    return settings


def product_mistake(what: str, root: Path, settings: Settings, product: Product, key: str) -> SourceError:
    """An error about a product's key, with its line in the project's pyproject.toml."""
    file = root / "pyproject.toml"
    number = settings.adapters.index(product)
    return _mistake(what, file, file.read_text(encoding="utf-8"), ("adapters", number, key))


def setting_mistake(what: str, root: Path, *at: str) -> SourceError:
    """An error about the setting at this path of keys, with its line in the project's pyproject.toml."""
    file = root / "pyproject.toml"
    return _mistake(what, file, read_text(file), at)


def _unusable(name: str, before: Sequence[Product]) -> str | None:
    if not re.fullmatch(NAME, name) or name.startswith("ckpt-"):
        return (
            f"{name[:80]!r} is no product's name: small Latin letters, digits, dot, dash and underscore, at most 64, "
            "beginning with a letter or digit, and not with 'ckpt-'"
        )
    if any(product.name == name for product in before):
        return f"{name!r} stands twice: each product has a name, and so a line of releases, of its own"
    return None


def _mistake(what: str, file: Path, text: str, loc: Sequence[str | int]) -> SourceError:
    keys = [key for key in loc if isinstance(key, str)]
    table = {"adapters": "[[tool.ckptgate.adapters]]", "lint": "[tool.ckptgate.lint]"}.get(keys[0], "")
    where = f"{table} {'.'.join(keys[1:])}" if table and len(keys) > 1 else f"[tool.ckptgate] {'.'.join(keys)}"
    return SourceError(f"{where}: {what}", file=file, line=line_of(text, loc))


def _sentence(error: Any) -> str:
    if error["type"] == "extra_forbidden":
        return f"unknown key (known: {', '.join(sorted(_fields(error['loc'])))})"
    if error["type"] == "missing":
        return "is missing"
    if error["type"] == "too_short" and error["loc"] == ("pool",):
        return "names no suite: leave the key out to pool them all, or give every suite's mark pool=False"
    return plainly(error)


def _fields(loc: Sequence[str | int]) -> Collection[str]:
    tables: dict[object, Collection[str]] = {"adapters": Product.model_fields, "lint": LintSettings.model_fields}
    return tables.get(loc[0], Settings.model_fields) if len(loc) > 1 else Settings.model_fields


def require_root() -> Path:
    """The project's folder, from the working directory.

    Raises:
        SourceError: this folder is in no project.
    """
    root = find_root(Path.cwd())
    if root is None:
        raise SourceError(
            "this folder is in no project of ckptgate: no pyproject.toml with [tool.ckptgate] at or above it. "
            "`ckptgate init` begins one"
        )
    return root
