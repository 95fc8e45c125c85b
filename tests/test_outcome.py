"""From verdicts to the decision, through whole runs: what a gate needs to pass, and that nothing absent passes."""

from __future__ import annotations

import json
import shutil

import pytest
from project import Project

from harness.asking import Asking
from harness.outcome import EXIT, conclude
from harness.policy import Policy
from harness.session import Plan, Scored
from harness.settings import Settings
from harness.verdicts import Results, suite_verdicts


def compared(project: Project, mark: str, candidate: dict[str, str], baseline: dict[str, str]) -> int:
    """Run `m` against `b` on cases named by the replies; returns the exit status."""
    for name, replies in (("m", candidate), ("b", baseline)):
        project.checkpoint(name)
        if not (project.root / "suites").exists():
            project.suite("greet", mark)
            cases = [
                {"id": i, "prompt": f"{i}?", "skill": i.partition("-")[0], "expect": [{"matches": "good"}]}
                for i in candidate
            ]
            project.cases("greet", cases)
        project.answer(name, replies)
    return int(project.run("--model=m", "--baseline=b").ret)


def replies(good: int, bad: int, skill: str = "a") -> dict[str, str]:
    texts = ["good"] * good + ["bad"] * bad
    return {f"{skill}-{i:03}": text for i, text in enumerate(texts)}


def test_equal_arms_pass_a_margin(project: Project) -> None:
    assert compared(project, "margin=0.1", replies(90, 10), replies(90, 10)) == 0
    (suite,) = project.record.suites
    assert (suite.broken, suite.fixed) == (0, 0)
    assert {c.flip for c in project.record.cases} == {"both pass", "both miss"}
    assert suite.baseline is not None
    assert suite.baseline.passed == 90


def test_a_fall_beyond_the_margin_fails_and_names_the_broken(project: Project) -> None:
    assert compared(project, "margin=0.1", replies(60, 40), replies(90, 10)) == 1
    broken = [c.id for c in project.record.cases if c.flip == "broken"]
    assert broken == [f"a-{i:03}" for i in range(60, 90)]
    assert project.record.suites[0].broken == 30


def test_one_dead_skill_fails_though_the_suite_stays_within_the_margin(project: Project) -> None:
    """The average hides it: 10 of 200 cases lost, all of one skill."""
    now = {**replies(190, 0, "a"), **replies(0, 10, "z")}
    before = {**replies(190, 0, "a"), **replies(10, 0, "z")}
    assert compared(project, "margin=0.1, slices=('skill',)", now, before) == 1
    words = {g.kind: g.decision for g in project.record.suites[0].gates}
    assert words == {"integrity": "PASS", "paired": "PASS", "slices": "FAIL"}


def test_the_same_without_slices_passes(project: Project) -> None:
    now = {**replies(190, 0, "a"), **replies(0, 10, "z")}
    before = {**replies(190, 0, "a"), **replies(10, 0, "z")}
    assert compared(project, "margin=0.1, slices=(), pool=False", now, before) == 0


def test_a_helper_that_fails_everything_in_both_arms_is_an_error(project: Project) -> None:
    """Both arms miss every case: the difference is zero, and a gate that believed it would pass anything."""
    assert compared(project, "margin=0.1", replies(0, 100), replies(0, 100)) == 11
    assert "no case passes in either arm" in project.record.suites[0].gates[0].reason


def test_a_missed_critical_case_fails_whatever_the_rate(project: Project) -> None:
    project.checkpoint("m")
    ids = project.simple(200)
    cases = [{"id": i, "prompt": f"{i}?", "expect": [{"matches": "good"}]} for i in ids]
    cases[7]["tags"] = ["critical"]
    project.cases("greet", cases)
    project.answer("m", {i: "bad" if i == ids[7] else "good" for i in ids})
    assert project.run("--model=m").ret == 1
    musts = next(g for g in project.record.suites[0].gates if g.kind == "musts")
    assert musts.decision == "FAIL"
    assert ids[7] in musts.reason


def test_a_suite_with_nothing_to_decide_by_is_an_error(project: Project) -> None:
    """No floor, and no baseline yet: passing would be passing by absence."""
    project.checkpoint("m")
    project.simple(mark="margin=0.1")
    project.answer("m", "good")
    assert project.run("--model=m").ret == 11
    assert "--baseline" in project.record.suites[0].gates[-1].reason


def test_two_tests_over_a_case_both_have_to_pass(project: Project) -> None:
    project.checkpoint("m")
    project.simple()
    extra = "@pytest.mark.cases('greet/*.yaml')\ndef test_short(case, reply):\n    reply.expect(max_words=1)\n"
    project.suite("greet", extra=extra)
    project.answer("m", "good but long")
    assert project.run("--model=m").ret == 1
    suite = project.record.suites[0]
    assert (suite.planned, suite.candidate and suite.candidate.passed) == (20, 0)


def test_a_fixture_that_keeps_the_first_arms_reply_is_refused(project: Project) -> None:
    """getfixturevalue hides the dependence; scoring the candidate's reply as the baseline's would be silent."""
    project.checkpoint("m")
    project.checkpoint("b")
    extra = "@pytest.fixture\ndef kept(request):\n    return request.getfixturevalue('reply')\n"
    project.simple()
    project.write(
        "suites/test_greet.py",
        "import pytest\npytestmark = pytest.mark.suite('greet', floor=.5, margin=.1)\n"
        f"{extra}@pytest.mark.cases('greet/*.yaml')\ndef test_greet(case, kept, reply):\n    case.expect(kept)\n",
    )
    project.answer("m", "good")
    project.answer("b", "bad")
    assert project.run("--model=m", "--baseline=b").ret == 11
    assert "must name `reply`" in project.record.suites[0].gates[0].reason


def test_a_fixture_that_declares_reply_is_made_anew_for_each_arm(project: Project) -> None:
    project.checkpoint("m")
    project.checkpoint("b")
    project.simple()
    project.write(
        "suites/test_greet.py",
        "import pytest\npytestmark = pytest.mark.suite('greet', floor=.5, margin=.1)\n"
        "@pytest.fixture\ndef shouted(reply):\n    return reply.text.upper()\n"
        "@pytest.mark.cases('greet/*.yaml')\ndef test_greet(case, shouted, reply):\n"
        "    case.expect(reply)\n    assert shouted == 'GOOD'\n",
    )
    project.answer("m", "good")
    project.answer("b", "bad")
    assert project.run("--model=m", "--baseline=b").ret == 0
    assert {c.flip for c in project.record.cases} == {"fixed"}


@pytest.mark.parametrize(
    "own", ["def reply(request):\n    yield request.getfixturevalue('reply')\n", "def reply(reply):\n    yield reply\n"]
)
def test_a_team_s_own_reply_around_ours_is_refused(project: Project, own: str) -> None:
    """It is not made anew for a baseline: an error, and never the candidate's reply scored as the baseline's."""
    project.checkpoint("m")
    project.checkpoint("b")
    project.simple()
    project.write(
        "suites/test_greet.py",
        "import pytest\npytestmark = pytest.mark.suite('greet', floor=.5, margin=.1)\n"
        f"@pytest.fixture\n{own}"
        "@pytest.mark.cases('greet/*.yaml')\ndef test_greet(case, reply):\n    case.expect(reply)\n",
    )
    project.answer("m", "good")
    project.answer("b", "bad")
    assert project.run("--model=m", "--baseline=b").ret == 11
    assert "must name `reply`" in project.record.suites[0].gates[0].reason


def test_module_fixtures_are_built_once_for_all_arms(project: Project) -> None:
    project.checkpoint("m")
    project.checkpoint("b")
    project.simple()
    project.write(
        "suites/test_greet.py",
        "import pytest\npytestmark = pytest.mark.suite('greet', floor=.5, margin=.3, pool=False)\n"
        "import pathlib\n@pytest.fixture(scope='module')\ndef once():\n"
        "    built = pathlib.Path('built')\n    built.write_text((built.read_text() if built.exists() else '') + 'x')\n"
        "@pytest.mark.cases('greet/*.yaml')\ndef test_greet(case, once, reply):\n    case.expect(reply)\n",
    )
    project.answer("m", "good")
    project.answer("b", "good")
    assert project.run("--model=m", "--baseline=b").ret == 0
    assert (project.root / "built").read_text() == "x"


@pytest.mark.parametrize("without", ["result", "baseline", "selection"])
def test_a_missing_piece_is_never_a_pass(project: Project, without: str) -> None:
    """A unit without a verdict, without the baseline's verdict, or not selected: each is told apart and none passes."""
    project.simple(3)
    plan = Plan(root=project.root, settings=Settings(), split="gate")
    file = project.root / "suites/test_greet.py"
    plan.add(Policy(name="greet", margin=0.1), file, "test_greet", Asking(patterns=("greet/*.yaml",)))
    units = sorted(plan.units, key=lambda u: u.case)
    results = Results(selected=set(units))
    results.scored = {u: Scored(reasons={"candidate": [None], "production": [None]}) for u in units}
    lost = units[1]
    if without == "result":
        del results.scored[lost]
    elif without == "baseline":
        results.scored[lost] = Scored(reasons={"candidate": [None]})
    else:
        results.selected.discard(lost)
    verdicts = suite_verdicts("greet", plan.suites["greet"], results, ("candidate", "production"))
    assert lost.case not in verdicts.reasons
    assert (list(verdicts.absent), verdicts.left_out) == (([], 1) if without == "selection" else ([lost.case], 0))


def test_no_suite_at_all_decides_nothing() -> None:
    plan = Plan(root=None, settings=Settings(), split="gate")  # type: ignore[arg-type]
    decision, _ = conclude([], [], plan, Results(), whole=True)
    assert EXIT[decision] == 11


def test_the_record_holds_both_arms_and_the_evidence(project: Project) -> None:
    assert compared(project, "margin=0.1", replies(95, 5), replies(90, 10)) == 0
    record = project.record
    assert record.production is not None
    assert record.production.name == "b"
    assert record.candidate.digest != record.production.digest
    assert {"suites/test_greet.py", "golden/greet/a.yaml"} <= set(record.files)
    raw = json.loads((project.root / "records" / record.id / "record.json").read_text())
    assert raw["format"] == "ckptgate.record/1"
    assert not list((project.root / "records").glob("*/.*"))


def test_a_record_that_cannot_be_written_is_no_verdict(project: Project) -> None:
    """A pass that left no evidence must not look like one."""
    project.checkpoint("m")
    project.simple()
    project.answer("m", "good")
    shutil.rmtree(project.root / "records", ignore_errors=True)
    project.write("records", "a file where the folder should be")
    assert project.run("--model=m").ret == 11


def test_two_suites_that_each_lose_a_little_fail_together(project: Project) -> None:
    """Each loses 5 of 200, unnoticed beside a margin of 10 points; pooled it is 10 of 400, significant and beyond 3."""
    good = [f"case-{i:03}" for i in range(200)]
    for suite in ("greet", "part"):
        project.suite(suite, "margin=0.1")
        project.cases(suite, [{"id": i, "prompt": f"{suite} {i}?", "expect": [{"matches": "good"}]} for i in good])
    for name in ("m", "b"):
        project.checkpoint(name)
        project.answer(name, {i: "bad" if name == "m" and i < "case-005" else "good" for i in good})
    assert project.run("--model=m", "--baseline=b").ret == 1
    assert [s.decision for s in project.record.suites] == ["PASS", "PASS"]
    (overall,) = project.record.gates
    assert (overall.kind, overall.decision) == ("overall", "FAIL")
    assert (overall.numbers["n"], overall.numbers["broken"]) == (400, 10)
    assert "comparison of all cases" in project.record.sentence


def test_a_suite_that_does_not_pool_stays_out_of_the_overall_comparison(project: Project) -> None:
    assert compared(project, "margin=0.1, slices=(), pool=False", replies(193, 7), replies(200, 0)) == 0
    assert project.record.gates == []


def test_inconclusive_warns_only_where_the_project_says_so(project: Project) -> None:
    """40 equal cases can't show a margin of 3 points; with `warn` the estimate, no loss at all, is let through."""
    assert compared(project, "margin=0.1", replies(40, 0), replies(40, 0)) == 10
    assert {g.kind: g.decision for g in project.record.gates} == {"overall": "INCONCLUSIVE"}
    project.write("pyproject.toml", '[tool.ckptgate]\ninconclusive = "warn"\n')
    assert project.run("--model=m", "--baseline=b").ret == 0
    (overall,) = project.record.gates
    assert overall.numbers["softened"] == 1


def test_eight_small_losses_are_seen_from_the_anchor(project: Project) -> None:
    """Each candidate is within the margin of the one before; against the first release the sum is a fall."""
    project.write("pyproject.toml", '[tool.ckptgate]\nanchor = "first"\nmargin = 0.04\n')
    names = replies(400, 0)
    project.suite("greet", "slices=()")
    project.cases("greet", [{"id": i, "prompt": f"{i}?", "expect": [{"matches": "good"}]} for i in names])
    ids = list(names)
    for name, lost in (("first", 0), ("before", 18), ("m", 24)):
        project.checkpoint(name)
        project.answer(name, {i: "bad" if at < lost else "good" for at, i in enumerate(ids)})
    assert project.run("--model=m", "--baseline=before").ret == 1
    words = {g.kind: g.decision for g in project.record.gates}
    assert words == {"overall": "PASS", "creep": "FAIL"}
    assert project.record.anchor is not None
    assert {c.anchor for c in project.record.cases} == {1.0}
    assert "anchor" in project.record.sentence


def test_the_slices_of_all_suites_are_one_family(project: Project) -> None:
    """Five of five lost is p = .0156, an alarm alone; among ten such tests Holm asks for .005."""
    alone = {**replies(195, 0, "a"), **replies(0, 5, "z")}
    before = {**replies(195, 0, "a"), **replies(5, 0, "z")}
    assert compared(project, "margin=0.1, slices=('skill',), pool=False", alone, before) == 1
    cases = [
        {"id": f"{s}-{i}", "prompt": f"{s} {i}?", "skill": s, "expect": [{"matches": "good"}]}
        for s in "bcdefghij"
        for i in range(10)
    ]
    project.suite("other", "margin=0.2, slices=('skill',), pool=False")
    project.cases("other", cases)
    for name in ("m", "b"):
        project.answer(name, "good", suite="other")
    assert project.run("--model=m", "--baseline=b").ret == 0


def test_tried_checkpoints_are_counted(project: Project) -> None:
    """Three sets of weights asked the same question; the same ones again are not counted twice."""
    project.checkpoint("b")
    ids = project.simple(100, mark="margin=0.1")
    project.answer("b", "good")
    for name in ("one", "two", "two", "three"):
        project.checkpoint(name)
        project.answer(name, dict.fromkeys(ids, "good"))
        project.run(f"--model={name}", "--baseline=b")
    assert project.record.tried == 3
    assert any("3 checkpoints were tried" in n for n in project.record.notices)
    project.cases("greet", [{"id": "more", "prompt": "More?", "expect": [{"matches": "good"}]}], file="b.yaml")
    project.answer("three", "good")
    project.answer("b", "good")
    project.run("--model=three", "--baseline=b")
    assert project.record.tried == 1


@pytest.mark.parametrize("body", ["pass", "reply.expect(max_words=100)"])
def test_checks_that_were_never_asked_are_no_pass(project: Project, body: str) -> None:
    """A test that forgets `case.expect(reply)` would pass whatever the reply."""
    project.checkpoint("m")
    project.simple()
    project.suite("greet", body=body)
    project.answer("m", "bad")
    assert project.run("--model=m").ret == 11
    assert "never asked" in project.record.suites[0].gates[0].reason


def test_one_test_of_several_asks_for_all(project: Project) -> None:
    project.checkpoint("m")
    project.simple()
    project.suite(
        "greet",
        extra="@pytest.mark.cases('greet/*.yaml')\ndef test_short(case, reply):\n    reply.expect(max_words=9)\n",
    )
    project.answer("m", "good")
    assert project.run("--model=m").ret == 0


def test_a_gate_that_was_let_through_is_said(project: Project) -> None:
    """With `inconclusive = "warn"` a pass that is none is the first thing that the record says besides."""
    project.write("pyproject.toml", '[tool.ckptgate]\ninconclusive = "warn"\n')
    assert compared(project, "margin=0.1", replies(40, 0), replies(40, 0)) == 0
    assert "Passed as a warning only" in project.record.notices[0]
    assert "overall of all suites" in project.record.notices[0]


def test_a_loss_within_the_margin_passes_with_a_notice(project: Project) -> None:
    """Twelve of 400 broken: more than chance, less than ten points."""
    assert compared(project, "margin=0.1, slices=(), pool=False", replies(388, 12), replies(400, 0)) == 0
    assert "Worse by more than chance, though within the margin: paired of greet." in project.record.notices


def files_of(project: Project, broken: list[str]) -> None:
    project.suite("greet", "margin=0.3, slices=(), pool=False")
    ids = [f"f{i}-{j:02}" for i in range(8) for j in range(20)]
    for i in range(8):
        cases = [{"id": c, "prompt": f"{c}?", "expect": [{"matches": "good"}]} for c in ids if c.startswith(f"f{i}")]
        project.cases("greet", cases, file=f"{i}.yaml")
    for name in ("m", "b"):
        project.checkpoint(name)
        project.answer(name, {i: "bad" if name == "m" and i in broken else "good" for i in ids})
    project.run("--model=m", "--baseline=b")


def test_cases_of_one_file_that_break_together_are_noticed(project: Project) -> None:
    files_of(project, [f"f3-{j:02}" for j in range(15)])
    (notice,) = [n for n in project.record.notices if "moved together" in n]
    assert "In greet the cases of one file" in notice


def test_breaks_all_over_the_files_are_not(project: Project) -> None:
    files_of(project, [f"f{i}-{j:02}" for i in range(8) for j in range(2)])
    assert not [n for n in project.record.notices if "moved together" in n]
