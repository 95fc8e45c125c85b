"""lm-eval's tasks over data that lie beside them."""

from __future__ import annotations

from pathlib import Path

import pytest
from importing.sources import jsonl

from harness.importing import sandbox
from harness.importing.run import Source, read_source
from harness.source import SourceError

CHOOSING = """task: quiz
dataset_path: json
dataset_kwargs:
  data_files: {test: quiz.jsonl}
output_type: multiple_choice
doc_to_text: "Вопрос: {{question.strip()}}\\nОтвет:"
doc_to_choice: "{{choices}}"
doc_to_target: answer
process_results: !function utils.process
metric_list: [{metric: acc_norm}]
"""
WRITING = """task: sums
dataset_path: json
dataset_kwargs: {data_files: quiz.jsonl}
doc_to_text: question
doc_to_target: "{{answer}}"
"""
QUIZ = [
    {"question": " Столица Франции? ", "choices": ["Париж", "Лион"], "answer": 0},
    {"question": "2+2?", "choices": ["3", "4"], "answer": "4"},
    {"question": "2+3?", "choices": ["3", "5"], "answer": 7},
    {"other": 1},
]


def read(folder: Path, text: str) -> Source:
    file = folder / "task.yaml"
    file.write_text(text, encoding="utf-8")
    return read_source(file)


def test_a_task_with_choices_becomes_cases_that_choose(tmp_path: Path) -> None:
    jsonl(tmp_path, QUIZ, "quiz.jsonl")
    made = read(tmp_path, CHOOSING)

    first, second = made.questions
    assert first.prompt == "Вопрос: Столица Франции?\nОтвет:"
    assert (first.choices, first.answers, first.choice_by) == (("Париж", "Лион"), ("Париж",), "character")
    assert second.answers == ("4",)
    assert [(one.number, one.why) for one in made.left] == [
        (3, "doc_to_target “7” is none of the choices"),
        (4, "doc_to_text: it can't be rendered: 'question' is undefined"),
    ]
    assert any("code and were not run" in note for note in made.notes)


def test_a_task_that_writes_has_its_target_as_the_answer(tmp_path: Path) -> None:
    jsonl(
        tmp_path,
        [{"question": "2+2?", "answer": "Two and two.\n#### 4"}, {"question": "a?", "answer": "b"}],
        "quiz.jsonl",
    )

    assert [(q.prompt, q.answers) for q in read(tmp_path, WRITING).questions] == [("2+2?", ("4",)), ("a?", ("b",))]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            WRITING.replace("doc_to_text: question", "doc_to_text: !function utils.f"),
            r"task\.yaml:4: doc_to_text: .*not run",
        ),
        (WRITING.replace("dataset_path: json", "dataset_path: openai/gsm8k"), "is not on this disk"),
        (WRITING.replace("quiz.jsonl", "../../etc/passwd"), "neither in its folder"),
        (WRITING.replace("quiz.jsonl", "https://example.org/a.json"), "is not on this disk"),
        ("include: other.yaml\n" + WRITING, "`include:` is not followed"),
        ("group: all\ntask: [a, b]\n", "a group of tasks"),
        (CHOOSING.replace('doc_to_choice: "{{choices}}"\n', ""), "`doc_to_choice:` is missing"),
    ],
)
def test_what_would_have_to_be_run_or_fetched_is_not(tmp_path: Path, text: str, said: str) -> None:
    jsonl(tmp_path, QUIZ, "quiz.jsonl")
    with pytest.raises(SourceError, match=said):
        read(tmp_path, text)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{{ 'ab' * 100000 }}", "renders to more than"),
        ("{{ ''.__class__.__mro__ }}", "can't be rendered"),
        ("{% for", "no template"),
    ],
)
def test_a_hostile_template_costs_its_rows(tmp_path: Path, template: str, said: str) -> None:
    jsonl(tmp_path, QUIZ[:1], "quiz.jsonl")
    made = read(tmp_path, WRITING.replace("doc_to_text: question", f'doc_to_text: "{template}"'))

    assert not made.questions
    assert said in made.left[0].why


def test_a_template_that_never_ends_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jsonl(tmp_path, QUIZ[:1], "quiz.jsonl")
    monkeypatch.setattr(sandbox, "SECONDS", 1)
    endless = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    with pytest.raises(SourceError, match="take too long"):
        read(tmp_path, WRITING.replace("doc_to_text: question", f'doc_to_text: "{endless}"'))


def test_memory_is_bounded(tmp_path: Path) -> None:
    jsonl(tmp_path, QUIZ[:1], "quiz.jsonl")
    with pytest.raises(SourceError, match="too much time or memory"):
        read(tmp_path, WRITING.replace("doc_to_text: question", "doc_to_text: \"{{ 'a' * 99999999999 }}\""))
