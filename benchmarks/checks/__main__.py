"""How far the checks agree with people and reference programs: `python -m benchmarks.checks FOLDER [--json]`.

FOLDER holds files like the ones named in each part's `FILES`, with the same columns; what is absent is left out and
said. `--speed` measures instead how long the checks take.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.checks import answers, format, pii, refusals, speed
from benchmarks.checks.agreement import Table
from benchmarks.runs import machine

Part = tuple[Sequence[str], Callable[[Path], list[Table]]]
PARTS: dict[str, Part] = {
    "refusals": (refusals.FILES, refusals.measure),
    "answers": (answers.FILES, answers.measure),
    "format": (format.FILES, format.measure),
    "pii": (pii.FILES, pii.measure),
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="the labelled texts")
    parser.add_argument("--only", choices=PARTS, nargs="+", default=list(PARTS))
    parser.add_argument("--worst", type=int, default=20, help="so many disagreements a table are shown")
    parser.add_argument("--speed", action="store_true", help="how long the checks take")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    asked = parser.parse_args()
    if asked.speed:
        found = speed.measure()
        print(json.dumps({"machine": machine(), **found}, indent=1) if asked.json else speed.text(found))
        return
    if asked.folder is None or not asked.folder.is_dir():
        parser.error(f"a folder of labelled texts is needed, {asked.folder} is none")
    tables, absent = [], []
    for name in asked.only:
        patterns, measure = PARTS[name]
        for pattern in patterns:
            files = sorted(asked.folder.glob(pattern))
            absent += [] if files else [pattern]
            for file in files:
                tables += measure(file)
    if not tables:
        sys.exit(f"nothing to measure in {asked.folder}: it holds none of {', '.join(absent)}")
    if asked.json:
        print(json.dumps({"tables": [t.to_json(asked.worst) for t in tables], "absent": absent}, ensure_ascii=False))
        return
    print("\n\n".join(t.text(asked.worst) for t in tables))
    if absent:
        print(f"\nLeft out, for they are not there: {', '.join(absent)}.")


if __name__ == "__main__":
    main()
