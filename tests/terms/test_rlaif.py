"""RLAIF. The frequent mistake: the checks that rewarded the model are also its gate. It was trained to pass them; that
it passes shows that training works, and nothing of what nobody rewarded.

The guard: the manifest names the rewards, every record repeats them, and a gate of its own fails where no case is
judged by anything else.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from warm import command

from harness.manifest import read_manifest
from harness.record import Record, read_record

ROOT = Path(__file__).parents[2]
RECIPE = """
name: rl
base: base
method: lora
lora: {r: 4, alpha: 8}
objective: rlaif
rl: {algorithm: grpo, answers: 4, new_tokens: 12, temperature: 1.5, checks: [max_words: 3]}
data: {train: questions.jsonl}
training: {epochs: 1, learning_rate: 1e-4, batch_size: 8, max_length: 64}
"""
SUITE = """
import pytest
pytestmark = pytest.mark.suite("short", floor=0.05)

@pytest.mark.cases("short/*.yaml")
def test_short(case, reply):
    case.expect(reply)
"""


@pytest.fixture(scope="module")
def rewarded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The embedded base, really trained for two steps by a check that wants short answers."""
    folder = tmp_path_factory.mktemp("rlaif")
    shutil.copytree(ROOT / "trainers/demo/base", folder / "base")
    rows = [f'{{"prompt": "Name {n} colours and say what each of them is good for."}}\n' for n in range(2, 6)]
    (folder / "questions.jsonl").write_text("".join(rows), encoding="utf-8")
    (folder / "rl.yaml").write_text(RECIPE, encoding="utf-8")
    (folder / "pyproject.toml").write_text("[tool.ckptgate]\n", encoding="utf-8")
    (folder / "suites").mkdir()
    (folder / "suites/test_short.py").write_text(SUITE, encoding="utf-8")
    ckptgate = str(Path(sys.executable).with_name("ckptgate"))
    argv = [ckptgate, "train", "rl.yaml", "--accept-unready", "a test of the guard behind this one"]
    done = subprocess.run(command(*argv), cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def gate(folder: Path, *more: str) -> Record:
    """`pytest --model` over cases that want short answers, and `more` of each."""
    checks = ", ".join(["{max_words: 3}", *more])
    cases = "".join(f"- {{id: c{n}, prompt: 'What is {n} + 3?', expect: [{checks}]}}\n" for n in range(12))
    (folder / "golden/short").mkdir(parents=True, exist_ok=True)
    (folder / "golden/short/a.yaml").write_text(f"suite: short\nsplit: gate\ncases:\n{cases}", encoding="utf-8")
    argv = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--model=rl/ckpt-1", "--baseline=none"]
    done = subprocess.run(command(*argv), cwd=folder, env={**os.environ}, capture_output=True, text=True, check=False)
    record = read_record(max(folder.glob("records/*/record.json"), key=lambda f: f.stat().st_mtime_ns))
    assert done.returncode == record.exit_status, done.stdout
    return record


def test_rewards_that_are_the_only_gate_decide_nothing(rewarded: Path) -> None:
    """Planted: the suite asks what the reward asked; however short the answers, it may not ship."""
    record = gate(rewarded)
    assert (record.decision, record.candidate.rewards) == ("FAIL", ["max_words"])
    assert [g.decision for g in record.gates if g.kind == "rewards"] == ["FAIL"]


def test_another_check_beside_the_reward_lets_the_gate_decide(rewarded: Path) -> None:
    """The clean twin: the same suite also wants a number; and the manifest keeps why training began unready."""
    record = gate(rewarded, "{matches: '\\\\d'}")
    assert [g.decision for g in record.gates if g.kind == "rewards"] == ["PASS"]
    manifest = read_manifest(rewarded / "runs/rl/ckpt-1")
    assert manifest is not None
    assert manifest.ready is not None
    assert manifest.ready.accepted == "a test of the guard behind this one"
    assert manifest.ready.missing
