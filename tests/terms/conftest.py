"""The demo's shop in a folder of its own, trained and gated for real; each training and each run once a session."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from warm import command

from harness.record import Record, SuiteResult, read_record
from trainers.demo.shop import copy_shop


class Shop:
    """A folder that all processes of the session share: what one of them trains or gates the others look at."""

    def __init__(self, root: Path) -> None:
        self.root = root
        with self._alone("made"):
            if (root / "pyproject.toml").exists():
                return
            copy_shop(root)

    def _alone(self, name: str) -> FileLock:
        return FileLock(self.root.parent / f"{name.replace('/', '-')}.lock")

    def recipe(self, name: str, *, like: str, **changes: str) -> str:
        """A recipe like a shipped one under another name, with words replaced."""
        text = (self.root / f"trainers/recipes/{like}.yaml").read_text(encoding="utf-8")
        for old, new in changes.values():
            assert old in text, old
            text = text.replace(old, new)
        lines = [f"name: {name}" if line.startswith("name:") else line for line in text.splitlines()]
        file = self.root / f"{name}.yaml"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return file.name

    def train(self, recipe: str) -> list[str]:
        """`ckptgate train`; the names of the checkpoints, oldest first."""
        lines = (self.root / recipe).read_text(encoding="utf-8").splitlines()
        name = next(line.removeprefix("name:").strip() for line in lines if line.startswith("name:"))
        run = self.root / "runs" / name
        with self._alone(recipe):
            if not (run / "ckpt-1").exists():
                done = self._run(str(Path(sys.executable).with_name("ckptgate")), "train", recipe)
                assert done.returncode == 0, done.stdout + done.stderr
        return [f"{name}/ckpt-{i}" for i in range(1, len(list(run.glob("ckpt-*"))) + 1)]

    def gate(self, model: str, split: str = "gate", only: Sequence[str] = ()) -> Record:
        """`pytest --model=MODEL`, of these suites alone where `only` names some; the record it wrote."""
        kept = self.root.parent / ".".join([model.replace("/", "-"), split, *only])
        with self._alone(kept.name):
            if not kept.exists():
                where = [f"suites/test_{name}.py" for name in only]
                done = self._run(
                    sys.executable,
                    *("-m", "pytest", "-p", "no:cacheprovider"),
                    *(f"--model={model}", f"--split={split}", *where),
                )
                said = re.search(r"records/(\S+?)/rep", done.stdout)
                assert said, done.stdout + done.stderr
                assert done.returncode == read_record(self.root / "records" / said[1] / "record.json").exit_status
                kept.write_text(said[1])
        return read_record(self.root / "records" / kept.read_text() / "record.json")

    def select(self, run: str, *target: str) -> dict[str, Any]:
        """`ckptgate select` by these suites beside the base's skills; its `select.json`."""
        named = [word for suite in target for word in ("--target", suite)]
        return self._told(self.root / "runs" / run / "select.json", "select", run, *named)

    def sweep(self, recipe: str, *rates: float) -> dict[str, Any]:
        """`ckptgate sweep --lr RATES`; its `sweep.json`."""
        file = self.root / "runs" / f"{Path(recipe).stem}-sweep" / "sweep.json"
        return self._told(file, "sweep", recipe, "--lr", *map(str, rates))

    def _told(self, file: Path, *argv: str) -> dict[str, Any]:
        with self._alone(f"{file.parent.name}.{file.name}"):
            if not file.exists():
                done = self._run(str(Path(sys.executable).with_name("ckptgate")), *argv)
                assert done.returncode == 0, done.stdout + done.stderr
        told: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return told

    def _run(self, *argv: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "OMP_WAIT_POLICY": "passive", "COLUMNS": "500"}
        return subprocess.run(
            command(*argv), cwd=self.root, env=environment, capture_output=True, text=True, check=False
        )


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shop"
    folder.mkdir(exist_ok=True)
    return Shop(folder / "root")


@pytest.fixture(scope="session")
def good(shop: Shop) -> Record:
    """The gate's record of the good recipe's last epoch."""
    return shop.gate(shop.train("trainers/recipes/support-lora.yaml")[-1])


@pytest.fixture(scope="session")
def narrow(shop: Shop) -> Record:
    """The gate's record of the narrow recipe's last epoch."""
    return shop.gate(shop.train("trainers/recipes/support-narrow.yaml")[-1])


def suite(record: Record, name: str) -> SuiteResult:
    return next(s for s in record.suites if s.name == name)


def rate(record: Record, name: str) -> float:
    """A suite's pass rate, 0..1."""
    found = suite(record, name).candidate
    assert found is not None
    return found.rate


def gate_words(record: Record, name: str) -> dict[str, str]:
    return {g.kind: g.decision for g in suite(record, name).gates}
