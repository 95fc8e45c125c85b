"""What a new project begins with: suites that are those of this repository, cases that a right reply passes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from harness.case_files import load_cases
from harness.cases import EXAMPLE, Case
from harness.checks import Given
from harness.gates import clopper_pearson
from harness.scoring import bind_case
from harness.source import read_yaml
from harness.starting.catalogue import LANGUAGES, SUITES, template, templates_of

REPOSITORY = Path(__file__).parents[2]
PROJECT = REPOSITORY / "harness/starting/project"
REPLIES = read_yaml(Path(__file__).with_name("replies.yaml")).data
SMALL_TALK = {"en": "Let us talk about the weather instead.", "ru": "Давайте лучше о погоде."}
PROMPT = {
    "en": "You are the help desk of a library. Answer in the reader's language and be brief.",
    "ru": "Ты справочная служба библиотеки. Отвечай на языке читателя и коротко.",
}
FEW = (
    "# A floor is for the lower bound: 80 % takes 14 cases that all pass, 90 % takes 29. Raise it as your cases grow.\n"
)
OWN_TO_THE_SHOP = {
    "test_grounding.py": {"floor=0.25": "floor=0.80"},
    "test_policy.py": {
        '"prompts/support.otherwise.md", ': "",
        'pytestmark = pytest.mark.suite("policy", floor=0.90)': FEW
        + 'pytestmark = pytest.mark.suite("policy", floor=0.80)',
    },
    "test_format.py": {
        'pytestmark = pytest.mark.suite("format", floor=0.90)': FEW
        + 'pytestmark = pytest.mark.suite("format", floor=0.80)'
    },
}
"""Where the demo's suites are others than those of a new project: its model is small, its prompt has a twin."""

CASES = [case for file in sorted(PROJECT.glob("golden/*/[!_]*.yaml")) for case in load_cases([file])]


@pytest.mark.parametrize("name", sorted(file.name for file in PROJECT.glob("suites/*.py")))
def test_a_new_project_s_suites_are_the_repository_s_own(name: str) -> None:
    text = (REPOSITORY / "suites" / name).read_text(encoding="utf-8")
    for ours, theirs in OWN_TO_THE_SHOP.get(name, {}).items():
        assert text.count(ours) == 1
        text = text.replace(ours, theirs)
    assert template(f"suites/{name}") == text


def test_each_suite_that_is_offered_has_its_module_and_cases_in_every_language() -> None:
    assert {f"test_{name}.py" for name in SUITES} == {file.name for file in PROJECT.glob("suites/*.py")}
    for name, suite in SUITES.items():
        for language in LANGUAGES:
            assert bool(templates_of(name, language)) == bool(suite.folder)
    assert {t.path for name in SUITES for language in LANGUAGES for t in templates_of(name, language)} == {
        file.relative_to(PROJECT / "golden").as_posix() for file in PROJECT.glob("golden/*/*.yaml")
    }


@pytest.mark.parametrize("suite", ["format", "policy"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_examples_of_one_language_are_enough_for_their_suite_s_floor(suite: str, language: str) -> None:
    """Of suites that need nothing of the product: else a new project could not pass, whatever its model says."""
    marked = re.search(r"floor=(0\.\d+)", template(f"suites/test_{suite}.py"))
    assert marked
    cases = sum(case.suite == suite and language in case.tags for case in CASES)
    assert clopper_pearson(cases, cases, 0.90).lower >= float(marked[1])


def test_every_case_has_its_twin_in_the_other_language() -> None:
    ids = {
        language: {(c.suite, c.id.replace(f"-{language}", "")) for c in CASES if language in c.tags}
        for language in LANGUAGES
    }
    per_suite = {
        language: {suite: sum(s == suite for s, _ in found) for suite in SUITES} for language, found in ids.items()
    }
    assert per_suite["en"] == per_suite["ru"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.suite}-{case.id}")
def test_a_right_reply_passes_and_a_wrong_one_misses(case: Case) -> None:
    language = next(tag for tag in case.tags if tag in LANGUAGES)
    right, *wrong = REPLIES[case.id]
    given = Given(prompt=case.prompt, context="\n".join(case.context), system=PROMPT[language])
    checks = bind_case(case).checks
    assert [v.reason for check in checks if not (v := check.judge(right, given)).passed] == []
    for reply in wrong or [SMALL_TALK[language]]:
        assert not all(check.judge(reply, given).passed for check in checks), reply


def test_every_example_is_tagged_as_one() -> None:
    """General skills may be kept as they are; all else is there to be replaced, and every report says so."""
    assert {case.suite for case in CASES if EXAMPLE not in case.tags} == {"forgetting"}


def test_no_template_speaks_of_the_demo_s_shop() -> None:
    for file in PROJECT.rglob("*.*"):
        if file.is_file() and "__pycache__" not in file.parts:
            text = file.read_text(encoding="utf-8")
            assert not re.search(r"lantern|фонар|trainers/|denis|oslo", text, re.IGNORECASE), file.name


def test_a_case_is_called_the_same_in_russian_as_everywhere_else() -> None:
    """A case is «пример»; what `init` writes to be replaced is «образец»."""
    for file in PROJECT.rglob("*.*"):
        if file.suffix in (".md", ".yaml", ".yml"):
            assert "кейс" not in file.read_text(encoding="utf-8").lower(), file.name
