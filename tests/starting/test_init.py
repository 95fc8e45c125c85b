"""`ckptgate init`: what it writes, what it leaves alone, and what it says."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from harness.settings import load_settings
from harness.source import read_yaml
from harness.starting.choices import there

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with nothing in it."""
    folder = tmp_path / "help-desk"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A directory with what a model has, and nothing in it that could be loaded."""
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"weights")
    (folder / "config.json").write_text("{}")
    (folder / "tokenizer_config.json").write_text('{"chat_template": "{{ messages[0].content }}"}')
    return folder


def contents(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def test_an_empty_folder_becomes_a_project(empty: Path, run: Run) -> None:
    status, said = run("init")
    assert status == 0
    assert set(contents(empty)) == {
        ".gitignore",
        ".vscode/settings.json",
        "deployment.yaml",
        "golden/README.md",
        "golden/answers/example.en.gate.yaml",
        "golden/case.schema.json",
        "golden/format/example.en.gate.yaml",
        "golden/policy/keep.en.gate.yaml",
        "golden/policy/refuse.en.gate.yaml",
        "golden/policy/serve.en.gate.yaml",
        "pyproject.toml",
        "suites/test_format.py",
        "suites/test_golden.py",
        "suites/test_policy.py",
    }
    assert load_settings(empty).deployment == Path("deployment.yaml")
    assert read_yaml(empty / "deployment.yaml").data["model"] == "help-desk@prod"
    assert said.splitlines()[-6:] == [
        "  # your questions and answers, from a spreadsheet",
        "  ckptgate cases import questions.xlsx",
        "  # look at each reply, and settle what is expected",
        "  ckptgate cases approve --model MODEL",
        "  # the gate",
        "  pytest --model=MODEL",
    ]


@pytest.mark.parametrize("again", [(), ("--languages", "en,ru", "--ci", "github")])
def test_a_second_time_changes_nothing(empty: Path, model: Path, run: Run, again: tuple[str, ...]) -> None:
    run("init", "--model", "../model", "--languages", "en,ru", "--ci", "github")
    before = contents(empty)
    status, said = run("init", *again)
    assert status == 0
    assert contents(empty) == before
    assert "new " not in said
    assert "left " not in said
    assert "pytest --model=../model" in said


def test_what_people_edited_or_deleted_stays_so_and_what_is_new_comes_in(empty: Path, run: Run) -> None:
    run("init", "--ci", "github")
    edited = ["pyproject.toml", "deployment.yaml", "suites/test_golden.py", ".github/workflows/ckptgate.yml"]
    edited += ["golden/format/example.en.gate.yaml", "golden/README.md", ".gitignore", ".vscode/settings.json"]
    for name in edited:
        (empty / name).write_text(f"# mine\n{(empty / name).read_text()}")
    (empty / "golden/answers/example.en.gate.yaml").rename(empty / "golden/answers/returns.en.gate.yaml")
    (empty / "golden/policy/keep.en.gate.yaml").unlink()
    before = contents(empty)
    status, said = run("init", "--suites", "golden,format,policy,grounding")
    assert status == 0
    after = contents(empty)
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == {"suites/test_grounding.py", "golden/grounding/example.en.gate.yaml"}
    assert "left      suites/test_golden.py" in said


def test_a_language_that_has_no_cases_yet_gets_its_examples(empty: Path, run: Run) -> None:
    run("init", "--suites", "golden")
    run("init", "--languages", "ru")
    assert {p.name for p in (empty / "golden/answers").iterdir()} == {"example.en.gate.yaml", "example.ru.gate.yaml"}
    assert (empty / "golden/README.ru.md").is_file()


def test_cases_without_a_language_in_their_name_are_cases_too(empty: Path, run: Run) -> None:
    file = empty / "golden/answers/ours.jsonl"
    file.parent.mkdir(parents=True)
    file.write_text("")
    run("init", "--suites", "golden")
    assert [p.name for p in (empty / "golden/answers").iterdir()] == ["ours.jsonl"]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_pyproject_keeps_its_layout(empty: Path, run: Run, end: str) -> None:
    theirs = end.join(["\ufeff# ours", "[project]", 'name = "x"   # a name', "", "[tool.other]", "a = [", "  1,", "]"])
    (empty / "pyproject.toml").write_bytes(theirs.encode())
    status, said = run("init")
    assert (status, "added to  pyproject.toml" in said) == (0, True)
    text = (empty / "pyproject.toml").read_bytes().decode()
    assert text.startswith(theirs)
    assert text.count("\n") == text.count(end)
    assert tomllib.loads(text.removeprefix("\ufeff"))["tool"]["ckptgate"] == {"deployment": "deployment.yaml"}


def test_a_tool_table_in_one_line_is_left_and_said(empty: Path, run: Run) -> None:
    (empty / "pyproject.toml").write_text("tool = {other = {a = 1}}\n")
    status, said = run("init")
    assert status == 0
    assert (empty / "pyproject.toml").read_text() == "tool = {other = {a = 1}}\n"
    assert 'left      pyproject.toml   add to it: [tool.ckptgate] with deployment = "deployment.yaml"' in said


def test_a_pyproject_that_is_no_toml_stops_before_anything_is_written(empty: Path, run: Run) -> None:
    (empty / "pyproject.toml").write_text("[project\n")
    status, said = run("init")
    assert status == 4
    assert "pyproject.toml: not readable as TOML" in said
    assert list(contents(empty)) == ["pyproject.toml"]


def test_settings_name_the_folders(empty: Path, run: Run) -> None:
    (empty / "pyproject.toml").write_text(
        '[tool.ckptgate]\nsuites = "gate/suites"\ngolden = "gate/cases"\ndeployment = "gate/served.yaml"\n'
    )
    run("init", "--suites", "golden")
    assert (empty / "gate/suites/test_golden.py").is_file()
    assert (empty / "gate/cases/answers/example.en.gate.yaml").is_file()
    assert (empty / "gate/served.yaml").is_file()
    assert '"./gate/cases/case.schema.json"' in (empty / ".vscode/settings.json").read_text()


def test_an_editor_holds_case_files_to_the_schema_and_glossaries_not(empty: Path, run: Run) -> None:
    run("init", "--suites", "golden,terms", "--languages", "en,ru")
    schemas = json.loads((empty / ".vscode/settings.json").read_text())["yaml.schemas"]
    ((schema, patterns),) = schemas.items()
    assert (empty / schema).is_file()
    held = {file for pattern in patterns for file in empty.glob(pattern)}
    assert held == {file for file in empty.glob("golden/*/*.yaml") if not file.name.startswith("_")}
    (empty / ".vscode/settings.json").write_text('{\n  // ours\n  "editor.tabSize": 2\n}\n')
    status, said = run("init")
    assert (status, 'left      .vscode/settings.json   add to it: "yaml.schemas": {' in said) == (0, True)


@pytest.mark.parametrize("theirs", ["kind: Deployment\nmetadata: {name: x}\n", "a: 1\n---\nb: 2\n", "{{ .Values }}\n"])
def test_a_deployment_file_of_another_tool_is_let_be(empty: Path, run: Run, theirs: str) -> None:
    (empty / "deployment.yaml").write_text(theirs)
    assert run("init")[0] == 0
    assert (empty / "deployment.yaml").read_text() == theirs
    assert load_settings(empty).deployment == Path("ckptgate.deployment.yaml")
    before = contents(empty)
    assert run("init")[0] == 0
    assert contents(empty) == before


def test_a_project_that_does_without_a_deployment_is_given_none(empty: Path, run: Run) -> None:
    (empty / "pyproject.toml").write_text("[tool.ckptgate]\n")
    assert run("init")[0] == 0
    assert not (empty / "deployment.yaml").exists()
    (empty / "s.md").write_text("Be brief.")
    status, said = run("init", "--system", "s.md")
    assert (status, "this project has no deployment file" in said) == (4, True)


def test_gitignore_gets_what_it_lacks_once(empty: Path, run: Run) -> None:
    (empty / ".gitignore").write_text("runs\n*.tmp")
    run("init")
    text = (empty / ".gitignore").read_text()
    assert text == "runs\n*.tmp\n\n# ckptgate\n/.ckptgate/\n/records/\n__pycache__/\n"
    (empty / ".gitignore").write_text(text.replace("/records/\n", ""))  # they want their records in the repository
    run("init")
    assert "/records/" not in (empty / ".gitignore").read_text()


def test_gitignore_names_what_the_settings_name(empty: Path, run: Run) -> None:
    (empty / "pyproject.toml").write_text(
        '[tool.ckptgate]\nstore = "replies.sqlite"\nruns = "/data/runs"\nrecords = "out/records"\n'
    )
    run("init")
    assert (empty / ".gitignore").read_text() == "# ckptgate\n/replies.sqlite\n/out/records/\n__pycache__/\n"


def test_the_system_prompt_is_named_from_the_deployment(empty: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "prompt.md").write_text("Be brief.")
    run("init", "gate", "--system", "../prompt.md")
    assert read_yaml(empty / "gate/deployment.yaml").data["system"] == "../../prompt.md"
    status, said = run("init", "other", "--system", "nowhere.md")
    assert (status, "there is no file 'nowhere.md' here" in said) == (4, True)
    assert not (empty / "other").exists()


def test_a_model_s_directory_is_named_from_the_project(empty: Path, model: Path, run: Run) -> None:
    _, said = run("init", "gate", "--model", "../model", "--ci", "gitlab")
    assert "pytest --model=../../model" in said
    assert "Next (in gate):" in said
    assert 'CKPTGATE_MODEL: "../../model"' in (empty / "gate/.gitlab/ckptgate.yml").read_text()


@pytest.mark.parametrize(
    ("named", "called"),
    [
        ("models/support", "support"),
        ("runs/faq/ckpt-4", "faq"),
        ("models/Support RU v2", "support-ru-v2"),
        ("checkpoint-500", "help-desk"),
        ("модели/поддержка", "help-desk"),
        ("openai:http://127.0.0.1:8000/v1#acme/support", "support"),
    ],
)
def test_releases_are_called_as_the_model_is_and_as_the_folder_where_it_has_no_telling_name(
    empty: Path, model: Path, run: Run, named: str, called: str
) -> None:
    """So `release models/support --as support@1.0.0` is what the next run is compared with."""
    if not named.startswith("openai:"):
        (empty / named).parent.mkdir(parents=True, exist_ok=True)
        model.rename(empty / named)
    assert run("init", "--model", named)[0] == 0
    deployment = (empty / "deployment.yaml").read_text()
    assert f"model: {called}@prod\n" in deployment
    assert f"--as {called}@1.0.0" in deployment
    before = contents(empty)
    assert "left" not in run("init")[1]
    assert contents(empty) == before


def test_suites_suit_the_model(empty: Path, model: Path, run: Run) -> None:
    """Without a known base there is nothing to hold base skills to; an adapter brings its own."""
    run("init", "plain", "--model", "../model")
    assert not (empty / "plain/suites/test_forgetting.py").exists()
    adapter = empty / "adapter"
    adapter.mkdir()
    (adapter / "adapter_model.safetensors").write_bytes(b"weights")
    (adapter / "adapter_config.json").write_text(f'{{"base_model_name_or_path": "{model}"}}')
    run("init", "adapted", "--model", "adapter")
    assert (empty / "adapted/suites/test_forgetting.py").is_file()
    _, said = run("init", "plain", "--model", "../model", "--suites", "forgetting")
    assert "held to the model that yours was trained from, and none is known" in said


def test_what_would_keep_the_model_from_being_asked_is_said_at_once(empty: Path, model: Path, run: Run) -> None:
    (model / "tokenizer_config.json").write_text("{}")
    _, said = run("init", "p", "--model", "../model")
    assert "! ../../model has no chat template: turns will be given to it as plain text" in said
    adapter = empty / "adapter"
    adapter.mkdir()
    (adapter / "adapter_model.safetensors").write_bytes(b"weights")
    (adapter / "adapter_config.json").write_text('{"base_model_name_or_path": "base"}')
    (empty / "base").mkdir()  # beside it, and not where a run in the project's folder would look
    _, said = run("init", "g", "--model", "adapter")
    assert "! the adapter adapter stands on 'base', which is no directory here" in said
    (empty / "h/base").mkdir(parents=True)
    assert "stands on" not in run("init", "h", "--model", "adapter")[1]
    (model / "model.safetensors").rename(model / "pytorch_model.bin")
    status, said = run("init", "q", "--model", "../model")
    assert (status, "pickle format (pytorch_model.bin)" in said) == (4, True)


def test_a_model_behind_a_server_needs_no_torch_in_its_jobs(empty: Path, run: Run) -> None:
    assert run("init", "--model", "openai:http://127.0.0.1:8000/v1#support", "--ci", "github")[0] == 0
    text = (empty / ".github/workflows/ckptgate.yml").read_text()
    assert "[hf]" not in text
    assert "secrets.OPENAI_API_KEY" in text
    assert "release_endpoints" in (empty / "pyproject.toml").read_text()


@pytest.mark.parametrize(
    ("ci", "file"), [("github", ".github/workflows/ckptgate.yml"), ("gitlab", ".gitlab/ckptgate.yml")]
)
def test_jobs_name_a_model_with_any_signs(empty: Path, run: Run, ci: str, file: str) -> None:
    """A name that YAML would read otherwise, or GitLab, which puts variables in where `$` stands."""
    name = "openai:http://127.0.0.1:8000/v1#моя \"x\" $HOME: 'y' #z"
    run("init", "--model", name, "--ci", ci)
    told = yaml.safe_load((empty / file).read_text(encoding="utf-8"))
    variables = told["env"] if ci == "github" else told[".ckptgate"]["variables"]
    assert variables["CKPTGATE_MODEL"] == (name if ci == "github" else name.replace("$", "$$"))
    assert there(empty).model == name


@pytest.mark.parametrize("ci", ["github", "gitlab"])
def test_jobs_in_a_folder_of_a_repository_are_said_to_be_read_by_nobody(empty: Path, run: Run, ci: str) -> None:
    (empty / ".git").mkdir()
    assert "reads no" not in run("init", ".", "--ci", ci)[1]
    (empty / "pyproject.toml").unlink()
    (_, said), told = (
        run("init", "my gate", "--ci", ci),
        {"github": "GitHub reads no jobs", "gitlab": "GitLab reads no"},
    )
    assert told[ci] in said
    assert "my gate/.git" in said
    assert "reads no" not in run("init", "other", "--ci", "none")[1]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--model", "nowhere"), "there is no 'nowhere' here. Give a model's directory"),
        (("--model", "openai:x?y#z"), "names no endpoint"),
        (("--model", "hf:a/b"), "hf download"),
        (("--suites", "golden,speed"), "--suites: 'speed' is none (there are golden,"),
        (("--languages", "de"), "--languages: 'de' is none (there are en, ru)"),
        (("--languages", ""), "--languages: name one or more of en, ru"),
        (("--ci", "jenkins"), "--ci jenkins: files are written for github and gitlab"),
        (("deployment.yaml",), "deployment.yaml: is a file: name a folder"),
    ],
)
def test_a_mistake_is_said_and_nothing_is_written(empty: Path, run: Run, arguments: tuple[str, ...], says: str) -> None:
    (empty / "deployment.yaml").write_text("model: x@prod\n")
    status, said = run("init", *arguments)
    assert (status, says in said) == (4, True), said
    assert list(contents(empty)) == ["deployment.yaml"]


def test_something_in_the_way_is_said(empty: Path, run: Run) -> None:
    (empty / "suites").write_text("")
    status, said = run("init")
    assert (status, "suites/test_golden.py: can't be read: Not a directory" in said) == (4, True), said
    assert list(contents(empty)) == ["suites"]


def test_a_folder_within_a_project_is_refused(empty: Path, run: Run) -> None:
    run("init")
    status, said = run("init", "golden")
    assert (status, "lies in the project at" in said) == (4, True)


def test_a_gitlab_file_that_is_there_is_left_and_said(empty: Path, run: Run) -> None:
    (empty / ".gitlab-ci.yml").write_text("build: {script: [make]}\n")
    _, said = run("init")  # a repository with GitLab's file has GitLab's jobs
    assert "left      .gitlab-ci.yml   add to it: include: [{local: .gitlab/ckptgate.yml}]" in said
    (empty / ".gitlab-ci.yml").write_text("include:\n- local: .gitlab/ckptgate.yml\n")
    assert "left" not in run("init")[1]


def test_a_linked_file_stays_a_link(empty: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "shared.ignore").write_text("a\n")
    (empty / ".gitignore").symlink_to(tmp_path / "shared.ignore")
    run("init")
    assert (empty / ".gitignore").is_symlink()
    assert "/.ckptgate/" in (tmp_path / "shared.ignore").read_text()


def at_a_terminal(folder: Path, typed: str) -> tuple[int, str]:
    """`ckptgate init` with a terminal on all three streams; what is typed waits there beforehand."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "dumb", "NO_COLOR": "1"}
    command = [str(Path(sys.executable).with_name("ckptgate")), "init"]
    os.write(ours, typed.encode())
    process = subprocess.Popen(
        command, cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True
    )
    os.close(theirs)
    said = b""
    while True:
        try:
            more = os.read(ours, 65536)
        except OSError:  # Linux says so when the last process has closed its end
            break
        if not more:
            break
        said += more
    os.close(ours)
    return process.wait(), said.decode().replace("\r\n", "\n")


def test_at_a_terminal_there_are_five_questions_and_a_wrong_answer_is_asked_again(empty: Path, model: Path) -> None:
    status, said = at_a_terminal(empty, "nowhere\n../model\nen, ru\ngolden, speed\ngolden\ngithub\n\n")
    assert status == 0, said
    assert [f"{n}/5" in said for n in range(1, 7)] == [True] * 5 + [False]
    assert "there is no 'nowhere' here" in said
    assert "'speed' is none" in said
    assert {p.name for p in (empty / "suites").iterdir()} == {"test_golden.py"}
    assert {p.name for p in (empty / "golden/answers").iterdir()} == {"example.en.gate.yaml", "example.ru.gate.yaml"}
    assert 'CKPTGATE_MODEL: "../model"' in (empty / ".github/workflows/ckptgate.yml").read_text()


def test_a_terminal_that_hangs_up_leaves_nothing(empty: Path) -> None:
    status, _ = at_a_terminal(empty, "\x04")
    assert status == 2
    assert contents(empty) == {}
