"""The docs are held to the code: every option, command, setting, exit status and mark argument has its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from pydantic import BaseModel

from harness import plugin
from harness.cli import app
from harness.lint._russian import RUSSIAN
from harness.lint.catalogue import known_rules
from harness.lint.run import BROKEN
from harness.lint_settings import LintSettings
from harness.outcome import EXIT, INTEGRITY
from harness.settings import Settings
from trainers.recipe import Recipe, load_recipe

ROOT = Path(__file__).parents[1]
REFERENCE = (ROOT / "docs/reference.md").read_text(encoding="utf-8")


def test_every_option_of_the_plugin_is_documented() -> None:
    parser = pytest.Parser(_ispytest=True)
    plugin.pytest_addoption(parser)
    options = [name for o in parser.getgroup("ckptgate").options for name in o.names()]
    assert len(options) >= 5
    for name in options:
        assert re.search(rf"^\| `{name}[`=]|, `{name}=", REFERENCE, re.MULTILINE), name


def test_every_command_and_its_options_are_documented() -> None:
    commands = dict(_commands(typer.main.get_command(app)))
    assert len(commands) >= 12
    for name, command in commands.items():
        line = next((row for row in REFERENCE.splitlines() if row.startswith(f"| `ckptgate {name}")), None)
        assert line, name
        for option in command.params:
            if option.param_type_name == "option":
                assert any(o in line for o in option.opts), (name, option.opts)


def _commands(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def test_every_setting_is_documented_with_its_default() -> None:
    for name, field in Settings.model_fields.items():
        row = next((r for r in REFERENCE.splitlines() if r.startswith(f"| `{name}` |")), None)
        assert row, name
        value = field.get_default(call_default_factory=True)
        default = (
            "none"
            if value is None
            else "{}"
            if isinstance(value, BaseModel)
            else "[]"
            if value == ()
            else str(value).lower()
        )
        assert default in row, (name, default)


def test_every_exit_status_is_documented() -> None:
    for status in {*EXIT.values(), INTEGRITY, 2, 3, 4, 5, 6}:
        assert re.search(rf"^\| {status} \|", REFERENCE, re.MULTILINE), status


def test_the_readme_begins_with_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    first = 'pip install -c constraints.txt -e ".[train]" && ckptgate demo'
    second = 'pip install -c constraints.txt -e ".[test]" && pytest'
    assert 0 < readme.index(first) < readme.index(second) < 1500


def test_links_between_the_docs_lead_somewhere() -> None:
    for file in [ROOT / "README.md", *ROOT.glob("docs/**/*.md"), *ROOT.glob("golden/README*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", file.read_text(encoding="utf-8")):
            assert (file.parent / target).exists(), f"{file.name}: {target}"


def test_every_lint_rule_and_threshold_is_documented() -> None:
    text = (ROOT / "docs/lint.md").read_text(encoding="utf-8")
    russian = (ROOT / "docs/lint.ru.md").read_text(encoding="utf-8")
    for rule in (BROKEN, *known_rules()):
        assert re.search(rf"^\| `{rule.name}` \| {rule.severity} \|", text, re.MULTILINE), rule.name
        severity = RUSSIAN[rule.severity]
        assert re.search(rf"^\| `{rule.name}` \| {severity} \|", russian, re.MULTILINE), rule.name
    for name, field in LintSettings.model_fields.items():
        assert f"`{name}`" in text, (name, field.default)


def test_every_key_of_a_recipe_is_documented() -> None:
    text = (ROOT / "docs/recipes.md").read_text(encoding="utf-8")
    schema = Recipe.model_json_schema()
    for part in (schema, *schema["$defs"].values()):
        for name in part["properties"]:
            assert f"`{name}`" in text, name


def test_every_shipped_recipe_is_documented_and_valid() -> None:
    text = (ROOT / "docs/recipes.md").read_text(encoding="utf-8")
    for file in sorted((ROOT / "trainers/recipes").glob("*.yaml")):
        load_recipe(file, root=ROOT)
        assert file.name.startswith("support-") or f"[{file.stem}](../trainers/recipes/{file.name})" in text, file.name
