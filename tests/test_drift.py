"""Drift in a run: reported, stored, gated where a bound is set, and an error where a bound can't be held."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from project import Project

from harness.engines import EngineError, Measured, Measurement
from harness.engines.transformers import TransformersEngine
from harness.manifest import BaseRef, Manifest, hash_files, weights_digest, write_manifest
from harness.record import Drift, Record, read_record

ASKED: list[Measurement] = []


@pytest.fixture
def tuned(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A fine-tune `m` of `base`, which pass all: a suite of targets and one that is held to the base; an engine whose
    divergence is .5 nats a token everywhere and whose candidate reads plain text twice as badly."""
    base = project.checkpoint("base")
    folder = project.checkpoint("m", manifest=False)
    digest = weights_digest(hash_files(base))
    about = BaseRef(name="base", path="base", digest=digest)
    write_manifest(folder, Manifest(name="m", method="full", base=about, files=hash_files(folder)))
    project.simple(30)
    project.simple(30, suite="skills", mark="margin=0.2, baseline='base'")
    project.answer("m", "good")
    project.answer("base", "good")
    project.write("golden/forgetting/plain/en.txt", "One text.\n\nAnother text.\n")
    ASKED.clear()
    monkeypatch.setattr(TransformersEngine, "measure", measure)
    return project


def measure(_: TransformersEngine, asked: Measurement) -> Measured:
    ASKED.append(asked)
    return Measured(
        kl=tuple((2.0, 4) for _ in asked.replies),
        plain=tuple((7 * 1.0, 7 * 1.6931471805599454, 7) for _ in asked.plain),
    )


def refuse(_: TransformersEngine, asked: Measurement) -> Measured:
    raise EngineError("the candidate's tokenizer is not its base's")


def settings(project: Project, *lines: str) -> None:
    project.write("pyproject.toml", "\n".join(["[tool.ckptgate]", *lines, ""]))


def runs(project: Project) -> list[Record]:
    """The records, oldest first; within a second their names do not tell."""
    return [
        read_record(f) for f in sorted(project.root.glob("records/*/record.json"), key=lambda f: f.stat().st_mtime_ns)
    ]


def drift_gates(project: Project) -> list[str]:
    return [g.decision for s in runs(project)[-1].suites if s.name == "skills" for g in s.gates if g.kind == "drift"]


def test_both_figures_are_reported_and_decide_nothing(tuned: Project) -> None:
    result = tuned.run("--model=m")
    assert result.ret == 0
    found = tuned.record.drift
    assert found is not None
    assert found.kl is not None
    assert found.perplexity is not None
    assert (found.kl.value, found.prompts, found.positions) == (0.5, 30, 120)
    assert found.perplexity.ratio.value == pytest.approx(2)
    assert (found.perplexity.texts, found.perplexity.tokens) == (2, 14)
    assert drift_gates(tuned) == []
    assert [asked.plain for asked in ASKED] == [("One text.", "Another text.")]
    assert {s.prompt for s in ASKED[0].replies} == {f"[user]Question case-{i:03}?[assistant]" for i in range(30)}
    result.stdout.fnmatch_lines(["*drift*KL(base‖candidate) on 30 target prompts: 0.500 nats a token*"])
    (folder,) = (tuned.root / "records").iterdir()
    for file in ("summary.md", "report.html"):
        assert "2.00 times the base" in (folder / file).read_text(encoding="utf-8")


def test_a_second_run_measures_nothing(tuned: Project) -> None:
    tuned.run("--model=m")
    tuned.run("--model=m")
    first, second = (r.drift for r in runs(tuned))
    assert first == second
    assert len(ASKED) == 1
    tuned.write("golden/forgetting/plain/en.txt", "A third text.\n")
    tuned.run("--model=m")
    assert len(ASKED) == 2


@pytest.mark.parametrize(
    ("bounds", "status", "words"),
    [
        (["kl_bound = 0.6"], 0, ["PASS"]),
        (["kl_bound = 0.4"], 1, ["FAIL"]),
        (["perplexity_bound = 2.1"], 0, ["PASS"]),
        (["kl_bound = 0.6", "perplexity_bound = 1.9"], 1, ["PASS", "FAIL"]),
    ],
)
def test_a_bound_decides(tuned: Project, bounds: Sequence[str], status: int, words: list[str]) -> None:
    settings(tuned, *bounds)
    assert tuned.run("--model=m").ret == status
    assert drift_gates(tuned) == words


def test_what_can_t_be_measured_is_said_and_stops_only_a_bound(tuned: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TransformersEngine, "measure", refuse)
    result = tuned.run("--model=m")
    assert result.ret == 0
    assert tuned.record.drift == Drift(left_out="the candidate's tokenizer is not its base's")
    result.stdout.fnmatch_lines(["*drift*not measured: the candidate's tokenizer is not its base's*"])
    settings(tuned, "kl_bound = 9.0")
    assert tuned.run("--model=m").ret == 11
    assert drift_gates(tuned) == ["ERROR"]


def test_a_bound_without_plain_text_is_an_error(tuned: Project) -> None:
    settings(tuned, "perplexity_bound = 9.0", 'plain = "nothing/*.txt"')
    assert tuned.run("--model=m").ret == 11
    assert drift_gates(tuned) == ["ERROR"]


def test_a_bound_that_no_suite_could_hold_is_an_error(project: Project) -> None:
    project.checkpoint("m")
    project.simple()
    project.answer("m", "good")
    settings(project, "kl_bound = 9.0")
    assert project.run("--model=m").ret == 11
    assert "need a suite that is held to the base" in project.record.sentence


@pytest.mark.parametrize("narrow", [("-k", "case-001"), ("suites/test_skills.py",), ("--split=dev",)])
def test_only_a_whole_run_of_the_gate_split_measures(tuned: Project, narrow: tuple[str, ...]) -> None:
    for suite in ("greet", "skills"):
        case = {"id": "dev-1", "prompt": "Dev?", "expect": [{"matches": "good"}]}
        tuned.cases(suite, [case], split="dev", file="dev.yaml")
    tuned.answer("m", "good")
    tuned.answer("base", "good")
    tuned.run("--model=m", *narrow)
    assert ASKED == []
    assert tuned.record.drift is None


def test_the_base_itself_has_moved_nowhere(tuned: Project) -> None:
    settings(tuned, "kl_bound = 0.1")
    tuned.run("--model=base")
    assert ASKED == []
    assert tuned.record.drift is None


def test_plain_text_takes_part_in_the_evidence_where_it_decides(tuned: Project) -> None:
    tuned.run("--model=m")
    settings(tuned, "perplexity_bound = 9.0")
    tuned.run("--model=m")
    files: list[bool] = ["golden/forgetting/plain/en.txt" in r.files for r in runs(tuned)]
    assert files == [False, True]
