"""Pages are compiled once, and again as soon as anything that goes into them is another."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from harness.report import compiled
from harness.report.compiled import CompiledPages


class Counting(Environment):
    """Jinja's environment, which counts how often it compiles."""

    compiled = 0

    def _generate(self, *args: object, **more: object) -> str:
        self.compiled += 1
        return super()._generate(*args, **more)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def render(folder: Path, source: str = "Hello {{ name }}") -> tuple[str, int]:
    """What a page says in a process of its own, as it were, and how often it was compiled."""
    environment = Counting(loader=DictLoader({"page": source}), bytecode_cache=CompiledPages(folder))
    return environment.get_template("page").render(name="you"), environment.compiled


def test_a_page_is_compiled_once(tmp_path: Path) -> None:
    assert [render(tmp_path / "deep") for _ in range(3)] == [("Hello you", 1), ("Hello you", 0), ("Hello you", 0)]


def test_an_edited_template_is_compiled_again(tmp_path: Path) -> None:
    render(tmp_path)
    assert render(tmp_path, "Bye {{ name }}") == ("Bye you", 1)
    assert render(tmp_path) == ("Hello you", 1)


def test_so_is_one_whose_compiler_is_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of Jinja, or of the functions that a constant goes through."""
    render(tmp_path)
    monkeypatch.setattr(compiled, "_compiler", lambda: "another")
    assert render(tmp_path) == ("Hello you", 1)


@pytest.mark.parametrize("damage", [b"", b"no page", None])
def test_a_damaged_file_is_compiled_anew(tmp_path: Path, damage: bytes | None) -> None:
    render(tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-20] if damage is None else damage)
    assert [render(tmp_path), render(tmp_path)] == [("Hello you", 1), ("Hello you", 0)]


def test_nothing_is_written_where_python_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert [render(tmp_path), render(tmp_path)] == [("Hello you", 1)] * 2
    assert not [*tmp_path.iterdir()]


def test_a_folder_that_takes_nothing_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert render(tmp_path / "file") == ("Hello you", 1)
