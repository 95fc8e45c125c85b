"""`ckptgate cases incident`: no complaint becomes a case that would not have caught it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from project import Project

from harness.case_files import load_cases

Run = Callable[..., tuple[int, str]]

QUESTION = "When do I get my money back?"
BAD = "You will certainly get it back by Friday, I promise. The term is 14 days."
GOOD = "The term in our rules is 30 days."


@pytest.fixture
def shop(project: Project) -> Project:
    project.suite("golden")
    project.cases("golden", [{"id": "a", "prompt": "?", "expect": [{"matches": "good"}]}])
    return project


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    return lambda text: monkeypatch.setattr("sys.stdin", io.StringIO(text))


def file(shop: Project, name: str = "golden/golden/incidents.en.gate.yaml") -> Path:
    return shop.root / name


def told(run: Run, *more: str, good: str | None = GOOD, wrong: str = "wrong term") -> tuple[int, str]:
    given = ["--question", QUESTION, "--bad", BAD, "--wrong", wrong, *(["--good", good] if good else [])]
    return run("cases", "incident", *given, *more)


def test_a_complaint_becomes_a_critical_case_that_fails_on_the_bad_reply(shop: Project, run: Run) -> None:
    status, said = told(run, "--expect", "number: 30", "--never", "14 days")
    assert status == 0, said
    [case] = load_cases([file(shop)])
    assert case.critical
    assert case.title == "wrong term"
    assert case.expect == (("number", 30), ("keywords", {"none_of": ["14 days"]}))
    assert case.place in said
    assert said.count("fails on the bad reply") == 2
    assert "passes on the good reply" in said
    shop.checkpoint("m")
    shop.answer("m", {"a": "good", case.id: BAD})
    shop.run("--model=m")
    assert shop.record.decision == "FAIL"
    assert [c.critical for c in shop.record.cases if c.id == case.id] == [True]


def test_what_would_not_have_caught_it_is_not_written(shop: Project, run: Run) -> None:
    status, said = told(run, "--expect", "max_words: 60")
    assert status == 4
    assert not file(shop).exists()
    assert "max_words:" in said
    assert "no_promises" in said
    assert "number: 30" in said
    assert "none_of: [14 days]" in said


def test_a_case_that_a_good_reply_would_miss_is_not_written(shop: Project, run: Run) -> None:
    status, said = told(run, "--expect", "number: 31")
    assert status == 4
    assert "the good reply would miss" in said
    assert not file(shop).exists()


def test_what_catches_it_is_proposed_and_picked(shop: Project, run: Run, typed: Callable[[str], None]) -> None:
    typed("1, 2\n")
    status, said = told(run)
    assert status == 0, said
    assert "1  no_promises" in said
    [case] = load_cases([file(shop)])
    assert case.expect[0] == ("no_promises", None)
    assert len(case.expect) == 2


def test_an_expectation_is_typed_instead(shop: Project, run: Run, typed: Callable[[str], None]) -> None:
    typed("number: 30\n")
    assert told(run)[0] == 0
    assert load_cases([file(shop)])[0].expect == (("number", 30),)


@pytest.mark.parametrize("answer", ["", "\n", "99\n", "nmber: 30\n"])
def test_without_an_answer_nothing_is_written(
    shop: Project, run: Run, typed: Callable[[str], None], answer: str
) -> None:
    typed(answer)
    assert told(run)[0] == 4
    assert not file(shop).exists()


def test_a_slip_is_asked_about_again_and_loses_nothing(shop: Project, run: Run, typed: Callable[[str], None]) -> None:
    typed("\n99\nnmber: 30\nno_promises\n")
    status, said = told(run)
    assert status == 0, said
    assert "nothing is written: say by its number" in said
    assert "and “99” names another" in said
    assert "did you mean" in said
    assert load_cases([file(shop)])[0].expect == (("no_promises", None),)


def test_it_is_refused_in_russian_too(shop: Project, run: Run, typed: Callable[[str], None]) -> None:
    typed("")
    status, said = told(run, "--lang=ru")
    assert status == 4
    assert "ничего не записано" in said
    status, said = told(run, "--lang=ru", "--expect", "max_words: 90")
    assert status == 4
    assert "плохой ответ всё это проходит" in said
    assert "max_words: 15 слов, можно не больше 90" in said
    status, said = told(run, "--lang=ru", "--expect", "number: 14", "--good", "Thirty days.")
    assert status == 4
    assert "хороший ответ не прошёл бы: number: в ответе нет числа 14: «Thirty days.»" in said


def test_all_is_asked_for_line_by_line(shop: Project, run: Run, typed: Callable[[str], None]) -> None:
    typed("Когда вернут деньги?\nВернём завтра, обещаю!\nобещание\n\nno_promises\n")
    status, said = run("cases", "incident", "--lang=ru")
    assert status == 0, said
    assert "Что написал клиент?" in said
    assert "плохой ответ не проходит: no_promises: обещает дату: «Вернём завтра»" in said
    assert "неизвестно, может ли его дать" in said
    [case] = load_cases([file(shop, "golden/golden/incidents.ru.gate.yaml")])
    assert case.tags == ("critical", "ru")
    assert case.title == "обещание"


def test_a_second_complaint_goes_to_the_same_file_and_the_first_stays(shop: Project, run: Run) -> None:
    told(run, "--never", "14 days")
    before = file(shop).read_text()
    told(run, "--never", "Friday", wrong="a date: was named")
    after = file(shop).read_text()
    assert after.startswith(before)
    first, second = load_cases([file(shop)])
    assert (first.id[-2:], second.id[-2:]) == ("01", "02")
    assert second.title == "a date: was named"


def test_complaints_come_from_a_file(shop: Project, run: Run) -> None:
    shop.write(
        "complaints.yaml",
        "- question: How much?\n  bad: It costs $5, and that is final.\n  wrong: price\n  good: It costs $7.\n"
        "  expect: [number: 7]\n- messages: [{role: user, content: Hi}, {role: user, content: And?}]\n"
        "  bad: You are an idiot.\n  expect: [no_insults]\n  context: [A note.]\n",
    )
    status, said = run("cases", "incident", "--from", "complaints.yaml")
    assert status == 0, said
    first, second = load_cases([file(shop)])
    assert first.expect == (("number", 7),)
    assert [m.content for m in second.messages] == ["Hi", "And?"]
    assert second.context == ("A note.",)


def test_a_file_that_no_suite_would_read_is_not_made(project: Project, run: Run) -> None:
    """A case that is never asked looks like one that passes."""
    project.suite("policy")
    suite = project.root / "suites/test_policy.py"
    suite.write_text(suite.read_text().replace("policy/*.yaml", "policy/serve.*.yaml"))
    project.cases("policy", [{"id": "a", "prompt": "?", "expect": [{"matches": "x"}]}], file="serve.a.yaml")
    status, said = told(run, "--never", "Friday")
    assert status == 0, said
    assert (project.root / "golden/policy/serve.incidents.en.gate.yaml").is_file()
    assert "no suite that reads case files" in told(run, "--never", "Friday", "--suite", "none")[1]


def test_a_hostile_reply_is_shown_and_drives_nothing(shop: Project, run: Run) -> None:
    status, said = run(
        "cases", "incident", "--question", "q\x1b[2J?", "--bad", "evil\x1b]0;x\x07 word", "--wrong", "w\x1b[31m",
        "--never", "evil\x1b]0;x\x07 word",
    )  # fmt: skip
    assert status == 0, said
    assert "\x1b" not in said
    assert "\x1b" not in file(shop).read_text()
    assert load_cases([file(shop)])[0].prompt == "q\x1b[2J?"


def test_a_dry_run_proves_and_writes_nothing(shop: Project, run: Run) -> None:
    status, said = told(run, "--never", "Friday", "--dry-run")
    assert status == 0
    assert "fails on the bad reply" in said
    assert not file(shop).exists()
