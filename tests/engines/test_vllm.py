"""vLLM for real, where it is installed (`tox -e vllm`): what it says is what transformers says."""

from __future__ import annotations

import importlib.util
import json
import random
import shutil
from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import pytest
from models import make_adapter

from harness.deployment import Sampling
from harness.engines import Engine, EngineError, Files, Job
from harness.engines.choice import EngineOptions, choose_engine, parse_engine_arg
from harness.engines.transformers import TransformersEngine
from harness.engines.vllm import VllmEngine, unserved
from harness.replies import Draw, Reply, Request

ROOT = Path(__file__).parents[2]
installed = pytest.mark.skipif(
    importlib.util.find_spec("vllm") is None,
    reason="vllm is not installed here; tox -e vllm runs this, and test_transformers.py covers what both share",
)


def job(model: Path, prompts: Sequence[str], *, adapter: Path | None = None, draw: Draw | None = None) -> Job:
    sampling = Sampling(max_new_tokens=12, temperature=2.0 if draw else 0)
    requests = [
        Request(key=f"{i}", prompt=p, special_tokens=False, sampling=sampling, draw=draw) for i, p in enumerate(prompts)
    ]
    return Job(weights="w", source=Files(model=model, adapter=adapter, tokenizer=model), requests=tuple(requests))


def answer(engine: Engine, jobs: Sequence[Job]) -> list[dict[str, Reply]]:
    got: dict[int, dict[str, Reply]] = {id(j): {} for j in jobs}
    engine.generate(jobs, lambda j, replies: got[id(j)].update(replies))
    return [got[id(j)] for j in jobs]


def test_arguments_are_passed_on_as_they_are_written() -> None:
    assert parse_engine_arg("tensor_parallel_size=2") == ("tensor_parallel_size", 2)
    assert parse_engine_arg("kv_cache_dtype=fp8") == ("kv_cache_dtype", "fp8")
    with pytest.raises(ValueError, match="NAME=VALUE"):
        parse_engine_arg("tensor parallel")


def test_an_argument_of_vllm_is_a_mistake_for_another_engine(tmp_path: Path) -> None:
    source = Files(model=tmp_path, adapter=None, tokenizer=tmp_path)
    with pytest.raises(EngineError, match="give --engine=vllm"):
        choose_engine([source], EngineOptions(engine_arg=[("a", 1)]))
    assert isinstance(choose_engine([source], EngineOptions(engine="vllm")).engine, VllmEngine)


def test_weights_in_few_bits_go_to_transformers(tmp_path: Path) -> None:
    source = Files(model=tmp_path, adapter=None, tokenizer=tmp_path, quantization="nf4")
    engine, notice = choose_engine([source], EngineOptions(engine="vllm"))
    assert isinstance(engine, TransformersEngine)
    assert "does not serve nf4" in notice


def test_what_vllm_does_not_serve_is_known(strangers: dict[tuple[str, bool], Path], tmp_path: Path) -> None:
    found = {
        kind: unserved(make_adapter(tmp_path / kind, strangers["llama", True], kind))
        for kind in ("lora", "dora", "ia3", "prompt", "prefix")
    }
    assert found == {
        "lora": None,
        "dora": "DoRA",
        "ia3": "ia3",
        "prompt": "prompt tuning",
        "prefix": "prefix tuning",
    }


PROMPTS = [
    "What is 7 plus 12?",
    "Copy: apple river stone",
    "Сколько будет 3 плюс 4?",
    "Sort: pear fig apple",
    *(f"Say {i} and {i + 1}." for i in range(12)),
]


@pytest.fixture(scope="module")
def base() -> Path:
    return ROOT / "trainers/demo/base"


def rendered(base: Path, prompts: Sequence[str]) -> list[str]:
    from harness.templates import read_template

    return [read_template(base).render([{"role": "user", "content": p}]) for p in prompts]


@installed
def test_base_and_adapter_answer_as_under_transformers(base: Path, tmp_path: Path) -> None:
    """In float32 to the letter, in any order, each arm by itself although both share one process; choices too."""
    adapter = make_adapter(tmp_path / "lora", base)
    asked = rendered(base, PROMPTS)
    shuffled = random.Random(3).sample(asked, len(asked))
    chosen = job(base, asked[:4])
    chosen = replace(
        chosen,
        requests=tuple(
            replace(r, key=f"c{r.key}", choices=("19", "7", "семь"), choice_by=by)
            for r, by in zip(chosen.requests, cycle(("total", "character")), strict=False)
        ),
    )
    long = job(base, ["x" * 5000])
    jobs = [job(base, asked), job(base, asked, adapter=adapter), job(base, shuffled, adapter=adapter), chosen, long]
    ours, theirs = answer(VllmEngine(device="cpu"), jobs), answer(TransformersEngine(device="cpu"), jobs)
    assert ours == theirs
    assert ours[0] != ours[1]
    assert {asked[int(k)]: r for k, r in ours[1].items()} == {shuffled[int(k)]: r for k, r in ours[2].items()}
    assert ours[4]["0"].finish == "overlong"


@installed
def test_a_draw_depends_on_its_seed_alone(base: Path) -> None:
    asked = rendered(base, PROMPTS)
    shuffled = random.Random(4).sample(asked, len(asked))
    jobs = [
        job(base, asked, draw=Draw(1, 0)),
        job(base, shuffled, draw=Draw(1, 0)),
        job(base, asked, draw=Draw(1, 1)),
    ]
    one, again, other = answer(VllmEngine(device="cpu"), jobs)
    assert {asked[int(k)]: r.text for k, r in one.items()} == {shuffled[int(k)]: r.text for k, r in again.items()}
    assert one != other


@installed
def test_a_guided_reply_fits_its_schema(base: Path) -> None:
    schema = '{"additionalProperties":false,"properties":{"sum":{"enum":[1,2,19]}},"required":["sum"],"type":"object"}'
    asked = job(base, rendered(base, PROMPTS[:3]))
    guided = replace(asked, requests=tuple(replace(r, key=f"g{r.key}", guided=schema) for r in asked.requests))
    plain, held = answer(VllmEngine(device="cpu"), [asked, guided])
    assert all(json.loads(reply.text)["sum"] in (1, 2, 19) for reply in held.values())
    assert plain == answer(TransformersEngine(device="cpu"), [asked])[0]
    with pytest.raises(EngineError, match="transformers guides none: give --engine=vllm"):
        answer(TransformersEngine(device="cpu"), [guided])


@installed
def test_what_goes_wrong_is_said_in_a_line(base: Path, tmp_path: Path) -> None:
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM

    fresh = get_peft_model(
        AutoModelForCausalLM.from_pretrained(base), LoraConfig(target_modules="all-linear", task_type="CAUSAL_LM")
    )
    fresh.save_pretrained(tmp_path / "fresh")
    with pytest.raises(EngineError, match="changes nothing"):
        answer(VllmEngine(device="cpu"), [job(base, ["Hi"], adapter=tmp_path / "fresh")])
    shutil.copytree(base, tmp_path / "broken")
    (tmp_path / "broken/model.safetensors").write_bytes(b"none")
    with pytest.raises(EngineError, match="vLLM can't load"):
        answer(VllmEngine(device="cpu"), [job(tmp_path / "broken", ["Hi"])])
    with pytest.raises(EngineError, match="no_such_argument"):
        answer(VllmEngine(device="cpu", args={"no_such_argument": 1}), [job(base, ["Hi"])])
