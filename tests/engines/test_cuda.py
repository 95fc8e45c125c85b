"""The default engine on a GPU, where there is one; what it answers on a CPU is in test_transformers.py."""

from __future__ import annotations

import random
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from engines.asking import KINDS, PROMPTS, alone, by_hand, here, job
from models import make_adapter

from harness.engines import Job
from harness.engines.transformers import TransformersEngine, device_here
from harness.replies import Reply

pytestmark = pytest.mark.skipif(device_here() != "cuda", reason="no GPU here; the same code on a CPU is tested beside")


@pytest.fixture
def llama(strangers: dict[tuple[str, bool], Path]) -> Path:
    return strangers["llama", True]


def texts(replies: dict[str, Reply], order: list[str]) -> dict[str, str]:
    return {order[int(key)]: reply.text for key, reply in replies.items()}


def on_gpu(jobs: list[Job], **options: Any) -> list[dict[str, Reply]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of position ids, which tuned prompts don't take: they count by themselves
        return here(jobs, device="cuda", **options)


def test_a_gpu_is_taken_where_there_is_one_and_promises_no_batch_invariance(llama: Path) -> None:
    engine, got = TransformersEngine(), {}
    engine.generate([job(llama, PROMPTS)], lambda _, replies: got.update(replies))
    assert (engine.identity.device, engine.identity.dtype) == ("cuda", "bfloat16")
    assert not job(llama, PROMPTS).made_by(engine.identity).batch_invariant
    assert sorted(got) == sorted(f"{i}" for i in range(len(PROMPTS)))


@pytest.mark.parametrize("shape", ["llama", "gpt2"])
def test_in_float32_a_reply_is_the_cpu_s_in_any_batch(shape: str, strangers: Any) -> None:
    model = strangers[shape, shape == "llama"]
    shuffled = random.Random(1).sample(PROMPTS, len(PROMPTS))
    one, other = on_gpu([job(model, PROMPTS), job(model, shuffled)], batch_size=4)
    assert texts(one, PROMPTS) == texts(other, shuffled) == {p: by_hand(model, p, 12) for p in PROMPTS}


def test_every_kind_of_adapter_answers_the_same_in_any_batch(llama: Path, tmp_path: Path) -> None:
    shuffled = random.Random(2).sample(PROMPTS, len(PROMPTS))
    for kind in ("lora", *KINDS):
        adapter = make_adapter(tmp_path / kind, llama, kind)
        jobs = [job(llama, order, adapter=adapter) for order in (PROMPTS, shuffled)]
        one, other = on_gpu(jobs, batch_size=4)
        assert texts(one, PROMPTS) == texts(other, shuffled), kind
        if kind in ("prompt", "prefix"):
            assert texts(one, PROMPTS) == {prompt: alone(llama, tmp_path / kind, prompt) for prompt in PROMPTS}, kind


def test_an_adapter_off_and_merged_is_what_it_says(llama: Path, tmp_path: Path) -> None:
    asked = job(llama, PROMPTS, adapter=make_adapter(tmp_path / "one", llama))
    forms = [replace(asked, source=replace(asked.files, form=form)) for form in ("off", "apart", "merged")]
    base, off, apart, merged = on_gpu([job(llama, PROMPTS), *forms])
    assert off == base
    assert apart == merged != base


def test_weights_in_few_bits_answer_as_such(llama: Path, tmp_path: Path) -> None:
    asked = job(llama, PROMPTS, most=40, adapter=make_adapter(tmp_path / "tuned", llama))
    few = [replace(asked, source=replace(asked.files, quantization=how)) for how in ("nf4", "fp4", "int8", "bf16")]
    whole, *quantized = on_gpu([asked, *few], dtype="bfloat16")
    assert [len(replies) for replies in quantized] == [len(whole)] * len(few)
    assert all(replies != whole for replies in quantized[:3])


@pytest.mark.parametrize("by", ["total", "character"])
def test_the_likeliest_choice_is_the_cpu_s(llama: Path, by: str) -> None:
    asked = job(llama, PROMPTS[:3])
    choices = ("yes", "no", "да", "perhaps tomorrow", "e")
    asked = replace(asked, requests=tuple(replace(r, choices=choices, choice_by=by) for r in asked.requests))
    assert on_gpu([asked]) == here([asked])


def test_a_batch_that_does_not_fit_the_gpu_is_halved_and_no_reply_is_lost(
    llama: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The GPU's memory is limited to so little that torch's own error comes."""
    import torch

    from harness.engines import _transformers_child as child

    prompts = [f"{i} " + "x" * 400 for i in range(512)]
    (expected,) = on_gpu([job(llama, prompts, most=4)], batch_size=16)
    tried: list[int] = []
    generate = child._generate

    def counted(model: Any, tokenizer: Any, batch: Any, stops: list[int]) -> Any:
        tried.append(len(batch))
        return generate(model, tokenizer, batch, stops)

    monkeypatch.setattr(child, "_generate", counted)
    torch.cuda.empty_cache()
    room = torch.cuda.memory_reserved() + (160 << 20)
    torch.cuda.set_per_process_memory_fraction(room / torch.cuda.get_device_properties(0).total_memory)
    try:
        (halved,) = on_gpu([job(llama, prompts, most=4)], batch_size=512)
    finally:
        torch.cuda.set_per_process_memory_fraction(1.0)
    assert tried[0] == 512
    assert tried[1] == 256
    assert halved == expected
