"""Whatever is learnt from: a training that was interrupted ends as if it never was, bit for bit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from tiny_project import WORDS, Project, interrupt, write_rows

from harness.manifest import Manifest, read_manifest
from trainers.train import train

PAIRS = [{"prompt": f"say {a}", "chosen": f"{a}!", "rejected": f"no {a}"} for a in WORDS]
EMBEDDED = str(
    Path(__file__).parents[2] / "trainers/demo/base"
)  # bitsandbytes takes no model as narrow as the tiny one
SAID = [{"prompt": f"say {a}", "completion": f"{a}!"} for a in WORDS]
ANSWERS = {"answers": 4, "new_tokens": 6, "checks": [{"max_words": 1}]}


def trained(project: Project, changes: dict[str, Any], runs: str) -> list[Manifest | None]:
    """Every epoch's manifest: digests of all files, curves and parameters stand in it."""
    made = train(
        project.recipe({"data.mix": None, "training.epochs": 2, **changes}),
        root=project.root,
        runs=project.root / runs,
        console=Console(quiet=True),
        rewards=lambda checks: [lambda prompt, answer: float(len(answer) % 3)],
    )
    return [read_manifest(directory) for directory in made]


@pytest.mark.parametrize(
    ("rows", "changes"),
    [
        pytest.param(SAID, {"objective": "sft", "method": "qlora", "base": EMBEDDED}, id="qlora"),
        pytest.param(
            SAID,
            {
                "objective": "sft",
                "method": "prefix-tuning",
                "lora": None,
                "prefix_tuning": {"tokens": 4, "project": True},
            },
            id="prefix",
        ),
        pytest.param(PAIRS, {"objective": "dpo", "data.criteria": ["short"]}, id="dpo"),
        pytest.param(PAIRS, {"objective": "reward", "data.eval": "train.jsonl"}, id="reward"),
        pytest.param(PAIRS, {"objective": "rlaif", "rl": {**ANSWERS, "algorithm": "grpo"}}, id="grpo"),
        pytest.param(PAIRS, {"objective": "rlaif", "rl": {**ANSWERS, "algorithm": "rloo"}}, id="rloo"),
    ],
)
def test_every_objective_goes_on_as_if_it_was_never_interrupted(
    project: Project, monkeypatch: pytest.MonkeyPatch, rows: list[dict[str, Any]], changes: dict[str, Any]
) -> None:
    """Stopped in the second epoch of two: the order of rows and what is drawn are those of an unbroken training."""
    if changes["objective"] == "rlaif":
        rows = [{"prompt": row["prompt"]} for row in rows]
    write_rows(Path("train.jsonl"), rows)
    whole = trained(project, changes, "whole")
    with monkeypatch.context() as patch:
        interrupt(patch, epoch=2)
        with pytest.raises(KeyboardInterrupt):
            trained(project, changes, "runs")
    assert trained(project, changes, "runs") == whole
