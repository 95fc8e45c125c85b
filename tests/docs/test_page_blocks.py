"""What stands in a block is true: commands print what is shown, code compiles, cases, recipes and settings load."""

from __future__ import annotations

import ast
import importlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from warm import command

from harness.case_files import load_cases
from harness.checks import bind, registry
from harness.deployment import load_deployment
from harness.settings import load_settings
from trainers.recipe import Recipe

from . import coming
from .pages import PAGES, ROOT, Block, Run, blocks, matches, runs, steps

MODEL = ROOT / "trainers/demo/base"
BLOCKS = [block for page in PAGES for block in blocks(page)]
_CI = {"jobs", "script", "steps", "runs-on", "rules"}


def of(*languages: str) -> list[Any]:
    return [pytest.param(block, id=block.place) for block in BLOCKS if block.language in languages]


@pytest.mark.parametrize("run", [pytest.param(run, id=run.place) for run in runs()])
def test_commands_print_what_their_page_shows(run: Run, tmp_path: Path) -> None:
    if any(f"$ {name}" in block.text for name in coming.COMMANDS for _, block in run.stages):
        pytest.skip("its command is not there yet (coming.py)")
    if run.model:
        shutil.copytree(MODEL, tmp_path / "models/support")
    for files, block in run.stages:
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        status = 0
        for typed, told in steps(block):
            status, said = printed(typed, tmp_path)
            assert matches(told, said), f"{block.place}: {typed}\n{said}"
            assert status in (0, block.status), f"{block.place}: {typed}"
        assert status == block.status, block.place


def printed(typed: str, folder: Path) -> tuple[int, str]:
    """Exit status and output, in English and 100 columns wide."""
    name, *words = shlex.split(typed)
    argv = command(str(Path(sys.executable).with_name(name)), *words)
    done = subprocess.run(
        argv,
        cwd=folder,
        env={**os.environ, "COLUMNS": "100"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def test_a_mark_that_is_misspelt_is_noticed() -> None:
    assert len(runs()) >= 25
    for page in PAGES:
        marks = re.findall(r"^<!-- *run", page.read_text(encoding="utf-8"), re.MULTILINE)
        assert len(marks) == sum(block.run is not None for block in blocks(page)), page.name


@pytest.mark.parametrize(
    ("told", "printed", "same"),
    [
        ("one\ntwo", "one  \ntwo\n", True),
        ("one\n[…]", "one\ntwo\nthree\n", True),
        ("one\n[…]\nfour", "one\ntwo\nthree\n", False),
        ("one", "one\ntwo", False),
        ("", "one", False),
    ],
)
def test_what_is_printed_is_compared_line_by_line(told: str, printed: str, same: bool) -> None:
    assert matches(told, printed) is same


@pytest.mark.parametrize("block", of("python"))
def test_python_compiles_and_imports_what_is_there(block: Block) -> None:
    for node in ast.walk(ast.parse(block.text)):
        if isinstance(node, ast.ImportFrom) and node.module:
            module = importlib.import_module(node.module)
            for name in node.names:
                assert hasattr(module, name.name), (node.module, name.name)
        elif isinstance(node, ast.Import):
            for name in node.names:
                importlib.import_module(name.name)


@pytest.mark.parametrize("block", of("yaml"))
def test_yaml_is_what_it_shows(block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cases load, lists of checks are held to the checks, recipes and deployments to their models."""
    found = yaml.safe_load(block.text)
    file = tmp_path / "block.yaml"
    file.write_text(block.text, encoding="utf-8")
    if isinstance(found, list):
        for line in found:
            name, arguments = next(iter(line.items())) if isinstance(line, dict) else (line, None)
            if not (isinstance(arguments, dict) and "from" in arguments):
                bind(name, arguments)
    elif "cases" in found:
        monkeypatch.setattr(registry, "_checks", dict(registry._checks))
        _know_own_checks(block.page)
        assert load_cases([file])
    elif "method" in found and "base" in found:
        Recipe.model_validate(found)
    elif "model" in found:
        load_deployment(file)
    else:
        assert _CI & set(_keys(found)), f"{block.place}: what is this?"


def _know_own_checks(page: Path) -> None:
    for block in blocks(page):
        if block.title == "conftest.py":
            exec(compile(block.text, block.place, "exec"), {})  # noqa: S102


def _keys(found: Any) -> list[str]:
    if isinstance(found, dict):
        return [key for k, v in found.items() for key in (str(k), *_keys(v))]
    return [key for value in found for key in _keys(value)] if isinstance(found, list) else []


@pytest.mark.parametrize("block", of("toml"))
def test_settings_load(block: Block, tmp_path: Path) -> None:
    if "ckptgate" in tomllib.loads(block.text).get("tool", {}):
        (tmp_path / "pyproject.toml").write_text(block.text, encoding="utf-8")
        load_settings(tmp_path)
    elif block.text.startswith("[["):
        (tmp_path / "pyproject.toml").write_text("[tool.ckptgate]\n" + block.text, encoding="utf-8")
        load_settings(tmp_path)


@pytest.mark.parametrize("block", of("json", "jsonl"))
def test_json_is_json(block: Block) -> None:
    for text in block.text.splitlines() if block.language == "jsonl" else [block.text]:
        json.loads(text)


def test_every_block_that_can_be_wrong_says_its_language() -> None:
    known = {"", "console", "csv", "json", "jsonl", "python", "sh", "toml", "yaml"}
    assert {block.language for block in BLOCKS} <= known


@pytest.mark.parametrize("page", [pytest.param(page, id=page.name) for page in PAGES])
def test_no_path_of_somebodys_machine(page: Path) -> None:
    assert not re.search(r"(?<![\w.])/(?:tmp|work|home|root)/", page.read_text(encoding="utf-8"))
