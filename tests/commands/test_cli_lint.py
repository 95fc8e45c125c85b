"""`ckptgate lint`, and the lints before a training."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from engines.servers import Server, serving

from harness.cli import main

ROOT = Path(__file__).parents[2]
RECIPES = sorted((ROOT / "trainers/recipes").glob("*.yaml"))
ROW = {"prompt": "Where is it?", "completion": "In Riga."}


def status(monkeypatch: pytest.MonkeyPatch, *args: str) -> int:
    monkeypatch.setattr("sys.argv", ["ckptgate", *args])
    with pytest.raises(SystemExit) as e:
        main()
    return int(e.value.code or 0)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "data.jsonl"
    file.write_text(json.dumps(ROW) + "\n" + json.dumps({"prompt": "\x1b[31mWhere?"}) + "\n", encoding="utf-8")
    return file


def test_an_error_is_told_with_file_and_line_and_fails(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(monkeypatch, "lint", "data.jsonl") == 1

    out = capsys.readouterr().out
    assert "data.jsonl:2: completion: is missing" in out
    assert "1 error" in out
    assert "\x1b[31mWhere" not in out


def test_what_was_accepted_fails_nothing_and_wants_a_reason(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(monkeypatch, "lint", "data.jsonl", "--accept-lint", "broken-row", "--reason", "known") == 0
    assert status(monkeypatch, "lint", "data.jsonl", "--accept-lint", "broken-row") == 4
    assert "goes with a --reason" in capsys.readouterr().err
    assert status(monkeypatch, "lint", "data.jsonl", "--accept-lint", "broken-row", "--reason", " ") == 4
    assert "a --reason is empty" in capsys.readouterr().err
    assert status(monkeypatch, "lint", "data.jsonl", "--accept-lint", "broken-rows", "--reason", "known") == 4
    assert "did you mean 'broken-row'?" in capsys.readouterr().err


def test_a_folder_of_several_sets_is_told_by_their_names(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for split in ("train", "test"):
        (data.parent / "saved" / split).mkdir(parents=True)
        (data.parent / "saved" / split / "state.json").write_text("{}", encoding="utf-8")
    assert status(monkeypatch, "lint", "saved") == 4
    assert "name one or more, saved/test saved/train" in capsys.readouterr().err


def test_a_link_to_itself_is_a_file_that_is_not_there(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (data.parent / "loop.jsonl").symlink_to("loop.jsonl")
    assert status(monkeypatch, "lint", "loop.jsonl") == 4
    assert "loop.jsonl is not there" in capsys.readouterr().err


def test_sarif_goes_to_a_file(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert status(monkeypatch, "lint", "data.jsonl", "--format", "sarif", "--output", "out.sarif") == 1

    assert json.loads(Path("out.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"


def test_on_github_paths_in_sarif_are_the_repository_s(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the project is a folder of it."""
    monkeypatch.setenv("GITHUB_WORKSPACE", str(data.parent.parent))
    status(monkeypatch, "lint", "data.jsonl", "--format", "sarif", "--output", "out.sarif")
    result = json.loads(Path("out.sarif").read_text(encoding="utf-8"))["runs"][0]["results"][0]
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert place == f"{data.parent.name}/data.jsonl"


def test_a_file_that_is_not_there_is_said(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(monkeypatch, "lint", "no.jsonl") == 4
    assert "no.jsonl is not there" in capsys.readouterr().err


def test_a_file_that_goes_away_during_the_run_is_a_mistake_in_what_was_asked_for(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pair = {"prompt": "Where?", "chosen": "In Riga.", "rejected": "In Rome."}
    turned = {**pair, "chosen": "In Rome.", "rejected": "In Riga."}
    data.write_text(json.dumps(pair) + "\n" + json.dumps(turned) + "\n", encoding="utf-8")
    monkeypatch.setattr("harness.lint.run.digest_rows", lambda file: file.unlink() or "")

    assert status(monkeypatch, "lint", "data.jsonl") == 4
    assert "data.jsonl: can't be read: No such file or directory; put it back" in capsys.readouterr().err


ASKED = "May I return the lamp if I lost the receipt?"


def letters(_: Server, order: dict[str, Any]) -> tuple[int, bytes, dict[str, str]]:
    """A vector of how often some letters stand in a text."""
    data = [
        {"object": "embedding", "index": i, "embedding": [text.casefold().count(c) + 0.01 for c in "abcdefgh"]}
        for i, text in enumerate(order["input"])
    ]
    body = {"object": "list", "model": "tiny", "data": data, "usage": {"prompt_tokens": 1, "total_tokens": 1}}
    return 200, json.dumps(body).encode(), {}


@pytest.fixture
def shop(data: Path) -> Path:
    data.write_text(json.dumps({"prompt": "Can a lamp be returned without the receipt?", "completion": "Yes."}) + "\n")
    Path("golden").mkdir()
    Path("golden/own.yaml").write_text(
        f"suite: own\nsplit: gate\ncases:\n- id: lost\n  prompt: {ASKED}\n  expect: [{{max_words: 60}}]\n"
    )
    Path("pyproject.toml").write_text("[tool.ckptgate]\n")
    return data


def test_the_settings_embedding_model_finds_paraphrases(
    shop: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    status(monkeypatch, "lint", "data.jsonl")
    assert "paraphrases of cases are only seen by their words" in capsys.readouterr().out
    with serving(letters) as server:
        Path("pyproject.toml").write_text(f"[tool.ckptgate]\nembeddings = '{server.name}'\n")
        assert status(monkeypatch, "lint", "data.jsonl", "--format", "json") == 0

    told = json.loads(capsys.readouterr().out)
    (found,) = [f for f in told["findings"] if f["rule"] == "paraphrased-case"]
    assert told["paraphrases_by"] == server.name
    assert [(p["file"], p["line"]) for p in found["places"]] == [("data.jsonl", 1)]
    assert sorted(text for order in server.asked for text in order["input"]) == [
        "Can a lamp be returned without the receipt?",
        ASKED,
    ]


def test_a_model_that_fails_is_no_clean_data(
    shop: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    Path("pyproject.toml").write_text("[tool.ckptgate]\nembeddings = 'nowhere'\n")
    assert status(monkeypatch, "lint", "data.jsonl") == 4
    assert "nowhere: there is no such directory" in capsys.readouterr().err
    with serving(lambda *_: (404, b'{"error": {"message": "no model tiny"}}', {})) as server:
        Path("pyproject.toml").write_text(f"[tool.ckptgate]\nembeddings = '{server.name}'\n")
        assert status(monkeypatch, "lint", "data.jsonl") == 11
    assert "no model tiny" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ('[tool.ckptgate.lint.severity]\nduplicat-row = "off"\n', "pyproject.toml:2: [tool.ckptgate.lint] severity"),
        ('[tool.ckptgate.lint]\nseverity = {duplicat-row = "off"}\n', "did you mean 'duplicate-row'?"),
    ],
)
def test_a_severity_of_a_rule_that_nobody_knows_is_told_with_its_line(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], settings: str, says: str
) -> None:
    Path("pyproject.toml").write_text(settings, encoding="utf-8")

    assert status(monkeypatch, "lint", "data.jsonl") == 4
    assert says in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("cases.yaml", "[1, 2]\n", "cases.yaml:1: this has to be a mapping of keys, not [1, 2]"),
        ("cases.yaml", "suite: own\nsplit: gate\ncases: [5]\n", "cases.0: has to be a mapping of keys, not 5"),
        ("cases.jsonl", "5\n", "cases.jsonl:1: this has to be a mapping of keys, not 5"),
        ("nowhere.yaml", None, "nowhere.yaml: --eval: is not there"),
    ],
)  # fmt: skip
def test_case_files_that_are_none_are_told_in_plain_words(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, content: str, says: str
) -> None:
    if content is not None:
        Path(name).write_text(content, encoding="utf-8")

    assert status(monkeypatch, "lint", "data.jsonl", "--eval", name) == 4
    err = " ".join(capsys.readouterr().err.split())
    assert says in err
    assert not any(word in err for word in ("_Header", "_Row", "LintSettings", "instance of"))


def test_findings_are_told_in_russian_where_that_is_asked(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [{"prompt": f"Q {i}", "completion": "It costs 24 euros." if i < 3 else "Come by."} for i in range(40)]
    data.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert status(monkeypatch, "lint", "data.jsonl", "--lang", "ru") == 0
    out = capsys.readouterr().out
    assert "3 ответа с ценами, которых нет при вопросе (8\u00a0% всех; разных 1)" in out
    assert "предупреждение volatile-fact: 1 находка" in out
    assert "\N{REPLACEMENT CHARACTER}" not in out

    assert status(monkeypatch, "lint", "data.jsonl", "--lang", "de") == 4


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.stem)
def test_the_shipped_recipes_have_no_error_that_they_do_not_accept(
    recipe: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Else `ckptgate train` of it ends before it begins, in the project that a newcomer has just cloned."""
    monkeypatch.chdir(ROOT)
    assert status(monkeypatch, "lint", str(recipe.relative_to(ROOT))) == 0, capsys.readouterr().out[-2000:]
