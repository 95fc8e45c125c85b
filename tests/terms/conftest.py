"""The demo's shop in a folder of its own, trained and gated for real; each training and each run once a session."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from harness.record import Record, SuiteResult, read_record

ROOT = Path(__file__).parents[2]
PARTS = (
    "suites",
    "golden",
    "prompts",
    "deployment.yaml",
    "trainers/recipes",
    "trainers/demo/data",
    "trainers/demo/base",
)


class Shop:
    def __init__(self, root: Path) -> None:
        self.root = root
        self._runs: dict[str, list[str]] = {}
        self._records: dict[tuple[str, str], Record] = {}
        for part in PARTS:
            target = root / part
            target.parent.mkdir(parents=True, exist_ok=True)
            if (ROOT / part).is_dir():
                shutil.copytree(ROOT / part, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / part, target)
        (root / "pyproject.toml").write_text('[tool.ckptgate]\ndeployment = "deployment.yaml"\n')

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
        if recipe not in self._runs:
            before = {p.parent for p in self.root.glob("runs/*/ckpt-1")}
            done = self._run(str(Path(sys.executable).with_name("ckptgate")), "train", recipe)
            assert done.returncode == 0, done.stdout + done.stderr
            (run,) = {p.parent for p in self.root.glob("runs/*/ckpt-1")} - before
            count = len(list(run.glob("ckpt-*")))
            self._runs[recipe] = [f"{run.name}/ckpt-{i}" for i in range(1, count + 1)]
        return self._runs[recipe]

    def gate(self, model: str, split: str = "gate", only: str | None = None) -> Record:
        """`pytest --model=MODEL`, of one suite alone where `only` names it; the record it wrote."""
        if (model, split) not in self._records:
            where = [f"suites/test_{only}.py"] if only else []
            before = set(self.root.glob("records/*/record.json"))
            done = self._run(
                sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"--model={model}", f"--split={split}", *where
            )
            new = set(self.root.glob("records/*/record.json")) - before
            assert new, done.stdout + done.stderr
            self._records[model, split] = read_record(new.pop())
            assert done.returncode == self._records[model, split].exit_status
        return self._records[model, split]

    def _run(self, *argv: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "OMP_WAIT_POLICY": "passive"}
        return subprocess.run(argv, cwd=self.root, env=environment, capture_output=True, text=True, check=False)


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One process for all terms: what one of them trains the others look at."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("terms"))


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return Shop(tmp_path_factory.mktemp("shop"))


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
