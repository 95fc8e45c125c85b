"""A stranger's model: any Hugging Face directory, made by nothing of ours."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from project import Project

SHOP = Path(__file__).parents[1]


@pytest.mark.parametrize(("shape", "template"), [("llama", True), ("llama", False), ("gpt2", True), ("gpt2", False)])
def test_any_causal_model_is_answered_judged_and_told_about_the_shop(
    strangers: dict[tuple[str, bool], Path], project: Project, shape: str, template: bool
) -> None:
    """It runs to a record and a report; it says that the cases describe the demo's shop and what is not known."""
    project.write("pyproject.toml", '[tool.ckptgate]\ndeployment = "deployment.yaml"\ndemo = true\n')
    project.write("deployment.yaml", "model: support@prod\nsystem: s.md\nsampling: {max_new_tokens: 8}\n")
    project.write("s.md", "Be brief.")
    shutil.copytree(SHOP / "suites", project.root / "suites", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(SHOP / "prompts", project.root / "prompts")
    for file in sorted((SHOP / "golden").glob("*/*.yaml")):
        head, *cases = re.split(r"(?m)^(?=- id:)", file.read_text(encoding="utf-8"))
        project.write(file.relative_to(SHOP).as_posix(), head + "".join(cases[:2]))
    shutil.copytree(strangers[shape, template], project.root / "theirs")
    result = project.run("--model=theirs")
    record = project.record
    assert result.ret == 11  # nothing is known to hold its base skills to
    assert record.cases
    assert all(c.candidate is not None for c in record.cases)
    assert any("demo's shop" in n for n in record.notices)
    assert any("no chat template" in n for n in record.notices) == (not template)
    forgetting = next(s for s in record.suites if s.name == "forgetting")
    assert any("--baseline" in g.reason for g in forgetting.gates)
    assert (project.root / "records" / record.id / "report.html").is_file()
    result.stdout.fnmatch_lines(["*demo's shop*"])
