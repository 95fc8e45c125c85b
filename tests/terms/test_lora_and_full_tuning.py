"""LoRA taken for full tuning. The frequent mistake: a LoRA checkpoint is taken for what full tuning on the same data
would have given. What was found of the one is said of the other, and nobody has compared them.

The guard: they are two models, by digest, and no record of the one releases the other; an adapter's card says that it
was not compared with full tuning on its data until that was done, on that data and that base.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from project import Project

from harness.checkpoint import Checkpoint, load_checkpoint
from harness.comparison import COMPARISON, Comparison, Side

Run = Callable[..., tuple[int, str]]
DEMO = Path(__file__).parents[2] / "trainers/demo"
RECIPE = """name: {name}
base: base
method: {method}
{block}data: {{train: train.jsonl}}
training: {{epochs: 1, learning_rate: 1e-3, batch_size: 8, max_length: 256, seed: 0}}
"""


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The embedded base tuned by both methods on the same two dozen rows of the shop, at the same rate."""
    from rich.console import Console

    from trainers.train import train

    root = tmp_path_factory.mktemp("both")
    shutil.copytree(DEMO / "base", root / "base")
    rows = (DEMO / "data/support.jsonl").read_text(encoding="utf-8").splitlines()[:24]
    (root / "train.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    for name, method, block in (("thin", "lora", "lora: {r: 16, alpha: 32}\n"), ("whole", "full", "")):
        recipe = root / f"{name}.yaml"
        recipe.write_text(RECIPE.format(name=name, method=method, block=block), encoding="utf-8")
        train(recipe, root=root, runs=root / "runs", console=Console(quiet=True))
    return root


@pytest.fixture
def shop(trained: Path, project: Project) -> Project:
    """Both in a project whose gate the LoRA checkpoint has passed."""
    for part in ("base", "runs"):
        shutil.copytree(trained / part, project.root / part)
    project.simple()
    project.answer("thin/ckpt-1", "good")
    assert project.run("--model=thin/ckpt-1").ret == 0
    return project


def loaded(shop: Project, name: str) -> Checkpoint:
    return load_checkpoint(shop.root / "runs" / name / "ckpt-1", name=name, root=shop.root)


def side(shop: Project, name: str, **changes: Any) -> Side:
    found = loaded(shop, name)
    assert found.manifest is not None
    assert found.manifest.base is not None
    fields: dict[str, Any] = {
        "name": f"{name}/ckpt-1",
        "digest": found.digest,
        "method": found.manifest.method,
        "base": found.manifest.base.digest,
        "data": [ref.sha256 for ref in found.manifest.data],
    }
    return Side(**fields | changes)


def compared(shop: Project, **changes: Any) -> None:
    """What a comparison leaves behind; `changes` are to the fully tuned side."""
    one, other = side(shop, "thin"), side(shop, "whole", **changes)
    made = Comparison(
        id="thin-whole", created="2026-11-27T00:00:00Z", one=one, other=other, sentence="LoRA loses 4 points."
    )
    shop.write(f"records/thin-whole/{COMPARISON}", made.model_dump_json())


def test_they_are_two_models(shop: Project) -> None:
    """The same rows, rate and seed: other weights, another loss, another way from the base, told by every report."""
    thin, whole = loaded(shop, "thin"), loaded(shop, "whole")
    assert thin.digest != whole.digest
    assert thin.manifest is not None
    assert whole.manifest is not None
    assert thin.manifest.data == whole.manifest.data
    assert thin.manifest.parameters["trainable"] < 0.2 * whole.manifest.parameters["trainable"]
    ours, theirs = (manifest.curves[-1]["kl_to_base"] for manifest in (thin.manifest, whole.manifest))
    assert abs(ours - theirs) > 0.1 * max(ours, theirs)
    assert shop.record.weights.startswith("adapter thin/ckpt-1 (lora r16) on ")


def test_what_lora_passed_releases_no_full_tuning(shop: Project, run: Run) -> None:
    """Planted: LoRA passed, so the fully tuned checkpoint of the same recipe is released on its record."""
    status, said = run("release", "whole/ckpt-1", "--as", "support@1.0.0")
    assert status == 1
    assert "no record of these weights" in said
    assert run("release", "thin/ckpt-1", "--as", "support@1.0.0")[0] == 0


def test_an_adapter_nobody_compared_says_so_on_its_card(shop: Project, run: Run) -> None:
    """Planted: nothing was compared, or full tuning on other data, or of another base. The trainer's card says it."""
    words = "Not compared with full tuning on this data."
    assert words in (shop.root / "runs/thin/ckpt-1/README.md").read_text(encoding="utf-8")
    assert words not in (shop.root / "runs/whole/ckpt-1/README.md").read_text(encoding="utf-8")
    assert words in run("card", "thin/ckpt-1")[1]
    for changes in ({"data": ["0" * 64]}, {"base": "0" * 64}, {"method": "lora"}):
        compared(shop, **changes)
        assert words in run("card", "thin/ckpt-1")[1], changes


def test_compared_on_its_data_it_says_what_came_out(shop: Project, run: Run) -> None:
    """The clean twin: both on the same data and base, compared; and each released on a record of its own."""
    compared(shop)
    status, said = run("card", "thin/ckpt-1")
    assert status == 0
    assert "Compared with full tuning on this data (`thin-whole`): LoRA loses 4 points." in said
    assert "Not compared" not in said
    shop.answer("whole/ckpt-1", "good")
    assert shop.run("--model=whole/ckpt-1").ret == 0
    assert shop.record.weights.startswith("no adapter: full weights, all tuned, from ")
    status, said = run("release", "whole/ckpt-1", "--as", "support@1.0.0")
    assert status == 0, said
