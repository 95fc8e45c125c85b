"""The plugin as a pytest user meets it: with and without --model, narrowed, under xdist, in other people's projects."""

from __future__ import annotations

import subprocess
import sys

import pytest
from project import Project


@pytest.fixture
def passing(project: Project) -> Project:
    """Twenty cases that the checkpoint `m` passes."""
    project.checkpoint("m")
    project.simple()
    project.answer("m", "good")
    return project


def test_a_good_model_passes_and_exits_0(passing: Project) -> None:
    result = passing.run("--model=m")
    assert result.ret == 0
    result.stdout.fnmatch_lines(["*candidate m *", "*20 cases of the gate split in 1 suite; 20 replies: all stored*"])
    assert passing.record.decision == "PASS"
    assert passing.record.complete
    assert passing.record.exit_status == 0


def test_a_model_that_misses_fails_without_a_traceback(project: Project) -> None:
    """Misses show as `m`, the gate as a failed report, and the exit status is 1."""
    project.checkpoint("m")
    project.simple()
    project.answer("m", "bad")
    result = project.run("--model=m")
    assert result.ret == 1
    result.stdout.fnmatch_lines(
        [
            "*mmmmmmmmmmmmmmmmmmmm*",
            "*= ckptgate =*",
            "*- what missed -*",
            "missed: 20",
            "  greet/case-000 · golden/greet/a.yaml:4 · nothing matches good",
            "… and 8 more: report.html, or here with `-v`",
            "FAILED suites/test_greet.py::gate[[]greet[]]*",
        ]
    )
    assert result.stdout.str().count("greet/case-000 ·") == 1
    assert "Traceback" not in result.stdout.str()
    assert project.record.cases[0].candidate is not None
    assert project.record.cases[0].candidate.reason


def test_verbose_tells_more_misses_and_xdist_the_same(project: Project) -> None:
    """In the order of the files, whoever scored them."""
    project.checkpoint("m")
    ids = project.simple()
    project.answer("m", "bad")
    result = project.run("--model=m", "-v", "-n2", "--lang=ru")
    told = [line.split(" ")[2] for line in result.stdout.lines if line.startswith("  greet/case-")]
    assert told == [f"greet/{i}" for i in ids]
    result.stdout.fnmatch_lines(["*- что не пройдено -*", "не пройдено: 20"])


def test_a_passing_run_tells_a_few_misses(project: Project) -> None:
    project.checkpoint("m")
    ids = project.simple(30)
    project.answer("m", {i: "bad" if i in ids[:5] else "good" for i in ids})
    result = project.run("--model=m")
    assert result.ret == 0
    result.stdout.fnmatch_lines(["missed: 5", "  greet/case-002 *", "… and 2 more: report.html, or here with `-v`"])


def test_too_few_cases_to_know_exit_10(project: Project) -> None:
    project.checkpoint("m")
    project.simple(3)
    project.answer("m", "good")
    assert project.run("--model=m").ret == 10
    assert project.record.decision == "INCONCLUSIVE"


@pytest.mark.parametrize(
    "narrow",
    [("-k", "case-001"), ("--deselect", "suites/test_greet.py::test_greet[case-001]"), ("suites/test_greet.py",)],
)
def test_a_narrowed_run_is_not_decided(passing: Project, narrow: tuple[str, ...]) -> None:
    """A run narrowed by -k, a deselection or a path ends with 11, and its record can't become evidence."""
    passing.suite("other", body="case.expect(reply)")
    passing.cases("other", [{"id": "x", "prompt": "Other?", "expect": [{"matches": "good"}]}])
    passing.answer("m", "good", suite="other")
    result = passing.run("--model=m", *narrow)
    assert result.ret == 11
    assert passing.record.decision == "NOT DECIDED"
    assert not passing.record.complete


@pytest.mark.parametrize("narrow", [("-k", "case-001"), ("suites/test_greet.py",)])
def test_a_narrowed_run_speaks_of_what_was_selected(passing: Project, narrow: tuple[str, ...]) -> None:
    """In one sentence that it is a part; of other suites, and of what only a whole run can show, it says nothing."""
    (passing.root / "m/manifest.json").unlink()
    passing.suite("elsewhere", body="case.expect(reply)", mark="margin=0.1")
    passing.cases("elsewhere", [{"id": "x", "prompt": "And?", "expect": [{"matches": "good"}]}])
    passing.answer("m", "good")
    said = passing.run("--model=m", "--baseline=m", *narrow).stdout.str()
    assert said.count("were asked for") + said.count("was asked for") == 1
    assert "split in 1 suite" in said
    assert "The candidate is the baseline" in said
    for noise in ("elsewhere", "overall", "can't release", "manifest", "demo's shop"):
        assert noise not in said
    passing.run("--model=m", "--baseline=m")
    assert any("has no manifest" in notice for notice in passing.record.notices)


def test_lf_runs_the_misses_again(project: Project) -> None:
    project.checkpoint("m")
    ids = project.simple()
    project.answer("m", {i: "bad" if i == ids[4] else "good" for i in ids})
    project.pytester.runpytest("--device=cpu", "--model=m")
    result = project.pytester.runpytest("--device=cpu", "--model=m", "--lf")
    assert result.ret == 11
    assert [c.id for c in project.record.cases] == [ids[4]]


def test_x_does_not_stop_at_misses(project: Project) -> None:
    """-x stops at the first error of test code; a miss is no error."""
    project.checkpoint("m")
    project.simple()
    project.answer("m", "bad")
    assert project.run("--model=m", "-x").ret == 1
    assert len(project.record.cases) == 20


@pytest.mark.parametrize(("dist", "workers"), [("load", 4), ("loadfile", 2), ("worksteal", 2)])
def test_xdist_gives_the_same_record(passing: Project, dist: str, workers: int) -> None:
    passing.run("--model=m")
    result = passing.run("--model=m", f"-n{workers}", f"--dist={dist}")
    assert result.ret == 0
    alone, both = (r.model_dump(exclude={"id", "created", "usage"}) for r in passing.records())
    assert both == alone


def test_dist_each_is_refused(passing: Project) -> None:
    result = passing.run("--model=m", "-n2", "--dist=each")
    assert result.ret == 4


def test_an_error_in_test_code_is_no_verdict(project: Project) -> None:
    """A broken test on one case makes the gate ERROR: it is neither a pass nor a miss."""
    project.checkpoint("m")
    project.simple()
    project.suite("greet", body="case.expect(reply); 1 / (case.id != 'case-003')")
    project.answer("m", "good")
    assert project.run("--model=m").ret == 11
    assert project.record.decision == "ERROR"
    assert "case-003" in project.record.suites[0].gates[0].reason


def test_a_skipped_case_is_no_pass(project: Project) -> None:
    project.checkpoint("m")
    project.simple()
    project.suite("greet", body="pytest.skip('later') if case.id == 'case-003' else case.expect(reply)")
    project.answer("m", "good")
    assert project.run("--model=m").ret == 11


def test_a_failing_assertion_of_the_suite_is_a_miss(project: Project) -> None:
    """`assert` in the suite's own file counts as a miss; an assertion inside a library is an error."""
    project.checkpoint("m")
    project.simple()
    project.suite("greet", body="assert 'good' in reply.text, 'not good'")
    project.answer("m", "bad")
    assert project.run("--model=m").ret == 1
    answer = project.record.cases[0].candidate
    assert answer is not None
    assert "not good" in answer.reason


def test_reply_expect_takes_checks_by_name(project: Project) -> None:
    project.checkpoint("m")
    project.simple()
    project.suite("greet", body="reply.expect(max_words=2)")
    project.answer("m", "one two three")
    assert project.run("--model=m").ret == 1
    answer = project.record.cases[0].candidate
    assert answer is not None
    assert "3" in answer.reason


@pytest.mark.parametrize(
    ("call", "says"),
    [
        ("reply.expect(max_word=3)", "unknown check 'max_word': did you mean 'max_words'?"),
        ("reply.expect(max_words='60')", "*limit: *(got '60'): write 60"),
        ("reply.expect(max_words=60, answer=[('30 days', 'a month')])", "check 'answer': any_of*"),
        ("reply.expect(max_word=len(case.id))", "unknown check 'max_word'*"),
        ("reply.expect('polite')", "*write reply.expect(polite=True)"),
        ("reply.expect()", "*reply.expect() names no check*"),
    ],
)
def test_a_mistake_behind_a_miss_is_told_before_any_reply(project: Project, call: str, says: str) -> None:
    """A weak checkpoint, whose replies miss the case's own checks, hides no typo."""
    project.checkpoint("m")
    project.simple()
    project.suite("greet", body=f"case.expect(reply); {call}")
    project.answer("m", "bad")
    result = project.run("--model=m")
    assert result.ret == 2
    result.stdout.fnmatch_lines([f"*suites/test_greet.py:*: {says}"])
    assert "pydantic" not in result.stdout.str()


def test_a_mistake_that_only_a_run_shows_is_told_at_its_line(project: Project) -> None:
    """Arguments that are worked out are bound when the test comes to them; the traceback ends in the suite."""
    project.checkpoint("m")
    project.simple()
    project.suite("greet", body="case.expect(reply); reply.expect(max_words=str(60))")
    project.answer("m", "good")
    result = project.run("--model=m")
    assert result.ret == 11
    assert "got '60'" in result.stdout.str()
    assert "validate_json" not in result.stdout.str()


def test_a_check_sees_the_system_prompt_and_the_documents_of_the_case(project: Project) -> None:
    project.write("pyproject.toml", '[tool.ckptgate]\ndeployment = "d.yaml"\n')
    project.write("d.yaml", "model: m\nsystem: s.md\n")
    project.write("s.md", "Be brief.")
    project.write(
        "conftest.py",
        "import harness\n@harness.check('all_of_it')\ndef all_of_it(text, given):\n"
        "    return (given.system, given.context, given.prompt) == ('Be brief.', 'It is 9.', 'How much?')\n",
    )
    project.checkpoint("m")
    project.suite("greet")
    asked = {"prompt": "How much?", "context": "It is 9."}
    project.cases("greet", [{"id": f"c{i}", **asked, "expect": ["all_of_it"]} for i in range(20)])
    project.answer("m", "good")
    assert project.run("--model=m").ret == 0
    assert project.record.cases[0].context == ["It is 9."]


def test_a_team_registers_its_own_check_in_conftest(project: Project) -> None:
    project.write(
        "conftest.py",
        "import harness\n@harness.check('shouts')\ndef shouts(text: str) -> bool:\n    return text.isupper()\n",
    )
    project.checkpoint("m")
    project.suite("greet")
    project.cases("greet", [{"id": f"c{i}", "prompt": f"{i}?", "expect": ["shouts"]} for i in range(20)])
    project.answer("m", "LOUD")
    assert project.run("--model=m").ret == 0


def test_plain_pytest_runs_no_suite(passing: Project) -> None:
    """Without --model suite items are deselected: `pytest suites` ends 5, never 0."""
    result = passing.run("suites")
    assert result.ret == 5
    result.stdout.fnmatch_lines(["The suites here are asked of a model: pytest --model=NAME"])
    passing.write("tests/test_own.py", "def test_own():\n    pass\n")
    passing.write("pyproject.toml", "[tool.ckptgate]\n[tool.pytest.ini_options]\ntestpaths = ['tests']\n")
    result = passing.run()
    assert result.ret == 0
    result.assert_outcomes(passed=1)


def test_the_report_s_path_is_not_broken_and_progress_is_told_once(
    passing: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    result = passing.run("--model=m")
    result.stdout.fnmatch_lines([f"  report     *{passing.record.id}/report.html"])
    assert not any(line.count("%]") > 1 for line in result.stdout.lines)


def test_outside_a_project_model_says_so_unless_it_is_somebody_else_s(pytester: pytest.Pytester) -> None:
    pytester.makepyprojecttoml("[project]\nname = 'shop'\n")
    for named in (["--model=m"], ["--model", "m"], ["--model=models/моя модель"]):
        result = pytester.runpytest(*named)
        assert result.ret == 4
        result.stderr.fnmatch_lines(["ERROR: --model is for a project of ckptgate, *`ckptgate init` begins one here"])
    pytester.makeconftest("def pytest_addoption(parser):\n    parser.addoption('--model')\n")
    pytester.makepyfile("def test_it(pytestconfig):\n    assert pytestconfig.getoption('--model') == 'm'\n")
    pytester.runpytest("--model=m").assert_outcomes(passed=1)


def test_a_fixture_reply_of_the_project_s_own_is_named_as_the_mistake(passing: Project) -> None:
    passing.write("conftest.py", "import pytest\n@pytest.fixture\ndef reply():\n    return 'mine'\n")
    result = passing.run("--model=m")
    assert result.ret == 11
    result.stdout.fnmatch_lines(["*does a conftest.py have a fixture of that name? Give it another one.*"])


def test_plain_pytest_leaves_out_what_only_a_run_with_a_model_brings(passing: Project) -> None:
    """A test of the training data belongs to no suite; one whose `reply` is a fixture of its own is the project's."""
    passing.write("suites/test_trained_rows.py", "def test_trained_rows(training_data):\n    training_data.hold()\n")
    assert passing.run().ret == 5
    passing.write(
        "tests/test_own.py",
        "import pytest\n@pytest.fixture\ndef reply():\n    return 'good'\n"
        "def test_own(reply):\n    assert reply == 'good'\n",
    )
    result = passing.run()
    assert result.ret == 0
    result.assert_outcomes(passed=1)


def test_model_runs_the_suites_and_not_the_tests(passing: Project) -> None:
    passing.write("tests/test_own.py", "def test_own():\n    assert False\n")
    passing.write("pyproject.toml", "[tool.ckptgate]\n[tool.pytest.ini_options]\ntestpaths = ['tests']\n")
    assert passing.run("--model=m").ret == 0
    assert passing.run("--model=m", "-n2").ret == 0


def test_a_conftest_of_the_tests_is_not_loaded_with_the_suites(passing: Project) -> None:
    """The project's own tests may need what an evaluation has not installed."""
    passing.write("tests/conftest.py", "import a_module_that_is_not_installed\n")
    passing.write("pyproject.toml", "[tool.ckptgate]\n[tool.pytest.ini_options]\ntestpaths = ['tests']\n")
    assert passing.run("--model=m").ret == 0


def test_model_without_any_suite_is_no_verdict(project: Project) -> None:
    project.checkpoint("m")
    project.write("suites/test_nothing.py", "def test_nothing():\n    pass\n")
    assert project.run("--model=m").ret == 11


def test_a_plain_failing_test_in_the_suites_fails_the_run(passing: Project) -> None:
    passing.write("suites/test_plain.py", "def test_plain():\n    assert False\n")
    assert passing.run("--model=m").ret == 1
    assert passing.record.decision == "FAIL"


@pytest.mark.parametrize("broken", ["import pytest\npytest.skip('later', allow_module_level=True)\n", "1 / 0\n"])
def test_a_suite_that_was_not_collected_is_not_passed_over(passing: Project, broken: str) -> None:
    """A suite file skipped as a whole, or broken and continued after: the rest alone is no verdict."""
    passing.write("suites/test_other.py", broken)
    assert passing.run("--model=m", "--continue-on-collection-errors").ret == 11
    assert passing.record.decision == "NOT DECIDED"
    assert not passing.record.complete


def test_an_unknown_name_lists_what_exists(passing: Project) -> None:
    passing.checkpoint("runs/support/ckpt-1")
    passing.checkpoint("runs/other/ckpt-1")
    result = passing.run("--model=ckpt-9")
    assert result.ret == 4
    result.stderr.fnmatch_lines(["*no checkpoint is called 'ckpt-9'*", "*other/ckpt-1, support/ckpt-1*"])
    result = passing.run("--model=ckpt-1")
    assert result.ret == 4
    result.stderr.fnmatch_lines(["*'ckpt-1' is the name of 2 checkpoints: say other/ckpt-1 or support/ckpt-1*"])


def test_altered_weights_end_with_12(passing: Project) -> None:
    (passing.root / "m/model.safetensors").write_text("other weights")
    result = passing.run("--model=m")
    assert result.ret == 12
    result.stderr.fnmatch_lines(["*integrity:*changed: model.safetensors*"])


def test_a_bad_case_stops_at_collection_with_its_line(passing: Project) -> None:
    passing.write("golden/greet/b.yaml", "suite: greet\nsplit: gate\ncases:\n- id: x\n  prompt: Hi\n  expext: []\n")
    result = passing.run("--model=m")
    assert result.ret == 2
    result.stdout.fnmatch_lines(["*golden/greet/b.yaml:6: unknown key 'expext'*"])
    assert not passing.records()


def test_an_unknown_check_stops_at_collection_with_its_line(passing: Project) -> None:
    passing.write(
        "golden/greet/b.yaml", "suite: greet\nsplit: gate\ncases:\n- id: x\n  prompt: Hi\n  expect:\n  - max_word: 3\n"
    )
    result = passing.run("--model=m")
    assert result.ret == 2
    result.stdout.fnmatch_lines(["*golden/greet/b.yaml:7: case 'x': *max_word*max_words*"])


def test_collect_only_generates_nothing(project: Project) -> None:
    project.checkpoint("m")
    project.simple()
    result = project.run("--model=m", "--collect-only", "-q")
    assert result.ret == 0
    assert not (project.root / ".ckptgate").exists()
    assert not project.records()


def test_the_dev_split_measures_and_decides_nothing(passing: Project) -> None:
    passing.cases(
        "greet", [{"id": "d1", "prompt": "Dev?", "expect": [{"matches": "good"}]}], split="dev", file="d.yaml"
    )
    passing.answer("m", "good")
    assert passing.run("--model=m", "--split=dev").ret == 11
    assert [c.id for c in passing.record.cases] == ["d1"]
    assert passing.record.decision == "NOT DECIDED"


def test_an_engine_that_dies_is_no_verdict(project: Project) -> None:
    """The fake weights can't be loaded: no item runs, the gate is ERROR, the exit status 11."""
    project.checkpoint("m")
    project.simple()
    result = project.run("--model=m")
    assert result.ret == 11
    assert project.record.decision == "ERROR"
    assert "can't be loaded" in project.record.sentence
    assert project.run("--model=m", "-n2").ret == 11


def test_nothing_is_registered_elsewhere(pytester: pytest.Pytester) -> None:
    """In a project without [tool.ckptgate] a conftest may have its own --model."""
    pytester.makeconftest("def pytest_addoption(parser):\n    parser.addoption('--model')\n")
    pytester.makepyfile("def test_own(request):\n    assert request.config.getoption('--model') == 'theirs'\n")
    pytester.runpytest("--model=theirs").assert_outcomes(passed=1)


def test_importing_the_plugin_loads_the_standard_library_and_pytest_alone() -> None:
    code = (
        "import sys, pytest, _pytest.assertion.rewrite\nbefore = set(sys.modules)\nimport harness.plugin\n"
        "new = {m.partition('.')[0] for m in set(sys.modules) - before} - set(sys.stdlib_module_names)\n"
        "assert new <= {'harness'}, new"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_warm_run_loads_neither_torch_nor_transformers_nor_lints_that_nobody_asked_for(passing: Project) -> None:
    passing.write(
        "conftest.py",
        "import sys\nNOT = {'torch', 'transformers', 'peft', 'scipy.sparse', 'harness.lint'}\n"
        "def pytest_unconfigure():\n    print('HEAVY', sorted(NOT & set(sys.modules)))\n",
    )
    result = passing.pytester.runpytest_subprocess("--model=m", "--device=cpu")
    assert result.ret == 0
    result.stdout.fnmatch_lines(["HEAVY []"])


@pytest.mark.parametrize("name", ["golden/greet/more.yml", "golden/greet/deeper/more.yaml", "golden/more.jsonl"])
def test_a_case_file_that_no_suite_reads_stops_the_run(passing: Project, name: str) -> None:
    """A case that is never asked looks like one that passes."""
    passing.write(name, "suite: greet\nsplit: gate\ncases: []\n")
    result = passing.run("--model=m")
    assert result.ret == 4
    result.stderr.fnmatch_lines([f"*{name}: no suite reads this file*"])
    assert passing.run("--model=m", "-k", "case-003").ret == 11


@pytest.mark.parametrize("size", ["0", "-3", "many"])
def test_a_batch_has_at_least_one_prompt(passing: Project, size: str) -> None:
    assert passing.run("--model=m", f"--batch-size={size}").ret == 4


def test_a_pool_of_no_suite_is_refused(passing: Project) -> None:
    passing.write("pyproject.toml", '[tool.ckptgate]\npool = ["great"]\n')
    result = passing.run("--model=m")
    assert result.ret == 4
    result.stderr.fnmatch_lines(["*pool names 'great'*"])


def test_an_empty_model_is_said(passing: Project) -> None:
    """As from a variable that is not set."""
    result = passing.run("--model=")
    assert result.ret == 4
    result.stderr.fnmatch_lines(["*--model is empty*"])


def test_a_case_with_variants_passes_where_all_of_them_do(project: Project) -> None:
    """The reply that missed is shown with the words it was asked in, and workers say the same."""
    project.checkpoint("m")
    project.suite("greet")
    cases = [
        {"id": f"c{i}", "prompt": f"Who is number {i}?", "variants": f"And {i}?", "expect": [{"matches": "good"}]}
        for i in range(20)
    ]
    project.cases("greet", cases)
    project.answer("m", "good")
    assert project.run("--model=m").ret == 0
    assert project.record.cases[0].variants == ["And 0?"]

    project.checkpoint("other")
    project.answer("other", "good", variants={"c3": "bad"})
    for workers in ("-n0", "-n2"):
        assert project.run("--model=other", workers).ret == 0
        case = project.record.cases[3]
        assert case.candidate is not None
        assert (case.candidate.passed, case.candidate.reply) == (False, "bad")
        assert case.candidate.reason.startswith("asked as “And 3?”: nothing matches")
        assert project.record.suites[0].candidate is not None
        assert project.record.suites[0].candidate.passed == 19
    told = {w.name: (w.candidate, w.n) for w in project.record.suites[0].wordings}
    assert told == {"as it stands": (20, 20), "other words": (19, 20), "alike": (19, 20)}


def test_ways_beside_are_shown_and_decide_nothing(project: Project) -> None:
    """Without the system prompt, under another one, and pressed; the verdict is that of the case as it stands."""
    project.write("pyproject.toml", '[tool.ckptgate]\ndeployment = "d.yaml"\n')
    project.write("d.yaml", "model: m\nsystem: s.md\n")
    project.write("s.md", "Be brief.")
    project.write("other.md", "Be short.")
    project.checkpoint("m")
    project.suite("greet")
    suite = project.root / "suites/test_greet.py"
    ways = '"no system prompt", "other.md", "pressed"'
    suite.write_text(suite.read_text().replace("'greet/*.yaml'", f"'greet/*.yaml', beside=[{ways}]"))
    project.cases("greet", [{"id": f"c{i}", "prompt": f"{i}?", "expect": [{"matches": "good"}]} for i in range(20)])
    project.answer("m", "good", beside="bad")
    result = project.run("--model=m")
    assert result.ret == 0
    result.assert_outcomes(passed=21)  # the cases, and the gate
    told = {w.name: w.candidate for w in project.record.suites[0].wordings}
    assert told == {"as it stands": 20, "no system prompt": 0, "other.md": 0, "pressed": 0, "alike": 0}
    assert all(case.candidate and case.candidate.reply == "good" for case in project.record.cases)


@pytest.mark.parametrize("ways", ['"pressed", "pressed"', '"nowhere.md"', "3"])
def test_a_way_beside_that_makes_no_sense_is_named(passing: Project, ways: str) -> None:
    suite = passing.root / "suites/test_greet.py"
    suite.write_text(suite.read_text().replace("'greet/*.yaml'", f"'greet/*.yaml', beside=[{ways}]"))
    result = passing.run("--model=m")
    assert result.ret == 2
    result.stdout.fnmatch_lines(["*suites/test_greet.py*the mark cases(...) *beside*"])
