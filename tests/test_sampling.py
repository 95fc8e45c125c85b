"""Several samples a case, through whole runs: one observation a case, one witness a cluster; a model against itself."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from project import Project

from harness.case_files import load_cases
from harness.deployment import Sampling
from harness.engines.transformers import TransformersEngine
from harness.replies import Draw, Reply
from harness.reply_store import ReplyStore
from harness.resolving import resolve_arms
from harness.settings import load_settings

K = 6


def sampled(project: Project, model: str, rates: dict[str, float], seed: int) -> None:
    """Put K replies a case into the store, good at the case's rate."""
    settings, identity = load_settings(project.root), TransformersEngine(device="cpu").identity
    rng = random.Random(seed)
    with ReplyStore(project.root / settings.store) as store:
        arm = resolve_arms(model, None, root=project.root, settings=settings)["candidate"]
        for case in load_cases(sorted(project.root.glob("golden/*/*.yaml"))):
            for sample in range(K):
                key = arm.request(case, identity, Sampling(temperature=0.8), Draw(0, sample)).key
                text = "good" if rng.random() < rates[case.id] else "bad"
                store.put(arm.about.digest, [(key, Reply(text=text, finish="stop", tokens=1))])


@pytest.fixture
def drawn(project: Project) -> Project:
    project.write("pyproject.toml", f"[tool.ckptgate]\nsamples = {K}\ntemperature = 0.8\n")
    project.checkpoint("m")
    project.checkpoint("b")
    project.simple(120, mark="floor=0.5, margin=0.1")
    return project


def rates(project: Project, drop: float = 0.0) -> dict[str, float]:
    ids = [f"case-{i:03}" for i in range(120)]
    return {id_: (0.95 if i % 4 else 0.6) - drop for i, id_ in enumerate(ids)}


def test_a_case_is_one_observation_of_all_its_samples(drawn: Project) -> None:
    sampled(drawn, "m", rates(drawn), 1)
    sampled(drawn, "b", rates(drawn), 2)
    result = drawn.run("--model=m", "--baseline=b")
    result.stdout.fnmatch_lines(["*pass@3 *pass^3 *", "*flaky *greet/case-*"])
    folder = drawn.root / "records" / drawn.record.id
    assert "pass^3" in (folder / "summary.md").read_text(encoding="utf-8")
    assert "flakiest" in (folder / "report.html").read_text(encoding="utf-8")
    (suite,) = drawn.record.suites
    assert suite.candidate is not None
    assert (suite.ran, suite.candidate.n) == (120, 120 * K)
    assert suite.decision == "PASS"
    paired = next(g for g in suite.gates if g.kind == "paired")
    assert (paired.numbers["n"], paired.numbers["clusters"]) == (120, 120)
    case = drawn.record.cases[0]
    assert case.candidate is not None
    assert len(case.candidate.samples) == K
    assert case.candidate.passed == all(s.passed for s in case.candidate.samples)


def test_size_takes_samples_and_clusters_from_a_record(drawn: Project, run: Callable[..., tuple[int, str]]) -> None:
    sampled(drawn, "m", rates(drawn), 1)
    sampled(drawn, "b", rates(drawn), 2)
    drawn.run("--model=m", "--baseline=b")
    status, said = run("size", "--record", f"records/{drawn.record.id}", "--json")
    assert status == 0, said
    found = json.loads(said)
    assert (found["cases"], found["samples"]["samples"], found["psi"]) == (120, K, None)
    assert found["samples"]["cases_at"]["1"] > found["samples"]["cases_at"]["32"]


def test_a_fall_of_the_shares_fails(drawn: Project) -> None:
    sampled(drawn, "m", rates(drawn, drop=0.3), 1)
    sampled(drawn, "b", rates(drawn), 2)
    assert drawn.run("--model=m", "--baseline=b").ret == 1


def test_cases_of_one_cluster_are_one_witness(project: Project) -> None:
    """Twelve templates of ten: one that breaks is 10 of 120 flips to a plain test, and one of twelve to this one."""
    project.suite("greet", "margin=0.2, slices=(), pool=False")
    ids = [f"t{i // 10:02}-{i % 10}" for i in range(120)]
    project.cases(
        "greet",
        [{"id": i, "prompt": f"{i}?", "cluster": i[:3], "expect": [{"matches": "good"}]} for i in ids],
    )
    for name in ("m", "b"):
        project.checkpoint(name)
        project.answer(name, {i: "bad" if name == "m" and i.startswith("t00") else "good" for i in ids})
    assert project.run("--model=m", "--baseline=b").ret == 10
    paired = next(g for g in project.record.suites[0].gates if g.kind == "paired")
    assert (paired.numbers["n"], paired.numbers["clusters"]) == (120, 12)


def test_samples_of_a_real_model_differ_and_come_again(
    strangers: dict[tuple[str, bool], Path], project: Project
) -> None:
    """A draw is made by seed, sample and prompt alone: the same reply again, other replies for other samples."""
    import shutil

    project.write("pyproject.toml", "[tool.ckptgate]\nsamples = 3\ntemperature = 1.0\n")
    project.write("deployment.yaml", "model: theirs\nsampling: {max_new_tokens: 6}\n")
    shutil.copytree(strangers["llama", True], project.root / "theirs")
    project.simple(4)
    project.run("--model=deployment.yaml")
    first = [[s.reply for s in c.candidate.samples] for c in project.record.cases if c.candidate]
    assert all(len(set(replies)) > 1 for replies in first)
    (project.root / ".ckptgate/replies.sqlite").unlink()
    project.run("--model=deployment.yaml", "--batch-size=1")
    assert [[s.reply for s in c.candidate.samples] for c in project.record.cases if c.candidate] == first


def test_the_command_line_goes_before_mark_and_settings_and_releases_nothing(drawn: Project) -> None:
    """To try something out: the record says what was asked, and a release asks for one that was declared."""
    sampled(drawn, "m", rates(drawn), 1)
    drawn.run("--model=m", "--samples=3", "--seed=0")
    assert drawn.record.asked == {"samples": 3, "seed": 0}
    assert drawn.record.suites[0].policy["samples"] == 3
    assert drawn.record.suites[0].candidate is not None
    assert drawn.record.suites[0].candidate.n == 120 * 3
    drawn.run("--model=m")
    assert drawn.record.asked == {}
    assert drawn.record.suites[0].policy["samples"] == K


@pytest.mark.parametrize("option", ["--samples=0", "--samples=x", "--temperature=3", "--seed=-1"])
def test_a_mistake_on_the_command_line_is_one(drawn: Project, option: str) -> None:
    assert drawn.run("--model=m", option).ret == 4


def test_relatives_of_one_file_are_one_witness_where_it_is_asked_for(project: Project) -> None:
    """Twelve files of ten, and one that breaks."""
    project.suite("greet", "margin=0.2, slices=(), pool=False, cluster='file'")
    for i in range(12):
        cases = [{"id": f"t{i:02}-{j}", "prompt": f"{i} {j}?", "expect": [{"matches": "good"}]} for j in range(10)]
        project.cases("greet", cases, file=f"{i:02}.yaml")
    for name in ("m", "b"):
        project.checkpoint(name)
        ids = [f"t{i:02}-{j}" for i in range(12) for j in range(10)]
        project.answer(name, {i: "bad" if name == "m" and i.startswith("t00") else "good" for i in ids})
    assert project.run("--model=m", "--baseline=b").ret == 10
    paired = next(g for g in project.record.suites[0].gates if g.kind == "paired")
    assert (paired.numbers["n"], paired.numbers["clusters"]) == (120, 12)
    assert {c.cluster for c in project.record.cases if c.id.startswith("t00")} == {"file golden/greet/00.yaml"}
