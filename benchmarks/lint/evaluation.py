"""The evaluation set: customers' real questions, and cases from which all of one subject were taken."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from harness.lint._unlike import missing_topics

__all__ = ["measure", "text"]

TRAIN, TEST = "support/banking77_train.jsonl", "support/banking77_test.jsonl"
AREAS = {
    "top-up": "top_up|topping", "exchange": "exchange", "PIN": "pin", "refund": "refund|reverted", "identity": "verif",
    "cash": "cash|atm", "transfer": "transfer|beneficiary", "virtual cards": "virtual|disposable", "fees": "fee|charge",
    "lost or stolen": "lost|stolen|compromised", "delivery": "arrival|delivery",
}  # fmt: skip
"""A subject and which intents belong to it."""
_PRODUCTION, _CASES, _CLEAN = 3000, 800, 20

Rows = Sequence[dict[str, str]]


def measure(folder: Path | None = None) -> dict[str, Any] | None:
    """For each subject that no case asks what is found; what is said of cases that ask everything, drawn 20 times."""
    if folder is None or not (folder / TRAIN).is_file() or not (folder / TEST).is_file():
        return None
    train, test = (
        [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()]
        for name in (TRAIN, TEST)
    )
    areas = {name: _missing(train, test, pattern, seed=1) for name, pattern in AREAS.items()}
    clean = [len(_missing(train, test, "(?!)", seed=seed)["topics"]) for seed in range(_CLEAN)]
    # The same questions on both sides, for the two files differ somewhat by themselves.
    halves = [len(_missing(train[::2], train[1::2], "(?!)", seed=seed)["topics"]) for seed in range(_CLEAN)]
    return {"areas": areas, "clean": clean, "halves": halves}


def _missing(production: Rows, cases: Rows, pattern: str, seed: int) -> dict[str, Any]:
    """A sample of each, all cases of some intents taken out: the topics told, and how much they are about these."""
    random = Random(seed)  # noqa: S311 - no secret
    gone = re.compile(pattern)
    asked = random.sample(production, min(_PRODUCTION, len(production)))
    kept = random.sample([row for row in cases if not gone.search(row["intent"])], _CASES)
    start = time.process_time()
    topics = missing_topics([row["text"] for row in asked], [row["text"] for row in kept], share=0.01)
    seconds = time.process_time() - start
    about = [sum(bool(gone.search(asked[i]["intent"])) for i in topic.texts) / len(topic.texts) for topic in topics]
    of = {i for i, row in enumerate(asked) if gone.search(row["intent"])}
    return {
        "topics": [topic.words[0] for topic in topics],
        "right": sum(share >= 0.5 for share in about),
        "inputs": len(of),
        "covered": len(of.intersection(i for topic in topics for i in topic.texts)),
        "seconds": seconds,
    }


def text(found: dict[str, Any] | None) -> str:
    """The figures as a table."""
    if found is None:
        return f"Evaluation: left out, {TRAIN} and {TEST} are not there"
    areas = found["areas"]
    topics, right = (sum(n) for n in zip(*((len(a["topics"]), a["right"]) for a in areas.values()), strict=True))
    lines = [f"Evaluation: {_PRODUCTION} inputs of production, {_CASES} cases without all that asks of one subject"]
    for name, of in areas.items():
        share = of["covered"] / of["inputs"]
        lines.append(
            f"  {name:15} {of['inputs']:4} inputs  topics right {of['right']} of {len(of['topics'])}  "
            f"inputs in them {share:4.0%}  {', '.join(of['topics'])}"
        )
    named = sum(area["right"] > 0 for area in areas.values())
    lines.append(f"  subjects named {named} of {len(areas)}, topics right {right} of {topics}")
    lines.append(f"  nothing taken out: topics told in {len(found['clean'])} draws {sum(found['clean'])}, ")
    lines[-1] += f"both sides of one file {sum(found['halves'])}; {max(a['seconds'] for a in areas.values()):.1f} s"
    return "\n".join(lines)
