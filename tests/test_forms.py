"""Forms of a checkpoint: which there are, how their replies are told apart, and what a suite of two of them decides."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from project import Project

from harness.arms import Arm, Role
from harness.case_files import load_cases
from harness.cases import Case
from harness.engines import EngineError
from harness.engines.transformers import TransformersEngine
from harness.engines.vllm import VllmEngine
from harness.forms import FORMS, Forms, forms_of
from harness.rejudging import contradictions
from harness.replies import EngineIdentity, Reply
from harness.reply_store import ReplyStore
from harness.resolving import resolve_arms
from harness.settings import load_settings

ON_A_GPU = EngineIdentity(name="transformers", version="1", dtype="bfloat16", device="cuda")
MARK = 'baseline="{}", margin=0.2, slices=()'


@pytest.fixture
def shop(project: Project) -> Project:
    """A base, two LoRA adapters on it, a tuned prompt, and full weights."""
    project.write("pyproject.toml", "[tool.ckptgate]\ndeployment = 'deployment.yaml'\n")
    project.write("deployment.yaml", "model: x@prod\n")
    project.checkpoint("base")
    project.checkpoint("full")
    for name, kind in (("a", "LORA"), ("b", "LORA"), ("soft", "PROMPT_TUNING")):
        project.write(f"{name}/adapter_model.safetensors", f"weights of {name}")
        config = {"peft_type": kind, "base_model_name_or_path": "base"}
        project.write(f"{name}/adapter_config.json", json.dumps(config))
    return project


def arms(project: Project, model: str, baseline: str | None = None) -> dict[Role, Arm]:
    return resolve_arms(model, baseline, root=project.root, settings=load_settings(project.root))


def forms(project: Project, model: str, baseline: str | None = None) -> Forms:
    return forms_of(arms(project, model, baseline), in_forms=True)


def quantized(project: Project) -> None:
    project.write("deployment.yaml", "model: x@prod\nquantization: nf4\n")


def greeting(project: Project, n: int = 40, mark: str = "", name: str = "greet/forms") -> list[Case]:
    """Cases of `greet` that want the word `good`, asked by a suite of its family."""
    wanted = [{"id": f"c{i}", "prompt": f"Question {i}?", "expect": [{"matches": "good"}]} for i in range(n)]
    file = project.cases("greet", wanted)
    project.write(
        "suites/test_greet.py",
        f"import pytest\npytestmark = pytest.mark.suite({name!r}, {mark})\n"
        "@pytest.mark.cases('greet/*.yaml')\ndef test_greet(case, reply):\n    case.expect(reply)\n",
    )
    return load_cases([file])


def answered(project: Project, model: str, baseline: str | None, told: Mapping[str, Callable[[int], str]]) -> None:
    """Put what each arm says to every case into the store; `told` makes it from the case's number, by role."""
    found = arms(project, model, baseline)
    found = {**found, **forms_of(found, in_forms=True).arms}
    identity = TransformersEngine(device="cpu").identity
    with ReplyStore(project.root / ".ckptgate/replies.sqlite") as store:
        for role, say in told.items():
            for number, case in enumerate(load_cases(sorted(project.root.glob("golden/*/*.yaml")))):
                arm = found[role]  # type: ignore[index]
                reply = Reply(text=say(number), finish="stop", tokens=3)
                store.put(arm.about.digest, [(arm.request(case, identity).key, reply)])


def good(number: int) -> str:
    return f"good {number}"


def bad_from(first: int) -> Callable[[int], str]:
    return lambda number: good(number) if number < first else "bad"


# Which forms there are.


def test_an_adapter_has_forms_and_full_weights_have_none(shop: Project) -> None:
    found = forms(shop, "a")
    assert set(found.arms) == {"off", "merged", "apart"}
    assert set(found.missing) == {"neighbour", "unquantized"}
    assert found.arms["off"].about.name == "a, loaded and off"
    of_full = forms(shop, "full")
    assert of_full.arms == {}
    assert of_full.missing["isolated"] == "full has no adapter"


def test_a_tuned_prompt_is_switched_off_and_merged_by_nobody(shop: Project) -> None:
    found = forms(shop, "soft")
    assert set(found.arms) == {"off"}
    assert "which nothing merges" in found.missing["merged"]


def test_the_neighbour_is_the_adapter_in_production_on_the_same_base(shop: Project) -> None:
    found = forms(shop, "a", "b")
    assert (
        found.arms["crowded"].about.digest
        == found.arms["alone"].about.digest
        == arms(shop, "b")["candidate"].about.digest
    )
    for other, why in (("a", "on this base"), ("full", "no other adapter is in production"), ("soft", "another kind")):
        assert why in forms(shop, "a", other).missing["neighbour"]


def test_what_is_served_in_few_bits_is_also_there_as_it_is_and_on_every_rung(shop: Project) -> None:
    quantized(shop)
    found = forms(shop, "full").arms
    assert {role: arm.source.quantization for role, arm in found.items()} == {  # type: ignore[union-attr]
        "unquantized": "", "16 bits": "bf16", "8 bits": "int8", "4 bits": "nf4",
    }  # fmt: skip
    assert found["unquantized"].about.deployment.quantization is None


def test_an_engine_of_one_form_has_none_and_says_so(shop: Project) -> None:
    found = forms_of(arms(shop, "a"), in_forms=False)
    assert (found.arms, set(found.missing)) == ({}, set(FORMS))
    job = forms(shop, "a").arms["off"].job(())
    with pytest.raises(EngineError, match="vLLM serves an adapter in one form"):
        VllmEngine(device="cpu").generate([job], lambda *_: None)


# How their replies are told apart.


def keys(project: Project, engine: EngineIdentity, found: Mapping[Role, Arm]) -> dict[Role, str]:
    case = load_cases([project.cases("s", [{"id": "x", "prompt": "Hi", "expect": ["no_promised_dates"]}])])[0]
    return {role: arm.request(case, engine).key for role, arm in found.items()}


def test_replies_of_one_form_are_never_taken_for_anothers(shop: Project) -> None:
    """Of the engine's usual form they are the candidate's own: nothing is generated twice."""
    every = {**arms(shop, "a", "b"), **forms(shop, "a", "b").arms}
    on_a_cpu = keys(shop, TransformersEngine(device="cpu").identity, every)
    assert on_a_cpu["merged"] == on_a_cpu["candidate"]
    assert len(set(on_a_cpu.values())) == len(every) - 1
    on_a_gpu = keys(shop, ON_A_GPU, every)
    assert on_a_gpu["apart"] == on_a_gpu["candidate"]
    assert on_a_gpu["alone"] == on_a_gpu["production"]
    assert len(set(on_a_gpu.values())) == len(every) - 2


def test_the_rung_that_is_served_is_the_candidate(shop: Project) -> None:
    quantized(shop)
    every = {**arms(shop, "a"), **forms(shop, "a").arms}
    on_a_cpu = keys(shop, TransformersEngine(device="cpu").identity, every)
    assert on_a_cpu["4 bits"] == on_a_cpu["candidate"] == on_a_cpu["apart"]
    assert on_a_cpu["16 bits"] != on_a_cpu["unquantized"]
    on_a_gpu = keys(shop, ON_A_GPU, every)
    assert on_a_gpu["16 bits"] == on_a_gpu["unquantized"]


def test_another_neighbour_is_another_form(shop: Project) -> None:
    crowded = forms(shop, "a", "b").arms["crowded"]
    assert Arm.from_json(crowded.to_json()).to_json() == crowded.to_json()
    other = replace(crowded, source=replace(crowded.source, beside_digest="0" * 64))
    both = keys(shop, ON_A_GPU, {"crowded": crowded, "alone": other})
    assert both["crowded"] != both["alone"]


# What a suite of two forms decides.


def test_an_adapter_that_changes_its_base_fails(shop: Project) -> None:
    """Off, it misses what the base passes; the report quotes a reply of each."""
    greeting(shop, mark=MARK.format("isolated") + ", identical=0.8")
    answered(shop, "a", None, {"off": bad_from(20), "base": good})
    assert shop.run("--model=a").ret == 1
    record = shop.record
    (suite,) = record.suites
    assert (suite.broken, suite.identical, suite.judged_name, suite.baseline_name) == (
        20,
        20,
        "a, loaded and off",
        "base",
    )
    assert {gate.kind: gate.decision for gate in suite.gates}["replies"] == "FAIL"
    summary = (shop.root / f"records/{record.id}/summary.md").read_text(encoding="utf-8")
    assert "20 of 40 replies are the same word for word" in summary
    assert "“bad” by the one and “good 20” by the other" in summary


def test_an_adapter_that_leaves_its_base_alone_passes_and_is_not_pooled(shop: Project) -> None:
    greeting(shop, mark=MARK.format("isolated") + ", identical=0.8")
    answered(shop, "a", None, {"off": good, "base": good})
    assert shop.run("--model=a").ret == 0
    (suite,) = shop.record.suites
    assert suite.identical == 40
    assert suite.policy["pool"] is False
    assert contradictions(shop.record) == []


def test_an_adapter_that_is_not_on_fails(shop: Project) -> None:
    """Every reply passes; only that none is another than without the adapter gives it away."""
    mark = 'baseline="off", differing=0.25, margin=None, slices=()'
    greeting(shop, mark=mark)
    answered(shop, "a", None, {"candidate": good, "off": good})
    assert shop.run("--model=a").ret == 1
    (gate,) = [g for g in shop.record.suites[0].gates if g.kind == "replies"]
    assert gate.reason.startswith("0 of 40 replies differ from the baseline's (0 %)")
    answered(shop, "b", None, {"candidate": lambda n: f"very good {n}", "off": good})
    assert shop.run("--model=b").ret == 0


def test_a_pass_that_its_replies_do_not_bear_out_is_found(shop: Project) -> None:
    greeting(shop, mark='baseline="off", differing=0.25, margin=None, slices=()')
    answered(shop, "a", None, {"candidate": lambda n: f"very good {n}", "off": good})
    shop.run("--model=a")
    record = shop.record
    same = [case.model_copy(update={"same": True}) for case in record.cases]
    (found,) = contradictions(record.model_copy(update={"cases": same}))
    assert "replies says PASS, and its cases say FAIL" in found


def test_merged_is_held_to_unmerged(shop: Project) -> None:
    """On a CPU the candidate is answered merged, so that its own replies are judged here."""
    greeting(shop, mark=MARK.format("merged"))
    answered(shop, "a", None, {"candidate": bad_from(30), "apart": good})
    assert shop.run("--model=a").ret == 1
    (suite,) = shop.record.suites
    assert (suite.judged_name, suite.baseline_name, suite.broken) == ("a, merged", "a, unmerged", 10)


def test_the_ladder_stands_in_the_report_and_decides_nothing(shop: Project) -> None:
    quantized(shop)
    greeting(shop, mark=MARK.format("unquantized") + ", ladder=(16, 8, 4)")
    told = {"candidate": good, "unquantized": good, "16 bits": good, "8 bits": bad_from(10)}
    answered(shop, "a", None, told)
    result = shop.run("--model=a")
    assert result.ret == 0
    (suite,) = shop.record.suites
    rungs = {rung.name: (rung.how, rung.rate.passed, rung.identical) for rung in suite.ladder}
    assert rungs == {"16 bits": ("bf16", 40, 40), "8 bits": ("int8", 10, 10), "4 bits": ("nf4", 40, 40)}
    assert suite.ladder[1].delta == -0.75
    assert suite.ladder[1].lower < -0.75 < suite.ladder[1].upper
    assert "in fewer bits" in (shop.root / f"records/{shop.record.id}/report.html").read_text(encoding="utf-8")


def test_what_has_no_two_forms_is_not_checked_and_never_passed(shop: Project) -> None:
    """The other suites decide; the record says what nobody looked at."""
    shop.simple(n=20, suite="other")
    greeting(shop, mark=MARK.format("isolated"))
    answered(shop, "full", None, {"candidate": good})
    result = shop.run("--model=full", "-rs")
    assert result.ret == 0
    result.stdout.fnmatch_lines(["*SKIPPED*not checked: full has no adapter*"])
    record = shop.record
    assert record.complete
    assert [suite.name for suite in record.suites] == ["other"]
    assert record.unchecked == {"greet/forms": "full has no adapter"}
    notice = "Not checked: greet/forms (full has no adapter)."
    assert notice in record.notices
    shop.run("--model=full", "suites/test_other.py")
    assert notice not in shop.record.notices
    shop.run("--model=full", "suites/test_greet.py")
    assert notice in shop.record.notices


def test_compared_with_nothing_no_form_is_passed(shop: Project) -> None:
    greeting(shop, mark=MARK.format("merged"))
    answered(shop, "a", None, {"candidate": good})
    assert shop.run("--model=a", "--baseline=none").ret == 11


def test_the_dev_split_asks_no_forms(shop: Project) -> None:
    shop.cases("other", [{"id": "d", "prompt": "Question?", "expect": [{"matches": "good"}]}], split="dev")
    shop.suite("other")
    greeting(shop, mark=MARK.format("isolated"))
    answered(shop, "a", None, {"candidate": good})
    assert shop.run("--model=a", "--split=dev").ret == 11
    assert [suite.name for suite in shop.record.suites] == ["other"]
    assert shop.record.unchecked == {}


@pytest.mark.parametrize(
    ("mark", "what"),
    [
        ('baseline="isolated", pool=True', "never pooled"),
        ('baseline="upside down"', "wants baseline production or base or off"),
        ("ladder=(16, 8)", 'a ladder only beside baseline="unquantized"'),
        ('baseline="unquantized", ladder=(3,)', "wants a ladder out of 16, 8, 4, not 3"),
        ('baseline="off", differing=1.5', "wants differing between 0 and 1"),
    ],
)
def test_a_mark_that_makes_no_sense_is_an_error(shop: Project, mark: str, what: str) -> None:
    greeting(shop, mark=mark)
    result = shop.run("--model=a")
    assert result.ret == 2
    result.stdout.fnmatch_lines([f"*{what}*"])


def test_a_critical_case_stands_in_one_suite(shop: Project) -> None:
    """A release looks for it under the suite that its file names."""
    greeting(shop, mark=MARK.format("isolated"))
    shop.cases(
        "greet", [{"id": "c", "prompt": "Hi", "expect": [{"matches": "good"}], "tags": ["critical"]}], file="b.yaml"
    )
    result = shop.run("--model=a")
    assert result.ret == 2
    result.stdout.fnmatch_lines(["*a critical case stands in one suite*"])
