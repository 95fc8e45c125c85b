"""Epoch: one pass over the data; more passes are not better without end.

The frequent mistake: keeping only the last checkpoint. Caught by keeping every epoch and by `ckptgate select`, which
measures each on the dev split: under narrow training an earlier one has more of the base's skills.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from warm import command

from harness.manifest import read_manifest
from trainers.demo.shop import copy_shop

from .conftest import Shop

HOT = """name: rising
base: trainers/demo/base
method: lora
data:
  train: sixth.jsonl
  mix: [{file: trainers/demo/data/replay.jsonl, rows: 38}]
  accept_lint:
    contaminated-case: a part of the demo's data, some of whose questions are cases
training:
  {epochs: 6, learning_rate: 3.0e-2, batch_size: 16, max_length: 256, warmup: 24, schedule: constant_with_warmup}
"""


def test_the_last_epoch_is_not_the_best_and_the_earlier_one_is_still_there(shop: Shop) -> None:
    """Its training loss is the lowest, and it learnt the new task no better than it forgot the old ones."""
    names = shop.train("trainers/recipes/support-narrow.yaml")
    told = shop.select("support-narrow", "format", "golden")
    first, last = told["epochs"][0], told["epochs"][-1]
    assert last["losses"]["train_loss"] < first["losses"]["train_loss"]
    assert first["skills"] > last["skills"]
    assert told["chosen"] != names[-1]
    assert told["over_base"]["upper"] < 0
    assert (shop.root / "runs" / told["chosen"] / "manifest.json").is_file()


def test_a_sound_recipe_climbs_and_its_last_epoch_keeps_the_skills(shop: Shop) -> None:
    """The one that is chosen is better than the first, and than the base."""
    shop.train("trainers/recipes/support-lora.yaml")
    told = shop.select("support", "format")
    first, last = told["epochs"][0], told["epochs"][-1]
    assert last["suites"]["format"] >= first["suites"]["format"]
    assert last["skills"] > first["skills"] - 0.1
    assert told["chosen"] != first["name"]
    assert told["over_base"]["lower"] > 0


def test_early_stop_ends_a_training_that_falls_from_epoch_to_epoch(tmp_path: Path) -> None:
    """On the demo's data: a rate that grows to twenty times the sound one, and six epochs asked for."""
    copy_shop(tmp_path, suites=("format", "forgetting"))
    rows = (tmp_path / "trainers/demo/data/support.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "sixth.jsonl").write_text("".join(rows[::6]), encoding="utf-8")
    (tmp_path / "rising.yaml").write_text(HOT, encoding="utf-8")
    argv = [str(Path(sys.executable).with_name("ckptgate")), "train", "rising.yaml", "--early-stop"]
    environment = {**os.environ, "OMP_WAIT_POLICY": "passive"}
    done = subprocess.run(command(*argv), cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    made = sorted((tmp_path / "runs/rising").glob("ckpt-*"))
    assert len(made) < 6
    last = read_manifest(made[-1])
    assert last is not None
    assert last.early_stop is not None
    assert "quality on the dev split fell for two epochs in a row" in last.early_stop.reason
    assert max(last.early_stop.scores) - last.early_stop.scores[-1] > 0.1
