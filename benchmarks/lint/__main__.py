"""What the lints find of planted mistakes and say of clean data: `python -m benchmarks.lint [FOLDER] [--json]`.

FOLDER holds real texts like those of `benchmarks.checks`; without it what needs them is left out and said.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.lint import consistency, contamination, evaluation, paraphrases, preferences, scanning

SUBJECTS: dict[str, tuple[Callable[[argparse.Namespace], dict[str, Any]], Callable[[dict[str, Any]], str]]] = {
    "contamination": (lambda asked: contamination.measure(asked.folder), contamination.text),
    "paraphrases": (lambda asked: paraphrases.measure(asked.folder, asked.embeddings), paraphrases.text),
    "scan": (lambda asked: scanning.measure(asked.rows), scanning.text),
    "consistency": (lambda asked: consistency.measure(asked.folder), consistency.text),
    "preferences": (lambda asked: preferences.measure(asked.folder), preferences.text),
    "evaluation": (lambda asked: evaluation.measure(asked.folder), evaluation.text),
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="real texts")
    parser.add_argument("--only", choices=SUBJECTS, nargs="+", default=list(SUBJECTS))
    parser.add_argument("--embeddings", type=Path, metavar="DIR", help="an embedding model, for the paraphrases")
    parser.add_argument("--rows", type=int, default=scanning.ROWS, help="of the large file that is scanned")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    asked = parser.parse_args()
    found = {name: SUBJECTS[name][0](asked) for name in asked.only}
    told = [SUBJECTS[name][1](found[name]) for name in asked.only]
    print(json.dumps(found, ensure_ascii=False) if asked.json else "\n\n".join(told))


if __name__ == "__main__":
    main()
