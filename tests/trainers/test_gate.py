"""A few steps of every recipe on the embedded base, then `pytest --model=…`: one as candidate, another as baseline."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from tiny_project import WORDS, Project, write_rows
from warm import command

import trainers
from harness.record import read_record
from harness.rewards import rewards_of
from trainers.train import train

EMBEDDED = Path(__file__).parents[2] / "trainers/demo/base"
PLAIN: dict[str, Any] = {
    "base": str(EMBEDDED), "lora": None, "data.mix": None, "training.epochs": 1, "training.learning_rate": 3e-4,
}  # fmt: skip
PAIRS = [{"prompt": f"say {a}", "chosen": f"{a}!", "rejected": f"no {a}"} for a in WORDS]
JUDGED = [{"prompt": f"say {a}", "completion": f"{a}{end}", "label": end == "!"} for a in WORDS for end in "!?"]
ASKED = [{"prompt": f"say {a}"} for a in WORDS]
ANSWERS = {"answers": 4, "new_tokens": 6}
TEXTS = [{"text": f"{a} is no {b}."} for a in WORDS for b in WORDS[:2]]
CASES = "suite: words\nsplit: gate\ncases:\n" + "".join(
    f"- {{id: c{i}, prompt: 'say {word}', expect: [{{max_words: 60}}]}}\n" for i, word in enumerate(WORDS)
)
SUITE = """
import pytest
pytestmark = pytest.mark.suite("words", floor=0.1, margin=0.5)

@pytest.mark.cases("words/*.yaml")
def test_words(case, reply):
    case.expect(reply)
"""
MADE: dict[str, tuple[dict[str, Any], list[Any] | None]] = {
    "ia3": ({"method": "ia3", "training.learning_rate": 0.02}, None),
    "oft": ({"method": "oft", "oft": {"block_size": 8}}, None),
    "prompt": ({"method": "prompt-tuning", "prompt_tuning": {"tokens": 4}}, None),
    "prefix": ({"method": "prefix-tuning", "prefix_tuning": {"tokens": 4}}, None),
    "dpo": ({"method": "lora", "lora": {"r": 4}, "objective": "dpo", "data.criteria": ["says it"]}, PAIRS),
    "kto": ({"method": "lora", "lora": {"r": 4, "dora": True}, "objective": "kto"}, JUDGED),
    "domain": ({"method": "full", "objective": "domain"}, TEXTS),
    "sft": ({"method": "full"}, None),
    "instruct": ({"method": "lora", "lora": {"r": 4}, "template": "house.jinja"}, None),
    "qlora": ({"method": "qlora", "lora": {"r": 4}}, None),
    "reward": ({"method": "full", "objective": "reward"}, PAIRS),
    "rlhf": (
        {"method": "lora", "lora": {"r": 4}, "objective": "rlhf", "rl": {**ANSWERS, "model": "runs/reward/ckpt-1"}},
        ASKED,
    ),
    "rlaif": (
        {"method": "lora", "lora": {"r": 4}, "objective": "rlaif", "rl": {**ANSWERS, "checks": [{"max_chars": 9}]}},
        ASKED,
    ),
}


def make(project: Project, name: str) -> str:
    changes, rows = MADE[name]
    if rows is not None:
        write_rows(project.root / f"{name}.jsonl", rows)
        changes = {**changes, "data.train": f"{name}.jsonl"}
    template = (EMBEDDED / "chat_template.jinja").read_text(encoding="utf-8")
    (project.root / "house.jinja").write_text(template.replace("|> {{", "|>{{"), encoding="utf-8")
    recipe = project.recipe({**PLAIN, "name": name, **changes})
    quiet = Console(quiet=True)
    (last,) = train(recipe, root=project.root, runs=project.runs, console=quiet, rewards=rewards_of)
    return f"{last.parent.name}/{last.name}"


@pytest.mark.parametrize(
    "pair",
    [("ia3", "oft"), ("prompt", "prefix"), ("dpo", "kto"), ("domain", "sft"), ("qlora", "instruct"), ("rlaif", "rlhf")],
)
def test_a_checkpoint_of_every_recipe_is_answered_judged_and_compared(project: Project, pair: tuple[str, str]) -> None:
    """By its own engine process, with its manifest's digest in the record, answering otherwise than its base."""
    if "rlhf" in pair:
        make(project, "reward")
    candidate, baseline = (make(project, name) for name in pair)
    (project.root / "pyproject.toml").write_text("[tool.ckptgate]\n", encoding="utf-8")
    for file, text in (("suites/test_words.py", SUITE), ("golden/words/a.yaml", CASES)):
        (project.root / file).parent.mkdir(parents=True)
        (project.root / file).write_text(text, encoding="utf-8")
    argv = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"--model={candidate}", "--device=cpu"]
    environment = {**os.environ, "PYTHONPATH": str(Path(trainers.__file__).parents[1])}
    done = subprocess.run(
        command(*argv, f"--baseline={baseline}"), cwd=project.root, env=environment, capture_output=True, text=True
    )
    (file,) = project.root.glob("records/*/record.json")
    record = read_record(file)
    assert done.returncode == record.exit_status, done.stdout
    assert record.candidate.manifest_digest
    assert record.production is not None
    assert record.production.manifest_digest
    told = [(c.candidate.reply, c.baseline.reply) for c in record.cases if c.candidate and c.baseline]
    assert len(told) == len(WORDS)
    assert any(ours != theirs for ours, theirs in told)
