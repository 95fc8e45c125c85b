"""What `pip install ckptgate` brings, used in an empty folder: light, complete, nothing of the demo's shop in it."""

from __future__ import annotations

import email
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from harness.record import Record, read_record

ROOT = Path(__file__).parents[1]
BUILD = (
    "import sys; sys.path.append(sys.argv[2]); from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
)
SHOP = re.compile(r"\b(lantern|фонар)", re.IGNORECASE)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy: a build leaves folders behind, and takes along what an older one left."""
    source, made = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in ("harness", "trainers"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    # Without the site's own start-up, which may have put another `distutils` in place of setuptools' one.
    command = [sys.executable, "-S", "-c", BUILD, str(made), sysconfig.get_path("purelib")]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (file,) = made.glob("*.whl")
    return file


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel in a folder of its own; what it depends on is this environment's."""
    target = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-compile"]
    subprocess.run([*pip, "--target", str(target), str(wheel)], check=True)
    return target


def use(installed: Path, folder: Path, *argv: str, before: Path | None = None) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(map(str, filter(None, (before, installed))))
    environment = {**os.environ, "PYTHONPATH": path, "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, *argv], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_it_carries_templates_and_formats_and_nothing_of_the_repository_s_cases(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        names = opened.namelist()
        texts = {name: opened.read(name).decode() for name in names if "/project/" in name}
    assert {name.partition("/")[0] for name in names} == {"harness", "trainers", "ckptgate-0.1.0.dist-info"}
    there = {p.relative_to(ROOT).as_posix() for p in (ROOT / "harness/starting/project").rglob("*.*") if p.is_file()}
    assert set(texts) == {name for name in there if "__pycache__" not in name}
    assert "harness/py.typed" in names
    assert not [name for name in names if name.endswith((".safetensors", ".jsonl"))]
    assert not [name for name, text in texts.items() if SHOP.search(text)]


def test_what_it_needs_is_light(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        (metadata,) = (name for name in opened.namelist() if name.endswith("/METADATA"))
        needs = email.message_from_bytes(opened.read(metadata)).get_all("Requires-Dist") or []
    always = {re.split(r"[^\w.-]", need)[0].lower() for need in needs if "extra ==" not in need}
    assert "pytest" in always
    assert always.isdisjoint({"torch", "transformers", "peft", "trl", "accelerate", "datasets", "safetensors", "vllm"})


def test_it_begins_a_project_and_lints_without_torch(installed: Path, tmp_path: Path) -> None:
    without = tmp_path / "without"
    for name in ("torch", "transformers", "peft"):
        (without / name).mkdir(parents=True)
        (without / name / "__init__.py").write_text("raise RuntimeError('this was to be light')\n")
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "rows.jsonl").write_text('{"prompt": "a?", "completion": "b"}\n')
    command = str(installed / "bin/ckptgate")
    for argv in (["init", "--ci", "gitlab"], ["schema", "case"], ["lint", "rows.jsonl"], ["checks", "number"]):
        done = use(installed, folder, command, *argv, before=without)
        assert (argv, done.returncode) == (argv, 0), done.stderr
    assert (folder / ".gitlab/ckptgate.yml").is_file()


@pytest.fixture(scope="module")
def gated(
    installed: Path, strangers: dict[tuple[str, bool], Path], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A stranger's folder: begun with `ckptgate init`, its model gated."""
    folder = tmp_path_factory.mktemp("theirs")
    model = str(strangers["llama", True])
    begun = use(installed, folder, str(installed / "bin/ckptgate"), "init", "--model", model, "--languages", "en,ru")
    assert begun.returncode == 0, begun.stderr
    return folder, use(installed, folder, "-m", "pytest", f"--model={model}", "--device=cpu", "-p", "no:cacheprovider")


def test_a_gate_decides_in_an_empty_folder(gated: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    """A model of random weights answers nothing right: every gate says so, and none is an error."""
    folder, done = gated
    record = the_record(folder)
    assert (done.returncode, record.decision) == (1, "FAIL"), done.stdout[-3000:] + done.stderr[-3000:]
    floors = {s.name: g.decision for s in record.suites for g in s.gates if g.kind == "floor"}
    assert floors == {"golden": "FAIL", "format": "FAIL", "policy": "FAIL"}
    assert (folder / "records" / record.id / "report.html").is_file()


def test_no_case_of_the_demo_s_shop_is_asked_in_it(gated: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    folder, _ = gated
    record = the_record(folder)
    asked = {(case.suite, case.id) for case in record.cases}
    written = "".join(file.read_text(encoding="utf-8") for file in folder.glob("golden/*/*.yaml"))
    assert asked
    assert all(f"- id: {id_}\n" in written for _, id_ in asked)
    assert not any("demo's shop" in notice for notice in record.notices)
    assert any("are examples that `ckptgate init` wrote" in notice for notice in record.notices)
    for file in folder.rglob("*"):
        if file.is_file() and file.suffix in (".yaml", ".md", ".py", ".toml", ".html"):
            assert not SHOP.search(file.read_text(encoding="utf-8")), file


def test_the_demo_says_where_it_can_be_played(
    gated: tuple[Path, subprocess.CompletedProcess[str]], installed: Path
) -> None:
    folder, _ = gated
    done = use(installed, folder, str(installed / "bin/ckptgate"), "demo")
    assert done.returncode == 4
    assert "run it in a checkout of ckptgate" in done.stderr


def the_record(folder: Path) -> Record:
    (file,) = folder.glob("records/*/record.json")
    return read_record(file)
