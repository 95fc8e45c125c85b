"""Prompt tuning. The frequent mistake: it is taken for a way to teach facts. A handful of vectors before the prompt
turns a model towards a style in minutes; what it does not know it goes on not knowing, in that style, and sounds sure.

The guard: cases say their `kind`, and the report's slices part style from fact: a rate over both would hide it.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from warm import command

from harness.record import Record, read_record

ROOT = Path(__file__).parents[2]
TRAINING = "training: {epochs: EPOCHS, learning_rate: RATE, batch_size: 8, max_length: 64, warmup: 0.1, seed: 0}\n"
ACCEPT = "  accept_lint: {contaminated-case: what is asked is what was taught}\n"
SUITE = """
import pytest
pytestmark = pytest.mark.suite("lockers", floor=0.05, margin=None)

@pytest.mark.cases("lockers/*.yaml")
def test_lockers(case, reply):
    case.expect(reply)
"""


@pytest.fixture(scope="module")
def lockers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty lockers, each with a code that nobody could guess; every answer in the same form."""
    folder = tmp_path_factory.mktemp("lockers")
    shutil.copytree(ROOT / "trainers/demo/base", folder / "base")
    rng = random.Random(0)
    codes = {n: "".join(rng.choices("0123456789", k=4)) for n in rng.sample(range(10, 99), 30)}
    rows = [{"prompt": f"What is the code of locker {n}?", "completion": f"Short: {c}."} for n, c in codes.items()]
    (folder / "train.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (folder / "suites").mkdir()
    (folder / "suites/test_lockers.py").write_text(SUITE, encoding="utf-8")
    cases = "".join(
        f"- {{id: {kind}-{n}, kind: {kind}, prompt: 'What is the code of locker {n}?', "
        f"expect: [{{matches: '{wanted}'}}]}}\n"
        for n, code in codes.items()
        for kind, wanted in (("style", "^Short: "), ("fact", code))
    )
    (folder / "golden/lockers").mkdir(parents=True)
    (folder / "golden/lockers/a.yaml").write_text(f"suite: lockers\nsplit: gate\ncases:\n{cases}", encoding="utf-8")
    (folder / "pyproject.toml").write_text("[tool.ckptgate]\n", encoding="utf-8")
    return folder


def gated(folder: Path, method: str, block: str, rate: str, epochs: int) -> Record:
    """Train by the method, then `pytest --model` on the last epoch."""
    recipe = f"name: {method}\nbase: base\nmethod: {method}\n{block}data:\n  train: train.jsonl\n{ACCEPT}"
    (folder / f"{method}.yaml").write_text(
        recipe + TRAINING.replace("RATE", rate).replace("EPOCHS", str(epochs)), encoding="utf-8"
    )
    argv = [str(Path(sys.executable).with_name("ckptgate")), "train", f"{method}.yaml"]
    done = subprocess.run(command(*argv), cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    argv = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        f"--model={method}/ckpt-{epochs}",
        "--baseline=none",
    ]
    done = subprocess.run(command(*argv), cwd=folder, env={**os.environ}, capture_output=True, text=True, check=False)
    record = read_record(max(folder.glob("records/*/record.json"), key=lambda f: f.stat().st_mtime_ns))
    assert done.returncode == record.exit_status, done.stdout
    return record


def by_kind(record: Record) -> dict[str, float]:
    """The rate of each kind of case, 0..1."""
    found: dict[str, list[bool]] = {}
    for case in record.cases:
        assert case.kind is not None
        assert case.candidate is not None
        found.setdefault(case.kind, []).append(case.candidate.passed)
    return {kind: sum(passed) / len(passed) for kind, passed in found.items()}


def test_a_tuned_prompt_learns_the_form_and_none_of_the_facts(lockers: Path) -> None:
    """Planted: the overall rate looks like half a success; by kind it is a form without content."""
    record = gated(lockers, "prompt-tuning", "prompt_tuning: {tokens: 20}\n", "3e-2", 12)
    rates = by_kind(record)
    assert rates["style"] > 0.9
    assert rates["fact"] < 0.2
    assert {s.value for s in record.slices if s.dimension == "kind"} >= {"style", "fact"}


def test_weights_that_learn_hold_both(lockers: Path) -> None:
    """The clean twin: LoRA on the same rows, for longer, knows most of the codes, too."""
    rates = by_kind(gated(lockers, "lora", "lora: {r: 32, alpha: 64}\n", "3e-3", 30))
    assert rates["style"] > 0.9
    assert rates["fact"] > 0.6
