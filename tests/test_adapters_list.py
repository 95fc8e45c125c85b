"""`ckptgate adapters list`: how each product stands, and what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from project import Project

from harness.adapters import render, standings
from harness.checkpoint import load_checkpoint
from harness.manifest import BaseRef, Manifest, hash_files, write_manifest
from harness.settings import load_settings

Run = Callable[..., tuple[int, str]]

ADAPTER = '{"peft_type": "LORA", "r": 8, "use_dora": true, "base_model_name_or_path": "base"}'


def settings(**adapters: str) -> str:
    tables = [
        f'[[tool.ckptgate.adapters]]\nname = "{name}"\nbase = "base"\nadapter = "{path}"\npurpose = "for {name}"\n'
        for name, path in adapters.items()
    ]
    return "[tool.ckptgate]\nmargin = 0.2\nsuite_margin = 0.2\ncreep_margin = 0.2\n" + "\n".join(tables)


def adapter(project: Project, path: str, base: str = "base") -> None:
    folder = project.root / path
    project.write(f"{path}/adapter_model.safetensors", f"weights of {path}")
    project.write(f"{path}/adapter_config.json", ADAPTER)
    ref = BaseRef(
        name=base, path=base, digest=load_checkpoint(project.root / base, name=base, root=project.root).digest
    )
    write_manifest(folder, Manifest(name=path, method="lora", base=ref, files=hash_files(folder)))


@pytest.fixture
def shop(project: Project) -> Project:
    project.checkpoint("base")
    adapter(project, "runs/faq/ckpt-1")
    adapter(project, "runs/letters/ckpt-1")
    project.write("pyproject.toml", settings(faq="faq/ckpt-1", letters="letters/ckpt-1"))
    project.simple()
    return project


def listed(run: Run, status: int = 0) -> list[dict[str, Any]]:
    ended, said = run("adapters", "list", "--json")
    assert ended == status, said
    told = json.loads(said)
    assert told["format"] == "ckptgate.adapters/1"
    found: list[dict[str, Any]] = told["adapters"]
    return found


def test_each_product_stands_with_base_production_and_latest_record(shop: Project, run: Run) -> None:
    shop.answer("faq", "good")
    assert shop.run("--model=faq").ret == 0
    assert run("release", "faq", "--as", "faq@1.0.0")[0] == 0
    faq, letters = listed(run)
    assert (faq["kind"], faq["base"], faq["production"], faq["decision"]) == ("lora r8 dora", "base", "1.0.0", "PASS")
    assert faq["record"] == shop.record.id
    assert faq["production_digest"] == faq["digest"] == shop.record.candidate.digest
    assert faq["base_digest"] == letters["base_digest"] == shop.record.candidate.base_digest
    assert [letters[key] for key in ("production", "record", "decision", "problem")] == [None, None, None, ""]
    status, said = run("adapters", "list")
    assert status == 0
    row = next(line for line in said.splitlines() if line.startswith("faq "))
    for cell in ("for faq", faq["base_digest"][:12], "(lora r8 dora)", "faq@1.0.0", f"PASS {shop.record.id}"):
        assert cell in row
    assert "nothing" in said.splitlines()[-1]
    assert "wrong" not in said


def test_the_same_weights_judged_as_another_product_are_none_of_its_records(shop: Project, run: Run) -> None:
    shop.write("pyproject.toml", settings(faq="faq/ckpt-1", twin="faq/ckpt-1"))
    shop.answer("faq", "good")
    shop.run("--model=faq")
    faq, twin = listed(run)
    assert faq["record"]
    assert twin["digest"] == faq["digest"]
    assert twin["record"] is None


def test_production_with_other_weights_is_said(shop: Project, run: Run) -> None:
    shop.answer("faq", "good")
    shop.run("--model=faq")
    run("release", "faq", "--as", "faq@1.0.0")
    shop.write("pyproject.toml", settings(faq="letters/ckpt-1"))
    assert "faq@1.0.0, other weights" in run("adapters", "list")[1]


def test_another_base_than_declared_is_said_in_its_row_with_the_mend(shop: Project, run: Run) -> None:
    shop.checkpoint("other")
    adapter(shop, "runs/letters/ckpt-1", base="other")
    faq, letters = listed(run, status=12)
    assert not faq["problem"]
    assert letters["integrity"]
    assert "pyproject.toml:13: [[tool.ckptgate.adapters]] base: declares base" in letters["problem"]
    assert "stands on other" in letters["problem"]
    assert "declare the base that it was trained on, or train it on this one" in letters["problem"]
    status, said = run("adapters", "list")
    assert status == 12
    assert "What is wrong" in said


def test_a_base_whose_files_were_swapped_is_an_integrity_mismatch(shop: Project, run: Run) -> None:
    shop.checkpoint("base", weights="another base of the same shape")
    assert [one["integrity"] for one in listed(run, status=12)] == [True, True]


def test_an_adapter_that_is_not_there_is_said_with_what_there_is(shop: Project, run: Run) -> None:
    shop.write("pyproject.toml", settings(faq="faq/ckpt-7", letters="letters/ckpt-1"))
    faq, letters = listed(run, status=4)
    assert "pyproject.toml:8: [[tool.ckptgate.adapters]] adapter: 'faq/ckpt-7' can't be used" in faq["problem"]
    assert "These exist: faq/ckpt-1" in faq["problem"]
    assert (faq["digest"], faq["integrity"], letters["problem"]) == (None, False, "")


def test_without_products_it_says_how_to_make_one(project: Project, run: Run) -> None:
    status, said = run("adapters", "list")
    assert status == 0
    assert "[[tool.ckptgate.adapters]]" in said


def test_what_others_wrote_is_printed_and_never_read(shop: Project) -> None:
    import io

    from rich.console import Console

    text = settings(faq="faq/ckpt-1").replace("for faq", "[red]x[/red] \\u001b[2J")
    shop.write("pyproject.toml", text)
    out = io.StringIO()
    Console(file=out, width=200).print(render(standings(shop.root, load_settings(shop.root))))
    assert "[red]x[/red]" in out.getvalue()
    assert "\x1b" not in out.getvalue()
