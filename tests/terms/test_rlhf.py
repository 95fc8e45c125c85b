"""RLHF. The frequent mistake: it is begun before the basis. A model that was never taught the task, or fails its gates,
is rewarded for what it happens to do; and a reward model that ranks like a coin turns noise into habit.

The guard: `ckptgate train` refuses until the base's data were linted, its gates pass and the reward model ranks
held-out pairs; what was missing and why somebody went on in spite of it stand in the manifest.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from harness.manifest import DataRef, Manifest, hash_files, write_manifest

from .small_shop import BASE, SmallShop

RECIPE = """
name: rl
base: base
method: lora
objective: rlhf
rl: {algorithm: rloo, model: rewards, answers: 2, new_tokens: 8}
data: {train: questions.jsonl}
training: {epochs: 1, learning_rate: 1e-4, batch_size: 4, max_length: 64}
"""


@pytest.fixture
def begun(tmp_path: Path) -> SmallShop:
    """The embedded base as it is, and a reward model that ranks little better than a coin."""
    shop = SmallShop(tmp_path, "unasked")
    shutil.copytree(BASE, tmp_path / "rewards", ignore=shutil.ignore_patterns("manifest.json"))
    curve = {"epoch": 1, "eval_accuracy": 0.55}
    refs = [DataRef(file=f, sha256=f, rows=9, used=n) for f, n in (("pairs.jsonl", 9), ("held-out.jsonl", 0))]
    made = Manifest(
        name="rewards/ckpt-1", method="full", objective="reward", data=refs, curves=[curve],
        files=hash_files(tmp_path / "rewards"),
    )  # fmt: skip
    write_manifest(tmp_path / "rewards", made)
    shop.write("questions.jsonl", '{"prompt": "What is 2 + 3?"}\n' * 4)
    shop.write("rl.yaml", RECIPE)
    return shop


def test_rlhf_before_the_basis_is_refused_before_a_weight_is_loaded(begun: SmallShop) -> None:
    """Planted: the raw base, no gate run, a poor reward model. (The clean twin: tests/test_readiness.py.)"""
    told = begun.train("rl.yaml", status=1)
    for said in ("teach it the task first", "no whole gate run of base", "ranks 55% of held-out pairs"):
        assert said in told
    assert "--accept-unready" in told
    assert not list(begun.root.rglob("ckpt-*"))
