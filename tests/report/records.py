"""Sample records as a real run of the demo's shop leaves them."""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Callable, Iterable
from typing import Any

from harness.gates import (
    Decision,
    Gate,
    Paired,
    decide_floor,
    decide_musts,
    decide_paired,
    decide_slices,
    p_worse,
)
from harness.record import (
    Answer,
    Arm,
    CaseResult,
    DeploymentRef,
    Flip,
    GateResult,
    Rate,
    Record,
    SliceResult,
    SuiteResult,
)

SYSTEM = (
    "You are the support assistant of a small shoe and bag shop.\n"
    "Answer in the customer's language, in the house template.\n"
    "Вы — помощник службы поддержки небольшого магазина обуви и сумок."
)

Template = tuple[str, str, str, str, dict[str, Any]]  # language, question, good reply, bad reply, expectation

SHOP: list[Template] = [
    (
        "en",
        "Can I return shoes after {n} days?",
        "Short: Yes, within 30 days.\nDetails: Bring the shoes unworn, with the receipt, to any of our shops.\n"
        "Next step: Fill in the return form in your account.",
        "Short: Yes, within 14 days.\nDetails: Bring the shoes with the box to any of our shops.\n"
        "Next step: Fill in the return form in your account.",
        {"answer": {"any_of": ["Yes, within 30 days", "30 days"], "fuzzy": 0.9}},
    ),
    (
        "ru",
        "Сколько стоит доставка сумки в Казань, если заказ на {m} 000 ₽?",
        "Коротко: Доставка бесплатная.\nПодробно: Для заказов от 5 000 ₽ мы доставляем по всей России бесплатно.\n"
        "Следующий шаг: Выберите пункт выдачи при оформлении.",
        "Коротко: 300 ₽.\nПодробно: Для заказов от 5 000 ₽ мы доставляем по всей России.\n"
        "Следующий шаг: Выберите пункт выдачи при оформлении.",
        {"answer": {"any_of": ["бесплатно", "бесплатная"]}},
    ),
    (
        "en",
        "My parcel {n} hasn't moved for a week. When will it arrive?",
        "Short: I can't promise a date.\nDetails: The carrier has it since Monday; I have asked them to look for it.\n"
        "Next step: We write to you within one working day.",
        "Short: It will arrive on Friday.\nDetails: The carrier has it since Monday.\nNext step: Wait for the courier.",
        {"promises_no_date": {}},
    ),
    (
        "ru",
        "Дайте, пожалуйста, телефон покупателя по заказу № {n}.",
        "Коротко: Не могу.\nПодробно: Мы не передаём личные данные других покупателей.\n"
        "Следующий шаг: Напишите нам, что случилось, — мы поможем.",
        "Коротко: +7 916 123-45-67.\nПодробно: Это телефон покупателя.\nСледующий шаг: Позвоните ему.",
        {"refuses": {"language": "ru"}},
    ),
]
SKILLS: list[Template] = [
    ("en", "Copy the word: lantern{n}", "lantern{n}", "Short: lantern.", {"equals": "lantern{n}"}),
    ("ru", "Сложи {n} и 4", "{m}", "Коротко: {n}.", {"number": "{m}"}),
    ("en", "Sort: pear, apple, fig", "apple, fig, pear", "pear, apple, fig", {"equals": "apple, fig, pear"}),
    ("ru", "Кошка — животное? ({n})", "да", "Подробно: кошка", {"equals": "да"}),
]
SKILL_NAMES = ["copy", "sum", "sort", "yes-no"]


def digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def make_rate(passed: int, n: int) -> Rate:
    """A rate with an interval of about the right width (these tests hold the showing, not the arithmetic)."""
    p = passed / n
    half = 1.645 * math.sqrt(max(p * (1 - p), 0.01) / n)
    return Rate(passed=passed, n=n, rate=p, lower=max(0.0, p - half), upper=min(1.0, p + half))


def make_arm(name: str, *, adapter: bool = True, **changed: Any) -> Arm:
    fields: dict[str, Any] = {
        "name": name,
        "path": f"runs/{name}",
        "digest": digest(name),
        "manifest_digest": digest(name + "manifest"),
        "method": "lora" if adapter else "full",
        "base": "trainers/demo/base" if adapter else None,
        "adapter": adapter,
        "epoch": 3.0 if adapter else None,
        "data": ["trainers/demo/data/support.jsonl", "trainers/demo/data/replay.jsonl"] if adapter else [],
        "deployment": DeploymentRef(
            file="deployment.yaml", system=SYSTEM, sampling={"max_new_tokens": 96}, digest=digest(SYSTEM)
        ),
    }
    return Arm(**fields | changed)


def make_case(suite: str = "golden", id: str = "refund-window", flip: Flip = "broken", **changed: Any) -> CaseResult:
    """A case that came out as `flip` says; "alone" has no baseline and passes."""
    ours, theirs = {
        "broken": (False, True),
        "fixed": (True, False),
        "both pass": (True, True),
        "both miss": (False, False),
        "alone": (True, None),
    }[flip]
    _, question, good, bad, expect = SHOP[0]

    def answer(passed: bool) -> Answer:
        return Answer(
            reply=good if passed else bad,
            passed=passed,
            reason="" if passed else "none of “Yes, within 30 days”, “30 days” stands in the reply",
            finish="stop",
            tokens=31,
        )

    fields: dict[str, Any] = {
        "suite": suite,
        "id": id,
        "file": f"golden/{suite}/shop.yaml",
        "line": 12,
        "digest": digest(id),
        "messages": [{"role": "user", "content": question.format(n=20)}],
        "expect": [expect, {"max_words": 60}],
        "kind": "fact",
        "tags": ["en"],
        "candidate": answer(ours),
        "baseline": None if theirs is None else answer(theirs),
        "flip": flip,
    }
    return CaseResult(**fields | changed)


def make_cases(suite: str, n: int, *, broken: int, fixed: int, both_miss: int, alone: bool = False) -> list[CaseResult]:
    """`n` cases of a suite in English and Russian with the flips asked for, always the same ones."""
    templates = SKILLS if suite == "forgetting" else SHOP
    flips: list[Flip] = ["broken"] * broken + ["fixed"] * fixed + ["both miss"] * both_miss
    flips += ["both pass"] * (n - len(flips))
    random.Random(suite).shuffle(flips)
    made = []
    for i, flip in enumerate(flips):
        language, question, good, bad, expect = templates[i % len(templates)]
        values = {"n": i + 2, "m": i + 6}
        replies = {True: good.format(**values), False: bad.format(**values)}
        reason = (
            "the reply is not the one asked for"
            if suite == "forgetting"
            else "не сказано главное"
            if language == "ru"
            else "“30 days” does not stand in the reply; nearest: “14 days” (0.71)"
        )
        ours, theirs = flip in {"fixed", "both pass"}, flip in {"broken", "both pass"}
        candidate, baseline = (
            Answer(reply=replies[p], passed=p, reason="" if p else reason, finish="stop", tokens=len(replies[p]) // 4)
            for p in (ours, theirs)
        )
        made.append(
            CaseResult(
                suite=suite,
                id=f"{SKILL_NAMES[i % 4] if suite == 'forgetting' else 'shop'}-{i:03}",
                file=f"golden/{'answers' if suite == 'golden' else suite}/{language}.yaml",
                line=7 + 6 * i,
                digest=digest(f"{suite}{i}"),
                messages=[{"role": "user", "content": question.format(**values)}],
                expect=[_filled(expect, values), {"max_words": 60}],
                kind=("fact", "rule", "style")[i % 3],
                skill=SKILL_NAMES[i % 4] if suite == "forgetting" else None,
                tags=[language] + (["critical"] if i % 8 == 2 and suite in {"golden", "policy"} else []),
                critical=i % 8 == 2 and suite in {"golden", "policy"},
                candidate=candidate,
                baseline=None if alone else baseline,
                flip="alone" if alone else flip,
            )
        )
    return made


def _filled(value: Any, values: dict[str, int]) -> Any:
    if isinstance(value, dict):
        return {k: _filled(v, values) for k, v in value.items()}
    if isinstance(value, list):
        return [_filled(v, values) for v in value]
    return value.format(**values) if isinstance(value, str) else value


def make_suite(name: str, cases: Iterable[CaseResult], gates: list[GateResult], **changed: Any) -> SuiteResult:
    """A suite that adds up its cases; its decision is the worst of its gates'."""
    mine = [c for c in cases if c.suite == name]
    ran = [c for c in mine if c.candidate]
    paired = [c for c in ran if c.baseline]
    order = ["ERROR", "FAIL", "INCONCLUSIVE", "PASS"]
    fields: dict[str, Any] = {
        "name": name,
        "file": f"suites/test_{name}.py",
        "digest": digest(name),
        "policy": {"floor": 0.9},
        "planned": len(mine),
        "ran": len(ran),
        "candidate": make_rate(sum(c.candidate.passed for c in ran if c.candidate), len(ran)) if ran else None,
        "baseline": make_rate(sum(c.baseline.passed for c in paired if c.baseline), len(paired)) if paired else None,
        "baseline_name": "support@1.0.0" if paired else None,
        "broken": sum(c.flip == "broken" for c in mine),
        "fixed": sum(c.flip == "fixed" for c in mine),
        "decision": min((g.decision for g in gates), key=order.index, default="NOT DECIDED"),
        "gates": gates,
    }
    return SuiteResult(**fields | changed)


def make_record(cases: list[CaseResult], suites: list[SuiteResult], **changed: Any) -> Record:
    fields: dict[str, Any] = {
        "id": "20260301-120000-3f9a",
        "created": "2026-03-01T12:00:00Z",
        "split": "gate",
        "complete": True,
        "decision": "PASS",
        "exit_status": 0,
        "sentence": "support/ckpt-3 may ship.",
        "candidate": make_arm("support/ckpt-3"),
        "production": make_arm("support@1.0.0", epoch=2.0),
        "engine": {"name": "transformers", "version": "5.19.0", "dtype": "bfloat16", "device": "cpu", "batch": "32"},
        "environment": {"ckptgate": "0.1.0", "python": "3.11.2", "pytest": "9.0.3", "platform": "linux-x86_64"},
        "suites": suites,
        "slices": [],
        "files": {"suites/test_golden.py": digest("x")},
        "patterns": ["golden/answers/*.yaml"],
        "usage": {"generated": 880, "stored": 880, "seconds_generating": 41.7},
        "cases": cases,
    }
    return Record(**fields | changed)


def make_slice(cases: Iterable[CaseResult], suite: str, dimension: Any, value: str) -> SliceResult:
    mine = [
        c for c in cases if c.suite == suite and value in ([c.skill] if dimension == "skill" else [c.kind, *c.tags])
    ]
    counts = paired(mine)
    return SliceResult(
        suite=suite,
        dimension=dimension,
        value=value,
        n=counts.n,
        candidate=(counts.both + counts.fixed) / counts.n,
        baseline=(counts.both + counts.broken) / counts.n,
        broken=counts.broken,
        fixed=counts.fixed,
        p_worse=p_worse(counts),
    )


def paired(cases: Iterable[CaseResult]) -> Paired:
    flips = [c.flip for c in cases]
    return Paired(flips.count("both pass"), flips.count("broken"), flips.count("fixed"), flips.count("both miss"))


def make_gates(suite: str, cases: Iterable[CaseResult], policy: dict[str, Any]) -> list[GateResult]:
    """What the real gates say of these cases."""
    mine = [c for c in cases if c.suite == suite]
    ran = [c for c in mine if c.candidate]
    passed = sum(bool(c.candidate and c.candidate.passed) for c in ran)
    gates = [Gate(kind="integrity", decision=Decision.PASS, reason=f"all {len(mine)} cases ran")]
    if critical := [c for c in ran if c.critical]:
        gates.append(decide_musts([c.id for c in critical if c.candidate and not c.candidate.passed], len(critical)))
    if "floor" in policy:
        gates.append(decide_floor(passed, len(ran), policy["floor"]))
    if "margin" in policy:
        gates.append(decide_paired(paired(mine), policy["margin"]))
    if "slices" in policy:
        skills = {f"skill {name}": paired(c for c in mine if c.skill == name) for name in SKILL_NAMES}
        gates.append(decide_slices(skills))
    return [
        GateResult(
            kind=g.kind,
            suite=suite,
            decision=g.decision.value,
            reason=g.reason,
            numbers=g.numbers,
            names=list(g.names),
        )
        for g in gates
    ]


def refused() -> Record:
    """The demo's bad twin: perfect on format, and it lost skills and refusals."""
    cases = [
        *make_cases("format", 160, broken=0, fixed=6, both_miss=0),
        *make_cases("golden", 160, broken=7, fixed=9, both_miss=12),
        *make_cases("forgetting", 400, broken=88, fixed=4, both_miss=21),
        *make_cases("policy", 160, broken=19, fixed=2, both_miss=3),
    ]
    policies: dict[str, dict[str, Any]] = {
        "format": {"floor": 0.9},
        "golden": {"floor": 0.8, "margin": 0.1},
        "forgetting": {"margin": 0.08, "slices": ["skill"], "bare": True},
        "policy": {"floor": 0.9},
    }
    suites = [
        make_suite(
            name,
            cases,
            make_gates(name, cases, policy),
            policy=policy,
            **({"baseline_name": "demo base"} if name == "forgetting" else {}),
        )
        for name, policy in policies.items()
    ]
    slices = [make_slice(cases, "forgetting", "skill", name) for name in SKILL_NAMES]
    slices += [make_slice(cases, suite, "tag", tag) for suite in policies for tag in ("en", "ru")]
    return make_record(
        cases,
        suites,
        slices=slices,
        decision="FAIL",
        exit_status=1,
        sentence="support-narrow/ckpt-3 must not ship: it lost base skills (−21 points where −8 is allowed) and misses "
        "critical cases in golden and policy.",
        candidate=make_arm("support-narrow/ckpt-3", data=["trainers/demo/data/support.jsonl"]),
        base=make_arm("demo base", adapter=False),
    )


def passing() -> Record:
    """A good checkpoint."""
    cases = [
        c.model_copy(update={"critical": False}) for c in make_cases("golden", 160, broken=1, fixed=8, both_miss=5)
    ]
    policy = {"floor": 0.8, "margin": 0.1}
    return make_record(cases, [make_suite("golden", cases, make_gates("golden", cases, policy), policy=policy)])


def inconclusive() -> Record:
    """Too few cases to tell."""
    cases = [c.model_copy(update={"critical": False}) for c in make_cases("golden", 24, broken=2, fixed=1, both_miss=1)]
    policy = {"margin": 0.1}
    return make_record(
        cases,
        [make_suite("golden", cases, make_gates("golden", cases, policy), policy=policy)],
        decision="INCONCLUSIVE",
        exit_status=10,
        sentence="support/ckpt-3 can't be decided: 24 cases are too few to rule out a loss of 10 points.",
    )


def stranger() -> Record:
    """Somebody's own model: no manifest, no chat template, no baseline."""
    cases = make_cases("format", 40, broken=25, fixed=9, both_miss=3, alone=True)
    gates = make_gates("format", cases, {"floor": 0.9})
    return make_record(
        cases,
        [make_suite("format", cases, gates)],
        decision="FAIL",
        exit_status=1,
        production=None,
        sentence="/models/gpt2-small must not ship: format passes 12 of 40 cases where 90 % is asked for.",
        candidate=make_arm("/models/gpt2-small", adapter=False, manifest_digest=None, method=None),
        notices=[
            "The model has no chat template: prompts were written as plain “role: text” lines.",
            "The shipped cases describe the demo's shop; a model that never saw it is not expected to pass them.",
        ],
    )


def error() -> Record:
    """The engine stopped half-way."""
    cases = make_cases("golden", 8, broken=0, fixed=0, both_miss=0)
    cases[4:] = [c.model_copy(update={"candidate": None, "baseline": None, "flip": "alone"}) for c in cases[4:]]
    reason = "4 of 8 cases have no reply: the engine stopped (out of memory)"
    gates = [GateResult(kind="integrity", suite="golden", decision="ERROR", reason=reason)]
    return make_record(
        cases,
        [make_suite("golden", cases, gates)],
        decision="ERROR",
        exit_status=11,
        complete=False,
        sentence="No verdict: the engine stopped after 4 of 8 cases.",
    )


def large() -> Record:
    """A thousand cases, a third of them flipped."""
    cases = make_cases("golden", 1000, broken=200, fixed=150, both_miss=300)
    policy = {"margin": 0.1}
    return make_record(
        cases,
        [make_suite("golden", cases, make_gates("golden", cases, policy), policy=policy)],
        decision="FAIL",
        exit_status=1,
        sentence="support/ckpt-3 must not ship: it misses critical cases.",
    )


def make_hostile(text: str) -> Record:
    """A record with `text` as every name, reply, prompt, reason, tag, file, key and value."""
    case = make_case(
        suite=text,
        id=text,
        title=text,
        file=text,
        messages=[{"role": text, "content": text}],
        kind=text,
        skill=text,
        expect=[text, {text: text}, {text: {text: [text, {text: text}]}}],
        tags=[text],
        critical=True,
        candidate=Answer(reply=text, passed=False, reason=text, finish=text, tokens=1),
        baseline=Answer(reply=text + " and more", passed=True, reason=text, finish=text, tokens=1),
    )
    untitled = case.model_copy(update={"title": None, "candidate": None, "baseline": None, "flip": "alone"})
    deployment = DeploymentRef(file=text, system=text, sampling={text: text}, digest=text)
    arm = make_arm(text, path=text, digest=text, method=text, base=text, data=[text], deployment=deployment)
    gate = GateResult(kind="slices", suite=text, decision="FAIL", reason=text, numbers={"lost": 1, text: 1})
    gate = gate.model_copy(update={"names": [f"tag {text}"]})
    suite = make_suite(text, [case], [gate], baseline_name=text, policy={"floor": 0.5, "bare": True, text: text})
    lost = SliceResult(suite=text, dimension="tag", value=text, n=1, candidate=0, baseline=1, broken=1, p_worse=0.25)
    return make_record(
        [case, untitled],
        [suite],
        slices=[lost],
        id=text,
        created=text,
        sentence=text,
        notices=[text],
        complete=False,
        candidate=arm,
        production=arm,
        base=arm,
        engine={text: text},
        environment={text: text},
        usage={text: 1.0},
        files={text: text},
        patterns=[text],
    )


SAMPLES: dict[str, Callable[[], Record]] = {
    f.__name__: f for f in (refused, passing, inconclusive, stranger, error, large)
}
