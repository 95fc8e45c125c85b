"""A model against itself: the gate's own rules on two halves of its samples, from a record or drawn for it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from project import Project

from harness.gates import clusters_for_margin, exact_cases_for_margin
from harness.noise import measure_noise
from harness.record import Answer, Arm, CaseResult, DeploymentRef, Record, Sample, SuiteResult
from harness.settings import Settings
from harness.source import SourceError

Run = Callable[..., tuple[int, str]]


def record(
    passed: list[list[bool]], *, margin: float | None = 0.1, skills: bool = False, complete: bool = True
) -> Record:
    """A run of one suite whose candidate passed these samples of each case."""
    arm = Arm(
        name="m",
        path="m",
        digest="d",
        manifest_digest=None,
        deployment=DeploymentRef(file=None, system=None, sampling={}, digest="d"),
    )
    cases = [
        CaseResult(
            suite="s",
            id=f"c{i}",
            file="a.yaml",
            line=1,
            digest="d",
            messages=[{"role": "user", "content": "?"}],
            expect=[],
            skill=f"k{i % 4}" if skills else None,
            candidate=Answer(
                reply="",
                passed=all(samples),
                reason="",
                finish="stop",
                tokens=1,
                samples=[Sample(reply="", passed=p, reason="") for p in samples],
            ),
            flip="alone",
        )
        for i, samples in enumerate(passed)
    ]
    policy = {"margin": 0.1, "pool": True, "slices": ["skill"]}
    suite = SuiteResult(
        name="s",
        file="f",
        digest="d",
        policy=policy,
        planned=len(cases),
        ran=len(cases),
        candidate=None,
        decision="PASS",
        gates=[],
    )
    return Record(
        id="r",
        created="2026-01-01T00:00:00+00:00",
        split="gate",
        candidate=arm,
        complete=complete,
        decision="PASS",
        exit_status=0,
        sentence="",
        engine={},
        environment={},
        suites=[suite],
        slices=[],
        files={},
        patterns=[],
        cases=cases,
    )


def test_steady_replies_are_never_blocked() -> None:
    found = measure_noise(record([[True] * 4] * 300), Settings(), rounds=20)
    assert (found.blocked, found.flips, found.samples) == (0, 0.0, 2)
    assert found.by_gate == {"overall": 0, "s": 0}


def test_single_replies_go_by_the_exact_rule() -> None:
    """Two samples a case are one against one: thirty steady cases pass by it, and would not by the clustered bound."""
    assert exact_cases_for_margin(0.1) <= 30 < clusters_for_margin(0.1)
    assert measure_noise(record([[True] * 2] * 30), Settings(), rounds=5).by_gate["s"] == 0
    assert measure_noise(record([[True] * 4] * 30), Settings(), rounds=5).by_gate["s"] == 5


def test_a_model_that_is_a_coin_is_blocked() -> None:
    coin = record([[True, False]] * 100)
    found = measure_noise(coin, Settings(margin=0.05), rounds=50)
    assert found.blocked == found.failed + found.inconclusive > 25
    assert found.flips == 1.0


def test_slices_are_among_the_gates() -> None:
    assert "slices" in measure_noise(record([[True, False]] * 40, skills=True), Settings(), rounds=5).by_gate


def test_the_seed_makes_it_again() -> None:
    drawn = record([[True, False, True, True]] * 60)
    first, again, other = (measure_noise(drawn, Settings(), rounds=30, seed=s) for s in (1, 1, 2))
    assert first == again
    assert first != other


def test_nothing_to_split_is_refused() -> None:
    with pytest.raises(SourceError, match="ckptgate noise MODEL"):
        measure_noise(record([[True]] * 5), Settings())
    with pytest.raises(SourceError, match="partial run"):
        measure_noise(record([[True, True]], complete=False), Settings())


def test_it_draws_replies_of_a_real_model(
    strangers: dict[tuple[str, bool], Path], project: Project, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four a case for two a side; production and base are not asked; a second call finds them in the store."""
    project.write("deployment.yaml", "model: theirs\nsampling: {max_new_tokens: 4}\n")
    shutil.copytree(strangers["llama", True], project.root / "theirs")
    project.simple(6, mark="margin=0.5, floor=0.1")
    project.suite("greet", "margin=0.5, floor=0.1", body="reply.expect(matches='a'); case.expect(reply)")
    status, said = run("noise", "deployment.yaml", "--samples=2", "--temperature=1.5", "--rounds=10", "--json")
    assert status == 0, said
    found = json.loads(said)
    assert (found["cases"], found["samples"], found["rounds"]) == (6, 2, 10)
    assert found["blocked"] == found["failed"] + found["inconclusive"]
    made = project.record
    assert made.asked == {"samples": 4, "temperature": 1.5, "seed": 0}
    assert made.production is made.base is None
    assert made.usage["generated"] == 24
    status, said = run("noise", made.id, "--rounds=10")
    assert status == 0, said
    assert (
        f"6 cases, 2 replies each against as many of the same model, 10 times: blocked {found['blocked']} times" in said
    )
    assert run("noise", f"records/{made.id}", "--rounds=10")[1] == said
    run("noise", "deployment.yaml", "--samples=2", "--temperature=1.5", "--rounds=10", "--json")
    assert project.record.usage["generated"] == 0


def test_mistakes_are_told(project: Project, run: Run) -> None:
    status, said = run("noise", "nobody")
    assert status == 4
    assert "nobody" in said
    assert run("noise", "m", "--split=all")[0] == 4
    assert run("noise", "m", "--samples=0")[0] == 4
