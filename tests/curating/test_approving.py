"""`ckptgate cases approve`: what a person says of a case is in its file at once, and is not asked twice."""

from __future__ import annotations

import io
import json
import types
from collections.abc import Callable
from typing import Any

import pytest
from project import Project

from harness.case_files import load_cases
from harness.cases import Case

Run = Callable[..., tuple[int, str]]

LONG = "You can return it within 30 days. Please bring the receipt, and write to help@shop.example first."


@pytest.fixture
def shop(project: Project) -> Project:
    """Four cases: the model passes the first, misses the second, and says a hostile thing to the third."""
    project.write("pyproject.toml", "[tool.ckptgate]\n")
    project.suite("shop")
    project.cases(
        "shop",
        [
            {"id": "one", "prompt": "How long?", "expect": [{"number": 30}], "tags": ["draft"]},
            {"id": "two", "prompt": "How long is it?", "expect": [{"max_words": 60}, {"like": {"answer": LONG}}]},
            {"id": "three", "prompt": "And?", "expect": [{"matches": "evil"}], "tags": ["draft", "fast"]},
        ],
    )
    project.cases("shop", [{"id": "four", "prompt": "Был?", "expect": [{"language": "ru"}]}], file="b.yaml")
    project.cases(
        "shop", [{"id": "dev", "prompt": "Dev?", "expect": [{"matches": "x"}]}], split="dev", file="c.dev.yaml"
    )
    project.checkpoint("m")
    evil = "evil\x1b[2J\u202e"
    project.answer("m", {"one": "30 days", "two": "A month.", "three": evil, "four": "Да, был", "dev": "y"})
    return project


@pytest.fixture
def approve(run: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Run it with what is typed, a line each; what it printed."""

    def go(typed: str, *more: str) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in typed.split("/"))))
        status, said = run("cases", "approve", "--model=m", *more)
        assert status == 0, said
        return said

    return go


def cases(shop: Project, file: str = "a.yaml") -> dict[str, Case]:
    return {case.id: case for case in load_cases([shop.root / "golden/shop" / file])}


def approved(shop: Project) -> list[str]:
    told = json.loads((shop.root / ".ckptgate/approved.json").read_text())
    return [one["case"] for one in told["cases"].values()]


def test_question_expectation_reply_and_verdict_are_shown(shop: Project, approve: Any) -> None:
    said = approve("q")
    assert "4 cases to look at, 0 approved before." in said
    assert "── 1 of 4 ── shop/one · golden/shop/a.yaml:4 · draft" in said
    for line in ("customer: How long?", "expected: number: 30", "reply:    30 days", "✓ passes"):
        assert line in said
    assert "shop/two" not in said
    assert list(shop.root.glob("records/*")) == []


def test_what_is_accepted_is_no_draft_and_is_not_asked_again(shop: Project, approve: Any) -> None:
    approve("a/s/q")
    assert cases(shop)["one"].tags == ()
    assert cases(shop)["three"].tags == ("draft", "fast")
    assert approved(shop) == ["shop/one"]
    said = approve("a/a/a")
    assert "3 cases to look at, 1 approved before." in said
    assert "── 1 of 3 ── shop/two" in said
    assert "3 approved, 0 changed, 0 skipped; all were looked at." in said
    assert cases(shop)["three"].tags == ("fast",)
    assert "Nothing to look at: 4 approved before." in approve("")
    assert "4 cases to look at" in approve("q", "--again")


def test_a_case_that_changed_since_is_asked_about_again(shop: Project, approve: Any) -> None:
    approve("a/a/a/a")
    file = shop.root / "golden/shop/a.yaml"
    file.write_text(file.read_text().replace("number: 30", "number: 31"))
    assert "1 case to look at, 3 approved before." in approve("q")


def test_the_expectation_is_corrected_in_one_line(shop: Project, approve: Any) -> None:
    """What can't be used is said, and nothing is written."""
    said = approve("c/nmber: 31/c/number: [1]/c//c/number: 31/q")
    assert said.count("not taken:") == 2
    assert "did you mean 'number'" in said
    assert said.count("left as it is") == 1
    assert said.count("written to golden/shop/a.yaml:4") == 1
    assert cases(shop)["one"].expect == (("number", 31),)


def test_the_verdict_follows_what_was_corrected(shop: Project, approve: Any) -> None:
    said = approve("c/number: 31/a/q")
    assert "✗ misses: 31 is not in the reply" in said
    assert "1 approved, 1 changed, 0 skipped; 3 left." in said


def test_an_answer_is_trimmed_to_its_facts(shop: Project, approve: Any) -> None:
    """Figures and addresses are proposed; checks of form stay."""
    said = approve("s/t//q")
    assert "[30 days; help@shop.example]" in said
    wanted = (("max_words", 60), ("facts", ["30 days", "help@shop.example"]))
    assert cases(shop)["two"].expect == wanted
    approve("s/t/30 days | a month; receipt/q")
    assert cases(shop)["two"].expect[1] == ("facts", [["30 days", "a month"], "receipt"])


def test_trimming_leaves_no_other_check_of_what_is_said_and_its_manner_stays(shop: Project, approve: Any) -> None:
    """A starting check of several parts, as an import writes it."""
    parts = [
        {"facts": {"all_of": ["60 minutes"], "like": "people"}},
        {"mentions": {"any_of": ["click", "forgot"]}},
        {"keywords": {"none_of": ["cannot"]}},
    ]
    shop.cases("shop", [{"id": "four", "prompt": "Был?", "expect": parts}], file="b.yaml")
    approve("t/an hour/q", "golden/shop/b.yaml")
    assert cases(shop, "b.yaml")["four"].expect == (
        ("facts", {"all_of": ["an hour"], "like": "people"}),
        ("keywords", {"none_of": ["cannot"]}),
    )


def test_what_is_no_letter_is_explained_and_a_russian_keyboard_types_them_too(shop: Project, approve: Any) -> None:
    said = approve("?/s/й")
    assert "t  trim to facts: only what a reply must say" in said
    assert "0 approved, 0 changed, 1 skipped" in said
    assert "1 approved, 0 changed, 1 skipped" in approve("ф/ы/q")
    assert "сократить до фактов: только то" in approve("э/q", "--lang=ru")


def test_ctrl_c_says_what_was_kept(shop: Project, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = iter(["a\n"])

    def readline() -> str:
        for line in lines:
            return line
        raise KeyboardInterrupt

    monkeypatch.setattr("sys.stdin", types.SimpleNamespace(readline=readline, isatty=lambda: False))
    status, said = run("cases", "approve", "--model=m")
    assert status != 0
    assert "1 approved, 0 changed, 0 skipped; 3 left. Go on with the same command." in said
    assert approved(shop) == ["shop/one"]


def test_critical_is_marked_and_taken_back(shop: Project, approve: Any) -> None:
    approve("m/s/s/m/q")
    assert cases(shop)["one"].tags == ("critical", "draft")
    assert cases(shop)["three"].critical
    approve("m/q")
    assert not cases(shop)["one"].critical


def test_one_can_go_back(shop: Project, approve: Any) -> None:
    said = approve("s/b/a/q")
    assert said.count("── 1 of 4 ──") == 2
    assert "1 approved, 0 changed, 0 skipped" in said


def test_the_end_of_the_input_is_a_quit(shop: Project, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("a\n"))
    assert run("cases", "approve", "--model=m")[0] == 0
    assert approved(shop) == ["shop/one"]


def test_a_hostile_reply_drives_no_terminal(shop: Project, approve: Any) -> None:
    said = approve("s/s/q")
    assert "evil⟨U+001B⟩[2J⟨U+202E⟩" in said
    assert "\x1b" not in said


def test_cases_are_chosen_by_path_verdict_draft_and_split(shop: Project, approve: Any, run: Run) -> None:
    assert "shop/four" in approve("q", "golden/shop/b.yaml")
    assert "── 1 of 1 ── shop/two" in approve("q", "--failing")
    assert "2 cases to look at" in approve("q", "--draft")
    assert "── 1 of 1 ── shop/dev" in approve("q", "--split=dev")
    assert run("cases", "approve", "--model=m", "nowhere.yaml")[0] == 4
    assert run("cases", "approve", "--model=m", "suites")[0] == 4
    assert run("cases", "approve", "--model=none")[0] == 4


def test_cases_that_no_suite_reads_are_counted(shop: Project, approve: Any) -> None:
    shop.cases("stray", [{"id": "x", "prompt": "?", "expect": [{"matches": "x"}]}])
    said = approve("q", "golden/stray")
    assert "1 case is not asked, stray/x the first" in said
    assert "Nothing to look at" in said


def test_it_is_told_in_russian(shop: Project, approve: Any) -> None:
    said = approve("c/number: 31/q", "--lang=ru")
    assert "Посмотреть: 4 примера; одобрено раньше: 0." in said
    assert "✗ не пройдено: в ответе нет числа 31: «" in said
    assert "осталось 4" in said


def test_what_an_import_noted_is_told_in_russian(shop: Project, approve: Any) -> None:
    file = shop.root / "golden/shop/a.yaml"
    text = file.read_text(encoding="utf-8")
    head = next(line for line in text.splitlines() if "one" in line and "id" in line)
    at = text.index(head) + len(head) + 1
    file.write_text(
        f"{text[:at]}  # from q.xlsx, sheet “A”, row 14\n  # answer: {{30}} days\n{text[at:]}", encoding="utf-8"
    )
    assert "из q.xlsx, sheet “A”, строка 14\n            ответ: {30} days" in approve("q", "--lang=ru")
    assert "from q.xlsx, sheet “A”, row 14\n            answer: {30} days" in approve("q")


def test_the_case_is_corrected_in_an_editor(shop: Project, approve: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """$EDITOR, where a person sits at a terminal."""
    editor = shop.write(
        "editor.py", "import sys; p = sys.argv[1]; t = open(p).read()\nopen(p, 'w').write(t.replace('30', '31'))\n"
    )
    monkeypatch.setenv("EDITOR", f"python {editor}")
    typed = type("Typed", (io.StringIO,), {"isatty": lambda self: True})
    monkeypatch.setattr("io.StringIO", typed)
    approve("c/q")
    assert cases(shop)["one"].expect == (("number", 31),)


def test_nothing_is_generated_twice(shop: Project, approve: Any) -> None:
    """What approve asks stands in the store under the key of a run, and the other way round."""
    shop.run("--model=m")
    assert shop.record.usage["generated"] == 0
    approve("q")
    shop.run("--model=m")
    assert shop.record.usage["generated"] == 0
