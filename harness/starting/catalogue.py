"""The suites that a new project can begin with: what each asks, and the files that it brings."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

__all__ = ["LANGUAGES", "SUITES", "Offered", "Template", "template", "templates_of"]

LANGUAGES = ("en", "ru")
"""The languages that example cases are there in."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A suite: its line in the question, and the folder of its cases under `golden/` (empty: it has none)."""

    asks: str
    folder: str


SUITES = {
    "golden": Offered("does it know your answers", "answers"),
    "format": Offered("language, length, JSON, your house's form", "format"),
    "policy": Offered("refuses what it must, serves what is harmless, keeps its role", "policy"),
    "forgetting": Offered("base skills, held to the model that it was trained from", "forgetting"),
    "grounding": Offered("answers from the documents that come with a question", "grounding"),
    "terms": Offered("your own words, and none that your glossary rules out", "terms"),
    "training_data": Offered("what it was trained on is free of mistakes (checkpoints of ckptgate train)", ""),
}


@dataclass(frozen=True, slots=True)
class Template:
    """A file as it comes with ckptgate; `path` is its place under the suites' or the cases' folder."""

    path: str
    text: str


def template(name: str) -> str:
    """The text of a template by its path under `harness/starting/project`."""
    return (Path(str(files("harness.starting"))) / "project" / name).read_text(encoding="utf-8")


def templates_of(suite: str, language: str) -> list[Template]:
    """The example cases of a suite in a language, and the parts that they take arguments from."""
    folder = SUITES[suite].folder
    if not folder:
        return []
    place = Path(str(files("harness.starting"))) / "project" / "golden" / folder
    found = sorted(p.name for p in place.glob("*.yaml") if language in p.name.split("."))
    return [Template(f"{folder}/{name}", template(f"golden/{folder}/{name}")) for name in found]
