"""Write the shipped golden cases from the world's held-out parts: `python -m trainers.demo.make_cases [DIRECTORY]`.

The files are meant to be read and added to by hand; cases of one's own go into files of their own.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.manifest import write_atomic
from trainers.demo.case_text import CaseFile, Entry
from trainers.demo.cases_adapters import desk, skills
from trainers.demo.cases_answers import answers
from trainers.demo.cases_forgetting import forgetting
from trainers.demo.cases_format import formats
from trainers.demo.cases_grounding import grounding
from trainers.demo.cases_overfitting import overfitting
from trainers.demo.cases_policy import policy
from trainers.demo.cases_terms import terms
from trainers.demo.example import LANGS, Lang, Part, fixed
from trainers.demo.facts import statement

__all__ = ["GOLDEN", "files", "main"]

GOLDEN = Path(__file__).parents[2] / "golden"
_SPLITS: tuple[Part, ...] = ("gate", "dev")
_PLAIN_LINES = 60


@dataclass(frozen=True, slots=True)
class _Suite:
    """A suite's folder, and what makes its cases: (language, split) → subject → cases."""

    name: str
    folder: str
    make: Callable[[Lang, Part], dict[str, list[Entry]]]
    header: tuple[str, ...] = ()


_SUITES = (
    _Suite("format", "format", formats, ("kind: style",)),
    _Suite("golden", "answers", answers),
    _Suite("forgetting", "forgetting", forgetting, ("bare: true",)),
    _Suite("policy", "policy", policy, ("kind: rule",)),
    _Suite("grounding", "grounding", grounding),
    _Suite("terms", "terms", terms),
    _Suite("overfitting", "overfitting", overfitting),
    _Suite("adapters", "adapters", desk),
    _Suite("adapters", "adapters", skills, ("bare: true",)),
)


def files() -> dict[str, str]:
    """Every case file and every file of plain text, by its path under the golden folder."""
    made = {}
    for suite in _SUITES:
        for lang in LANGS:
            for split in _SPLITS:
                for subject, entries in suite.make(lang, split).items():
                    header = (f"suite: {suite.name}", f"split: {split}", *suite.header, f"tags: [{lang}]")
                    name = f"{suite.folder}/{subject}.{lang}.{split}.yaml"
                    made[name] = CaseFile(header=header, entries=tuple(entries)).text()
    return made | {f"forgetting/plain/{lang}.txt": _plain(lang) for lang in LANGS}


def _plain(lang: Lang) -> str:
    """Statements of the world's facts in an order of their own, one text a line: nobody's question."""
    rng = fixed(1, "plain", lang)
    return "".join(f"{statement(rng, lang)}\n" for _ in range(_PLAIN_LINES))


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Write the shipped golden cases.")
    parser.add_argument("directory", nargs="?", type=Path, default=GOLDEN)
    directory = parser.parse_args(arguments).directory
    for name, text in files().items():
        write_atomic(directory / name, text.encode())


if __name__ == "__main__":
    main()
