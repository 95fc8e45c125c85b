"""`[[tool.ckptgate.adapters]]`: products, each an adapter on its base with its own suites and releases."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated

from annotated_types import MinLen
from pydantic import AfterValidator, BaseModel, ConfigDict, Strict

__all__ = ["NAME", "Product"]

NAME = r"[a-z0-9][a-z0-9._-]{0,63}"
"""What a product and the releases of its line are called."""

_Text = Annotated[str, MinLen(1)]


def _path(named: str) -> str:
    if named.startswith("/") or ".." in named.split("/"):
        raise ValueError(f"{named!r} lies outside the suites' folder: name a suite, or a path under it")
    return named


def _no_endpoint(named: str) -> str:
    if named.startswith(("openai:", "hf:")) or named.endswith((".yaml", ".yml")):
        raise ValueError(f"{named!r} is no checkpoint: name one under runs/, its directory, or a release")
    return named


class Product(BaseModel):
    """One adapter as a product. Its name is also that of its line of releases: `faq@1.0.0`, `faq@prod`."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    name: _Text
    base: _Text
    """The base that it has to stand on: a directory, or a checkpoint under `runs`."""
    adapter: Annotated[str, MinLen(1), AfterValidator(_no_endpoint)]
    """A checkpoint's name, its directory, or a release."""
    purpose: _Text
    """What it is for, in a line."""
    suites: Annotated[tuple[Annotated[str, MinLen(1), AfterValidator(_path)], ...], MinLen(1), Strict(False)] | None = (
        None
    )
    """The suites that decide on it, by name (with those of its family: `adapters` has `adapters/merged`), or by path
    under the suites' folder where it ends in `.py` or `/`; all, where none are named."""

    def asks(self, suite: str | None, file: str) -> bool:
        """Whether a suite is one of its own; `file` is the module's path under the suites' folder."""
        return self.suites is None or any(_means(named, suite, file) for named in self.suites)

    def unmet(self, found: Collection[tuple[str | None, str]]) -> list[str]:
        """Which of its suites are none of those that were found, as pairs of name and file."""
        return [named for named in self.suites or () if not any(_means(named, *one) for one in found)]


def _means(named: str, suite: str | None, file: str) -> bool:
    if named.endswith((".py", "/")):
        return file == named or (named.endswith("/") and file.startswith(named))
    return suite is not None and (suite == named or suite.startswith(f"{named}/"))
