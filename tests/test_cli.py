"""`ckptgate …` at a prompt: release, refuse, roll back, and errors for people."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from project import Project

Run = Callable[..., tuple[int, str]]

# Twenty cases can't show what the margins of a real project ask for.
SETTINGS = """[tool.ckptgate]
deployment = "deployment.yaml"
margin = 0.2
suite_margin = 0.2
creep_margin = 0.2
"""


@pytest.fixture
def passed(project: Project) -> Project:
    """A checkpoint with a passing record."""
    project.write("pyproject.toml", SETTINGS)
    project.write("deployment.yaml", "model: support@prod\nsystem: s.md\n")
    project.write("s.md", "Be brief.")
    project.checkpoint("runs/support/ckpt-1")
    project.checkpoint("runs/support/ckpt-2")
    project.simple()
    project.answer("ckpt-1", "good")
    project.answer("ckpt-2", "good")
    assert project.run("--model=ckpt-1").ret == 0
    return project


def test_a_passing_checkpoint_is_released_and_found_by_its_release(passed: Project, run: Run) -> None:
    status, said = run("release", "ckpt-1", "--as", "support@1.0.0")
    assert status == 0, said
    assert "released and in production" in said
    status, said = run("releases")
    assert "1.0.0" in said
    assert passed.run("--model=support@prod").ret == 0
    assert passed.run("--model=support@1.0.0").ret == 0
    passed.run("--model=ckpt-2")
    assert passed.record.production is not None
    assert passed.record.production.name == "support@1.0.0"


def test_help_flows_to_the_terminal_s_width_and_groups_what_belongs_together(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    said = run("cases", "approve", "--help")[1]
    lines = [line.strip() for line in said.splitlines()]
    assert "The model answers through the suites, the engine and the store of a run, in one batch" in said
    assert not any(0 < len(line) < 30 and not line.endswith(".") for line in lines[1:8]), lines[1:8]
    said = run("--help")[1]
    parts = [said.index(f"─ {part} ") for part in ("To begin", "Cases", "Data and training", "Deciding", "Releasing")]
    assert parts == sorted(parts)


def test_a_release_of_another_name_than_the_deployment_s_is_said_then_and_by_every_run(
    passed: Project, run: Run
) -> None:
    status, said = run("release", "ckpt-1", "--as", "help@1.0.0")
    assert status == 0
    assert "deployment.yaml says model: support@prod" in said
    assert "once it says model: help@prod" in said
    passed.run("--model=ckpt-2")
    assert passed.record.production is None
    (notice,) = [notice for notice in passed.record.notices if "in production" in notice]
    assert notice.startswith("help@1.0.0 is in production, and not compared with: deployment.yaml says")
    passed.write("deployment.yaml", "model: help@prod\nsystem: s.md\n")
    passed.run("--model=ckpt-2")
    assert passed.record.production is not None
    assert not [notice for notice in passed.record.notices if "in production" in notice]


def test_cases_that_nobody_has_looked_at_are_counted(passed: Project) -> None:
    (passed.root / "golden/greet/a.yaml").unlink()
    passed.cases(
        "greet",
        [
            {"id": f"n{i}", "prompt": f"n{i}?", "expect": [{"matches": "good"}], "tags": tags}
            for i, tags in enumerate((["draft"], ["draft", "en"], [], ["example"]))
        ],
    )
    passed.answer("ckpt-1", "good")
    passed.run("--model=ckpt-1")
    notices = "\n".join(passed.record.notices)
    assert "2 of 4 cases begin with a check that nobody has looked at (tag `draft`): ckptgate cases approve" in notices
    assert "1 of 4 cases are examples" in notices


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("suites/test_greet.py", "#\n"), "suites/test_greet.py"),
        (
            (
                "golden/greet/b.yaml",
                "suite: greet\nsplit: gate\ncases:\n- {id: n, prompt: n?, expect: [{matches: good}]}\n",
            ),
            "b.yaml",
        ),
        (("s.md", "Be long."), "system prompt"),
        (("pyproject.toml", SETTINGS + "alpha = 0.1\n"), "tool.ckptgate"),
        (("deployment.yaml", "model: support@prod\nsystem: s.md\nsampling: {max_new_tokens: 9}\n"), "max_new_tokens"),
        (("suites/test_new.py", "def test_new():\n    pass\n"), "suites/test_new.py"),
    ],
)
def test_whatever_changed_since_the_record_refuses_and_is_named(
    passed: Project, run: Run, change: tuple[str, str], says: str
) -> None:
    name, text = change
    if name == "suites/test_greet.py":
        text = (passed.root / name).read_text() + text
    passed.write(name, text)
    status, said = run("release", "ckpt-1", "--as", "support@1.0.0")
    assert status == 1
    assert says in said


def test_a_new_dev_case_or_a_comment_does_not_void_the_record(passed: Project, run: Run) -> None:
    passed.cases("greet", [{"id": "d", "prompt": "d?", "expect": [{"matches": "x"}]}], split="dev", file="dev.yaml")
    case_file = passed.root / "golden/greet/a.yaml"
    case_file.write_text("# a comment\n" + case_file.read_text())
    status, said = run("release", "ckpt-1", "--as", "support@1.0.0")
    assert status == 0, said


def test_changed_weights_are_refused(passed: Project, run: Run) -> None:
    (passed.root / "runs/support/ckpt-1/model.safetensors").write_text("other")
    status, said = run("release", "ckpt-1", "--as", "support@1.0.0")
    assert status == 12
    assert "model.safetensors" in said


def test_no_record_or_a_failed_one_is_refused(passed: Project, run: Run) -> None:
    status, said = run("release", "ckpt-2", "--as", "support@1.0.0")
    assert status == 1
    assert "pytest --model=ckpt-2" in said
    passed.checkpoint("runs/support/ckpt-3")
    passed.answer("ckpt-3", "bad")
    assert passed.run("--model=ckpt-3").ret == 1
    status, said = run("release", "ckpt-3", "--as", "support@1.0.0")
    assert status == 1
    assert "the gate failed" in said


def test_a_partial_run_is_no_evidence(passed: Project, run: Run) -> None:
    assert passed.run("--model=ckpt-2", "-k", "case-001").ret == 11
    status, said = run("release", "ckpt-2", "--as", "support@1.0.0")
    assert status == 1
    assert "partial" in said


def test_rollback_goes_back_and_promote_forward(passed: Project, run: Run) -> None:
    run("release", "ckpt-1", "--as", "support@1.0.0")
    assert passed.run("--model=ckpt-2").ret == 0
    status, said = run("release", "ckpt-2", "--as", "support@1.1.0")
    assert status == 0, said
    status, said = run("rollback", "support", "--reason", "complaints")
    assert status == 0, said
    assert "support@1.0.0 is in production again" in said
    assert run("promote", "support@1.1.0")[0] == 0
    assert run("rollback", "nobody")[0] == 4


def test_outside_a_project_it_says_so(
    run: Run, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("nowhere"))
    status, said = run("releases")
    assert status == 4
    assert "[tool.ckptgate]" in said


def test_a_recipe_with_a_mistake_stops_with_file_and_line(passed: Project, run: Run) -> None:
    passed.write("r.yaml", "name: x\nbase: runs/support/ckpt-1\nmethod: lora\nrate: 1\n")
    status, said = run("train", "r.yaml")
    assert status == 4
    assert "r.yaml:4" in said


def test_a_released_folder_that_was_overwritten_ends_with_12(passed: Project, run: Run) -> None:
    """What lies there is not what was gated under this version: it is never compared with in silence."""
    assert run("release", "ckpt-1", "--as", "support@1.0.0")[0] == 0
    passed.checkpoint("runs/support/ckpt-1", weights="retrained under the same name")
    result = passed.run("--model=ckpt-2")
    assert result.ret == 12
    result.stderr.fnmatch_lines(["*support@1.0.0*"])


def test_production_keeps_the_system_prompt_it_was_released_with(passed: Project, run: Run) -> None:
    assert run("release", "ckpt-1", "--as", "support@1.0.0")[0] == 0
    passed.write("s.md", "Be long.")
    passed.answer("ckpt-2", "good")
    assert passed.run("--model=ckpt-2").ret == 0
    record = passed.record
    assert record.production is not None
    assert (record.candidate.deployment.system, record.production.deployment.system) == ("Be long.", "Be brief.")
