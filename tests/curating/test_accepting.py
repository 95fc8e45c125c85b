"""`ckptgate cases accept`: a wrong expectation is mended where it stands, and nobody can miss that it was."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from typing import Any

import pytest
from project import Project

from harness.expectations import ACCEPTED, accepted
from harness.record import Record
from harness.rejudging import contradictions, decide_again
from harness.report.summary import render
from harness.report.terminal import terminal

Run = Callable[..., tuple[int, str]]

GOOD = "You can return it within 30 days."
LONGER = GOOD + " Bring the receipt, please, and the box that it came in."
EXPECT: dict[str, Any] = {"answer": {"any_of": ["within a fortnight", "two weeks"]}}


@pytest.fixture
def shop(project: Project) -> Project:
    return make_shop(project)


def make_shop(project: Project, odd: str = GOOD, first: str = GOOD) -> Project:
    """Forty cases, one of which expects something else than what both models rightly say; the baseline passes it."""
    project.write("pyproject.toml", "[tool.ckptgate]\nmargin = 0.3\n")
    project.suite("shop", "floor=0.5, margin=0.3")
    cases = [{"id": f"c-{i:02}", "prompt": f"{i}?", "expect": [{"matches": "30"}]} for i in range(39)]
    project.cases("shop", [{"id": "odd", "prompt": "How long?", "expect": [EXPECT], "tags": ["critical"]}, *cases])
    said = {c["id"]: GOOD for c in cases}
    for name in ("m", "b"):
        project.checkpoint(name)
        project.answer(name, {"odd": "two weeks" if name == "b" else odd, **said, "c-00": first})
    return project


def judged(project: Project, *more: str) -> Record:
    project.run("--model=m", "--baseline=b", *more)
    return project.record


def case_text(project: Project) -> str:
    return (project.root / "golden/shop/a.yaml").read_text()


def test_the_reply_becomes_an_accepted_answer(shop: Project, run: Run) -> None:
    first = judged(shop)
    assert first.decision == "FAIL"
    before = case_text(shop).splitlines()
    status, said = run("cases", "accept", "shop/odd", "--reason", "The shop takes them for a month now")
    assert status == 0
    assert [line for line in case_text(shop).splitlines() if line not in before] == [
        "      - You can return it within 30 days"
    ]
    assert "candidate: misses → passes" in said
    assert "baseline: passes → passes" in said
    assert f"decision of record {first.id}: FAIL → PASS" in said
    assert "shop, musts: FAIL → PASS" in said
    assert "pytest --model=m" in said


def test_what_the_record_would_say_is_what_the_next_one_says(shop: Project, run: Run) -> None:
    """From stored replies, without a model: the preview and the next run agree gate by gate."""
    judged(shop)
    from harness.curating.accepting import accept
    from harness.settings import load_settings

    found = accept("odd", "because", root=shop.root, settings=load_settings(shop.root))
    found.write(shop.root / "golden")
    second = judged(shop)
    assert second.usage["generated"] == 0
    assert found.again.decision == second.decision == "PASS"
    stated = [gate for suite in second.suites for gate in suite.gates] + second.gates
    assert [(g.kind, g.decision, g.reason) for g in found.again.gates] == [
        (g.kind, g.decision, g.reason) for g in stated
    ]
    assert contradictions(second) == []
    assert decide_again(second).decision == "PASS"


def test_the_next_record_and_its_summary_list_the_change(shop: Project, run: Run) -> None:
    """A FAIL does not turn into evidence in silence: who reads the PASS reads what was changed, and why."""
    subprocess.run(["git", "init", "-q"], cwd=shop.root, check=True)
    subprocess.run(["git", "config", "user.name", "Ann"], cwd=shop.root, check=True)
    first = judged(shop)
    assert first.changes == []
    run("cases", "accept", "odd", "--reason", "The shop takes them for a month")
    for record in (judged(shop), judged(shop)):  # a second run does not make it old news
        [change] = record.changes
        assert (change.suite, change.id, change.what, change.since) == ("shop", "odd", ["expectation"], first.id)
        assert (change.reason, change.who) == ("The shop takes them for a month", "Ann")
        assert change.before == [EXPECT]
        assert change.after[0]["answer"]["any_of"][-1] == "You can return it within 30 days"
        told = render(record, shop.root)
        assert f"changed: 1 case is not what it was in record {first.id}" in told
        assert "The shop takes them for a month" in told
    assert "изменено" in render(record, shop.root, "ru")
    [note] = accepted(shop.root / "golden")
    assert (note.record, note.digest) == (first.id, record.cases[0].digest)


@pytest.mark.parametrize(
    ("edit", "what"),
    [
        (("two weeks", "30 days"), "expectation"),
        (("How long?", "How long is it?"), "question"),
        (("  tags:\n  - critical\n", ""), "critical"),
    ],
)
def test_what_is_edited_by_hand_is_listed_too(shop: Project, edit: tuple[str, str], what: str) -> None:
    judged(shop)
    text = case_text(shop)
    assert edit[0] in text
    shop.write("golden/shop/a.yaml", text.replace(*edit))
    shop.answer("m", {"odd": GOOD})
    shop.answer("b", {"odd": GOOD})
    [change] = judged(shop).changes
    assert (change.id, change.what, change.reason) == ("odd", [what], "")


def test_a_case_that_was_taken_out_is_listed(shop: Project) -> None:
    judged(shop)
    text = case_text(shop)
    at = text.index("- id: c-00")
    shop.write("golden/shop/a.yaml", text[: text.index("- id: odd")] + text[at:])
    [change] = judged(shop).changes
    assert (change.id, change.what) == ("odd", ["gone"])


def test_a_partial_run_lists_nothing_and_what_is_unchanged_is_not_listed(shop: Project, run: Run) -> None:
    judged(shop)
    run("cases", "accept", "odd", "--reason", "because")
    assert judged(shop, "-k", "odd").changes == []


def test_a_longer_reply_has_its_words_named(project: Project, run: Run) -> None:
    shop = make_shop(project, LONGER)
    judged(shop)
    status, said = run("cases", "accept", "odd", "--reason", "because")
    assert status == 4
    assert "--wording" in said
    assert run("cases", "accept", "odd", "--reason", "because", "--wording", "40 days")[0] == 4
    assert run("cases", "accept", "odd", "--reason", "because", "--wording", "within 30 days")[0] == 0
    assert "- within 30 days\n" in case_text(shop)


def test_the_expectation_is_written_by_a_person(shop: Project, run: Run) -> None:
    judged(shop)
    before = case_text(shop)
    status, said = run("cases", "accept", "odd", "--reason", "because", "--expect", "number: 31")
    assert status == 4
    assert "would still miss" in said
    assert run("cases", "accept", "odd", "--reason", "because", "--expect", "nmber: 30")[0] == 4
    assert run("cases", "accept", "odd", "--reason", " ")[0] == 4
    assert run("cases", "accept", "odd", "--reason", "because", "--expect", "number: 30", "--dry-run")[0] == 0
    assert case_text(shop) == before
    assert not (shop.root / "golden" / ACCEPTED).exists()
    assert run("cases", "accept", "odd", "--reason", "because", "--expect", "number: 30")[0] == 0
    assert "- number: 30\n" in case_text(shop)


@pytest.mark.parametrize(
    ("expect", "reply", "line"),
    [
        ({"number": 30}, "About 31 days.", "- number: {value: 30, tolerance: 1}"),
        ({"number": {"value": 30}}, "About 31 days.", "tolerance: 1"),
        ({"equals": "Green"}, "It is lime.", "- answer: {any_of: [Green, It is lime], contains: false}"),
        ({"keywords": {"any_of": ["card"], "none_of": ["cheque"]}}, "In cash", "- In cash"),
        ({"facts": ["30 days", ["receipt", "bill"]]}, "30 days, with the slip", "- 30 days, with the slip"),
    ],
)
def test_what_a_check_knows_of_alternatives(
    project: Project, run: Run, expect: dict[str, Any], reply: str, line: str
) -> None:
    project.suite("shop")
    project.cases("shop", [{"id": "odd", "prompt": "?", "expect": [{"max_words": 60}, expect]}])
    project.checkpoint("m")
    project.answer("m", reply)
    project.run("--model=m")
    status, said = run("cases", "accept", "odd", "--reason", "because", "--lang=ru")
    assert status == 0, said
    assert line in case_text(project)
    assert "кандидат: не пройдено → пройдено" in said


@pytest.mark.parametrize(
    ("expect", "reply"),
    [
        ({"number": 30}, "14 days"),
        ({"max_words": 2}, "one two three"),
        ({"no_promises": None}, "You will get your money back tomorrow, I promise."),
    ],
)
def test_what_only_a_person_can_say(project: Project, run: Run, expect: dict[str, Any], reply: str) -> None:
    """Another number altogether, a limit, a rule: widened by itself it would let in what is wrong."""
    project.suite("shop")
    project.cases("shop", [{"id": "odd", "prompt": "?", "expect": [expect]}])
    project.checkpoint("m")
    project.answer("m", reply)
    project.run("--model=m")
    status, said = run("cases", "accept", "odd", "--reason", "because")
    assert status == 4
    assert "--expect" in said


def test_a_line_of_jsonl_is_mended(project: Project, run: Run) -> None:
    project.suite("shop")
    suite = project.root / "suites/test_shop.py"
    suite.write_text(suite.read_text().replace("*.yaml", "*.jsonl"))
    line = '{"suite": "shop", "split": "gate", "id": "%s", "prompt": "%s?", "expect": [{"answer": ["two weeks"]}]}\n'
    file = project.write("golden/shop/a.jsonl", line % ("odd", "a") + line % ("b", "b"))
    project.checkpoint("m")
    from harness.case_files import load_cases

    project.cases("copy", [{"id": c.id, "prompt": c.prompt, "expect": [{"matches": "."}]} for c in load_cases([file])])
    project.answer("m", {"odd": "a month", "b": "two weeks"}, suite="copy")
    (project.root / "golden/copy/a.yaml").unlink()
    project.run("--model=m")
    status, said = run("cases", "accept", "odd", "--reason", "because")
    assert status == 0, said
    assert file.read_text() == (line % ("odd", "a")).replace('["two weeks"]', '["two weeks", "a month"]') + line % (
        "b",
        "b",
    )


def test_mistakes_are_told(shop: Project, run: Run) -> None:
    assert "run `pytest" in run("cases", "accept", "odd", "--reason", "x")[1]
    judged(shop)
    assert "did you mean “shop/odd”" in run("cases", "accept", "shop/od", "--reason", "x")[1]
    assert "nothing to accept" in run("cases", "accept", "c-03", "--reason", "x")[1]
    assert "no record" in run("cases", "accept", "odd", "--reason", "x", "--record", "none")[1]
    shop.write("golden/shop/a.yaml", case_text(shop).replace("two weeks", "2 weeks"))
    assert "another case since" in run("cases", "accept", "odd", "--reason", "x")[1]


def test_a_check_that_the_case_asks_already_is_mended_and_not_asked_twice(project: Project, run: Run) -> None:
    """A starting check of two parts, the second of which asked for what nobody has to say."""
    project.suite("shop")
    asked = [{"facts": ["30 days", "receipt"]}, {"keywords": {"all_of": ["box"]}}, {"max_words": 60}]
    project.cases("shop", [{"id": "odd", "prompt": "How long?", "expect": asked}])
    project.checkpoint("m")
    project.answer("m", "30 days, with the receipt.")
    project.run("--model=m")
    status, said = run("cases", "accept", "odd", "--reason", "x", "--expect", "facts: [30 days]")
    assert status == 0, said
    text = case_text(project)
    assert text.count("facts") == 1
    assert "- facts: [30 days]\n" in text
    assert "keywords" not in text
    assert "max_words: 60" in text


def test_several_acceptances_add_up(project: Project, run: Run) -> None:
    shop = make_shop(project, first="Three weeks")
    first = judged(shop)
    run("cases", "accept", "odd", "--reason", "one")
    status, said = run("cases", "accept", "c-00", "--reason", "two", "--expect", "matches: '30|Three'")
    assert status == 0
    assert f"decision of record {first.id}: FAIL → PASS" in said
    assert [(c.id, c.reason) for c in judged(shop).changes] == [("odd", "one"), ("c-00", "two")]


def test_what_the_test_asks_besides_is_not_the_cases_fault(project: Project, run: Run) -> None:
    project.suite("shop", body="case.expect(reply); reply.expect(max_words=2)")
    project.cases("shop", [{"id": "odd", "prompt": "?", "expect": [{"matches": "good"}]}])
    project.checkpoint("m")
    project.answer("m", "good and long")
    project.run("--model=m")
    assert "asked by its test" in run("cases", "accept", "odd", "--reason", "x")[1]


def test_a_hostile_reason_stays_on_its_line(shop: Project, run: Run) -> None:
    judged(shop)
    run("cases", "accept", "odd", "--reason", "a\n## PASS\x1b[31m <b>")
    lines = (shop.root / "golden" / ACCEPTED).read_text().splitlines()
    assert len(lines) == 1
    assert json.loads(lines[0])["reason"] == "a ## PASS\x1b[31m <b>"
    record = judged(shop)
    told = render(record, shop.root)
    assert "\n## PASS" not in told
    assert "\x1b" not in told
    assert terminal(record, directory=shop.root) is not None
