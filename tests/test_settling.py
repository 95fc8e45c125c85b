"""What would settle an INCONCLUSIVE gate: each number is held to the rule that decides."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from project import Project
from report import records

from harness.gates import Decision, Paired, decide_floor, decide_paired
from harness.gates.power import chance_to_pass
from harness.gates.sampled import decide_sampled
from harness.record import Answer, CaseResult, Record, Sample, write_record
from harness.report.settling import settle_lines
from harness.settling import settle


def inconclusive(n: int, broken: int, fixed: int, *, both_miss: int = 0, **policy: float) -> Record:
    made = records.make_cases("golden", n, broken=broken, fixed=fixed, both_miss=both_miss)
    cases = [case.model_copy(update={"critical": False}) for case in made]
    whole = {"alpha": 0.05, **policy}
    suite = records.make_suite("golden", cases, records.make_gates("golden", cases, policy), policy=whole)
    assert suite.decision == "INCONCLUSIVE"
    return records.make_record(cases, [suite], decision="INCONCLUSIVE")


def drawn(case: CaseResult, k: int, p: float, dice: random.Random) -> CaseResult:
    """The case with k samples of a candidate that passes with this chance."""
    samples = [Sample(reply="", passed=dice.random() < p, reason="") for _ in range(k)]
    passed = all(sample.passed for sample in samples)
    answer = Answer(reply="", passed=passed, reason="", finish="stop", tokens=1, samples=samples)
    return case.model_copy(update={"candidate": answer})


@pytest.mark.parametrize(
    ("n", "broken", "fixed", "margin"), [(120, 5, 4, 0.03), (120, 12, 6, 0.1), (300, 12, 10, 0.03)]
)
def test_so_many_flips_are_our_fault_and_not_one_fewer(n: int, broken: int, fixed: int, margin: float) -> None:
    [found] = settle(inconclusive(n, broken, fixed, margin=margin))
    assert found.missed == broken
    assert found.ours is not None

    def mended(k: int) -> Decision:
        return decide_paired(Paired(n - broken - fixed + k, broken - k, fixed, 0), margin).decision

    assert mended(found.ours) is Decision.PASS
    assert mended(found.ours - 1) is not Decision.PASS
    assert len(found.cases) == broken
    assert found.cases[0].startswith("golden/shop-")


def test_where_no_judgement_is_enough_it_is_said() -> None:
    """At 24 cases an unchanged model can't pass a margin of three points."""
    record = inconclusive(24, 2, 0, margin=0.03)
    [found] = settle(record)
    assert found.ours is None
    told = settle_lines(record.model_copy(update={"settle": [found]}))
    assert "not even if all of them" in told[0]


def test_so_many_more_cases_let_an_equal_model_pass() -> None:
    [found] = settle(inconclusive(120, 5, 4, margin=0.03))
    assert found.more is not None
    assert found.flips == pytest.approx(9 / 120)
    assert chance_to_pass(120 + found.more, 0.03, 9 / 120) >= 0.8
    assert chance_to_pass(120 + found.more - 40, 0.03, 9 / 120) < 0.8


def test_a_floor_is_settled_by_misses_or_cases() -> None:
    [found] = settle(inconclusive(120, 10, 0, both_miss=3, floor=0.85))
    assert (found.kind, found.missed) == ("floor", 13)
    assert found.ours is not None
    assert decide_floor(107 + found.ours, 120, 0.85).decision is Decision.PASS
    assert decide_floor(107 + found.ours - 1, 120, 0.85).decision is Decision.INCONCLUSIVE
    assert found.more is not None
    dice, n = random.Random(1), 120 + found.more
    passes = [decide_floor(sum(dice.random() < 107 / 120 for _ in range(n)), n, 0.85).decision for _ in range(400)]
    assert passes.count(Decision.PASS) / 400 == pytest.approx(0.8, abs=0.06)


def test_a_rate_under_its_floor_is_not_mended_by_more_cases() -> None:
    [found] = settle(inconclusive(40, 8, 0, floor=0.85))
    assert found.more is None


def chances(n: int, dice: random.Random) -> list[float]:
    """A quarter of the cases pass half the time, the rest always."""
    return [dice.choice([0.5, 1, 1, 1]) for _ in range(n)]


def passes(p: Sequence[float], k: int, margin: float, dice: random.Random) -> bool:
    """Whether two equal models of these chances pass, k samples a case each."""
    shares = [[sum(dice.random() < one for _ in range(k)) / k for one in p] for _ in range(2)]
    differences = [now - before for before, now in zip(*shares, strict=True)]
    return decide_sampled(differences, range(len(p)), margin).decision is Decision.PASS


def test_so_many_samples_let_an_equal_model_pass() -> None:
    """Held to a simulation: the number is for the flips and the noise that were seen, here those that are expected."""
    n, margin, dice = 300, 0.04, random.Random(3)
    p = chances(n, dice)
    record = inconclusive(n, 22, 15, margin=margin)
    noisy = [drawn(case, 8, one, dice) for case, one in zip(record.cases, p, strict=True)]
    [found] = settle(record, record.model_copy(update={"cases": noisy}))
    assert found.noise
    assert found.samples is not None
    assert found.samples > 1
    rate, fewer = (sum(passes(p, k, margin, dice) for _ in range(150)) / 150 for k in (found.samples, 1))
    assert 0.7 <= rate <= 0.95
    assert fewer < 0.65


def test_how_much_replies_vary_is_not_made_up() -> None:
    [found] = settle(inconclusive(120, 5, 4, margin=0.03))
    assert (found.noise, found.samples) == (False, None)


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "en",
            [
                "golden, paired: 1. judge the 5 newly broken cases (golden/shop-002, golden/shop-005, golden/shop-030, "
                "golden/shop-031, golden/shop-055): if 3 of them are our own expectation's fault, the gate passes "
                "(ckptgate cases accept)",
                "golden, paired: 2. sample several replies a case: how many it takes is told once it is known how much "
                "they vary (ckptgate noise support/ckpt-3)",
                "golden, paired: 3. add about 420 cases like these, of which 7.5 % flip: an equal model then passes 4 "
                "times of 5",
            ],
        ),
        (
            "ru",
            [
                "golden, сравнение: 1. разберите 5 сломанных примеров (golden/shop-002, golden/shop-005, "
                "golden/shop-030, golden/shop-031, golden/shop-055): если в 3 из них виновато наше ожидание, этого "
                "довольно, чтобы пройти (ckptgate cases accept)",
                "golden, сравнение: 2. получите по нескольку ответов на пример; по скольку — станет известно, когда "
                "измерен их разброс (ckptgate noise support/ckpt-3)",
                "golden, сравнение: 3. добавьте примерно 420 таких же примеров (сдвигов — 7,5 %): модель не хуже "
                "прежней пройдёт 4 раза из 5",
            ],
        ),
    ],
)
def test_the_steps_are_told_in_the_order_of_effort(lang: str, told: list[str]) -> None:
    record = inconclusive(120, 5, 4, margin=0.03)
    record = record.model_copy(update={"settle": settle(record)})
    assert settle_lines(record, lang) == told


@pytest.fixture
def run_of_120(project: Project) -> Project:
    """A candidate that breaks five cases and mends four, which a margin of three points can't decide."""
    project.write("pyproject.toml", "[tool.ckptgate]\nmargin = 0.03\n")
    project.suite("shop", "floor=0.5, margin=0.2")
    ids = [f"c-{i:03}" for i in range(120)]
    project.cases("shop", [{"id": i, "prompt": f"{i}?", "expect": [{"matches": "good"}]} for i in ids])
    for name, bad in (("m", ids[:5]), ("b", ids[5:9])):
        project.checkpoint(name)
        project.answer(name, {i: "bad" if i in bad else "good" for i in ids})
    return project


def test_a_run_that_can_t_tell_says_what_would_settle_it(run_of_120: Project) -> None:
    """In the terminal, in the summary, in the report, and in Russian."""
    result = run_of_120.run("--model=m", "--baseline=b")
    assert result.ret == 10
    [found] = run_of_120.record.settle
    assert (found.kind, found.suite, found.missed, found.ours, found.more) == ("overall", "", 5, 3, 419)
    assert found.cases == [f"shop/c-00{i}" for i in range(5)]
    said = " ".join(line.strip() for line in result.outlines)
    assert "all pooled suites: 1. judge the 5 newly broken cases (shop/c-000, shop/c-001" in said
    folder = next(run_of_120.root.glob("records/*/record.json")).parent
    assert "if 3 of them are our own expectation's fault" in (folder / "summary.md").read_text()
    assert "What would settle it" in (folder / "report.html").read_text()
    told = " ".join(line.strip() for line in run_of_120.run("--model=m", "--baseline=b", "--lang=ru").outlines)
    assert "все наборы вместе: 1. разберите 5 сломанных примеров" in told


def test_how_much_replies_vary_is_taken_from_a_record_of_the_same_weights(run_of_120: Project) -> None:
    """As `ckptgate noise` leaves one; that of other weights says nothing."""
    run_of_120.run("--model=m", "--baseline=b")
    first = run_of_120.record
    dice = random.Random(2)
    noisy = [drawn(case, 4, dice.choice([0.5, 1, 1, 1]), dice) for case in first.cases]
    for name, digest in (("other", "0" * 64), ("noise", first.candidate.digest)):
        arm = first.candidate.model_copy(update={"digest": digest})
        changed = {"id": name, "cases": noisy, "candidate": arm, "settle": [], "created": "2020-01-01T00:00:00Z"}
        write_record(first.model_copy(update=changed), run_of_120.root / "records" / name)
        run_of_120.run("--model=m", "--baseline=b")
        [found] = run_of_120.record.settle
        assert found.noise == (name == "noise")
