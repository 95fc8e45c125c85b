"""What `cases approve`, `accept` and `incident` refuse, in Russian: each sentence has one, with the same parts."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from sentences import same_parts, templates_in

import harness
from harness.cli import main
from harness.curating.review_errors import errors

HERE = Path(harness.__file__).parent
SOURCES = [
    *(HERE / f"curating/{name}.py" for name in ("accepting", "approvals", "case_editing", "correcting", "incidents")),
    *(HERE / f"commands/{name}.py" for name in ("cases_accept", "cases_approve", "cases_incident")),
    HERE / "case_names.py",
]
TEMPLATES = sorted(set(templates_in(SOURCES)))


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_refusal_has_a_russian_one_with_the_same_parts(template: str) -> None:
    assert same_parts(template, errors()[template])


def test_no_sentence_is_left_over_and_none_is_a_plain_text() -> None:
    project = (HERE / "settings.py").read_text(encoding="utf-8")
    left = [one for one in errors() if one not in TEMPLATES]
    assert len(left) == 1
    assert left[0].partition(":")[0] in project
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "SourceError":
                assert not isinstance(node.args[0], ast.JoinedStr | ast.Constant), (source.name, node.lineno)


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["accept", "a/b", "--reason=x"], "эта папка не в проекте ckptgate"),
        (["approve", "--model=x"], "эта папка не в проекте ckptgate"),
        (["incident", "--from=x", "--bad=y"], "--from ФАЙЛ называет жалобы целиком"),
        (["incident", "--question=x", "--bad= ", "--wrong=z"], 'нужно --bad "…"'),
    ],
)
def test_a_refusal_speaks_russian(
    args: list[str],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["ckptgate", "cases", *args, "--lang=ru"])
    with pytest.raises(SystemExit) as e:
        main()
    assert e.value.code == 4
    assert told in " ".join(capsys.readouterr().err.split())
