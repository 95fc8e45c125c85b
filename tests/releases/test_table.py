"""The table of releases in a terminal."""

from __future__ import annotations

from dataclasses import replace

from rich.console import Console
from small_project import Project

from harness.releases import releases
from harness.releases.table import render


def shown(*views: object) -> str:
    console = Console(width=160, color_system=None, force_terminal=False)
    with console.capture() as capture:
        console.print(render(list(views)))  # type: ignore[arg-type]
    return capture.get()


def test_each_release_has_a_line_with_where_it_stands(project: Project) -> None:
    """What is in production, and where a rollback would go."""
    for version, name in (("1.0.0", "ckpt-1"), ("1.1.0", "ckpt-2"), ("1.2.0", "ckpt-3")):
        project.ship(version, name)
    head, *lines = shown(*releases(project.journal)).splitlines()
    assert head.split() == ["Release", "Stands", "Released", "(UTC)", "Weights", "Checkpoint", "Record"]
    assert [line.split("  ")[0] for line in lines] == ["support@1.0.0", "support@1.1.0", "support@1.2.0"]
    assert "rollback" not in lines[0]
    assert "rollback goes here" in lines[1]
    assert "in production" in lines[2]
    assert project.candidate("ckpt-3").digest[:12] in lines[2]
    assert "runs/support/ckpt-3" in lines[2]


def test_nothing_released_shows_the_command() -> None:
    """An empty table teaches nobody anything."""
    assert "ckptgate release ckpt-3 --as support@1.0.0" in shown()


def test_hostile_names_are_shown_as_they_are_written(project: Project) -> None:
    """No markup, no escape sequence and no turned direction comes through."""
    project.evaluate()
    view = project.release("1.0.0").release
    text = shown(replace(view, path="[red]runs/\x1b[2J\u202eckpt[/red]", record="[link=http://x]r[/link]"))
    assert "[red]runs/\\x1b[2J\\u202eckpt[/red]" in text
    assert "[link=http://x]r[/link]" in text
    assert "\x1b" not in text
