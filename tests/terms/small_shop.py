"""A project of one suite on the embedded base, trained and gated for real by the commands a person would give."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from warm import command

from harness.record import Record, read_record

BASE = Path(__file__).parents[2] / "trainers/demo/base"
SUITE = """
import pytest
pytestmark = pytest.mark.suite("{name}", floor=0.05, margin=None)

@pytest.mark.cases("{name}/*.yaml")
def test_{name}(case, reply):
    case.expect(reply)
"""


class SmallShop:
    """A folder with the base, settings and a suite; recipes, data and cases are the test's own."""

    def __init__(self, root: Path, suite: str) -> None:
        self.root, self.suite = root, suite
        shutil.copytree(BASE, root / "base")
        self.write("pyproject.toml", "[tool.ckptgate]\n")
        self.write(f"suites/test_{suite}.py", SUITE.format(name=suite))

    def write(self, file: str, text: str) -> Path:
        """Write a file under the root."""
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def cases(self, listed: str) -> None:
        """The suite's cases, as YAML list items."""
        self.write(f"golden/{self.suite}/a.yaml", f"suite: {self.suite}\nsplit: gate\ncases:\n{listed}")

    def train(self, recipe: str, *more: str, status: int = 0) -> str:
        """`ckptgate train`; what it said on stderr."""
        argv = [str(Path(sys.executable).with_name("ckptgate")), "train", recipe, *more]
        done = subprocess.run(command(*argv), cwd=self.root, capture_output=True, text=True, check=False)
        assert done.returncode == status, done.stderr
        return done.stderr

    def gate(self, model: str) -> Record:
        """`pytest --model=MODEL` without a baseline; the record it wrote."""
        argv = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"--model={model}", "--baseline=none"]
        done = subprocess.run(
            command(*argv), cwd=self.root, env={**os.environ}, capture_output=True, text=True, check=False
        )
        record = read_record(max(self.root.glob("records/*/record.json"), key=lambda f: f.stat().st_mtime_ns))
        assert done.returncode == record.exit_status, done.stdout
        return record
