"""What the lints find of planted mistakes and say of clean data: `python -m benchmarks.lint [FOLDER] [--json]`.

FOLDER holds real texts like those of `benchmarks.checks`; without it what needs them is left out and said.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from benchmarks.lint import consistency, contamination, evaluation, paraphrases, preferences

SUBJECTS = {
    "contamination": contamination,
    "consistency": consistency,
    "preferences": preferences,
    "evaluation": evaluation,
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="real texts")
    parser.add_argument("--only", choices=[*SUBJECTS, "paraphrases"], nargs="+", default=[*SUBJECTS, "paraphrases"])
    parser.add_argument("--embeddings", type=Path, metavar="DIR", help="an embedding model, for the paraphrases")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    asked = parser.parse_args()
    found, told = {}, []
    for name in asked.only:
        if name == "paraphrases":
            found[name] = paraphrases.measure(asked.folder, asked.embeddings)
            told.append(paraphrases.text(found[name]))
        else:
            found[name] = SUBJECTS[name].measure(asked.folder)
            told.append(SUBJECTS[name].text(found[name]))
    print(json.dumps(found, ensure_ascii=False) if asked.json else "\n\n".join(told))


if __name__ == "__main__":
    main()
